"""Rewrites a turn in words that need no history: with the question that it goes on with, or alone where it turns
to another entry.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.audiences import mentioned_audiences
from assistant.conversation import Kind, Understanding, by_itself, interpret, reader_of
from assistant.conversation.context_dependence import asks_in_full, asks_nothing, names_its_own
from assistant.conversation.question_splitting import alone
from assistant.conversation.small_talk import asks_the_last
from assistant.dialogue.applying_replies import Respond
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
    ) -> None:
        self._retriever = retriever
        self._topics = topics
        self._audiences = audiences
        self._respond = respond

    def by_entry(self, turn: Turn) -> Understanding:
        """The turn with the history since it last turned to another entry."""
        understood = self.in_context(turn)
        if not understood.is_followup:
            return understood
        if self.is_noise(turn.question):
            return self._alone(understood, turn.question)
        start = 0
        for number, earlier in enumerate(turn.history):
            before = Turn(earlier, turn.history[start:number])
            if self._turns_elsewhere(interpret(before, self._audiences), earlier):
                start = number
        if start:
            recent = self.in_context(replace(turn, history=turn.history[start:]))
            reader = (understood.audience, understood.denied)
            understood = replace(recent, audience=reader[0], denied=reader[1])
        if self._turns_elsewhere(understood, turn.question):
            text = self._retriever.correct(understood.topic or turn.question)
            told = tuple(self._retriever.correct(earlier) for earlier in turn.history)
            reader_now = reader_of(turn.audience, text, told, self._audiences)
            return self._elsewhere(replace(understood, audience=reader_now), turn.question)
        if not understood.topic or self.is_remark(turn.question):
            return understood
        found = self._of_topic(understood)
        apart = self._topics.leads_elsewhere(understood.joined_to, understood.topic)
        if apart and self._is_answered_only_alone(found, turn.question):
            return self._alone(found, turn.question)
        return found

    def _elsewhere(self, understood: Understanding, text: str) -> Understanding:
        """The turn alone; as the question before asked of what it names, where the entry asks the like."""
        instead = understood.instead
        if instead and self._topics.is_headed(instead, understood.topic):
            found = self._alone(replace(understood, topic=instead), text)
            return self.put_instead(found, understood.topic)
        return self._alone(understood, text)

    def is_noise(self, text: str) -> bool:
        """Whether the text has no word that anybody knows, and is none of what is said of answers: it leans on
        no question."""
        named = mentioned_audiences(text, self._audiences)
        return not (named or asks_the_last(text) or self._retriever.recognises(text))

    def is_remark(self, text: str) -> bool:
        """Whether the text asks nothing, in words that the FAQ does not have."""
        if any(letter.isdigit() for letter in text) or self._retriever.knows(text):
            return False
        named = mentioned_audiences(text, self._audiences)
        return not named and asks_nothing(text, analyse(text))

    def in_context(self, turn: Turn) -> Understanding:
        """The turn with its history: what names the audience and what the judge reads has no slips in it.

        The standalone question stays as typed, for the reader's eyes and for pinned questions.
        """
        typed = interpret(turn, self._audiences)
        mended = replace(
            turn,
            question=self._retriever.correct(turn.question),
            history=tuple(self._retriever.correct(text) for text in turn.history),
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

    def _of_topic(self, understood: Understanding) -> Understanding:
        """The question before asked of what the turn names, where the FAQ has words of that. No yes or no to
        it rests on a text without them: that is to the question before."""
        instead = understood.instead
        if instead:
            asked = analyse(self._retriever.correct(instead))
            meant = replace(understood, standalone=instead, question=asked)
            if self._speaks_of(meant):
                return self.put_instead(meant, meant.topic)
        question = understood.question
        if question.form is not QuestionForm.POLAR or self._speaks_of(understood):
            return understood
        return replace(understood, question=replace(question, form=QuestionForm.OPEN))

    def put_instead(self, understood: Understanding, topic: str) -> Understanding:
        """A question with `topic` in the place of what was asked: not for a yes or no where the entry that
        answers is not about that ("Can I cancel my data?")."""
        question = understood.question
        if not topic or question.form is not QuestionForm.POLAR:
            return understood
        entries = [passage.entry_id for passage in self._respond(understood).passages]
        if not entries or self._topics.is_about(entries[0], topic):
            return understood
        return replace(understood, question=replace(question, form=QuestionForm.OPEN))

    def _speaks_of(self, understood: Understanding) -> bool:
        """Whether it is answered with words of the topic."""
        content = self._respond(understood)
        quoted = {word for e in content.evidence for word in stems(e.quote)}
        topic = set(stems(self._retriever.correct(understood.topic)))
        return content.outcome is Outcome.ANSWERED and bool(topic & quoted)

    def _alone(self, understood: Understanding, text: str) -> Understanding:
        text = understood.topic or (alone(text) if asks_in_full(analyse(text)) else text)
        return by_itself(understood, text, self._retriever.correct(text))

    def _turns_elsewhere(self, understood: Understanding, text: str) -> bool:
        """Whether a turn that is joined to another for no more than being short, or for being a statement,
        is about something else."""
        earlier, topic = understood.joined_to, understood.topic
        if understood.statement:
            return self._topics.is_about_another(understood.statement, earlier or text)
        if not earlier:
            return False
        if not self._topics.leads_elsewhere(earlier, topic or text[opener_end(text) :]):
            if names_its_own(analyse(text)):
                return self._answers(self._alone(understood, text))
            full = asks_in_full(analyse(text))
            return full and self._is_answered_only_alone(understood, text)
        if topic and not self._topics.names_an_entry(topic, earlier):
            return False
        # Where the FAQ has nothing on it, it goes on with a question that is answered.
        found = self._respond(self._alone(understood, text)).outcome
        return found is not Outcome.NOT_COVERED or not self._answers(understood)

    def _is_answered_only_alone(self, understood: Understanding, text: str) -> bool:
        return not self._answers(understood) and self._answers(self._alone(understood, text))

    def _answers(self, understood: Understanding) -> bool:
        return self._respond(understood).outcome is Outcome.ANSWERED
