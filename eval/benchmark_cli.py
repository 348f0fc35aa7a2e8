"""`faq eval benchmarks`: public sets by path, one table, published figures beside ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from assistant.cli import shared

if TYPE_CHECKING:
    from assistant.encoder import Encoder
    from eval.benchmarks import Faq
    from eval.rankers import Ranker

_WIDE = 1000  # deeper than any of the FAQ sets: MAP over the whole ranking


@click.command("benchmarks")
@click.option("--data", type=click.Path(path_type=Path), required=True, help="Folder of the sets.")
@click.option("--scope/--no-scope", default=True, help="CLINC150 too: 20,500 texts to encode.")
def benchmarks_command(data: Path, scope: bool) -> None:
    """StackFAQ, CovidFAQ and CLINC150 as a Markdown table; nothing is tuned on them."""
    click.echo("| set | system | MAP | P@1 | MRR | source |\n|---|---|---:|---:|---:|---|")
    for line in _faq_lines(data):
        click.echo(line)
    if scope:
        click.echo("\n| set | system | figures |\n|---|---|---|")
        for line in _scope_lines(data):
            click.echo(line)


def _faq_lines(data: Path) -> Iterator[str]:
    from assistant.encoder import load_encoder
    from eval.benchmarks import read_covidfaq, read_stackfaq, score_ranker
    from eval.report import number

    encoder = load_encoder(shared.settings())
    for benchmark in (read_stackfaq(data), read_covidfaq(data)):
        with TemporaryDirectory() as folder:
            for name, ranker in _rankers(benchmark.faqs, encoder, Path(folder)).items():
                result = score_ranker(benchmark, ranker)
                cells = " | ".join(number(result[m].value) for m in ("MAP", "P@1", "MRR"))
                yield f"| {benchmark.name} | {name} | {cells} | ours, n {result['MAP'].n} |"
        for name, figure in benchmark.published.items():
            value, source = figure.split(" ", 1)
            yield f"| {benchmark.name} | {name} | {value} | | | {source.strip('()')} |"


def _rankers(faqs: Sequence[Faq], encoder: Encoder, folder: Path) -> dict[str, Ranker]:
    from eval.rankers import dense_ranker, lexical_ranker
    from eval.retrieval_ranker import retrieval_ranker

    ids = [faq.id for faq in faqs]
    questions = [faq.question for faq in faqs]
    both = [f"{faq.question}\n{faq.answer}" for faq in faqs]
    encode = encoder.encode_documents
    return {
        "**this project's retrieval**": retrieval_ranker(faqs, encoder, folder, _WIDE),
        f"{encoder.id}, question": dense_ranker(ids, questions, encode, _WIDE),
        f"{encoder.id}, question and answer": dense_ranker(ids, both, encode, _WIDE),
        "BM25, question and answer": lexical_ranker(ids, both, _WIDE),
    }


def _scope_lines(data: Path) -> Iterator[str]:
    from assistant.encoder import load_encoder
    from eval.benchmarks import read_clinc150, score_scope
    from eval.rankers import dense_ranker

    encoder = load_encoder(shared.settings())
    benchmark = read_clinc150(data)
    ids = [str(number) for number in range(len(benchmark.examples))]
    texts = [text for text, _ in benchmark.examples]
    figures = score_scope(benchmark, dense_ranker(ids, texts, encoder.encode_documents, 1))
    yield (
        f"| {benchmark.name} | {encoder.id}, nearest example | in-scope {figures.accuracy:.3f}, "
        f"AUROC {figures.auroc:.3f}, oos recall {figures.oos_recall_at_90:.3f} with 90 % of "
        "in-scope kept (another operating point than the published ones) |"
    )
    for name, figure in benchmark.published.items():
        yield f"| {benchmark.name} | {name} | {figure} |"
