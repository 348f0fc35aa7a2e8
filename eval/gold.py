"""Is a shown text one of the right ones? Gold passages are verbatim substrings of the corpus."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from assistant.errors import CorpusError

_SPACE = re.compile(r"\s+")
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n")


def normalise(text: str) -> str:
    """Text with every run of white space as one blank, so that line ends do not matter."""
    return _SPACE.sub(" ", text).strip()


@dataclass(frozen=True, slots=True)
class Place:
    """Half-open character range of a source file; `path` is resolved."""

    path: str
    start: int
    end: int

    def holds(self, other: Place) -> bool:
        """Whether all of `other` stands in it."""
        return self.path == other.path and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Place) -> bool:
        """Whether they share at least one character."""
        return self.path == other.path and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Shown:
    """A text that an answer shows, with its place where that is known."""

    text: str
    place: Place | None = None


@dataclass(frozen=True)
class GoldSources:
    """The corpus files by resolved path; finds where gold strings stand."""

    texts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _found(self) -> dict[str, tuple[Place, ...]]:
        return {}

    def places(self, gold: str) -> tuple[Place, ...]:
        """Every place where `gold` stands, white space aside, in file order."""
        if gold not in self._found:
            pattern = re.compile(r"\s+".join(re.escape(word) for word in gold.split()))
            self._found[gold] = tuple(
                Place(path, match.start(), match.end())
                for path, text in sorted(self.texts.items())
                for match in pattern.finditer(text)
            )
        return self._found[gold]

    def crosses_paragraphs(self, place: Place) -> bool:
        """Whether a paragraph ends inside `place`, so that no passage can contain all of it."""
        return bool(_PARAGRAPH_BREAK.search(self.texts[place.path][place.start : place.end]))


def read_sources(folder: Path) -> GoldSources:
    """Every Markdown file under `folder`, line ends and byte-order mark kept. Raises CorpusError."""
    if not folder.is_dir():
        raise CorpusError(
            str(folder), None, "there is no such folder", "name that of the FAQ files"
        )
    texts = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() == ".md" and path.is_file():
            try:
                raw = path.read_bytes()
            except OSError as error:
                problem = f"cannot be read ({error.strerror})"
                raise CorpusError(str(path), None, problem, "check its permissions") from None
            texts[os.path.realpath(path)] = raw.decode("utf-8", errors="surrogateescape")
    return GoldSources(texts)


def is_right_passage(shown: Shown, golds: tuple[str, ...], sources: GoldSources) -> bool:
    """Whether a shown passage contains one of `golds`, or shares one that crosses paragraphs."""
    text = normalise(shown.text)
    if any(normalise(gold) in text for gold in golds):
        return True
    place = shown.place
    if place is None:
        return False
    return any(
        place.overlaps(found) and sources.crosses_paragraphs(found)
        for gold in golds
        for found in sources.places(gold)
    )


def is_right_evidence(quote: Shown, golds: tuple[str, ...], sources: GoldSources) -> bool:
    """Whether a quote contains, is contained in, or overlaps with one of `golds`."""
    text = normalise(quote.text)
    if not text:
        return False
    if any(text in normalise(gold) or normalise(gold) in text for gold in golds):
        return True
    place = quote.place
    return place is not None and any(
        place.overlaps(found) for gold in golds for found in sources.places(gold)
    )
