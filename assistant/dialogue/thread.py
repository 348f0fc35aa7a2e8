"""Keeps track of what a conversation is about, by answering its earlier turns again."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.audiences import mentioned_audiences, only_disowned
from assistant.conversation import Kind, Understanding, is_talk, states_audience
from assistant.conversation.agreement import may_agree, read_agreement
from assistant.conversation.asker_detection import sole_name
from assistant.conversation.question_splitting import SubQuestion
from assistant.conversation.reply_parsing import CHOICES, Meaning, Reply, read_reply
from assistant.conversation.small_talk import asks_why, is_about_last_answer
from assistant.dialogue.applying_replies import Respond, apply_reply, next_question
from assistant.dialogue.multi_question import MultiQuestion
from assistant.dialogue.remarks import Remarks
from assistant.dialogue.rewriting import Rewriter
from assistant.questions import analyse
from assistant.types import Audience, Content, Turn, VerdictValue

# How a yes or no reads, with no question before it, that settled nothing.
SMALL_TALK = {Meaning.YES: "yes", Meaning.NO: "no", Meaning.UNCLEAR: "ok"}
_NO_WORD = VerdictValue.UNDETERMINED
# Goes on to another question, whatever was asked back ("the second question", "next").
_ASKS_ON = re.compile(r"question|\bnext\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Thread:
    """What came before a turn."""

    turns: tuple[str, ...] = ()  # all, in words that need no answer to be understood
    asked: Turn | None = None  # the latest turn that asks something
    replies: tuple[tuple[Reply, Turn], ...] = ()  # to its answers since, in such words, too
    open: bool = False  # whether its answer still stands: nothing else has been said since
    others: tuple[SubQuestion, ...] = ()  # asked in the same message as `asked`

    def with_aside(self, text: str, *, open: bool = False) -> Thread:
        """The thread with something said that asks nothing."""
        return replace(self, turns=(*self.turns, text), open=open)

    def switched_to(self, part: SubQuestion) -> Thread:
        """The thread with one of the `others` asked instead."""
        answered = self.asked.question if self.asked else None
        turns = tuple(text for text in self.turns if text != answered)
        others = tuple(other for other in self.others if other is not part)
        asked = Turn(part.text, turns)
        return Thread((*turns, part.text), asked, open=True, others=others)


class ThreadReader:
    """Reads the earlier turns of a conversation, and a turn by them. Threads may share it."""

    def __init__(
        self,
        audiences: tuple[Audience, ...],
        respond: Respond,
        remarks: Remarks,
        rewriter: Rewriter,
        multi_question: MultiQuestion,
    ) -> None:
        self._audiences = audiences
        self._respond = respond
        self._remarks = remarks
        self._rewriter = rewriter
        self._multi_question = multi_question

    def advance(self, thread: Thread, text: str, audience: str | None) -> Thread:
        """The thread with one more turn of an asker of `audience`."""
        other = self.next_question(thread, text, audience)
        if other is not None:
            return thread.switched_to(other)
        reply = self.read_reply(thread, text, audience)
        if reply is not None and reply.meaning not in CHOICES and not thread.open:
            return thread.with_aside(text)
        meant = self._reply_in_words(thread, text, reply, audience) if reply else None
        if reply is not None and meant is not None:
            replies = (*thread.replies, (reply, Turn(meant, thread.turns)))
            return replace(thread.with_aside(meant, open=True), replies=replies)
        if thread.asked is not None and (is_about_last_answer(text) or asks_why(text)):
            return thread.with_aside(text, open=thread.open)
        introduced = thread.asked is None and states_audience(text, self._audiences)
        if introduced or is_talk(text) or only_disowned(text, self._audiences):
            return thread.with_aside(text)
        return self._with_question(thread, Turn(text, thread.turns, audience))

    def read_reply(self, thread: Thread, text: str, audience: str | None) -> Reply | None:
        """The turn as a reply, if it is one. What was asked is looked up only where the words may agree."""
        reply = read_reply(text, self._audiences)
        says_no = reply is not None and reply.meaning is Meaning.NO  # "not yet" repeats a "not"
        if (reply and not says_no) or thread.asked is None or not may_agree(text):
            return reply
        condition = ""
        if thread.open:
            last = self.latest(thread, thread.asked, audience)
            condition = self._respond(last).condition
            if not condition and last.condition_answers:
                condition = last.condition_answers[-1].condition
        return read_agreement(text, condition) or reply

    def resolve(self, thread: Thread, reply: Reply, audience: str | None) -> Understanding | None:
        """What `reply` means. Yes and no reply to what was said last; a choice can be made later and again."""
        if thread.asked is None or not (thread.open or reply.meaning in CHOICES):
            return None
        base, last = self._replay_replies(thread, thread.asked, audience)
        return apply_reply(base, last, reply, self._respond)

    def latest(self, thread: Thread, asked: Turn, audience: str | None) -> Understanding:
        """The latest question, as it has become by the replies since."""
        return self._replay_replies(thread, asked, audience)[1]

    def next_question(self, thread: Thread, text: str, audience: str | None) -> SubQuestion | None:
        """What of the same message the turn asks for next, unless it replies to what was asked back."""
        reply = self.read_reply(thread, text, audience) if thread.others else None
        if reply is None or not (thread.open or reply.meaning in CHOICES):
            return None
        if _ASKS_ON.search(text) or not self._replies_to_offer(thread, reply, audience):
            return next_question(reply, thread.others)
        return None

    def _replies_to_offer(self, thread: Thread, reply: Reply, audience: str | None) -> bool:
        """Whether `reply` says something of what was asked back; a choice of nothing offered does not."""
        found = self.resolve(thread, reply, audience)
        if found is None or thread.asked is None or reply.meaning not in CHOICES:
            return found is not None
        asked = self._rewriter.rewrite(replace(thread.asked, audience=audience))
        return (
            found.standalone != asked.standalone
        )  # a choice adds its label, or has a title of its own

    def other_audience(self, turn: Turn, reply: Reply) -> str | None:
        """The other audience that "No, I meant ..." or "And ...?" names, as it does or by its label.

        None where no audience was known before: then it is not another one.
        """
        if not reply.corrects or not turn.history:
            return None
        before = self._rewriter.interpret_corrected(turn).audience
        if before is None:
            return None
        if reply.meaning is Meaning.OTHER:
            others = [a.label for a in self._audiences if a.id != before]
            return others[0] if len(others) == 1 else None
        label = next((a.label for a in self._audiences if a.id == reply.audience), None)
        texts = (turn.question, analyse(turn.question).clause)
        names = (sole_name(text, self._audiences) for text in texts)
        return label and next(filter(None, names), label)

    def unless_remarked(self, thread: Thread, turn: Turn, found: Understanding) -> Understanding:
        """`found`, unless the turn is a remark; then the last question.

        One that only names a thing ("cats") or tells of a case ("I am a pensioner") may ask of that, unless it
        would flip a yes or no, or a case that is told would leave no word.
        """
        if thread.asked is None or not (
            found.is_followup and self._remarks.is_remark(turn.question)
        ):
            return found
        last = self.latest(thread, thread.asked, turn.audience)
        join = found.join
        if join is None or not (join.topic or join.statement):
            return replace(last, is_followup=True)
        before, now = _words_of(self._respond(last)), _words_of(self._respond(found))
        pairs = [(word, now.get(whom, now[None])) for whom, word in before.items()]
        flips = any({*pair} == {VerdictValue.YES, VerdictValue.NO} for pair in pairs)
        lost = any(word is not _NO_WORD and other is _NO_WORD for word, other in pairs)
        if not flips and not (lost and join.statement):
            return found
        return replace(last, is_followup=True)

    def _replay_replies(
        self, thread: Thread, asked: Turn, audience: str | None
    ) -> tuple[Understanding, Understanding]:
        """The latest question, and what it has become by the replies since."""
        base = last = self._rewriter.rewrite(replace(asked, audience=audience))
        for reply, turn in thread.replies:
            found = apply_reply(base, last, reply, self._respond)
            if found is None and reply.meaning in CHOICES:  # it names another audience
                found = self._rewriter.rewrite(replace(turn, audience=audience))
            if found is not None and found.kind is Kind.QUESTION:
                last = found
        return base, last

    def _with_question(self, thread: Thread, turn: Turn) -> Thread:
        """The thread with a turn that asks something; as it was, for noise and for a remark."""
        if self._remarks.is_noise(turn.question):
            return thread
        if self._remarks.only_thanks(turn.question):
            return thread.with_aside("thanks")
        if self._remarks.asks_for_way_out(turn.question):
            return replace(thread, open=False)
        if self._remarks.is_remark(turn.question):
            found = self._rewriter.rewrite(turn)
            if self.unless_remarked(thread, turn, found) is not found:
                return thread
        turn = replace(turn, audience=None)
        parts = self._multi_question.parts(turn)
        best = self._multi_question.best(parts)[0] if parts else None
        asked = replace(turn, question=best.text if best else self._topic_or_text(turn))
        others = tuple(part for part, _ in parts if part is not best)
        return Thread((*thread.turns, asked.question), asked, open=True, others=others)

    def _topic_or_text(self, turn: Turn) -> str:
        """What a turn names that names only another topic ("No, I meant parking"); the text of any other."""
        join = self._rewriter.interpret_corrected(turn).join
        if join is None or not join.topic:
            return turn.question
        understood = self._rewriter.rewrite(turn)
        substituted = understood.join.substituted if understood.join else ""
        goes_on = understood.is_followup and understood.standalone != substituted
        return turn.question if goes_on else understood.standalone

    def _reply_in_words(
        self, thread: Thread, text: str, reply: Reply, audience: str | None
    ) -> str | None:
        """A reply in words that need no answer to be understood: for "the first one", the label of that option.

        A reply that settles nothing reads as small talk. None for what looks like a choice where nothing was
        offered.
        """
        if reply.meaning not in CHOICES:
            return self._yes_or_no_in_words(thread, reply, audience, text)
        if mentioned_audiences(text, self._audiences):
            return text
        found = self.resolve(thread, reply, None) or self.resolve(thread, reply, audience)
        if found is None:
            other = self.other_audience(Turn(text, thread.turns), reply)
            return other or (text if reply.meaning is Meaning.NAME else None)
        if found.kind is not Kind.QUESTION or thread.asked is None:
            return "ok"
        asked = self._rewriter.rewrite(thread.asked)
        if self._respond(asked).suggestions:
            return "ok" if found.standalone == asked.standalone else found.standalone
        return next((a.label for a in self._audiences if a.id == found.audience), text)

    def _yes_or_no_in_words(
        self, thread: Thread, reply: Reply, audience: str | None, text: str
    ) -> str:
        """A yes or no as such; that the asker is none of the audiences offered, in words that name them."""
        if reply.meaning is not Meaning.NONE:
            return SMALL_TALK.get(reply.meaning, "ok")
        if only_disowned(text, self._audiences):
            return text
        found = self.resolve(thread, reply, audience)
        labels = [a.label for a in self._audiences if found and a.id in found.asker.denied]
        return f"I'm not {' or '.join(labels)}" if labels else "ok"


def _words_of(content: Content) -> dict[str | None, VerdictValue]:
    """The word of the answer, and under the id of an audience the one for that."""
    verdict = content.verdict
    if verdict is None:
        return {None: _NO_WORD}
    return {None: verdict.value} | {row.audience: row.value for row in verdict.by_audience}
