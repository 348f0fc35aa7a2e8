"""Puts a turn in words that need no history: with the question that it goes on with, or alone where it turns
to another entry.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation import (
    Kind,
    TentativeJoin,
    Understanding,
    as_standalone,
    audience_of_asker,
    interpret,
)
from assistant.conversation.context_dependence import asks_in_full, names_its_own
from assistant.conversation.question_splitting import without_opener
from assistant.dialogue.applying_replies import Respond
from assistant.dialogue.remarks import Remarks
from assistant.lexical import stems
from assistant.questions import analyse
from assistant.questions.courtesy import opener_end
from assistant.retrieval import Retriever
from assistant.topics import TopicIndex
from assistant.types import Audience, Outcome, QuestionForm, Turn


class Rewriter:
    """Rewrites turns for one index; `respond` says what would be answered. Threads may share it."""

    def __init__(
        self,
        retriever: Retriever,
        topics: TopicIndex,
        audiences: tuple[Audience, ...],
        respond: Respond,
        remarks: Remarks,
    ) -> None:
        self._retriever = retriever
        self._topics = topics
        self._audiences = audiences
        self._respond = respond
        self._remarks = remarks

    def rewrite(self, turn: Turn) -> Understanding:
        """The turn with the history since it last turned to another entry."""
        understood = self.interpret_corrected(turn)
        if not understood.is_followup:
            return understood
        if self._remarks.is_noise(turn.question):
            return self._standalone(understood, turn.question)
        start = self._last_change_of_entry(turn)
        if start:
            recent = self.interpret_corrected(replace(turn, history=turn.history[start:]))
            understood = replace(recent, asker=understood.asker)
        join = understood.join
        if self._is_about_another_entry(understood, turn.question):
            named = join.topic if join else ""
            text = self._retriever.correct(named or turn.question)
            earlier = tuple(self._retriever.correct(text) for text in turn.history)
            audience = audience_of_asker(turn.audience, text, earlier, self._audiences)
            asker = replace(understood.asker, audience=audience)
            return self._turned(replace(understood, asker=asker), turn.question)
        if join is None or not join.topic or self._remarks.is_remark(turn.question):
            return understood
        found = self._ask_about_topic(understood, join)
        apart = self._topics.leads_elsewhere(join.root, join.topic)
        if apart and self._is_answered_only_alone(found, turn.question):
            return self._standalone(found, turn.question)
        return found

    def interpret_corrected(self, turn: Turn) -> Understanding:
        """The turn with its history. Typos are corrected for the judge and where audiences are named.

        The standalone question stays as typed: people see it, and pinned questions are found by it.
        """
        typed = interpret(turn, self._audiences)
        corrected = replace(
            turn,
            question=self._retriever.correct(turn.question),
            history=tuple(self._retriever.correct(text) for text in turn.history),
        )
        if typed.kind is not Kind.QUESTION or corrected == turn:
            return typed
        meant = interpret(corrected, self._audiences)
        if meant.kind is not Kind.QUESTION:
            return typed
        if meant.is_followup is not typed.is_followup:
            return meant
        return replace(typed, question=meant.question, asker=meant.asker)

    def withhold_verdict_off_topic(self, understood: Understanding, topic: str) -> Understanding:
        """A question that got `topic` for what was asked before ("Can I cancel my data?").

        It gets no yes or no where the entry that answers is not about the topic.
        """
        if not topic or understood.question.form is not QuestionForm.POLAR:
            return understood
        entries = [passage.entry_id for passage in self._respond(understood).passages]
        if not entries or self._topics.is_about(entries[0], topic):
            return understood
        return _asked_openly(understood)

    def _last_change_of_entry(self, turn: Turn) -> int:
        """Where in the history the turn begins that last turned to another entry; 0 where none did."""
        start = 0
        for number, earlier in enumerate(turn.history):
            before = Turn(earlier, turn.history[start:number])
            if self._is_about_another_entry(interpret(before, self._audiences), earlier):
                start = number
        return start

    def _turned(self, understood: Understanding, text: str) -> Understanding:
        """The turn to another entry, alone; or the question before asked of the topic, if an entry asks so."""
        join = understood.join
        if join and join.substituted and self._topics.is_headed(join.substituted, join.topic):
            found = self._as_typed(understood, join.substituted)
            return self.withhold_verdict_off_topic(found, join.topic)
        return self._standalone(understood, text)

    def _ask_about_topic(self, understood: Understanding, join: TentativeJoin) -> Understanding:
        """The question before asked of the topic, if that is answered with words of the topic.

        Otherwise a yes or no must not rest on a text without them: it would answer the question before.
        """
        if join.substituted:
            asked = analyse(self._retriever.correct(join.substituted))
            meant = replace(understood, standalone=join.substituted, question=asked)
            if self._is_answered_with(join.topic, meant):
                return self.withhold_verdict_off_topic(meant, join.topic)
        polar = understood.question.form is QuestionForm.POLAR
        if polar and not self._is_answered_with(join.topic, understood):
            return _asked_openly(understood)
        return understood

    def _is_answered_with(self, topic: str, understood: Understanding) -> bool:
        """Whether the answer quotes a word of the topic."""
        content = self._respond(understood)
        quoted = {word for e in content.evidence for word in stems(e.quote)}
        named = set(stems(self._retriever.correct(topic)))
        return content.outcome is Outcome.ANSWERED and bool(named & quoted)

    def _standalone(self, understood: Understanding, text: str) -> Understanding:
        """The turn without its history: the topic that it names, or its question without an opener."""
        topic = understood.join.topic if understood.join else ""
        if not topic and asks_in_full(analyse(text)):
            text = without_opener(text)
        return self._as_typed(understood, topic or text)

    def _as_typed(self, understood: Understanding, text: str) -> Understanding:
        return as_standalone(understood, text, self._retriever.correct(text))

    def _is_about_another_entry(self, understood: Understanding, text: str) -> bool:
        """Whether a turn that is only tentatively joined to another is about something else."""
        join = understood.join
        if join is None:
            return False
        if join.statement:
            return self._topics.is_about_another(join.statement, join.root or text)
        named = join.topic or text[opener_end(text) :]
        if not self._topics.leads_elsewhere(join.root, named):
            if names_its_own(analyse(text)):
                return self._answers(self._standalone(understood, text))
            full = asks_in_full(analyse(text))
            return full and self._is_answered_only_alone(understood, text)
        if join.topic and not self._topics.names_an_entry(join.topic, join.root):
            return False
        # Where the FAQ has nothing on it, it goes on with a question that is answered.
        found = self._respond(self._standalone(understood, text)).outcome
        return found is not Outcome.NOT_COVERED or not self._answers(understood)

    def _is_answered_only_alone(self, understood: Understanding, text: str) -> bool:
        return not self._answers(understood) and self._answers(self._standalone(understood, text))

    def _answers(self, understood: Understanding) -> bool:
        return self._respond(understood).outcome is Outcome.ANSWERED


def _asked_openly(understood: Understanding) -> Understanding:
    """The question without a claim to a yes or no."""
    return replace(understood, question=replace(understood.question, form=QuestionForm.OPEN))
