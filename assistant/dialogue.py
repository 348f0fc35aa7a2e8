"""Understands a turn by what the assistant itself said before, too: a reply to what it asked back, a message with
several questions, a short question that turns to another entry.

Only questions are kept of a conversation. What was answered is worked out again where it matters, which
gives the same: the same turn on the same index always does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.audiences import mentioned_audiences, only_disowned
from assistant.conversation import (
    Kind,
    Understanding,
    by_itself,
    interpret,
    is_talk,
    reader_of,
    states_reader,
)
from assistant.conversation.agreeing import may_agree, read_agreement
from assistant.conversation.replies import CHOICES, Meaning, Reply, read_reply
from assistant.conversation.several import Part, separate
from assistant.conversation.talk import asks_the_last, asks_why, reply_to
from assistant.questions import analyse
from assistant.replying import Respond, settled
from assistant.retrieval import Retriever
from assistant.types import Audience, Outcome, Turn

_SMALL_TALK = {Meaning.YES: "yes", Meaning.NO: "no", Meaning.UNCLEAR: "ok"}


@dataclass(frozen=True, slots=True)
class _Thread:
    """What came before a turn: `told` is all of it in words that need no answer to be understood.

    `asked` is the latest turn that asks something, `replies` what was replied to its answers since, each
    in such words, and `open` that the last answer still stands: nothing else was said.
    """

    told: tuple[str, ...] = ()
    asked: Turn | None = None
    replies: tuple[tuple[Reply, Turn], ...] = ()
    open: bool = False

    def beside(self, text: str, *, open: bool = False) -> _Thread:
        """The thread with something said beside it."""
        return replace(self, told=(*self.told, text), open=open)


class Dialogue:
    """Reads turns for one index; `respond` says what would be answered. Threads may share it."""

    def __init__(
        self, retriever: Retriever, audiences: tuple[Audience, ...], respond: Respond
    ) -> None:
        self._retriever = retriever
        self._audiences = audiences
        self._respond = respond

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
        return found or self._of_several(turn) or self._by_entry(turn)

    def _in_thread(self, thread: _Thread, turn: Turn) -> Understanding | None:
        """What a reply means, or a turn that asks for the last answer again; None for any other turn."""
        if thread.asked is None:
            return None
        reply = self._read(thread, turn.question, turn.audience)
        if reply is not None:
            found = self._replied(thread, reply, turn.audience)
            return found or self._corrected(turn, reply) or _acknowledged(turn, reply)
        if asks_the_last(turn.question):
            return replace(self._so_far(thread, thread.asked, turn.audience)[1], is_followup=True)
        return None

    def _by_button(self, before: _Thread, turn: Turn) -> Understanding | None:
        """The question that was asked back, for the audience chosen; None where no reply asked for it."""
        reply = self._read(before, turn.question, None)
        if reply is None or before.asked is None:
            return None
        asked = self._by_entry(before.asked)
        offered = self._respond(asked).clarification
        if offered is None or not offered.options:
            return None
        return replace(asked, audience=turn.audience, is_followup=True)

    def _after(self, thread: _Thread, text: str, audience: str | None) -> _Thread:
        """The thread with one more turn of a reader of `audience`."""
        reply = self._read(thread, text, audience)
        if reply is not None and reply.meaning not in CHOICES and not thread.open:
            return thread.beside(text)
        meant = self._in_words(thread, text, reply, audience) if reply else None
        if reply is not None and meant is not None:
            replies = (*thread.replies, (reply, Turn(meant, thread.told)))
            return replace(thread.beside(meant, open=True), replies=replies)
        if thread.asked is not None and (asks_the_last(text) or asks_why(text)):
            return thread.beside(text, open=thread.open)
        if thread.asked is None and states_reader(text, self._audiences):
            return thread.beside(text)
        if is_talk(text) or only_disowned(text, self._audiences):
            return thread.beside(text)
        turn = Turn(text, thread.told)
        parts = self._parts(turn)
        asked = replace(turn, question=self._best(parts)[0].text if parts else self._topic(turn))
        return _Thread((*thread.told, asked.question), asked, open=True)

    def _topic(self, turn: Turn) -> str:
        """What a turn that names only another topic names ("No, I meant parking"); the text of any other."""
        if not self._in_context(turn).topic:
            return turn.question
        understood = self._by_entry(turn)
        return turn.question if understood.is_followup else understood.standalone

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
        asked = self._by_entry(thread.asked)
        if self._respond(asked).suggestions:
            return "ok" if found.standalone == asked.standalone else found.standalone
        return next((a.label for a in self._audiences if a.id == found.audience), text)

    def _settling(self, thread: _Thread, reply: Reply, audience: str | None, text: str) -> str:
        """A yes or no, or that the reader is none of those offered, in words that name them."""
        if reply.denied or reply.meaning is not Meaning.NONE:
            return text if reply.denied else _SMALL_TALK.get(reply.meaning, "ok")
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
            condition = condition or (last.told[-1].condition if last.told else "")
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
        base = last = self._by_entry(replace(asked, audience=audience))
        for reply, turn in thread.replies:
            found = settled(base, last, reply, self._respond)
            if found is None and reply.meaning in CHOICES:  # it names who else is meant
                found = self._by_entry(replace(turn, audience=audience))
            if found is not None and found.kind is Kind.QUESTION:
                last = found
        return base, last

    def _corrected(self, turn: Turn, reply: Reply) -> Understanding | None:
        """The question before for the other audience that is named though nothing was asked back."""
        label = self._other(turn, reply)
        return self._by_entry(replace(turn, question=label)) if label else None

    def _other(self, turn: Turn, reply: Reply) -> str | None:
        """Label of the audience that "No, I meant ..." or "And ...?" names; None where there was none
        that it could be another one than."""
        if not reply.corrects or not turn.history:
            return None
        before = self._in_context(turn).audience
        if before is None:
            return None
        if reply.meaning is Meaning.OTHER:
            others = [a.label for a in self._audiences if a.id != before]
            return others[0] if len(others) == 1 else None
        return next((a.label for a in self._audiences if a.id == reply.audience), None)

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
        parts = separate(turn.question)
        whole = self._in_context(turn) if parts else None
        if whole is None or whole.kind is not Kind.QUESTION:
            return []
        found = []
        for part in parts:
            understood = self._by_entry(replace(turn, question=part.text))
            audience = understood.audience or whole.audience
            denied = whole.denied - {audience}
            found.append((part, replace(understood, audience=audience, denied=denied)))
        entries = {self._retriever.best_entry(meant.standalone) for _, meant in found}
        return found if len(entries) > 1 else []

    def _best(self, parts: list[tuple[Part, Understanding]]) -> tuple[Part, Understanding]:
        """The first one that is answered, else the first with suggestions, else the first."""
        outcomes = []
        for pair in parts:
            outcomes.append(self._respond(pair[1]).outcome)
            if outcomes[-1] is Outcome.ANSWERED:
                return pair
        suggested = Outcome.SUGGESTED in outcomes
        return parts[outcomes.index(Outcome.SUGGESTED) if suggested else 0]

    def _by_entry(self, turn: Turn) -> Understanding:
        """The turn with the history since it last turned to another entry."""
        understood = self._in_context(turn)
        if not understood.is_followup:
            return understood
        start = 0
        for number, earlier in enumerate(turn.history):
            before = Turn(earlier, turn.history[start:number])
            if self._turns_elsewhere(interpret(before, self._audiences), earlier):
                start = number
        if start:
            recent = self._in_context(replace(turn, history=turn.history[start:]))
            reader = (understood.audience, understood.denied)
            understood = replace(recent, audience=reader[0], denied=reader[1])
        if self._turns_elsewhere(understood, turn.question):
            text = understood.topic or turn.question
            meant = self._retriever.mended(text)
            told = tuple(self._retriever.mended(earlier) for earlier in turn.history)
            audience = reader_of(turn.audience, meant, told, self._audiences)
            return by_itself(replace(understood, audience=audience), text, meant)
        return understood

    def _turns_elsewhere(self, understood: Understanding, text: str) -> bool:
        """Whether a turn that goes on with a question for no more than being short asks of something else."""
        earlier, topic = understood.joined_to, understood.topic
        if not earlier or not self._retriever.leads_elsewhere(earlier, topic or text):
            return False
        return not topic or self._retriever.names_an_entry(topic, earlier)

    def _in_context(self, turn: Turn) -> Understanding:
        """The turn with its history: what names the audience and what the judge reads has no slips in it.

        The standalone question stays as typed, for the reader's eyes and for pinned questions.
        """
        typed = interpret(turn, self._audiences)
        mended = replace(
            turn,
            question=self._retriever.mended(turn.question),
            history=tuple(self._retriever.mended(text) for text in turn.history),
        )
        if typed.kind is not Kind.QUESTION or mended == turn:
            return typed
        meant = interpret(mended, self._audiences)
        if meant.kind is not Kind.QUESTION:
            return typed
        if meant.is_followup is not typed.is_followup:
            return meant
        reader = (meant.audience, meant.denied)
        return replace(typed, question=meant.question, audience=reader[0], denied=reader[1])


def _acknowledged(turn: Turn, reply: Reply) -> Understanding | None:
    """Small talk, for a yes or no where nothing was asked: "Yes, we do" adds nothing to the question before."""
    said = _SMALL_TALK.get(reply.meaning)
    if said is None:
        return None
    text = turn.question.strip()
    return Understanding(Kind.SMALL_TALK, text, analyse(text), turn.audience, reply=reply_to(said))
