"""One training example and what every source shares: labels, deduplication, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """Truth of a question as phrased, by its evidence alone."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"
    UNKNOWN = "unknown"
    """The evidence is on the subject but does not settle the question."""
    NONE = "none"
    """Settled, but not a yes/no question."""


@dataclass(frozen=True)
class Example:
    """A question with the text that does or does not settle it.

    `document` is the unit of splitting: examples of one document stay on one side.
    `heading` may be empty; a leading "Yes."/"No." of `text` is about the heading, not the question.
    `evidence` has the numbers, from 0, of the sentences (as `split_sentences` gives them) that settle
    the question, the most decisive first; empty where nobody has marked them.
    """

    question: str
    heading: str
    text: str
    label: Label
    source: str
    document: str
    kind: str
    evidence: tuple[int, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the text settles the question: the target of the relevance model."""
        return self.label is not Label.UNKNOWN


LEAD_WORD = re.compile(
    r"^\s*(?:yes|no|yep|nope|absolutely|of course)\b\s*[.,;:!\u2013\u2014-]*\s*", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9*>-])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|no|approx|incl|mr|mrs|dr|st|inc|ltd)\.)$", re.IGNORECASE
)


def strip_lead(text: str) -> str:
    """The text without its leading "Yes,"/"No."; unchanged where nothing would be left."""
    body = LEAD_WORD.sub("", text, count=1)
    return body[:1].upper() + body[1:] if body else text


def split_sentences(text: str, min_chars: int = 20) -> list[str]:
    """Sentences in order; a piece shorter than `min_chars` ("Yes.") joins the sentence after it."""
    sentences: list[str] = []
    held = ""
    for piece in _SENTENCE_END.split(text):
        held = f"{held} {piece.strip()}".strip()
        if len(held) >= min_chars and not _ABBREVIATION.search(held):
            sentences.append(held)
            held = ""
    if held:
        sentences.append(held)
    return sentences


def deduplicate(examples: Iterable[Example]) -> Iterator[Example]:
    """The first example of each (question, text), compared without case and spacing."""
    seen: set[tuple[str, str]] = set()
    for example in examples:
        key = (_normal(example.question), _normal(example.text))
        if key not in seen:
            seen.add(key)
            yield example


def _normal(text: str) -> str:
    return " ".join(text.lower().split())
