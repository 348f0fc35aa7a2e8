"""Understands a turn: as a reply to the last answer, as one of several questions, or as a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.conversation import Kind, Understanding
from assistant.conversation.person import wants_person_too
from assistant.conversation.question_splitting import SubQuestion
from assistant.conversation.reply_parsing import Reply
from assistant.conversation.small_talk import is_about_last_answer, objects, reply_to
from assistant.dialogue.applying_replies import Respond
from assistant.dialogue.multi_question import MultiQuestion
from assistant.dialogue.remarks import Remarks
from assistant.dialogue.rewriting import Rewriter
from assistant.dialogue.thread import SMALL_TALK, Thread, ThreadReader
from assistant.questions import analyse
from assistant.questions.message import own_text
from assistant.retrieval import Retriever
from assistant.topics import TopicIndex
from assistant.types import Asker, Audience, Escalation, Turn

_Step = Callable[[Thread, Turn], Understanding | None]


class Dialogue:
    """Understands turns for one index; `respond` says what would be answered. Threads may share it."""

    def __init__(
        self,
        retriever: Retriever,
        audiences: tuple[Audience, ...],
        respond: Respond,
        escalation: Escalation,
    ) -> None:
        topics = TopicIndex(retriever)
        self._respond = respond
        self._remarks = Remarks(retriever, topics, audiences, escalation)
        self._rewriter = Rewriter(retriever, topics, audiences, respond, self._remarks)
        self._multi_question = MultiQuestion(retriever, topics, self._rewriter, respond)
        self._reader = ThreadReader(
            audiences, respond, self._remarks, self._rewriter, self._multi_question
        )
        # The first that understands the turn decides.
        self._steps: tuple[_Step, ...] = (
            self._as_reply,
            self._as_thanks,
            self._as_handoff,
            self._as_one_of_several,
        )

    def understand(self, turn: Turn) -> Understanding:
        """The turn as meant: a question that stands alone, for an audience; or small talk; or a hand-off."""
        history = tuple(map(own_text, turn.history))
        turn = replace(turn, question=own_text(turn.question), history=history)
        found = self._understood(turn)
        if found.kind is Kind.QUESTION and wants_person_too(turn.question):
            return replace(found, wants_person=True)
        return found

    def _understood(self, turn: Turn) -> Understanding:
        before = thread = Thread()
        for text in turn.history:
            before, thread = thread, self._reader.advance(thread, text, turn.audience)
        # A choice by button sends the turn again that was asked back, with the audience.
        by_button = turn.audience is not None and turn.history[-1:] == (turn.question,)
        turn = replace(turn, history=thread.turns)
        if by_button and (chosen := self._as_button(before, turn)):
            return chosen
        for step in self._steps:
            if found := step(thread, turn):
                return found
        return self._reader.unless_remarked(thread, turn, self._rewriter.rewrite(turn))

    def _as_button(self, before: Thread, turn: Turn) -> Understanding | None:
        """The question that was asked back, for the audience chosen; None where no reply asked for it."""
        reply = self._reader.read_reply(before, turn.question, None)
        if reply is None or before.asked is None:
            return None
        asked = self._rewriter.rewrite(before.asked)
        offered = self._respond(asked).clarification
        if offered is None or not offered.options:
            return None
        asker = replace(asked.asker, audience=turn.audience)
        return replace(asked, asker=asker, is_followup=True)

    def _as_reply(self, thread: Thread, turn: Turn) -> Understanding | None:
        """What a reply means, or a turn that asks for the last answer again; None for any other turn."""
        if thread.asked is None:
            return None
        reply = self._reader.read_reply(thread, turn.question, turn.audience)
        found = self._reader.resolve(thread, reply, turn.audience) if reply else None
        # "That is not true" may settle a condition; where it settles nothing, it is about the answer.
        objected = objects(turn.question) and (found is None or found.unclear is not None)
        if objected or (reply is None and is_about_last_answer(turn.question)):
            last = self._reader.latest(thread, thread.asked, turn.audience)
            return replace(last, is_followup=True, objected=objected)
        if reply is None:
            return None
        other = self._reader.next_question(thread, turn.question, turn.audience)
        if other is not None:
            return self._switch_to(thread, other, turn.audience)
        return found or self._for_other_audience(turn, reply) or _as_acknowledgement(turn, reply)

    def _switch_to(
        self, before: Thread, part: SubQuestion, audience: str | None
    ) -> Understanding | None:
        """Another question of the same message, with those that are still to be answered."""
        thread = before.switched_to(part)
        if thread.asked is None:
            return None
        understood = self._rewriter.rewrite(replace(thread.asked, audience=audience))
        understood = self._rewriter.withhold_verdict_off_topic(understood, part.topic)
        others = tuple(other.asked for other in thread.others)
        return replace(understood, is_followup=True, also_asked=others)

    def _for_other_audience(self, turn: Turn, reply: Reply) -> Understanding | None:
        """The question before for the other audience that is named though nothing was asked back."""
        name = self._reader.other_audience(turn, reply)
        return self._rewriter.rewrite(replace(turn, question=name)) if name else None

    def _as_thanks(self, _thread: Thread, turn: Turn) -> Understanding | None:
        return _small_talk(turn, "thanks") if self._remarks.only_thanks(turn.question) else None

    def _as_handoff(self, _thread: Thread, turn: Turn) -> Understanding | None:
        if not self._remarks.asks_for_way_out(turn.question):
            return None
        text = turn.question.strip()
        return Understanding(Kind.HANDOFF, text, analyse(text), Asker(turn.audience))

    def _as_one_of_several(self, _thread: Thread, turn: Turn) -> Understanding | None:
        return self._multi_question.understand(turn)


def _as_acknowledgement(turn: Turn, reply: Reply) -> Understanding | None:
    """Small talk, for a yes or no where nothing was asked: "Yes, we do" adds nothing to the question before."""
    said = SMALL_TALK.get(reply.meaning)
    return None if said is None else _small_talk(turn, said)


def _small_talk(turn: Turn, said: str) -> Understanding:
    """The turn, replied to as if it said no more than `said`."""
    text = turn.question.strip()
    return Understanding(
        Kind.SMALL_TALK, text, analyse(text), Asker(turn.audience), reply=reply_to(said)
    )
