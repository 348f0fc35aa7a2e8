"""`faq index build / status / list / rollback`."""

from __future__ import annotations

import click

from assistant.cli.shared import corpus_option, notify, settings


@click.group("index")
def index_group() -> None:
    """Build the search index and look after its versions."""


@index_group.command()
@corpus_option
def build() -> None:
    """Build a version aside, check it, and serve it."""
    from rich.console import Console
    from rich.progress import Progress

    from assistant.encoder import load_encoder
    from assistant.index_loading import build as build_now

    chosen = settings()
    encoder = load_encoder(chosen, notify=notify)
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("Embedding", total=None)
        report = build_now(
            chosen,
            encoder,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if report.kept:
        click.echo(f"index {report.version} serves: it is up to date already")
        return
    click.echo(
        f"index {report.version} serves: {report.embedded} chunks embedded, "
        f"{report.reused} reused, {report.seconds:.1f} s"
    )


@index_group.command()
@corpus_option
def status() -> None:
    """What is served, and whether the corpus has changed since."""
    from assistant.chunking import CHUNKER_VERSION
    from assistant.corpus import load_corpus
    from assistant.encoder import load_encoder
    from assistant.index.store import index_status
    from assistant.index_loading import index_root

    chosen = settings()
    encoder = load_encoder(chosen, notify=notify)
    corpus = load_corpus(chosen.corpus)
    root = index_root(chosen)
    found = index_status(root, corpus.sha256, encoder, chunker=CHUNKER_VERSION, whole=True)
    click.echo(f"version  {found.version or 'none'}{' (pinned)' if found.pinned else ''}")
    click.echo(f"chunks   {found.chunks}")
    click.echo(f"kept     {found.kept}")
    click.echo(f"state    {'; '.join(found.stale) if found.is_stale else 'up to date'}")
    click.echo(f"folder   {root}")


@index_group.command("list")
@corpus_option
def list_() -> None:
    """The versions kept, newest first."""
    from assistant.corpus import corpus_sha256
    from assistant.index.store import list_versions
    from assistant.index_loading import index_root

    chosen = settings()
    versions = list_versions(index_root(chosen))
    if not versions:
        corpus_sha256(chosen.corpus)  # no folder, no index to build
    for info in versions:
        mark = "*" if info.current else " "
        state = info.problem or ("pinned" if info.pinned else "")
        click.echo(f"{mark} {info.version}  {state}".rstrip())
    if not versions:
        click.echo("no versions: run `faq index build`")


@index_group.command()
@corpus_option
def rollback() -> None:
    """Serve the version before; it stays until the next `faq index build`."""
    from assistant.encoder import load_encoder
    from assistant.index.store import rollback as go_back
    from assistant.index_loading import index_root

    chosen = settings()
    version = go_back(index_root(chosen), load_encoder(chosen, notify=notify))
    click.echo(f"index {version} serves, pinned until the next `faq index build`")
