"""Understands one turn: what kind it is, and its question in words that need no history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import dropwhile

from assistant.audiences import only_disowned
from assistant.conversation.asker_detection import (
    after_correction,
    asks_the_same,
    audience_of_asker,
    denied_by,
    names_a_topic,
    restated,
    sole_name,
    states_audience,
    without_name,
)
from assistant.conversation.context_dependence import (
    depends_on_context,
    may_turn_elsewhere,
    names_only_a_topic,
    points_back,
    starts_followup,
    without_echoed_not,
)
from assistant.conversation.person import wants_person
from assistant.conversation.quantity_replies import is_quantity
from assistant.conversation.small_talk import (
    asks_for_more,
    is_about_last_answer,
    is_talk,
    objects,
    reply_to,
)
from assistant.conversation.statements import only_states, supposed, supposes, with_situation
from assistant.conversation.topic_substitution import substitute_phrase, substitute_topic
from assistant.questions import Question, analyse
from assistant.questions.courtesy import is_courtesy, without_leading_courtesy
from assistant.questions.form import asks_by_itself, names_a_detail
from assistant.questions.fragments import puts_a_statement
from assistant.types import Asker, Audience, Clarification, ConditionAnswer, QuestionForm, Turn

_REMEMBERED = 500  # turns: each of a conversation looks at all before it, several times
_PROMPT = "What would you like to know?"


class Kind(StrEnum):
    """What a turn is."""

    QUESTION = "question"
    SMALL_TALK = "small_talk"
    HANDOFF = "handoff"


@dataclass(frozen=True, slots=True)
class TentativeJoin:
    """How a turn was joined to an earlier one where it may as well be about something else.

    "Is parking free?" goes on with the question before it for no more than being short.
    """

    root: str  # the earlier question; empty for a turn that is joined only to a statement before it
    topic: str = ""  # all that the turn names, where it asks nothing by itself: "And parking?"
    substituted: str = ""  # the root asked of that topic, where a rule can tell
    statement: str = ""  # what the asker only stated: in this turn, or in one before it


@dataclass(frozen=True, slots=True)
class Understanding:
    """A turn as understood."""

    kind: Kind
    standalone: str  # the question in words that need no history
    question: Question  # its analysis
    asker: Asker  # given with the turn, named in it or in the history
    is_followup: bool = False
    join: TentativeJoin | None = None  # set where the turn may not be a follow-up after all
    also_asked: tuple[str, ...] = ()  # the other questions of the same message
    # What the asker said of the answer so far.
    condition_answers: tuple[ConditionAnswer, ...] = ()  # oldest first
    asks_back: bool = True  # False once the asker has said that they cannot tell more
    declined: bool = False  # none of the entries suggested is meant
    objected: bool = False  # the last answer is wrong or no help
    wants_person: bool = False  # besides what is asked
    # What is said to small talk.
    reply: str = ""
    unclear: Clarification | None = None  # what was asked back and is still open

    @property
    def audience(self) -> str | None:
        """The asker's; None where it is not known."""
        return self.asker.audience

    @property
    def with_condition_answers(self) -> str:
        """The standalone question with what the asker said of conditions, in brackets."""
        said = "; ".join(answer.labelled for answer in self.condition_answers)
        return f"{self.standalone} ({said})" if said else self.standalone


@lru_cache(maxsize=_REMEMBERED)
def interpret(turn: Turn, audiences: tuple[Audience, ...]) -> Understanding:
    """Understand `turn`; `audiences` are those that the corpus declares. Accepts any text.

    A turn that says who asks, and asks nothing yet ("For gold"), is asked what to answer.
    """
    understood = _interpreted(turn, audiences)
    denied = denied_by(understood.audience, turn.question, turn.history, audiences)
    return replace(understood, asker=Asker(understood.audience, denied)) if denied else understood


def _interpreted(turn: Turn, audiences: tuple[Audience, ...]) -> Understanding:
    text = without_leading_courtesy(turn.question.strip())
    question = analyse(text)
    said = (item for item in turn.history if not is_talk(item))
    asking = [item for item in said if not only_disowned(item, audiences)]
    earlier = list(dropwhile(lambda item: states_audience(item, audiences), asking))
    asker = Asker(audience_of_asker(turn.audience, text, turn.history, audiences))
    if wants_person(text, question):
        return Understanding(Kind.HANDOFF, text, question, asker)
    reply = reply_to(text)
    about_last = is_about_last_answer(text)
    if reply and not (earlier and (starts_followup(text) or asks_for_more(text) or about_last)):
        return Understanding(Kind.SMALL_TALK, text, question, asker, reply=reply)
    if not earlier:
        if states_audience(text, audiences):
            return Understanding(Kind.SMALL_TALK, text, question, asker, reply=_PROMPT)
        return Understanding(Kind.QUESTION, text, question, asker)
    if _goes_on(text, question, audiences) or about_last:
        goes_on = audience_of_asker(turn.audience, text, turn.history, audiences, goes_on=True)
        asker = Asker(goes_on)
    return _with_earlier(text, question, earlier, asker, audiences)


def _with_earlier(
    text: str,
    question: Question,
    earlier: list[str],
    asker: Asker,
    audiences: tuple[Audience, ...],
) -> Understanding:
    root = _root(earlier, audiences)
    again = restated(root, text, question, audiences)
    if again is not None:
        # Naming nothing but another audience asks for that one, whatever the asker's own is.
        meant = analyse(again.meant)
        asker = Asker(again.audience) if again.audience else asker
        return Understanding(Kind.QUESTION, again.standalone, meant, asker, is_followup=True)
    if is_about_last_answer(text):
        asked = analyse(without_name(root, audiences))
        return Understanding(
            Kind.QUESTION, root, asked, asker, is_followup=True, objected=objects(text)
        )
    elsewhere = substitute_phrase(root, text)
    if elsewhere:
        return Understanding(
            Kind.QUESTION,
            elsewhere,
            analyse(without_name(elsewhere, audiences)),
            asker,
            is_followup=True,
        )
    leaning = _goes_on(text, question, audiences)
    states = only_states(text, question) and not points_back(text, question)
    statement = text if states else ""
    if not leaning and not statement:
        return _standing(root, text, question, asker)
    merged = _joined(root, _between(root, earlier, text, audiences), text, question, audiences)
    named = analyse(after_correction(text))
    topic = named.clause if names_only_a_topic(named) and not statement else ""
    clause = analyse(without_name(root, audiences)).clause
    substituted = substitute_topic(clause, topic) if topic else ""
    if is_quantity(topic) and not substituted:
        topic = ""  # it says more of the case: "Do I get the deposit back?", "14 days"
    join = None
    if statement or topic or names_a_topic(text) or may_turn_elsewhere(question):
        join = TentativeJoin(root, topic, substituted, statement)
    return Understanding(
        Kind.QUESTION,
        merged.normalised,
        merged,
        asker,
        is_followup=True,
        join=join,
    )


def _goes_on(text: str, question: Question, audiences: tuple[Audience, ...]) -> bool:
    """Whether the turn depends on earlier ones; nothing points to a sentence that only says who asks
    ("Business. What does it cost?")."""
    told = tuple(
        s
        for s in question.context
        if not (states_audience(s, audiences) or sole_name(s, audiences))
    )
    return depends_on_context(text, replace(question, context=told))


def _standing(root: str, text: str, question: Question, asker: Asker) -> Understanding:
    """A question that stands alone; what was only stated before it is its situation."""
    if not only_states(root, analyse(root)):
        return Understanding(Kind.QUESTION, text, question, asker)
    standalone = with_situation(root, text)
    # A pinned question stays pinned, whatever was stated before it.
    meant = replace(analyse(standalone), normalised=question.normalised)
    join = TentativeJoin("", statement=root)
    return Understanding(Kind.QUESTION, standalone, meant, asker, is_followup=True, join=join)


def _between(root: str, earlier: list[str], text: str, audiences: tuple[Audience, ...]) -> str:
    """What the turn goes on with besides the root question: the last turn after it that counts for this one.

    It may be asked of the case supposed before, or of the thing that was named ("And lockers?").
    """
    if supposes(text):
        return ""
    of_thing = _asks_of_thing(text, audiences)
    start = earlier.index(root) + 1 if root in earlier else len(earlier)
    counting = (
        item
        for item in reversed(earlier[start:])
        if supposes(item) or (not of_thing and _asks_of_thing(item, audiences))
    )
    return next(counting, "").strip()


def _asks_of_thing(text: str, audiences: tuple[Audience, ...]) -> bool:
    """Whether the turn asks the same of another thing ("And lockers?"), and not in a bare word ("Pardon?")."""
    if sole_name(text, audiences) or not starts_followup(text):
        return False
    return names_only_a_topic(analyse(after_correction(text)))


def _joined(
    root: str, between: str, text: str, question: Question, audiences: tuple[Audience, ...]
) -> Question:
    """The root question with the one that depends on it; if that one has a form of its own, it decides.

    What was said `between` them counts for that one, too.
    """
    before = analyse(without_name(root, audiences))
    same = question.form is QuestionForm.OPEN and asks_the_same(question.clause)
    asks = asks_by_itself(question.clause) or puts_a_statement(question.clause)
    meant = without_echoed_not(text)
    now = supposed(meant)
    own = asks and now is None and not is_courtesy(text) and not same
    form = question.form if own or names_a_detail(question.clause) else before.form
    said = f"{between} {meant}".strip()
    if now is not None and form is QuestionForm.POLAR:
        # Read as one question: "What if the hall is full?" alone is none for a yes or no.
        clause = f"{before.clause.rstrip(' ?')} if {now}?"
    else:
        clause = f"{before.clause} {said}"
    is_question = asks or text.rstrip().endswith("?")
    own_words_first = f"{said} {before.clause}" if is_question else ""
    return Question(
        normalised=" ".join(filter(None, (root, between, text))),
        clause=clause,
        own_words_first=own_words_first,
        context=before.context,
        form=form,
    )


def _root(earlier: list[str], audiences: tuple[Audience, ...]) -> str:
    """The latest earlier question that stands alone, for the audience it was last asked for.

    Where none stands alone it is the oldest. What was only stated before a question is its situation.
    """
    root = earlier[0]
    for item in earlier[1:]:
        question = analyse(item)
        again = restated(root, item, question, audiences)
        if again is not None:
            root = again.standalone
        elif not _goes_on(item, question, audiences) and not is_about_last_answer(item):
            stated = only_states(root, analyse(root))
            if stated or not only_states(item, question):
                root = with_situation(root, item) if stated else item
    return root


def as_standalone(understood: Understanding, typed: str, meant: str) -> Understanding:
    """`understood` where the turn goes on with nothing: as it was `typed`, analysed as it was `meant`."""
    return Understanding(Kind.QUESTION, typed.strip(), analyse(meant), understood.asker)
