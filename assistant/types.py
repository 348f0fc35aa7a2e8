"""The values that flow from corpus files to an Answer. Frozen, and nothing here imports anything of ours.

Offsets are counted in characters (Unicode code points) of the decoded source file, byte-order mark
and line ends included, so that `source[start:end] == text` holds for every span.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# Marks fields that JSON leaves out where they are empty.
OPTIONAL: Mapping[str, object] = {"optional": True}


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


class Outcome(StrEnum):
    """How a turn ended."""

    ANSWERED = "answered"
    SUGGESTED = "suggested"
    NOT_COVERED = "not_covered"
    SMALL_TALK = "small_talk"
    HANDOFF = "handoff"


class QuestionForm(StrEnum):
    """What kind of answer the question asks for."""

    POLAR = "polar"  # yes or no
    OPEN = "open"  # which, how, what ...
    ALTERNATIVE = "alternative"  # "A or B?": answered by a passage, not by yes or no


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
    breaks off at its end, `section` is the sub-heading it stands under.
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


@dataclass(frozen=True, slots=True)
class Chunk:
    """An indexed piece of an entry.

    `text` is exact; `span` is None only for alternates, which live in metadata. `passage` is the
    ordinal of the passage within its entry that this chunk is or belongs to (None: heading, alternate).
    `context` is what a reader needs in front of the text to understand it (the heading, and a table's
    column names).
    """

    id: str
    kind: ChunkKind
    entry_id: str
    text: str
    span: Span | None
    passage: int | None = None
    audience: str | None = None
    context: str = ""


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


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: one of `audience`; where that is not known (None), of any that is not `denied`."""

    audience: str | None = None
    denied: frozenset[str] = frozenset()

    def can_read(self, scope: str | None) -> bool:
        """Whether text for `scope` (None: for everybody) may be for this asker."""
        known = self.audience is not None
        return scope is None or (scope == self.audience if known else scope not in self.denied)


ANYBODY = Asker()


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a user with what came before it. `history` is oldest first, user questions only."""

    question: str
    history: tuple[str, ...] = ()
    audience: str | None = None
    conversation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote from `passages[passage].text[start:end]` of an Answer."""

    passage: int
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where a passage stands: `path` opens from where the command was run; offsets in characters."""

    path: str
    start: int
    end: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """An element of a passage as it is to be shown, named as in HTML: `p`, `ul`, `table`, `code`, `mark` ...

    Children are nodes and literal text. `url` is the target of an `a`: http, https or mailto. `start` is
    the number that an `ol` begins with, where that is not 1.
    """

    tag: str
    children: tuple[Node | str, ...] = ()
    url: str | None = field(default=None, metadata=OPTIONAL)
    start: int | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage: exact text of its source.

    `layout` is what Markdown in it stands for, with `mark` around the evidence; empty where there is none.
    """

    entry_id: str
    title: str
    text: str
    source: Source
    audience: str | None
    score: float
    incomplete: bool = False
    layout: tuple[Node | str, ...] = field(default=(), metadata=OPTIONAL)


@dataclass(frozen=True, slots=True)
class AudienceVerdict:
    """The verdict for one audience; `evidence` indexes the Answer's evidence list."""

    audience: str
    label: str
    value: VerdictValue
    evidence: int


@dataclass(frozen=True, slots=True)
class Condition:
    """Words that a yes or a no hangs on, as exact text; `evidence` indexes the Answer's evidence list.

    They stand in that evidence, or in the list below it. `plain` is how they read without Markdown's marks, where
    they have any, and behind the opener of such a list; `audience` whose text they are from, where the verdict
    rests on texts for several.
    """

    text: str
    evidence: int
    plain: str = field(default="", metadata=OPTIONAL)
    audience: str | None = field(default=None, metadata=OPTIONAL)

    @property
    def shown(self) -> str:
        """What people read."""
        return self.plain or self.text


@dataclass(frozen=True, slots=True)
class ConditionAnswer:
    """What the asker said of a condition, given as it was asked about ("you are a student")."""

    condition: str
    applies: bool

    @property
    def labelled(self) -> str:
        """The condition with a yes or no after it."""
        return f"{self.condition}: {'yes' if self.applies else 'no'}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The straight answer, with the rows and conditions it rests on.

    It is undetermined and a `conflict` where two texts for the same readers contradict each other.
    """

    value: VerdictValue
    confidence: float
    by_audience: tuple[AudienceVerdict, ...] = ()
    conditions: tuple[Condition, ...] = ()
    conflict: bool = field(default=False, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True)
class ClarificationOption:
    """One way to settle a clarification."""

    label: str
    audience: str


@dataclass(frozen=True, slots=True)
class Clarification:
    """What is missing for a straight answer."""

    question: str
    options: tuple[ClarificationOption, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry that may be what was meant."""

    entry_id: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Content:
    """What is answered to a turn, before it is framed as a message.

    `phrase` is the reply to small talk, `condition` what the clarification asks about, where that is a
    condition.
    """

    outcome: Outcome
    passages: tuple[Passage, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    verdict: Verdict | None = None
    clarification: Clarification | None = None
    also_asked: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    resources: tuple[Link, ...] = ()
    escalation: Escalation | None = None
    phrase: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """The answer framed for people. `html` holds no markup but the templates' own."""

    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What an answer was made from: enough to reproduce it."""

    index_version: str
    corpus_sha256: str
    encoder: str
    judge: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What every channel gives: command line, HTTP, Slack and evaluation. Field names are the contract's."""

    answer_id: str
    conversation_id: str | None
    question: str
    standalone_question: str
    audience: str | None
    outcome: Outcome
    verdict: Verdict | None
    evidence: tuple[Evidence, ...]
    passages: tuple[Passage, ...]
    message: Message
    clarification: Clarification | None
    also_asked: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]
    resources: tuple[Link, ...]
    escalation: Escalation | None
    knowledge: Knowledge
    elapsed_ms: float
