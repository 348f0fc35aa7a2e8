"""Understands a turn by what the assistant itself said before, too: a reply to what it asked back, a message
with several questions.

Only questions are kept of a conversation. What was answered is worked out again where it matters, which
gives the same: the same turn on the same index always does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.audiences import mentioned_audiences, only_disowned
from assistant.conversation import Kind, Understanding, is_talk, states_reader
from assistant.conversation.agreement import may_agree, read_agreement
from assistant.conversation.asker_detection import sole_name
from assistant.conversation.context_dependence import content_words
from assistant.conversation.person import (
    WAYS_TO_CONTACT,
    asks_for_contact,
    is_told_of,
    reaches_out_to,
)
from assistant.conversation.question_splitting import Part, separate
from assistant.conversation.reply_parsing import CHOICES, Meaning, Reply, read_reply
from assistant.conversation.small_talk import (
    asks_the_last,
    asks_why,
    beside_thanks,
    objects,
    reply_to,
)
from assistant.dialogue.applying_replies import Respond, next_asked, settled
from assistant.dialogue.rewriting import Rewriter
from assistant.questions import analyse
from assistant.retrieval import Retriever
from assistant.topics import TopicIndex
from assistant.types import (
    Audience,
    Escalation,
    Outcome,
    QuestionForm,
    Turn,
    VerdictValue,
)

_MOST_READ = 4  # questions of one message that are looked up for one that is answered
_FEW = 3  # content words, of a question that needs what was told before it
_SMALL_TALK = {Meaning.YES: "yes", Meaning.NO: "no", Meaning.UNCLEAR: "ok"}


@dataclass(frozen=True, slots=True)
class _Thread:
    """What came before a turn: `told` is all of it in words that need no answer to be understood.

    `asked` is the latest turn that asks something, `replies` what was replied to its answers since, each
    in such words, and `open` that the last answer still stands: nothing else was said. `others` were asked in
    the same message as `asked`.
    """

    told: tuple[str, ...] = ()
    asked: Turn | None = None
    replies: tuple[tuple[Reply, Turn], ...] = ()
    open: bool = False
    others: tuple[Part, ...] = ()

    def beside(self, text: str, *, open: bool = False) -> _Thread:
        """The thread with something said beside it."""
        return replace(self, told=(*self.told, text), open=open)

    def turned_to(self, part: Part) -> _Thread:
        """The thread with one of the others asked instead."""
        answered = self.asked.question if self.asked else None
        told = tuple(text for text in self.told if text != answered)
        others = tuple(other for other in self.others if other is not part)
        asked = Turn(part.text, told)
        return _Thread((*told, part.text), asked, open=True, others=others)


class Dialogue:
    """Reads turns for one index; `respond` says what would be answered. Threads may share it."""

    def __init__(
        self,
        retriever: Retriever,
        audiences: tuple[Audience, ...],
        respond: Respond,
        escalation: Escalation,
    ) -> None:
        self._retriever = retriever
        self._topics = TopicIndex(retriever)
        self._rewriter = Rewriter(retriever, self._topics, audiences, respond)
        self._audiences = audiences
        self._respond = respond
        self._escalation = escalation

    def understand(self, turn: Turn) -> Understanding:
        """The turn as meant: a question that stands alone, for an audience; or small talk; or a hand-off."""
        before = thread = _Thread()
        for text in turn.history:
            before, thread = thread, self._after(thread, text, turn.audience)
        # A choice by button sends the turn again that was asked back, with the audience.
        by_button = turn.audience is not None and turn.history[-1:] == (turn.question,)
        turn = replace(turn, history=thread.told)
        found = (self._by_button(before, turn) if by_button else None) or self._in_thread(
            thread, turn
        )
        if found is None and self._only_thanks(turn.question):
            return _small_talk(turn, "thanks")
        if found is None and self._reaches_out(turn.question):
            text = turn.question.strip()
            return Understanding(Kind.HANDOFF, text, analyse(text), turn.audience)
        return (
            found
            or self._of_several(turn)
            or self._kept(thread, turn, self._rewriter.by_entry(turn))
        )

    def _in_thread(self, thread: _Thread, turn: Turn) -> Understanding | None:
        """What a reply means, or a turn that asks for the last answer again; None for any other turn."""
        if thread.asked is None:
            return None
        reply = self._read(thread, turn.question, turn.audience)
        found = self._replied(thread, reply, turn.audience) if reply else None
        # "That is not true" may settle a condition; where it settles nothing, it is about the answer.
        objected = objects(turn.question) and (found is None or found.unclear is not None)
        if objected or (reply is None and asks_the_last(turn.question)):
            last = self._so_far(thread, thread.asked, turn.audience)[1]
            return replace(last, is_followup=True, objected=objected)
        if reply is None:
            return None
        other = self._other_asked(thread, turn.question, turn.audience)
        if other is not None:
            return self._turned_to(thread, other, turn.audience)
        return found or self._corrected(turn, reply) or _acknowledged(turn, reply)

    def _turned_to(self, before: _Thread, part: Part, audience: str | None) -> Understanding | None:
        """The question that was asked besides, with those that still are."""
        thread = before.turned_to(part)
        if thread.asked is None:
            return None
        understood = self._rewriter.by_entry(replace(thread.asked, audience=audience))
        understood = self._rewriter.put_instead(understood, part.topic)
        others = tuple(part.asked for part in thread.others)
        return replace(understood, is_followup=True, also_asked=others)

    def _other_asked(self, thread: _Thread, text: str, audience: str | None) -> Part | None:
        """What of the same message the turn asks for next, unless it replies to what was asked back."""
        reply = self._read(thread, text, audience) if thread.others else None
        if reply is None or not (thread.open or reply.meaning in CHOICES):
            return None
        if "question" in text.lower() or self._replied(thread, reply, audience) is None:
            return next_asked(reply, thread.others)
        return None

    def _only_thanks(self, text: str) -> bool:
        """Whether the turn thanks, in words of which the FAQ has none, and asks nothing."""
        rest = None if is_talk(text) else beside_thanks(text)
        return rest is not None and self._rewriter.is_remark(rest)

    def _reaches_out(self, text: str) -> bool:
        """Whether the turn asks for those to whom the way out leads, of whom no entry is."""
        if asks_for_contact(text):
            return not any(self._topics.finds_heading_with(name, text) for name in WAYS_TO_CONTACT)
        name = reaches_out_to(text)
        if not name or not is_told_of(name, self._escalation):
            return False
        return not self._topics.finds_heading_with(name, text)

    def _kept(self, thread: _Thread, turn: Turn, found: Understanding) -> Understanding:
        """The turn as `found`; but the last question for a remark that would turn its yes into no, or its no
        into yes, and asks nothing that the FAQ has a word of."""
        if thread.asked is None or not (
            found.is_followup and self._rewriter.is_remark(turn.question)
        ):
            return found
        last = self._so_far(thread, thread.asked, turn.audience)[1]
        words = [c.verdict.value for c in map(self._respond, (last, found)) if c.verdict]
        if set(words) != {VerdictValue.YES, VerdictValue.NO}:
            return found
        return replace(last, is_followup=True)

    def _by_button(self, before: _Thread, turn: Turn) -> Understanding | None:
        """The question that was asked back, for the audience chosen; None where no reply asked for it."""
        reply = self._read(before, turn.question, None)
        if reply is None or before.asked is None:
            return None
        asked = self._rewriter.by_entry(before.asked)
        offered = self._respond(asked).clarification
        if offered is None or not offered.options:
            return None
        return replace(asked, audience=turn.audience, is_followup=True)

    def _after(self, thread: _Thread, text: str, audience: str | None) -> _Thread:
        """The thread with one more turn of a reader of `audience`."""
        other = self._other_asked(thread, text, audience)
        if other is not None:
            return thread.turned_to(other)
        reply = self._read(thread, text, audience)
        if reply is not None and reply.meaning not in CHOICES and not thread.open:
            return thread.beside(text)
        meant = self._in_words(thread, text, reply, audience) if reply else None
        if reply is not None and meant is not None:
            replies = (*thread.replies, (reply, Turn(meant, thread.told)))
            return replace(thread.beside(meant, open=True), replies=replies)
        if thread.asked is not None and (asks_the_last(text) or asks_why(text)):
            return thread.beside(text, open=thread.open)
        introduced = thread.asked is None and states_reader(text, self._audiences)
        if introduced or is_talk(text) or only_disowned(text, self._audiences):
            return thread.beside(text)
        return self._asking(thread, Turn(text, thread.told, audience))

    def _asking(self, thread: _Thread, turn: Turn) -> _Thread:
        """The thread with a turn that asks something; as it was for a remark that would turn the word."""
        if self._rewriter.is_noise(turn.question):
            return thread
        if self._only_thanks(turn.question):
            return thread.beside("thanks")
        if self._reaches_out(turn.question):
            return replace(thread, open=False)
        if self._rewriter.is_remark(turn.question):
            found = self._rewriter.by_entry(turn)
            if self._kept(thread, turn, found) is not found:
                return thread
        turn = replace(turn, audience=None)
        parts = self._parts(turn)
        best = self._best(parts)[0] if parts else None
        asked = replace(turn, question=best.text if best else self._topic(turn))
        others = tuple(part for part, _ in parts if part is not best)
        return _Thread((*thread.told, asked.question), asked, open=True, others=others)

    def _topic(self, turn: Turn) -> str:
        """What a turn that names only another topic names ("No, I meant parking"); the text of any other."""
        if not self._rewriter.in_context(turn).topic:
            return turn.question
        understood = self._rewriter.by_entry(turn)
        joined = understood.is_followup and understood.standalone != understood.instead
        return turn.question if joined else understood.standalone

    def _in_words(
        self, thread: _Thread, text: str, reply: Reply, audience: str | None
    ) -> str | None:
        """A reply in words that need no answer to be understood: "the first one" is that option's label.

        What settles nothing is small talk; None is for what looks like a choice where nothing was offered.
        """
        if reply.meaning not in CHOICES:
            return self._settling(thread, reply, audience, text)
        if mentioned_audiences(text, self._audiences):
            return text  # says it in words that are understood as they are
        found = self._replied(thread, reply, None) or self._replied(thread, reply, audience)
        if found is None:
            other = self._other(Turn(text, thread.told), reply)
            return other or (text if reply.meaning is Meaning.NAME else None)
        if found.kind is not Kind.QUESTION or thread.asked is None:
            return "ok"
        asked = self._rewriter.by_entry(thread.asked)
        if self._respond(asked).suggestions:
            return "ok" if found.standalone == asked.standalone else found.standalone
        return next((a.label for a in self._audiences if a.id == found.audience), text)

    def _settling(self, thread: _Thread, reply: Reply, audience: str | None, text: str) -> str:
        """A yes or no, or that the reader is none of those offered, in words that name them."""
        if reply.meaning is not Meaning.NONE:
            return _SMALL_TALK.get(reply.meaning, "ok")
        if only_disowned(text, self._audiences):
            return text
        found = self._replied(thread, reply, audience)
        labels = [a.label for a in self._audiences if found and a.id in found.denied]
        return f"I'm not {' or '.join(labels)}" if labels else "ok"

    def _read(self, thread: _Thread, text: str, audience: str | None) -> Reply | None:
        """The turn as a reply, if it is one. What was asked is looked up only where the words may agree."""
        reply = read_reply(text, self._audiences)
        if reply is not None or thread.asked is None or not may_agree(text):
            return reply
        condition = ""
        if thread.open:
            last = self._so_far(thread, thread.asked, audience)[1]
            condition = self._respond(last).condition
            condition = condition or next((a.condition for a in last.condition_answers[-1:]), "")
        return read_agreement(text, condition)

    def _replied(self, thread: _Thread, reply: Reply, audience: str | None) -> Understanding | None:
        """What `reply` means. Yes and no reply to what was said last, a choice can be made later and again."""
        if thread.asked is None or not (thread.open or reply.meaning in CHOICES):
            return None
        base, last = self._so_far(thread, thread.asked, audience)
        return settled(base, last, reply, self._respond)

    def _so_far(
        self, thread: _Thread, asked: Turn, audience: str | None
    ) -> tuple[Understanding, Understanding]:
        """The latest question, and what it has become by the replies since."""
        base = last = self._rewriter.by_entry(replace(asked, audience=audience))
        for reply, turn in thread.replies:
            found = settled(base, last, reply, self._respond)
            if found is None and reply.meaning in CHOICES:  # it names who else is meant
                found = self._rewriter.by_entry(replace(turn, audience=audience))
            if found is not None and found.kind is Kind.QUESTION:
                last = found
        return base, last

    def _corrected(self, turn: Turn, reply: Reply) -> Understanding | None:
        """The question before for the other audience that is named though nothing was asked back."""
        name = self._other(turn, reply)
        return self._rewriter.by_entry(replace(turn, question=name)) if name else None

    def _other(self, turn: Turn, reply: Reply) -> str | None:
        """The audience that "No, I meant ..." or "And ...?" names, as it does or by its label; None where there
        was none that it could be another one than."""
        if not reply.corrects or not turn.history:
            return None
        before = self._rewriter.in_context(turn).audience
        if before is None:
            return None
        if reply.meaning is Meaning.OTHER:
            others = [a.label for a in self._audiences if a.id != before]
            return others[0] if len(others) == 1 else None
        label = next((a.label for a in self._audiences if a.id == reply.audience), None)
        said = (turn.question, analyse(turn.question).clause)
        return label and next(filter(None, (sole_name(t, self._audiences) for t in said)), label)

    def _of_several(self, turn: Turn) -> Understanding | None:
        """The one of several questions that is answered, with the others; None for one question."""
        parts = self._parts(turn)
        if not parts:
            return None
        part, understood = self._best(parts)
        others = tuple(other.asked for other, _ in parts if other is not part)
        return replace(understood, also_asked=others)

    def _parts(self, turn: Turn) -> list[tuple[Part, Understanding]]:
        """The questions of a message that asks for different entries; none for any other message."""
        goes_on = bool(turn.history)
        loose = separate(turn.question, loosely=True, goes_on=goes_on)
        whole = self._rewriter.in_context(turn) if loose else None
        if whole is None or whole.kind is not Kind.QUESTION:
            return []
        parts = separate(turn.question, goes_on=goes_on)
        if len(loose) > len(parts) and (parts or not self._answers(self._rewriter.by_entry(turn))):
            found = self._apart(turn, whole, loose)
            if found and all(self._answers(meant) for _, meant in found[:_MOST_READ]):
                return found
        return self._apart(turn, whole, parts)

    def _apart(
        self, turn: Turn, whole: Understanding, parts: tuple[Part, ...]
    ) -> list[tuple[Part, Understanding]]:
        """The parts as understood, if they ask for different entries or for more than one yes or no."""
        found: list[tuple[Part, Understanding]] = []
        for given in parts:
            part, meant = given, self._rewriter.by_entry(replace(turn, question=given.text))
            if found and self._is_drowned(part, meant, found[0][1]):
                part = replace(part, text=part.asked)
                meant = self._rewriter.by_entry(replace(turn, question=part.text))
            audience = meant.audience or whole.audience
            denied = whole.denied - {audience}
            found.append((part, replace(meant, audience=audience, denied=denied)))
        entries = {self._retriever.best_entry(meant.standalone) for _, meant in found}
        # One word cannot settle two questions, whether or not the same text does.
        polar = [part for part, meant in found if meant.question.form is QuestionForm.POLAR]
        if len(entries) < 2 and len(polar) < 2:
            return []
        return [(part, self._rewriter.put_instead(meant, part.topic)) for part, meant in found]

    def _is_drowned(self, part: Part, meant: Understanding, first: Understanding) -> bool:
        """Whether it is only for the situation told for all that a question finds the entry of the first."""
        if part.text == part.asked or content_words(part.asked) <= _FEW:
            return False
        entries = map(self._retriever.best_entry, (meant.standalone, first.standalone))
        return len(set(entries)) == 1 and self._topics.leads_elsewhere(first.standalone, part.asked)

    def _answers(self, understood: Understanding) -> bool:
        return self._respond(understood).outcome is Outcome.ANSWERED

    def _best(self, parts: list[tuple[Part, Understanding]]) -> tuple[Part, Understanding]:
        """Of the first few the first that is answered, else the first with suggestions, else the first."""
        outcomes = []
        for pair in parts[:_MOST_READ]:
            outcomes.append(self._respond(pair[1]).outcome)
            if outcomes[-1] is Outcome.ANSWERED:
                return pair
        suggested = Outcome.SUGGESTED in outcomes
        return parts[outcomes.index(Outcome.SUGGESTED) if suggested else 0]


def _acknowledged(turn: Turn, reply: Reply) -> Understanding | None:
    """Small talk, for a yes or no where nothing was asked: "Yes, we do" adds nothing to the question before."""
    said = _SMALL_TALK.get(reply.meaning)
    return None if said is None else _small_talk(turn, said)


def _small_talk(turn: Turn, said: str) -> Understanding:
    """The turn, replied to as if it said no more than `said`."""
    text = turn.question.strip()
    return Understanding(Kind.SMALL_TALK, text, analyse(text), turn.audience, reply=reply_to(said))
