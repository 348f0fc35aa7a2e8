"""The corpus that a run of some time ago is graded with: its folder as it is today, and what to say of it."""

from __future__ import annotations

from pathlib import Path

from assistant.corpus import corpus_sha256
from assistant.errors import CorpusError
from eval.gold import GoldSources, read_sources
from eval.run_record import Run


def sources_of(run: Run, name: str) -> tuple[GoldSources, str | None]:
    """The files, and a line for the reader where they are not those that the run `name` was answered from.

    Answers and gold are compared as the run recorded them; only where a gold passage runs across
    paragraphs is its place looked up in the files.
    """
    folder, recorded = Path(run.info.corpus), run.info.corpus_sha256
    was = f"{name} was answered from corpus {recorded[:12]}"
    try:
        today = corpus_sha256(folder)
        sources = read_sources(folder)
    except CorpusError:
        text = f"{was}, and {folder} cannot be read as a corpus"
        return GoldSources(), f"{text}: a gold passage across paragraphs counts as not shown"
    if today == recorded:
        return sources, None
    text = f"{was}, and {folder} holds {today[:12]} today"
    return sources, f"{text}: a gold passage across paragraphs is looked up in today's text"
