"""Whole answers on other teams' FAQs: every question is asked as a user would, and what is shown is graded.

Our own questions on passages of three FAQs that the judge has seen nothing of, each among all entries of
its FAQ. Only the passage a question was written on counts as right, so an entry that says the same counts
as wrong: the figures err on the low side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from assistant.encoder import Encoder
from assistant.judge.runtime import Judge
from assistant.judge.training.examples import Label
from assistant.judge.training.readers import read_jsonl
from assistant.settings import load_settings
from assistant.statistics import Share, share
from assistant.types import Answer, Outcome, Turn, VerdictValue
from eval.benchmarks.faq_sets import Faq
from eval.benchmarks.files import read_all, reading, something
from eval.benchmarks.retrieval_ranker import open_faqs
from eval.gold import normalise

UNSEEN = ("ms_exchange", "fsfe_reuse", "softwareone")
"""Corpora of authored/ that no weights are trained on."""
_ALIKE = 80  # leading characters by which a passage and an entry of the FAQ are told to be one
_WORDS = (Label.YES, Label.NO, Label.DEPENDS)


@dataclass(frozen=True, slots=True)
class BenchmarkQuestion:
    """A question, the entry it was written on, and its verdict by that entry alone."""

    question: str
    entry: str
    verdict: Label


@dataclass(frozen=True, slots=True)
class AnswersBenchmark:
    """An FAQ and questions about it; `UNKNOWN` ones are near its subject and not answered by it."""

    name: str
    faqs: tuple[Faq, ...]
    questions: tuple[BenchmarkQuestion, ...]


@dataclass(frozen=True, slots=True)
class AnswersFigures:
    """Shares over the answerable questions (`first`, `answered`), over those of them that ask for a word
    (`right`, `wrong`), over the words given there (`given_right`) and over the others (`near`)."""

    first: Share
    answered: Share
    right: Share
    wrong: Share
    given_right: Share
    near: Share


def read_answers(data: Path, limit: int | None = None) -> Iterator[AnswersBenchmark]:
    """The FAQs in turn, the first `limit` questions of each. Raises BenchmarkError."""
    files = (
        data / "authored" / "passages.jsonl",
        data / "authored" / "questions.jsonl",
        data / "faq_corpora" / "pairs.jsonl",
    )
    passages, questions, entries = (_rows(path) for path in files)
    for name in UNSEEN:
        with reading(files[0]):
            own = something({row["pid"]: row for row in passages if row["corpus"] == name})
            faqs = [Faq(pid, normalise(row["title"]), row["passage"]) for pid, row in own.items()]
            known = {_start(faq.answer) for faq in faqs}
        with reading(files[1]):
            asked = something(
                [
                    BenchmarkQuestion(row["question"], row["pid"], Label(row["verdict"]))
                    for row in questions
                    if row["pid"] in own
                ]
            )
        with reading(files[2]):
            others = [
                Faq(f"x{number}", normalise(row["question"]), row["answer"])
                for number, row in enumerate(entries)
                if row["corpus"] == name and _start(row["answer"]) not in known
            ]
        yield AnswersBenchmark(name, (*faqs, *others), tuple(asked[:limit]))


def score_answers(
    benchmark: AnswersBenchmark, encoder: Encoder, judge: Judge | None, folder: Path
) -> AnswersFigures:
    """Ask every question of an assistant that serves this FAQ from `folder`, with default thresholds."""
    index = open_faqs(benchmark.faqs, encoder, folder)
    assistant = Assistant(index, encoder, load_settings(), judge=judge)
    return grade_answers(
        [(asked, assistant.ask(Turn(asked.question))) for asked in benchmark.questions]
    )


def grade_answers(graded: Sequence[tuple[BenchmarkQuestion, Answer]]) -> AnswersFigures:
    """The figures of questions with their answers. An answer without a word is neither right nor wrong."""
    flags: Mapping[str, list[bool]] = {name: [] for name in AnswersFigures.__dataclass_fields__}
    for asked, answer in graded:
        answered = answer.outcome is Outcome.ANSWERED
        if asked.verdict is Label.UNKNOWN:
            flags["near"].append(answered)
            continue
        shown = answered and answer.passages[0].entry_id == asked.entry
        flags["first"].append(shown)
        flags["answered"].append(answered)
        if asked.verdict not in _WORDS:
            continue
        word = answer.verdict.value.value if answer.verdict else VerdictValue.UNDETERMINED
        given = word != VerdictValue.UNDETERMINED
        right = given and shown and word == asked.verdict
        flags["right"].append(right)
        flags["wrong"].append(given and not right)
        if given:
            flags["given_right"].append(right)
    return AnswersFigures(**{name: share(found) for name, found in flags.items()})


def _rows(path: Path) -> list[dict[str, str]]:
    return read_all(path, read_jsonl, path)


def _start(text: str) -> str:
    return normalise(text)[:_ALIKE].lower()
