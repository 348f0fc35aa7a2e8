"""A run and its question set -> everything that a report says. No plots, no files."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.statistics import Share, auroc, share
from eval.gold import GoldSources
from eval.grading import Grade, grade
from eval.measures import Measures, measure
from eval.question_set import GoldVerdict
from eval.ranking import RankingMeasure, ranking_measures
from eval.run_record import AnswerRow, Run
from eval.systems import Baseline, Passages

ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class SystemFigures:
    """What can be said of a ranker: the assistant and the baselines side by side.

    `first_right`: the first passage is right, over answerable questions; silence counts against
    the assistant. `answerability`: AUROC of its score, answerable against not (None: one side is
    empty, or the system gives no score where it is silent).
    """

    name: str
    first_right: Share
    ranking: dict[str, RankingMeasure]
    answerability: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Grades, measures and baselines of one run; `unlabelled` counts questions without gold."""

    run: Run
    grades: tuple[Grade, ...]
    measures: Measures
    systems: tuple[SystemFigures, ...]
    unlabelled: int

    @property
    def failed(self) -> tuple[AnswerRow, ...]:
        """Questions that got no answer but an error, those without gold included, by id."""
        return tuple(row for _, row in sorted(self.run.rows.items()) if row.answer is None)


def evaluate(
    run: Run, passages: Passages, sources: GoldSources, baselines: Sequence[Baseline] = ()
) -> Evaluation:
    """Grade every labelled question of `run` in order of its id."""
    rows = [row for _, row in sorted(run.rows.items()) if row.question.labelled]
    grades = tuple(
        grade(row.question, row.answer, sources, row.latency_ms, row.confidence) for row in rows
    )
    qrels = {row.id: passages.right_for(row.question, sources) for row in rows}
    systems = [_assistant(rows, grades, qrels, passages)]
    systems += [_baseline(baseline, rows, qrels) for baseline in baselines]
    return Evaluation(run, grades, measure(grades), tuple(systems), len(run.rows) - len(rows))


def _assistant(
    rows: Sequence[AnswerRow],
    grades: Sequence[Grade],
    qrels: dict[str, frozenset[str]],
    passages: Passages,
) -> SystemFigures:
    ranked = {row.id: row.ranking or _shown(row, passages) for row in rows}
    right = [g.passage_right for g in grades if g.answerable]
    told = any(row.confidence is not None for row in rows)
    answerability = _answerability(rows, [row.confidence or 0.0 for row in rows]) if told else None
    return SystemFigures(ASSISTANT, share(right), ranking_measures(qrels, ranked), answerability)


def _shown(row: AnswerRow, passages: Passages) -> tuple[str, ...]:
    """The passages of the answer, where no ranking was recorded."""
    shown = row.answer.passages if row.answer else ()
    return tuple(passages.id_at(passage.place) for passage in shown)


def _answerability(rows: Sequence[AnswerRow], scores: Sequence[float]) -> float | None:
    inside = [score for row, score in zip(rows, scores, strict=True) if row.question.answerable]
    outside = [
        score for row, score in zip(rows, scores, strict=True) if not row.question.answerable
    ]
    return auroc(inside, outside)


def _baseline(
    baseline: Baseline, rows: Sequence[AnswerRow], qrels: dict[str, frozenset[str]]
) -> SystemFigures:
    ranked = {row.id: baseline.rank(row.question) for row in rows}
    answerable = [row for row in rows if row.question.answerable]
    right = [bool(ranked[row.id]) and ranked[row.id][0][0] in qrels[row.id] for row in answerable]
    tops = [max((score for _, score in ranked[row.id]), default=0.0) for row in rows]
    return SystemFigures(
        baseline.name,
        share(right),
        ranking_measures(qrels, {key: [id_ for id_, _ in hits] for key, hits in ranked.items()}),
        _answerability(rows, tops),
    )


def to_json(evaluation: Evaluation) -> dict[str, Any]:
    """The report as data."""
    return {
        "run": evaluation.run.info.model_dump(mode="json"),
        "measures": dataclasses.asdict(evaluation.measures),
        "systems": [_system_json(system) for system in evaluation.systems],
        "unlabelled": evaluation.unlabelled,
        "failed": [{"id": row.id, "error": row.error} for row in evaluation.failed],
        "questions": [grade_json(g) for g in evaluation.grades],
    }


def grade_json(g: Grade) -> dict[str, Any]:
    """One grade as data, the question by its id."""
    return {
        "id": g.question.id,
        "status": g.status.value,
        "passage_right": g.passage_right,
        "evidence_right": g.evidence_right,
        "spans_exact": g.spans_exact,
        "verdict": g.verdict.value,
        "gold": (g.question.verdict or GoldVerdict.NONE).value,
        "given": g.given.value if g.given else None,
        "confidence": g.confidence,
        "score": g.score,
        "latency_ms": g.latency_ms,
    }


def _system_json(system: SystemFigures) -> dict[str, Any]:
    return {
        "name": system.name,
        "first_right": dataclasses.asdict(system.first_right),
        "answerability_auroc": system.answerability,
        "ranking": {
            name: {"value": m.value, "low": m.low, "high": m.high, "n": m.n}
            for name, m in system.ranking.items()
        },
    }
