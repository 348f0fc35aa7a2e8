"""What `faq eval bench` measures: the assistant's stages, the plain stack, processes, growth."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.conversation import interpret
from assistant.errors import FaqError
from assistant.judge.runtime import evidence_text
from assistant.reranking import rerank
from assistant.settings import Settings
from eval.assistant_system import open_system
from eval.bench import (
    BenchError,
    Clock,
    Stage,
    Throughput,
    cold_start,
    machine,
    throughput,
    time_stages,
)
from eval.bench_growth import Growth, assistant_growth, plain_growth, synthetic_faqs, vector_growth
from eval.bench_report import Bench
from eval.plain_stack import PlainStack
from eval.question_set import EvalQuestion
from eval.systems import (
    Passages,
    System,
    lexical_baseline,
    read_passages,
)

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
_QUERIES = 20  # of each size of corpus
_ASK = (
    "import sys; from assistant.cli import main; "
    "main(['ask', 'Can licences be shared?', '--json', '--corpus', sys.argv[1]])"
)
_PLAIN = (
    "import sys, faiss; from sentence_transformers import SentenceTransformer as Model; "
    "Model(sys.argv[1], device='cpu').encode(['Can licences be shared?'])"
)


@dataclass(frozen=True, slots=True)
class Options:
    """What to measure, and how far.

    `plain`: model of the plain stack (None: without it). Corpora of synthetic text are embedded up to
    `embedded` passages, indexed whole with random vectors up to `indexed`, and random vectors alone
    searched up to `largest`; 0: none. `cpu`: latencies and growth in processor time of this process, all
    threads together, which a busy machine does not lengthen.
    """

    workers: tuple[int, ...]
    plain: str | None
    embedded: int
    indexed: int
    largest: int
    cold: bool
    cpu: bool = False

    @property
    def clock(self) -> Clock:
        """What times are taken with."""
        return time.process_time if self.cpu else time.perf_counter


def run_bench(settings: Settings, questions: Sequence[EvalQuestion], options: Options) -> Bench:
    """Measure everything on `questions`."""
    measured_on = machine()
    system = open_system(settings)  # before processes start: they are to find the index
    passages = read_passages(settings.corpus)
    cold = _cold(options, settings.corpus) if options.cold else ()
    starts = [cold_start(name, code) for name, code in cold]
    plain = _load_plain(options.plain) if options.plain else None
    by_text = {question.question: question for question in questions}
    texts = list(by_text)
    whole = Stage("this assistant: whole answer", lambda text: _answer(system, by_text[text]))
    stages = [whole, *_assistant_stages(system.assistant, by_text)]
    stages.append(Stage("BM25 alone", lexical_baseline(passages).ranker))
    beside = _plain_stages(plain, passages) if plain else []
    latencies = time_stages([*stages, *beside], texts, options.clock)
    rates = _rates([whole, *beside[-1:]], texts, options)
    knowledge = system.knowledge()
    times = (
        "processor time (throughput and cold start: wall clock)" if options.cpu else "wall clock"
    )
    return Bench(
        machine=f"{measured_on}; {times}",
        models=f"encoder {knowledge['encoder']}, judge {knowledge['judge'] or 'none'}, "
        f"{settings.threads} thread(s) a model call",
        stages=latencies,
        throughput=tuple(rates),
        starts=tuple(starts),
        growth=tuple(_growth(system.assistant, passages, texts, plain, options)),
    )


def _answer(system: System, question: EvalQuestion) -> object:
    try:
        return system.answer(question)
    except FaqError as error:
        raise BenchError(f"question {question.id!r} cannot be answered: {error}") from None


def _cold(options: Options, corpus: Path) -> Iterator[tuple[str, list[str]]]:
    yield "nothing but Python", ["-c", "pass"]
    yield "this assistant: `faq ask`, index present", ["-c", _ASK, str(corpus)]
    if options.plain:
        yield "sentence-transformers + FAISS: one question", ["-c", _PLAIN, options.plain]


def _assistant_stages(assistant: Assistant, by_text: dict[str, EvalQuestion]) -> list[Stage]:
    """Each stage by itself, given what the ones before it found."""
    encoder, judge = assistant.retriever.encoder, assistant.judge
    turns = {text: question.turn() for text, question in by_text.items()}
    audiences = assistant.index.corpus.audiences
    understood = {text: interpret(turn, audiences) for text, turn in turns.items()}
    search = assistant.retriever.search
    stages = [
        Stage("– understand the turn", lambda text: interpret(turns[text], audiences)),
        Stage(
            "– encode", lambda text: encoder.encode_query_with_tokens(understood[text].standalone)
        ),
        Stage("– retrieve, encoding included", lambda text: search(understood[text].standalone)),
    ]
    if judge is None:
        return stages
    hits = {text: search(item.standalone) for text, item in understood.items()}
    read = {text: item.question.polarity_query for text, item in understood.items()}
    best = {text: found[0].passages[0].chunk for text, found in hits.items()}
    evidence = {text: evidence_text(chunk.context, chunk.text) for text, chunk in best.items()}
    return [
        *stages,
        Stage("– judge relevance of the best hits", lambda t: rerank(judge, read[t], hits[t])),
        Stage("– judge polarity of one passage", lambda t: judge.polarity(read[t], evidence[t])),
    ]


def _load_plain(model: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(model, device="cpu")
    except (OSError, ValueError) as error:
        first = str(error).partition("\n")[0]
        raise BenchError(
            f"--plain {model!r} cannot be loaded: {first} Name the folder of a "
            "sentence-transformers model, or give --no-plain"
        ) from None


def _plain_stages(model: SentenceTransformer, passages: Passages) -> list[Stage]:
    """The parts of the plain stack, the whole of it last."""
    plain = PlainStack(model, [f"{row.heading}\n{row.text}" for row in passages.rows])
    return [
        Stage("sentence-transformers: encode", lambda text: plain.encode([text])),
        Stage("sentence-transformers + FAISS: whole", lambda text: plain.search(text, 5)),
    ]


def _rates(stages: Sequence[Stage], texts: Sequence[str], options: Options) -> Iterator[Throughput]:
    for workers in options.workers:
        for stage in stages:
            yield throughput(stage, texts, workers)


def _growth(
    assistant: Assistant,
    passages: Passages,
    texts: Sequence[str],
    plain: SentenceTransformer | None,
    options: Options,
) -> Iterator[Growth]:
    words = re.findall(r"[^\W\d_]+", " ".join(row.text for row in passages.rows).lower())
    encoder, queries = assistant.retriever.encoder, list(texts[:_QUERIES])
    for size in SIZES:
        real = size <= options.embedded
        if real or size <= options.indexed:
            faqs = synthetic_faqs(size, words)
            with TemporaryDirectory() as folder:
                root, clock = Path(folder), options.clock
                yield assistant_growth(
                    faqs, encoder, root, queries, clock, synthetic_vectors=not real
                )
            if plain and real:
                yield plain_growth(faqs, plain, queries, options.clock)
        if size <= options.largest:
            yield vector_growth(size, encoder.dimension, clock=options.clock)
