"""Stand-ins for models: deterministic, instant, with scores that can be worked out by hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.encoder import Vectors
from assistant.judge.runtime import Polarity
from assistant.types import Answer, Knowledge, Message, Outcome


def bare_answer(**told: Any) -> Answer:
    """An answer that tells nothing but what is given: that the FAQ does not cover "Why?"."""
    bare: dict[str, Any] = {
        "answer_id": "",
        "conversation_id": None,
        "question": "Why?",
        "standalone_question": told.get("question", "Why?"),
        "audience": None,
        "outcome": Outcome.NOT_COVERED,
        "verdict": None,
        "evidence": (),
        "passages": (),
        "message": Message("", ""),
        "clarification": None,
        "also_asked": (),
        "suggestions": (),
        "resources": (),
        "escalation": None,
        "knowledge": Knowledge("v1", "0" * 64, "fake", None),
        "elapsed_ms": 0.0,
    }
    return Answer(**(bare | told))


class FakeEncoder:
    """Texts of n and m different words, k of them shared, have a cosine of k / sqrt(n * m).

    Words fall into `dimension` slots by their hash, so that two of them rarely share one. A text
    without words is the first axis. `encoded` lists all encoded texts, for tests of reuse.
    """

    def __init__(
        self, dimension: int = 4096, *, id: str = "fake", fingerprint: str = "f" * 64
    ) -> None:
        self.id = id
        self.fingerprint = fingerprint
        self.dimension = dimension
        self.encoded: list[str] = []

    def words(self) -> frozenset[str]:
        return frozenset()

    def encode_query(self, text: str) -> Vectors:
        vector: Vectors = self.encode_queries([text])[0]
        return vector

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            words = sorted(set(_words(text)))
            vectors[row, [self._slot(word) for word in words] or [0]] = 1.0
        units: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return units

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        return self.encode_queries(texts)

    def encode_query_with_tokens(self, text: str) -> tuple[Vectors, Vectors]:
        return self.encode_query(text), self.encode_tokens([text])[0]

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        found = []
        for text in texts:
            words = _words(text)
            vectors = np.zeros((len(words), self.dimension), np.float32)
            vectors[range(len(words)), [self._slot(word) for word in words]] = 1.0
            found.append(vectors)
        return found

    def _slot(self, word: str) -> int:
        digest = hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()
        return 1 + int.from_bytes(digest[:8], "big") % (self.dimension - 1)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


class FakeJudge:
    """Relevance is the share of the question's words that the text holds; a text with "not" or "no"
    among its words says no to every question, one with "depends" that it depends, any other yes.

    `read` lists the (question, text) pairs read for relevance, `settled` those read for polarity.
    """

    id = "fake-judge"

    def __init__(self, confidence: float = 0.9) -> None:
        self.confidence = confidence
        self.read: list[tuple[str, str]] = []
        self.settled: list[tuple[str, str]] = []

    def relevance(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read.extend((question, text) for text in texts)
        asked = set(_words(question))
        return np.array(
            [len(asked & set(_words(text))) / max(1, len(asked)) for text in texts], np.float32
        )

    def polarity(self, question: str, evidence: str) -> Polarity:
        self.settled.append((question, evidence))
        words = set(_words(evidence))
        rest = 1 - self.confidence
        if "depends" in words:
            return Polarity(0.0, 0.0, self.confidence, rest)
        if {"not", "no", "cannot"} & words:
            return Polarity(0.0, self.confidence, 0.0, rest)
        return Polarity(self.confidence, 0.0, 0.0, rest)
