"""Understands one turn: what kind it is, and its question in words that need no history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import dropwhile

from assistant.audiences import only_disowned
from assistant.conversation.asker_detection import (
    asks_the_same,
    behind_correction,
    denied_by,
    names_a_topic,
    reader_of,
    restated,
    states_reader,
    without_name,
)
from assistant.conversation.context_dependence import (
    leans,
    may_turn_elsewhere,
    names_only_a_topic,
    starts_followup,
)
from assistant.conversation.person import wants_person
from assistant.conversation.small_talk import asks_on, asks_the_last, is_talk, objects, reply_to
from assistant.conversation.statements import situated, states, supposed, supposes
from assistant.conversation.topic_substitution import replaced
from assistant.questions import Question, analyse
from assistant.questions.courtesy import is_courtesy
from assistant.questions.form import asks_by_itself, names_a_detail
from assistant.questions.fragments import puts_a_statement
from assistant.types import Audience, Clarification, ConditionAnswer, QuestionForm, Turn

_REMEMBERED = 500  # turns: each of a conversation looks at all before it, several times
_WHAT = "What would you like to know?"


class Kind(StrEnum):
    """What a turn is."""

    QUESTION = "question"
    SMALL_TALK = "small_talk"
    HANDOFF = "handoff"


@dataclass(frozen=True, slots=True)
class Understanding:
    """A turn as understood.

    `standalone` needs no history to be understood, `question` is its analysis, and `reply` is what
    to say to small talk. `audience` is the reader's, from the turn, this question or the history; `denied`
    are those that the reader has said not to be of.
    `joined_to` is the earlier question that a short one was joined to for no more than being short:
    "Is parking free?" may lean on it, or turn to something else. `topic` is then all that it names, where
    it asks nothing by itself ("And parking?"), and `instead` the earlier question asked of that. `statement` is what the reader only told, in this turn (then
    `joined_to` is the question before) or in the one before it.
    `also_asked` are the other questions of the same message. Without `asks_back` the reader has said that
    no more can be told; `unclear` is what was asked back and not settled by the turn. `condition_answers` is what was
    said of conditions, in order; `declined` that none of the entries suggested is meant, `objected` that the
    last answer is wrong or no help.
    """

    kind: Kind
    standalone: str
    question: Question
    audience: str | None
    is_followup: bool = False
    reply: str = ""
    joined_to: str = ""
    topic: str = ""
    instead: str = ""
    statement: str = ""
    also_asked: tuple[str, ...] = ()
    asks_back: bool = True
    unclear: Clarification | None = None
    condition_answers: tuple[ConditionAnswer, ...] = ()
    declined: bool = False
    denied: frozenset[str] = frozenset()
    objected: bool = False

    @property
    def with_condition_answers(self) -> str:
        """The standalone question with what the asker said of conditions, in brackets."""
        said = "; ".join(answer.labelled for answer in self.condition_answers)
        return f"{self.standalone} ({said})" if said else self.standalone


@lru_cache(maxsize=_REMEMBERED)
def interpret(turn: Turn, audiences: tuple[Audience, ...]) -> Understanding:
    """Understand `turn`; `audiences` are those that the corpus declares. Accepts any text.

    Who asks nothing yet but says who is asking ("For gold") is asked what to answer.
    """
    understood = _interpreted(turn, audiences)
    denied = denied_by(understood.audience, turn.question, turn.history, audiences)
    return replace(understood, denied=denied) if denied else understood


def _interpreted(turn: Turn, audiences: tuple[Audience, ...]) -> Understanding:
    text = turn.question.strip()
    question = analyse(text)
    said = (item for item in turn.history if not is_talk(item))
    asking = [item for item in said if not only_disowned(item, audiences)]
    earlier = list(dropwhile(lambda item: states_reader(item, audiences), asking))
    audience = reader_of(turn.audience, text, turn.history, audiences)
    if wants_person(text, question):
        return Understanding(Kind.HANDOFF, text, question, audience)
    reply = reply_to(text)
    if reply and not (earlier and (starts_followup(text) or asks_on(text))):
        return Understanding(Kind.SMALL_TALK, text, question, audience, reply=reply)
    if not earlier:
        if states_reader(text, audiences):
            return Understanding(Kind.SMALL_TALK, text, question, audience, reply=_WHAT)
        return Understanding(Kind.QUESTION, text, question, audience)
    if leans(text, question) or asks_the_last(text):
        audience = reader_of(turn.audience, text, turn.history, audiences, goes_on=True)
    return _in_context(text, question, earlier, audience, audiences)


def _in_context(
    text: str,
    question: Question,
    earlier: list[str],
    audience: str | None,
    audiences: tuple[Audience, ...],
) -> Understanding:
    root = _root(earlier, audiences)
    stated = restated(root, text, question, audiences)
    if stated is not None:
        # Who names nothing but another audience asks for that one, whatever the reader's own is.
        meant = analyse(stated.meant)
        return Understanding(
            Kind.QUESTION, stated.standalone, meant, stated.audience, is_followup=True
        )
    if asks_the_last(text):
        again = analyse(without_name(root, audiences))
        return Understanding(
            Kind.QUESTION, root, again, audience, is_followup=True, objected=objects(text)
        )
    leaning = leans(text, question)
    statement = text if not leaning and states(text, question) else ""
    if not leaning and not statement:
        return _standing(root, text, question, audience)
    merged = _joined(root, _supposed(root, earlier), text, question, audiences)
    named = analyse(behind_correction(text))
    topic = named.clause if names_only_a_topic(named) else ""
    elsewhere = statement or topic or names_a_topic(text) or may_turn_elsewhere(question)
    return Understanding(
        Kind.QUESTION,
        merged.normalised,
        merged,
        audience,
        is_followup=True,
        joined_to=root if elsewhere else "",
        topic=topic,
        instead=replaced(analyse(without_name(root, audiences)).clause, topic) if topic else "",
        statement=statement,
    )


def _standing(root: str, text: str, question: Question, audience: str | None) -> Understanding:
    """A question that stands alone; what was only told before it is its situation."""
    if not states(root, analyse(root)):
        return Understanding(Kind.QUESTION, text, question, audience)
    standalone = situated(root, text)
    # The operator's own question is that whatever was told before it.
    meant = replace(analyse(standalone), normalised=question.normalised)
    return Understanding(
        Kind.QUESTION, standalone, meant, audience, is_followup=True, statement=root
    )


def _supposed(root: str, earlier: list[str]) -> str:
    """The case that was supposed last behind the root question ("What if I have a Light ticket?")."""
    start = earlier.index(root) + 1 if root in earlier else len(earlier)
    return next(filter(supposes, reversed(earlier[start:])), "").strip()


def _joined(
    root: str, case: str, text: str, question: Question, audiences: tuple[Audience, ...]
) -> Question:
    """The root question with the one that leans on it, which has the last word on the form if it has any."""
    before = analyse(without_name(root, audiences))
    same = question.form is QuestionForm.OPEN and asks_the_same(question.clause)
    asks = asks_by_itself(question.clause) or puts_a_statement(question.clause)
    own = asks and not is_courtesy(text) and not same
    form = question.form if own or names_a_detail(question.clause) else before.form
    now = supposed(text)
    between = f"{case} " if case and now is None else ""
    if now is not None and form is QuestionForm.POLAR:
        # Read as one question: "What if the hall is full?" alone is none for a yes or no.
        clause = f"{before.clause.rstrip(' ?')} if {now}?"
    else:
        clause = f"{before.clause} {between}{text}"
    return Question(
        normalised=f"{root} {between}{text}",
        clause=clause,
        own_words_first=f"{between}{text} {before.clause}"
        if asks or text.rstrip().endswith("?")
        else "",
        context=before.context,
        form=form,
    )


def _root(earlier: list[str], audiences: tuple[Audience, ...]) -> str:
    """The latest earlier question that stands alone, for the audience it was last asked for; the oldest
    where all lean on another. What was only told before it is told with it, and is no question itself."""
    root = earlier[0]
    for item in earlier[1:]:
        question = analyse(item)
        stated = restated(root, item, question, audiences)
        if stated is not None:
            root = stated.standalone
        elif not leans(item, question) and not asks_the_last(item):
            told = states(root, analyse(root))
            if told or not states(item, question):
                root = situated(root, item) if told else item
    return root


def by_itself(understood: Understanding, typed: str, meant: str) -> Understanding:
    """`understood` where the turn goes on with nothing: as it was `typed`, and without its slips."""
    return Understanding(
        Kind.QUESTION, typed.strip(), analyse(meant), understood.audience, denied=understood.denied
    )
