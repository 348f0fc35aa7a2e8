"""Problems in question sets: gold not in the corpus, duplicates, label conflicts, leakage.

What may be meant is a warning: gold in several entries, an audience that the corpus does not name.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from assistant.corpus.problems import Severity
from eval.gold import GoldSources, Place, normalise
from eval.question_set import EvalQuestion, GoldVerdict, QuestionSet

NEAR_DUPLICATE = 0.85  # Jaccard overlap of the words of two questions
_NAMED = 5  # entries that a message has room for
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class QuestionProblem:
    """Something wrong in a question file, with its line."""

    path: Path
    line: int
    code: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        warning = "warning: " if self.severity is Severity.WARNING else ""
        return f"{self.path}:{self.line}: {warning}{self.code}: {self.message}"


@dataclass(frozen=True, slots=True)
class Outline:
    """What a corpus is made of: ids of its audiences, and where each entry stands, by its id."""

    audiences: tuple[str, ...]
    entries: Mapping[str, Place]

    def entries_with(self, places: Iterable[Place]) -> list[str]:
        """Ids of the entries that hold one of `places`, in the order of the corpus."""
        found = list(places)
        return [id_ for id_, entry in self.entries.items() if any(map(entry.holds, found))]


def read_outline(folder: Path) -> Outline:
    """The outline of the corpus in `folder`. Raises CorpusError."""
    from assistant.corpus import load_corpus

    corpus = load_corpus(folder)
    paths = {entry.path: os.path.realpath(folder / entry.path) for entry in corpus.entries}
    entries = {e.id: Place(paths[e.path], e.span.start, e.span.end) for e in corpus.entries}
    return Outline(tuple(audience.id for audience in corpus.audiences), entries)


@dataclass(frozen=True, slots=True)
class _Row:
    path: Path
    line: int
    question: EvalQuestion

    @property
    def asked(self) -> tuple[str, ...]:
        """What makes two questions the same: wording, history and audience."""
        told = (*self.question.history, self.question.question)
        return (*(normalise(text).casefold() for text in told), self.question.audience or "")

    @property
    def words(self) -> frozenset[str]:
        told = (*self.question.history, self.question.question)
        return frozenset(_WORD.findall(" ".join(told).casefold()))

    @property
    def family(self) -> tuple[str, str] | None:
        family = self.question.tag_value("family")
        return None if family is None else (self.question.topic or "", family)

    def problem(self, code: str, message: str) -> QuestionProblem:
        return QuestionProblem(self.path, self.line, code, message)

    def warning(self, code: str, message: str) -> QuestionProblem:
        return QuestionProblem(self.path, self.line, code, message, Severity.WARNING)


def lint(
    sets: Sequence[QuestionSet], sources: GoldSources, outline: Outline | None = None
) -> list[QuestionProblem]:
    """All problems of the sets, taken together as splits of one another, by file and line.

    Audiences, and gold that stands in several entries, are looked at where the `outline` is given.
    """
    rows = [
        _Row(questions.path, line, question)
        for questions in sets
        for line, question in zip(questions.lines, questions.questions, strict=True)
    ]
    problems = [*_gold(rows, sources), *_repeated(rows), *_families(rows), *_near(rows)]
    if outline is not None:
        problems += [*_audiences(rows, outline), *_ambiguous(rows, sources, outline)]
    order = {questions.path: number for number, questions in enumerate(sets)}
    return sorted(problems, key=lambda p: (order[p.path], p.line, p.code))


def _gold(rows: Iterable[_Row], sources: GoldSources) -> Iterable[QuestionProblem]:
    for row in rows:
        if not row.question.labelled:
            yield row.problem("no-gold", "has no label")
        for passage in row.question.passages:
            if not sources.places(passage):
                yield row.problem("gold-not-in-corpus", f"not in the corpus: {passage!r}")
        if row.question.verdict is GoldVerdict.DEPENDS and len(row.question.passages) < 2:
            yield row.problem("depends-one-sided", "'depends' needs the passages of both sides")


def _audiences(rows: Iterable[_Row], outline: Outline) -> Iterable[QuestionProblem]:
    known = ", ".join(outline.audiences) or "it has none"
    for row in rows:
        audience = row.question.audience
        if audience is not None and audience not in outline.audiences:
            message = f"the corpus has no audience {audience!r}: {known}"
            yield row.warning("unknown-audience", message)


def _ambiguous(
    rows: Iterable[_Row], sources: GoldSources, outline: Outline
) -> Iterable[QuestionProblem]:
    for row in rows:
        for passage in row.question.passages:
            entries = outline.entries_with(sources.places(passage))
            if len(entries) > 1:
                named = ", ".join(entries[:_NAMED]) + (" ..." if len(entries) > _NAMED else "")
                where = f"{passage!r} stands in {len(entries)} entries ({named})"
                problem = "an answer from any of them counts as right: quote more of the text"
                yield row.warning("ambiguous-gold", f"{where}: {problem}")


def _repeated(rows: Iterable[_Row]) -> Iterable[QuestionProblem]:
    first: dict[tuple[str, ...], _Row] = {}
    ids: dict[str, _Row] = {}
    for row in rows:
        twin = first.setdefault(row.asked, row)
        if twin is not row:
            yield _twin_problem(row, twin)
        namesake = ids.setdefault(row.question.id, row)
        if namesake is not row:
            message = f"id {row.question.id!r} is also in {namesake.path}:{namesake.line}"
            yield row.problem("duplicate-id", message)


def _twin_problem(row: _Row, twin: _Row) -> QuestionProblem:
    where = f"{twin.path}:{twin.line}"
    gold, other = row.question, twin.question
    if (gold.answerable, gold.verdict) != (other.answerable, other.verdict):
        return row.problem("label-conflict", f"the same question has another label in {where}")
    if row.path != twin.path:
        return row.problem("leakage", f"the same question is in {where}")
    return row.problem("duplicate", f"the same question is in {where}")


def _families(rows: Iterable[_Row]) -> Iterable[QuestionProblem]:
    home: dict[tuple[str, str], _Row] = {}
    for row in rows:
        if row.family is None:
            continue
        first = home.setdefault(row.family, row)
        if first.path != row.path:
            name = "/".join(part for part in row.family if part)
            yield row.problem("leakage", f"family {name} is also in {first.path}:{first.line}")


def _near(rows: Sequence[_Row]) -> Iterable[QuestionProblem]:
    by_path: dict[Path, list[tuple[_Row, frozenset[str]]]] = defaultdict(list)
    for row in rows:
        by_path[row.path].append((row, row.words))
    for path, other in combinations(by_path, 2):
        for row, words in by_path[other]:
            for twin, twin_words in by_path[path]:
                both = len(words & twin_words)
                alike = both / max(1, len(words | twin_words))
                if alike >= NEAR_DUPLICATE and row.asked != twin.asked and both > 2:
                    message = f"nearly the same wording as {twin.path}:{twin.line}"
                    yield row.problem("leakage", message)
