"""Chooses which of several questions in one message is answered."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation import Kind, Understanding
from assistant.conversation.context_dependence import content_words
from assistant.conversation.question_splitting import SubQuestion, split_questions
from assistant.dialogue.applying_replies import Respond
from assistant.dialogue.rewriting import Rewriter
from assistant.retrieval import Retriever
from assistant.topics import TopicIndex
from assistant.types import Asker, Outcome, QuestionForm, Turn, VerdictValue

_MOST_ANSWERED = 4  # questions of one message that are answered to choose one
_MIN_CONTENT_WORDS = 3  # a question with no more needs what was said before it

Understood = tuple[SubQuestion, Understanding]


class MultiQuestion:
    """Reads messages that ask several things of one index. Threads may share it."""

    def __init__(
        self, retriever: Retriever, topics: TopicIndex, rewriter: Rewriter, respond: Respond
    ) -> None:
        self._retriever = retriever
        self._topics = topics
        self._rewriter = rewriter
        self._respond = respond

    def understand(self, turn: Turn) -> Understanding | None:
        """The one of several questions that is answered, with the others; None for one question."""
        parts = self.parts(turn)
        if not parts:
            return None
        part, understood = self.best(parts)
        others = tuple(other.asked for other, _ in parts if other is not part)
        return replace(understood, also_asked=others)

    def parts(self, turn: Turn) -> list[Understood]:
        """The questions of a message that asks for different entries; none for any other message."""
        goes_on = bool(turn.history)
        loose = split_questions(turn.question, loosely=True, goes_on=goes_on)
        is_verb = self._retriever.is_verb
        verbs = split_questions(turn.question, loosely=True, goes_on=goes_on, is_verb=is_verb)
        whole = self._rewriter.interpret_corrected(turn) if verbs else None
        if whole is None or whole.kind is not Kind.QUESTION:
            return []
        if len(verbs) > len(loose):
            found = self._understood(turn, whole, verbs)
            if self._each_leads_elsewhere(found) and self._all_answered(found):
                return found
        strict = split_questions(turn.question, goes_on=goes_on)
        if len(loose) > len(strict):
            found = self._understood(turn, whole, loose)
            # One yes or no would be that of one question only.
            polar = all(meant.question.form is QuestionForm.POLAR for _, meant in found)
            apart = strict or polar or not self._answers(self._rewriter.rewrite(turn))
            if found and apart and self._all_answered(found):
                return found
        return self._understood(turn, whole, strict)

    def best(self, parts: list[Understood]) -> Understood:
        """Of the first few the first that is answered, else the first with suggestions, else the first."""
        outcomes = []
        for pair in parts[:_MOST_ANSWERED]:
            outcomes.append(self._respond(pair[1]).outcome)
            if outcomes[-1] is Outcome.ANSWERED:
                return pair
        suggested = Outcome.SUGGESTED in outcomes
        return parts[outcomes.index(Outcome.SUGGESTED) if suggested else 0]

    def _understood(
        self, turn: Turn, whole: Understanding, parts: tuple[SubQuestion, ...]
    ) -> list[Understood]:
        """The parts as understood, if they ask for different entries or for more than one yes or no."""
        found: list[Understood] = []
        for given in parts:
            part, meant = given, self._rewriter.rewrite(replace(turn, question=given.text))
            if found and self._found_only_by_context(part, meant, found[0][1]):
                part = replace(part, text=part.asked)
                meant = self._rewriter.rewrite(replace(turn, question=part.text))
            audience = meant.audience or whole.audience
            asker = Asker(audience, whole.asker.denied - {audience})
            found.append((part, replace(meant, asker=asker)))
        # One yes or no cannot settle two questions, whether or not the same text does.
        polar = [part for part, meant in found if meant.question.form is QuestionForm.POLAR]
        if len(polar) < 2 and not (
            self._asks_a_detail_too(found) or self._for_different_entries(found)
        ):
            return []
        return [
            (part, self._rewriter.withhold_verdict_off_topic(meant, part.topic))
            for part, meant in found
        ]

    def _asks_a_detail_too(self, found: list[Understood]) -> bool:
        """Whether a question that gets its word goes before those for details of it ("..., and how much is it?").

        Read with them it would get none.
        """
        if not found or not all(part.depends for part, _ in found[1:]):
            return False
        first = found[0][1]
        if first.question.form is not QuestionForm.POLAR:
            return False
        verdict = self._respond(first).verdict
        if verdict is None:
            return False
        return verdict.value is not VerdictValue.UNDETERMINED or bool(verdict.by_audience)

    def _for_different_entries(self, found: list[Understood]) -> bool:
        """Whether the questions find different entries, with or without the situation stated for them."""
        wordings = [[meant.standalone for _, meant in found]]
        if all(content_words(part.asked) >= _MIN_CONTENT_WORDS for part, _ in found):
            wordings.append([part.asked for part, _ in found])
        return any(len(set(map(self._retriever.best_entry, texts))) > 1 for texts in wordings)

    def _each_leads_elsewhere(self, found: list[Understood]) -> bool:
        """Whether each further question leads to another entry than the first, by what only that one says.

        "Can I cut a part and keep the rest?" is one question.
        """
        if not found:
            return False
        first = found[0][1].standalone
        said = first.lower().split()
        own = (
            " ".join(word for word in part.asked.split() if word.lower() not in said)
            for part, _ in found[1:]
        )
        return all(self._topics.leads_elsewhere(first, text) for text in own)

    def _found_only_by_context(
        self, part: SubQuestion, meant: Understanding, first: Understanding
    ) -> bool:
        """Whether a question finds the entry of the first only by the situation that is stated for both."""
        if (
            part.depends
            or part.text == part.asked
            or content_words(part.asked) <= _MIN_CONTENT_WORDS
        ):
            return False
        entries = map(self._retriever.best_entry, (meant.standalone, first.standalone))
        return len(set(entries)) == 1 and self._topics.leads_elsewhere(first.standalone, part.asked)

    def _all_answered(self, found: list[Understood]) -> bool:
        return all(self._answers(meant) for _, meant in found[:_MOST_ANSWERED])

    def _answers(self, understood: Understanding) -> bool:
        return self._respond(understood).outcome is Outcome.ANSWERED
