"""`faq import`, from the names of the sources to the files of the corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.corpus.importers.answers import safe_answer
from assistant.corpus.importers.detection import Format, read_items
from assistant.corpus.importers.items import Document, Item, LeftOut
from assistant.corpus.importers.sources import Source, find_sources, read_source
from assistant.corpus.importers.writing import check_target, file_text, taken_ids, write_files
from assistant.errors import SourceError
from assistant.text import question_key

_LINES_NAMED = 20  # of what is left out, in one line

Track = Callable[[Sequence[Source]], Iterable[Source]]


@dataclass
class Report:
    """What was imported, and what was not."""

    entries: int = 0
    files: list[str] = field(default_factory=list)  # of the corpus, relative to it
    failures: list[SourceError] = field(default_factory=list)
    without_questions: list[str] = field(default_factory=list)  # files of folders
    left_out: dict[str, list[LeftOut]] = field(default_factory=dict)  # by source, on purpose
    asked_again: list[str] = field(default_factory=list)  # questions with another answer, too
    copies: int = 0  # of a question with its answer; left out


@dataclass(frozen=True, slots=True)
class _Found:
    document: Document
    items: tuple[Item, ...]


def import_sources(
    names: Sequence[str],
    target: Path,
    chosen: Format = Format.AUTO,
    *,
    force: bool = False,
    track: Track = iter,
) -> Report:
    """Write the questions of all sources into a corpus folder, a file for each source that has any.

    What cannot be imported is in the report. `track` hands the sources on, one when the last is done.
    Raises UsageError for a target that cannot be written without loss.
    """
    check_target(target)
    report = Report()
    sources: list[Source] = []
    for source in find_sources(names, target, chosen):
        if isinstance(source, SourceError):
            report.failures.append(source)
        else:
            sources.append(source)
    found: list[_Found] = []
    for source in track(sources):
        try:
            found += _read(source, chosen, report)
        except SourceError as error:
            report.failures.append(error)
    found = list(_without_copies(found, report))
    if found:
        _write(found, target, report, force=force)
    return report


def _read(source: Source, chosen: Format, report: Report) -> Iterator[_Found]:
    document = read_source(source)
    try:
        items = [
            replace(item, answer=safe_answer(item.answer, document.url))
            for item in read_items(document, chosen)
        ]
    except RecursionError as error:
        fix = "take the FAQ out of what is around it"
        raise SourceError(source.shown, None, "it is nested too deeply", fix) from error
    usable = tuple(item for item in items if item.answer and _has_words(item.question))
    missing = [item for item in items if not item.answer or not _has_words(item.question)]
    if missing:
        report.failures.append(_left_out(source, missing))
    if document.left_out:
        report.left_out[source.shown] = document.left_out
    if usable:
        yield _Found(document, usable)
    elif not missing and source.named:
        fix = "see which formats are read: `faq import --help`"
        raise SourceError(source.shown, None, "no question is recognised in it", fix)
    elif not missing:
        report.without_questions.append(source.shown)


def _has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _left_out(source: Source, missing: Sequence[Item]) -> SourceError:
    first = missing[0]
    if first.problem:
        problem, fix = first.problem, "it is left out: correct it there"
    elif first.question:
        problem, fix = f"{first.question[:80]!r} has no answer", "it is left out: write one there"
    elif first.answer:
        problem = f"the answer {' '.join(first.answer.split())[:80]!r} has no question"
        fix = "it is left out: write one there"
    else:
        problem, fix = "question and answer are no text", "they are left out: write them there"
    if len(missing) > 1:
        lines = [str(item.line) for item in missing[1:] if item.line]
        more = ", ..." if len(lines) > _LINES_NAMED else ""
        places = f", in lines {', '.join(lines[:_LINES_NAMED])}{more}" if lines else ""
        problem += f" (and {len(missing) - 1} more{places})"
    return SourceError(source.shown, first.line, problem, fix)


def _without_copies(found: Iterable[_Found], report: Report) -> Iterator[_Found]:
    """Each question once with the same answer, whatever its source."""
    answers: dict[str, set[str]] = {}
    for one in found:
        kept: list[Item] = []
        for item in one.items:
            known = answers.setdefault(question_key(item.question), set())
            if item.answer in known:
                report.copies += 1
                continue
            if known:
                report.asked_again.append(item.question)
            known.add(item.answer)
            kept.append(item)
        if kept:
            yield replace(one, items=tuple(kept))


def _write(found: Sequence[_Found], target: Path, report: Report, *, force: bool) -> None:
    paths = _unique(f"{one.document.path}.md" for one in found)
    ids = taken_ids(target, paths)
    texts = {
        path: file_text(one.document, one.items, ids)
        for path, one in zip(paths, found, strict=True)
    }
    write_files(target, texts, force=force)
    report.files += paths
    report.entries += sum(len(one.items) for one in found)


def _unique(paths: Iterable[str]) -> list[str]:
    """The paths in order, with a number where one has been taken."""
    taken: dict[str, None] = {}
    for path in paths:
        made, number = path, 2
        while made in taken:
            made, number = f"{path.removesuffix('.md')}-{number}.md", number + 1
        taken[made] = None
    return list(taken)
