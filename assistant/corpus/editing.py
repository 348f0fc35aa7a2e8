"""Adds phrasings to an entry of a corpus file and leaves every other character as it is.

What was written is read back before it is handed out: a phrasing that would change anything else is
refused, whatever is in it.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from assistant.corpus.markdown import Comment, Heading, scan
from assistant.corpus.metadata import LOADER
from assistant.corpus.native import load_corpus
from assistant.errors import CorpusError, UsageError
from assistant.lines import Lines
from assistant.text import printable_line, question_key
from assistant.types import Corpus, FaqEntry, Span

LONGEST_PHRASING = 500  # characters
_METADATA = re.compile(r"\s*faq(?=\s|\Z)")
_LINE_END = re.compile(r"[\r\n]")
_KEY = "alternates"


def add_alternates(corpus: Corpus, entry_id: str, phrasings: Sequence[str]) -> str:
    """The text of the entry's file with these phrasings added to its alternates.

    What the entry has already is left out. Raises UsageError for an unknown entry, for a phrasing that
    is empty, too long or taken by another entry, and for metadata that only a person can edit.
    """
    entry = next((entry for entry in corpus.entries if entry.id == entry_id), None)
    if entry is None:
        raise UsageError(f"there is no entry {entry_id!r} in the FAQ any more: choose another")
    text = corpus.sources[entry.path]
    new = _new_phrasings(corpus, entry, phrasings)
    if not new:
        return text
    edited = _edited(text, entry, new)
    _check(corpus, entry, new, {**corpus.sources, entry.path: edited})
    return edited


def corpus_from_texts(sources: Mapping[str, str]) -> Corpus:
    """The corpus that these texts, by path, make. Raises CorpusError."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in sources.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.encode("utf-8"))
        return load_corpus(folder)


def _new_phrasings(corpus: Corpus, entry: FaqEntry, phrasings: Sequence[str]) -> list[str]:
    taken = {
        question_key(question): other
        for other in corpus.entries
        for question in (other.title, *other.alternates)
    }
    new: list[str] = []
    for phrasing in map(printable_line, phrasings):
        key = question_key(phrasing)
        if not key:
            raise UsageError(f"{phrasing!r} is no question: write it in words")
        if len(phrasing) > LONGEST_PHRASING:
            raise UsageError(
                f"a phrasing has {len(phrasing)} characters, at most {LONGEST_PHRASING} are "
                "taken: shorten it"
            )
        other = taken.setdefault(key, entry)
        if other is not entry:
            raise UsageError(f"{phrasing!r} is a question of {other.id!r} already: choose that")
        if key not in {question_key(known) for known in (entry.title, *entry.alternates, *new)}:
            new.append(phrasing)
    return new


def _edited(text: str, entry: FaqEntry, phrasings: Sequence[str]) -> str:
    lines = Lines(text)
    start = lines.starts[lines.number(entry.title_span.start) - 1]
    items = scan(lines, start)
    heading = next(items)
    assert isinstance(heading, Heading)
    following = next(items, None)
    body = following.body if isinstance(following, Comment) else Span(0, 0)
    metadata = _METADATA.match(text[body.start : body.end])
    newline = "\r\n" if "\r\n" in text else "\n"
    if metadata is None:
        at = _line_end(text, heading.span.end, len(text))
        block = ["<!-- faq", f"{_KEY}:", *(f"  - {quoted(p)}" for p in phrasings), "-->"]
        return text[:at] + "".join(newline + line for line in block) + text[at:]
    span = Span(body.start + metadata.end(), body.end)
    return _with_metadata(text, span, phrasings, newline)


def _with_metadata(text: str, span: Span, phrasings: Sequence[str], newline: str) -> str:
    node = yaml.compose(text[span.start : span.end], Loader=LOADER)
    if not isinstance(node, yaml.MappingNode) or node.flow_style or not node.value:
        raise _by_hand()
    found = next((value for key, value in node.value if key.value == _KEY), None)
    if found is None:
        last = node.value[-1][1]
        at = _line_end(text, _content_end(text, span.start + last.end_mark.index), span.end)
        indent = " " * node.start_mark.column
        added = [f"{indent}{_KEY}:", *(f"{indent}  - {quoted(p)}" for p in phrasings)]
    elif isinstance(found, yaml.SequenceNode) and found.flow_style:
        return _in_brackets(text, span.start + found.end_mark.index - 1, phrasings)
    elif isinstance(found, yaml.SequenceNode):
        last = found.value[-1]
        at = _line_end(text, _content_end(text, span.start + last.end_mark.index), span.end)
        indent = " " * found.start_mark.column
        added = [f"{indent}- {quoted(p)}" for p in phrasings]
    else:
        raise _by_hand()
    return text[:at] + "".join(newline + line for line in added) + text[at:]


def _in_brackets(text: str, bracket: int, phrasings: Sequence[str]) -> str:
    at = _content_end(text, bracket)
    listed = ", ".join(map(quoted, phrasings))
    lead = {"[": "", ",": " "}.get(text[at - 1], ", ")
    return text[:at] + lead + listed + text[at:]


def _content_end(text: str, end: int) -> int:
    """`end` without the white space before it."""
    return len(text[:end].rstrip())


def _line_end(text: str, start: int, end: int) -> int:
    """Where the line that holds `start` ends, before its line end; at most the content before `end`."""
    match = _LINE_END.search(text, start, end)
    return match.start() if match else _content_end(text, end)


def quoted(text: str) -> str:
    """A YAML text in double quotes that cannot close the comment it stands in."""
    return json.dumps(text, ensure_ascii=False).replace(">", "\\u003e")


def _by_hand() -> UsageError:
    return UsageError(
        "the entry's metadata is written in a way that cannot be edited here: "
        "add the phrasing in the file by hand"
    )


def _check(corpus: Corpus, entry: FaqEntry, new: Sequence[str], sources: Mapping[str, str]) -> None:
    """Raise UsageError unless the edited files read as before, and `new` besides."""
    try:
        read = corpus_from_texts(sources)
    except CorpusError as error:
        raise _by_hand() from error
    expected = [
        _content(corpus, known, (*known.alternates, *new) if known is entry else known.alternates)
        for known in corpus.entries
    ]
    if [_content(read, found, found.alternates) for found in read.entries] != expected:
        raise _by_hand()


def _content(corpus: Corpus, entry: FaqEntry, alternates: tuple[str, ...]) -> tuple[object, ...]:
    """Everything of an entry but where it stands."""
    text = corpus.sources[entry.path]
    return (
        *(entry.id, entry.title, entry.path, entry.topic, alternates, entry.tags),
        *(entry.audience, entry.resources, entry.url, entry.reconstructed),
        tuple((text[b.span.start : b.span.end], b.audience, b.incomplete) for b in entry.blocks),
        tuple((f.question, f.verdict, f.quote, f.audience) for f in entry.facts),
    )
