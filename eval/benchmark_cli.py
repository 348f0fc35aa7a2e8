"""`faq eval benchmarks`: public sets by path, one table, published figures beside ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from assistant.settings import load_settings

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
    from eval.rankers import dense_ranker, lexical_ranker

    encoder = load_encoder(load_settings())
    for benchmark in (read_stackfaq(data), read_covidfaq(data)):
        ids = [faq.id for faq in benchmark.faqs]
        questions = [faq.question for faq in benchmark.faqs]
        both = [f"{faq.question}\n{faq.answer}" for faq in benchmark.faqs]
        rankers = {
            "BM25, question and answer": lexical_ranker(ids, both, _WIDE),
            f"{encoder.id}, question": dense_ranker(
                ids, questions, encoder.encode_documents, _WIDE
            ),
            f"{encoder.id}, question and answer": dense_ranker(
                ids, both, encoder.encode_documents, _WIDE
            ),
        }
        for name, ranker in rankers.items():
            result = score_ranker(benchmark, ranker)
            cells = " | ".join(f"{result[m].value or 0:.3f}" for m in ("MAP", "P@1", "MRR"))
            yield f"| {benchmark.name} | {name} | {cells} | ours, n {result['MAP'].n} |"
        for name, figure in benchmark.published.items():
            value, source = figure.split(" ", 1)
            yield f"| {benchmark.name} | {name} | {value} | | | {source.strip('()')} |"


def _scope_lines(data: Path) -> Iterator[str]:
    from assistant.encoder import load_encoder
    from eval.benchmarks import read_clinc150, score_scope
    from eval.rankers import dense_ranker

    encoder = load_encoder(load_settings())
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
