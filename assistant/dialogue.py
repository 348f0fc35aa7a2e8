"""Understands a turn by what the assistant itself said before, too: a reply to what it asked back, a message with
several questions, a short question that turns to another entry.

Only questions are kept of a conversation. What was answered is worked out again where it matters, which
gives the same: the same turn on the same index always does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.audiences import mentioned_audiences
from assistant.composition import Content
from assistant.conversation import Kind, Understanding, by_itself, interpret, is_talk
from assistant.conversation.replies import Meaning, Reply, chosen_option, read_reply
from assistant.conversation.several import Part, separate
from assistant.retrieval import Retriever
from assistant.types import Audience, Clarification, ClarificationOption, Outcome, Turn

WHICH = "Which of these are you?"


class Dialogue:
    """Reads turns for one index; `respond` says what would be answered. Threads may share it."""

    def __init__(
        self,
        retriever: Retriever,
        audiences: tuple[Audience, ...],
        respond: Callable[[Understanding], Content],
    ) -> None:
        self._retriever = retriever
        self._audiences = audiences
        self._respond = respond

    def understand(self, turn: Turn) -> Understanding:
        """The turn as meant: a question that stands alone, for an audience; or small talk; or a hand-off."""
        told: tuple[str, ...] = ()
        for text in turn.history:
            told = (*told, self._as_meant(text, told))
        turn = replace(turn, history=told)
        return self._replied(turn) or self._of_several(turn) or self._by_entry(turn)

    def _as_meant(self, text: str, before: tuple[str, ...]) -> str:
        """An earlier turn in words that need no answer to be understood: "the first one" is that option's
        label, and of several questions the one that was answered stands for all."""
        reply = read_reply(text, self._audiences)
        if reply is not None:
            if mentioned_audiences(text, self._audiences):
                return text  # says it in words that are understood as they are
            option = chosen_option(reply, self._asked_back(before, reply)[1])
            return option.label if option else self._other(Turn(text, before), reply) or text
        parts = self._parts(Turn(text, before))
        return self._best(parts)[0].text if parts else text

    def _replied(self, turn: Turn) -> Understanding | None:
        """What a reply to "Which of these are you?" means; None for any other turn."""
        reply = read_reply(turn.question, self._audiences)
        # A choice by button sends the turn again that was asked back, with the audience.
        by_button = turn.audience is not None and turn.history[-1:] == (turn.question,)
        if reply is None:
            return None
        if turn.audience is not None and not by_button:
            return self._corrected(turn, reply)
        before, options = self._asked_back(turn.history, reply)
        if before is None or not options:
            return self._corrected(turn, reply)
        if by_button:
            return replace(before, audience=turn.audience, is_followup=True)
        return _settled(before, options, reply)

    def _corrected(self, turn: Turn, reply: Reply) -> Understanding | None:
        """The question before for the other audience that is named though nothing was asked back."""
        label = self._other(turn, reply)
        return self._by_entry(replace(turn, question=label)) if label else None

    def _other(self, turn: Turn, reply: Reply) -> str | None:
        """Label of the audience that "No, I meant ..." or "And ...?" names; None where there was none
        that it could be another one than."""
        if not reply.corrects or not turn.history or self._in_context(turn).audience is None:
            return None
        return next(a.label for a in self._audiences if a.id == reply.audience)

    def _asked_back(
        self, history: tuple[str, ...], reply: Reply
    ) -> tuple[Understanding | None, tuple[ClarificationOption, ...]]:
        """The question that `reply` can be a reply to, and the options that were named for it, if any.

        "Yes" and "I don't know" reply to what was said last, a choice can be made later and again.
        """
        chooses = reply.meaning in (Meaning.PLACE, Meaning.NAME)
        for number in reversed(range(len(history))):
            text = history[number]
            earlier = read_reply(text, self._audiences)
            if earlier is not None and (chooses or earlier.meaning is Meaning.UNCLEAR):
                continue
            if earlier is None and not is_talk(text):
                before = self._by_entry(Turn(text, history[:number]))
                asked = self._respond(before).clarification
                return before, asked.options if asked else ()
            if not chooses:
                break
        return None, ()

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
            found.append((part, replace(understood, audience=audience)))
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
            joined_to = interpret(before, self._audiences).joined_to
            if joined_to and self._retriever.leads_elsewhere(joined_to, earlier):
                start = number
        if start:
            recent = self._in_context(replace(turn, history=turn.history[start:]))
            understood = replace(recent, audience=understood.audience)
        joined_to = understood.joined_to
        if joined_to and self._retriever.leads_elsewhere(joined_to, turn.question):
            return by_itself(understood, turn.question, self._retriever.mended(turn.question))
        return understood

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
        return replace(typed, question=meant.question, audience=meant.audience)


def _settled(
    before: Understanding, options: tuple[ClarificationOption, ...], reply: Reply
) -> Understanding | None:
    """The question before for who replies; None for a name that is none of the options."""
    if option := chosen_option(reply, options):
        standalone = f"{before.standalone} ({option.label})"
        return replace(before, standalone=standalone, audience=option.audience, is_followup=True)
    if reply.meaning is Meaning.NAME:
        return None
    if reply.meaning is Meaning.ANY:
        return replace(before, is_followup=True, asks_back=False)
    unclear = Clarification(WHICH, options)
    return replace(before, kind=Kind.SMALL_TALK, is_followup=True, unclear=unclear)
