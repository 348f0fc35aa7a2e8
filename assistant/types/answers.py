"""Turns and Answers: who asks what, and what is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.types.faq import Escalation, Link, VerdictValue

# Marks fields that JSON leaves out where they are empty.
OPTIONAL: Mapping[str, object] = {"optional": True}


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

    `section` names the sub-headings above it, outer first. `layout` is what is to be seen of it, with `mark`
    around the evidence: what Markdown in it stands for, below its `section`; empty where the text is plain.
    """

    entry_id: str
    title: str
    text: str
    source: Source
    audience: str | None
    score: float
    incomplete: bool = False
    section: str = field(default="", metadata=OPTIONAL)
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
