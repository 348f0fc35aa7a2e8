"""The FAQ: what its files hold, the chunks they are cut into, and what a search finds of them.

Offsets are counted in characters (Unicode code points) of the decoded source file, byte-order mark
and line ends included, so that `source[start:end] == text` holds for every span.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ChunkKind(StrEnum):
    """What a chunk is a piece of."""

    HEADING = "heading"  # the entry's question
    ALTERNATE = "alternate"  # another phrasing of it, from the entry's metadata
    PASSAGE = "passage"  # a paragraph, list or audience block: what an answer shows
    SENTENCE = "sentence"  # one sentence of a passage: what an answer quotes
    ROW = "row"  # a row of a table without the heading: finds its entry only, as it is a sentence, too


class VerdictValue(StrEnum):
    """The straight answer to a yes/no question as it was phrased."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character range `[start, end)` of a source file."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Audience:
    """A group of readers for whom the policy may differ."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A named place; `url` is None until the operator fills it in."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """A document that passages refer to, recognised by its title or an alias in their text."""

    title: str
    url: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Escalation:
    """The way out to a person, where the FAQ is silent."""

    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """An answer pinned by the operator: `question` has `verdict` for `audience`, proved by `quote`.

    `quote` is verbatim text of the entry that carries the fact; `span` is where it stands.
    """

    question: str
    verdict: VerdictValue
    quote: str
    span: Span
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list or table of an entry's answer: the unit that is shown as a passage.

    `audience` is the scope that holds for the whole block, `incomplete` says that the published text
    breaks off at its end, `section` names the sub-headings above it, outer first.
    """

    span: Span
    audience: str | None = None
    incomplete: bool = False
    section: str | None = None


@dataclass(frozen=True, slots=True)
class FaqEntry:
    """One question of the FAQ with its answer, as it stands in `path` at `line` (from 1).

    `path` is relative to the corpus folder. `span` covers the heading and the whole answer. `title` is
    the heading as it reads without Markdown's marks; `title_span` is where it stands, marks and all.
    """

    id: str
    title: str
    path: str
    line: int
    title_span: Span
    span: Span
    blocks: tuple[Block, ...]
    topic: str | None = None
    alternates: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    audience: str | None = None
    facts: tuple[Fact, ...] = ()
    resources: tuple[str, ...] = ()  # titles attached by hand, besides those that the text names
    url: str | None = None
    reconstructed: bool = False  # the heading was not in the published source


@dataclass(frozen=True, slots=True)
class Corpus:
    """A team's FAQ: entries in file order, and the exact text of every file they come from.

    `sources` maps a relative path to the decoded text; `sha256` identifies the content of all of them.
    """

    name: str
    title: str
    sources: Mapping[str, str]
    entries: tuple[FaqEntry, ...]
    sha256: str
    language: str = "en"
    audiences: tuple[Audience, ...] = ()
    resources: tuple[Resource, ...] = ()
    escalation: Escalation = field(default_factory=lambda: Escalation(""))

    @property
    def audience_labels(self) -> dict[str, str]:
        """The label of each audience by its id."""
        return {audience.id: audience.label for audience in self.audiences}


@dataclass(frozen=True, slots=True)
class Chunk:
    """An indexed piece of an entry.

    `text` is exact; `span` is None only for alternates, which live in metadata. `passage` is the
    ordinal of the passage within its entry that this chunk is or belongs to (None: heading, alternate).
    `context` is what a reader needs in front of the text to understand it (the heading, and a table's
    column names), `section` the sub-headings above it.
    """

    id: str
    kind: ChunkKind
    entry_id: str
    text: str
    span: Span | None
    passage: int | None = None
    audience: str | None = None
    context: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found for a query. Higher scores are better; ranks start at 1."""

    chunk: Chunk
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class EntryHit:
    """An entry found for a query, with what spoke for it.

    `passages` holds its passages by descending score, `sentences` its sentences likewise. `features`
    are named scores, for decision and audit: those that the fusion saw (cosines, BM25 ...), and of what the
    judge read, `relevance` and the score before it, `retrieval`.
    """

    entry_id: str
    score: float
    rank: int
    passages: tuple[Hit, ...]
    sentences: tuple[Hit, ...]
    features: Mapping[str, float]
