"""The one object that joins the packages: `Assistant.ask(turn) -> Answer`."""

from __future__ import annotations

import re
import time
import unicodedata
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache

from threadpoolctl import threadpool_limits

from assistant.answer_builder import AnswerBuilder
from assistant.assessment import Assessor
from assistant.calibration import default_thresholds, load_thresholds
from assistant.composition import compose
from assistant.conversation import Understanding
from assistant.decision import Thresholds
from assistant.dialogue import Dialogue
from assistant.encoder import Encoder, load_encoder
from assistant.errors import EmptyQuestionError, QuestionTooLongError, UnknownAudienceError
from assistant.index.store import LoadedIndex
from assistant.index_loading import open_index, source_folder
from assistant.judge.runtime import Judge, load_judge
from assistant.notices import Notify, silent
from assistant.query import Assessment, Observe, no_observer, observe_stage
from assistant.retrieval import Retriever
from assistant.settings import Settings
from assistant.text import replace_surrogates
from assistant.types import Answer, Content, Knowledge, Turn

_REMEMBERED = 250  # earlier questions of conversations whose answers are remembered
# Characters without width, which words bring along when they are copied from a page.
_ZERO_WIDTH = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Unicode categories: separators, controls, and marks, which need a letter to stand on.
_INVISIBLE_CATEGORIES = "ZCM"


class Assistant:
    """Answers turns from one index version. Read-only after construction: threads may share it."""

    def __init__(
        self,
        index: LoadedIndex,
        encoder: Encoder,
        settings: Settings,
        *,
        judge: Judge | None = None,
        thresholds: Thresholds | None = None,
    ) -> None:
        self._index = index
        self._settings = settings
        self.knowledge = _knowledge(index, encoder, judge)
        self.thresholds = thresholds or default_thresholds(self.knowledge.judge)
        retriever = Retriever(index, encoder)
        self._assessor = Assessor(retriever, judge, index.corpus)
        corpus = index.corpus
        self._audiences = tuple(audience.id for audience in corpus.audiences)
        folder = source_folder(settings, index)
        self._answer_builder = AnswerBuilder(self._assessor, corpus, folder, self.thresholds)
        # The turns before are answered again to understand this one.
        self._respond = lru_cache(maxsize=_REMEMBERED)(self._answer_builder.respond)
        self._dialogue = Dialogue(retriever, corpus.audiences, self._respond, corpus.escalation)

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        thresholds: Thresholds | None = None,
        notify: Notify = silent,
    ) -> Assistant:
        """Load the models and the index of `settings.corpus`, building what is missing or stale.

        Without `thresholds`, the calibrated ones beside the index are used, else the defaults.
        """
        with ThreadPoolExecutor(1) as beside:  # the judge's weights take as long as all else
            loading = beside.submit(load_judge, settings)
            encoder = load_encoder(settings, notify=notify)
            index = open_index(settings, encoder, notify=notify)
            judge = loading.result()
        # Of the whole process, now that all libraries are loaded: the small products of numpy and FAISS
        # on all cores would only wait for one another.
        threadpool_limits(settings.threads, user_api="blas")
        if thresholds is None:
            thresholds = load_thresholds(settings, _knowledge(index, encoder, judge), notify=notify)
        return cls(index, encoder, settings, judge=judge, thresholds=thresholds)

    def reload(self, *, notify: Notify = silent) -> Assistant:
        """Another assistant with the same models, on the index and thresholds as they are now."""
        encoder, judge = self.retriever.encoder, self.judge
        index = open_index(self._settings, encoder, notify=notify)
        known = _knowledge(index, encoder, judge)
        thresholds = load_thresholds(self._settings, known, notify=notify)
        return Assistant(index, encoder, self._settings, judge=judge, thresholds=thresholds)

    @property
    def index(self) -> LoadedIndex:
        """The index version that is served."""
        return self._index

    @property
    def retriever(self) -> Retriever:
        """The search that answers start from; also for suggestions and for measuring."""
        return self._assessor.retriever

    @property
    def judge(self) -> Judge | None:
        """The models that read what was found; None where only retrieval decides."""
        return self._assessor.judge

    def trace(self, turn: Turn, *, limit: int = 20) -> Assessment | None:
        """The assessment that the answer to a turn is decided from; None where nothing is asked or found.

        Entries that an answer does not look at follow in the order of retrieval, up to `limit` in all.
        Raises what `ask` raises.
        """
        found = self._answer_builder.assessed(self._dialogue.understand(self._cleaned(turn)))
        if found is None:
            return None
        hits = found.assessment.hits
        known = {hit.entry_id for hit in hits}
        wider = self._assessor.search(found.query, limit)
        hits += tuple(hit for hit in wider if hit.entry_id not in known)
        return replace(found.assessment, hits=hits[:limit])

    def ask(self, turn: Turn, *, observe: Observe = no_observer) -> Answer:
        """The answer to one turn. The same turn on the same index gives the same answer.

        Raises UsageError for a question that is empty or too long, and UnknownAudienceError.
        """
        started = time.perf_counter()
        clean = self._cleaned(turn)
        with observe_stage("understanding", observe):
            understood = self._dialogue.understand(clean)
        content = self._content(understood, observe)
        with observe_stage("composition", observe):
            message = compose(content)
        return Answer(
            answer_id=uuid.uuid4().hex,
            conversation_id=turn.conversation_id,
            question=clean.question,
            standalone_question=understood.with_condition_answers,
            audience=understood.audience,
            outcome=content.outcome,
            verdict=content.verdict,
            evidence=content.evidence,
            passages=content.passages,
            message=message,
            clarification=content.clarification,
            also_asked=content.also_asked,
            suggestions=content.suggestions,
            resources=content.resources,
            escalation=content.escalation,
            knowledge=self.knowledge,
            elapsed_ms=round((time.perf_counter() - started) * 1000, 3),
        )

    def _cleaned(self, turn: Turn) -> Turn:
        """`turn` as it is read. Raises UsageError and UnknownAudienceError."""
        self.check(turn)
        history = self._recent(turn.history)
        return Turn(_clean(turn.question), history, turn.audience, turn.conversation_id)

    def _recent(self, history: Sequence[str]) -> tuple[str, ...]:
        """As much of the history as is looked at."""
        kept = history[-self._settings.max_history :] if self._settings.max_history else ()
        return tuple(_clean(text[: self._settings.max_question_chars]) for text in kept)

    def check(self, turn: Turn) -> None:
        """Raise UsageError where the turn cannot be answered for its form."""
        limit = self._settings.max_question_chars
        if all(unicodedata.category(char)[0] in _INVISIBLE_CATEGORIES for char in turn.question):
            raise EmptyQuestionError
        if len(turn.question) > limit:
            raise QuestionTooLongError(len(turn.question), limit)
        if turn.audience is not None and turn.audience not in self._audiences:
            raise UnknownAudienceError(turn.audience, self._audiences)

    def _content(self, understood: Understanding, observe: Observe) -> Content:
        """What is answered; of several questions, one that was answered to choose it is not read again.

        Who objects to an answer, or asks for a person besides, gets the same, and the way to a person.
        """
        wants_out = understood.objected or understood.wants_person
        if not understood.also_asked and not wants_out:
            return self._answer_builder.respond(understood, observe)
        content = self._respond(
            replace(understood, also_asked=(), objected=False, wants_person=False)
        )
        way_out = self._index.corpus.escalation if wants_out else content.escalation
        return replace(content, also_asked=understood.also_asked, escalation=way_out)


def _clean(text: str) -> str:
    """`text` as it is read, and as UTF-8 can hold it."""
    return _ZERO_WIDTH.sub("", replace_surrogates(text))


def _knowledge(index: LoadedIndex, encoder: Encoder, judge: Judge | None) -> Knowledge:
    """What answers stand on, by name and hash."""
    return Knowledge(index.version, index.corpus.sha256, encoder.id, judge.id if judge else None)
