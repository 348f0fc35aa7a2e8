"""The questions that wait for a better answer, in clusters, with their vectors kept for the next look."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.clusters import cluster
from assistant.encoder import Encoder, Vectors
from assistant.storage.insights import LoggedQuestion, to_review
from assistant.storage.store import Store
from assistant.text import question_key
from assistant.types import Corpus
from web.bounded import Bounded

MOST = 1000  # different questions grouped at a time
_VECTORS = 5000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question, with the key that names it in addresses and forms."""

    key: str
    logged: LoggedQuestion


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask for the same; the first stands for all."""

    questions: tuple[Waiting, ...]
    times: int
    unanswered: int
    downs: int

    @property
    def key(self) -> str:
        """The key of the first question."""
        return self.questions[0].key

    @property
    def title(self) -> str:
        """The first question."""
        return self.questions[0].logged.question


class Grouping:
    """Groups of one store; questions that the FAQ has a phrasing for by now are left out."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._vectors: Bounded[tuple[str, str], Vectors] = Bounded(_VECTORS)

    def groups(self, corpus: Corpus, encoder: Encoder, days: int) -> list[Group]:
        """The groups of the last `days` days, most frequent first. Raises StoreError."""
        waiting = self._waiting(corpus, days)
        vectors = self._encoded([item.logged.question for item in waiting], encoder)
        weights = [item.logged.times for item in waiting]
        return [
            _group([waiting[row] for row in (c.centre, *(m for m in c.members if m != c.centre))])
            for c in cluster(vectors, weights)
        ]

    def _waiting(self, corpus: Corpus, days: int) -> list[Waiting]:
        known = {
            question_key(question)
            for entry in corpus.entries
            for question in (entry.title, *entry.alternates)
        }
        found = to_review(self._store, days, int(time.time() * 1000), limit=MOST)
        return [
            Waiting(_key(logged), logged)
            for logged in found
            if logged.downs or question_key(logged.question) not in known
        ]

    def _encoded(self, questions: Sequence[str], encoder: Encoder) -> Vectors:
        if not questions:
            return np.zeros((0, encoder.dimension), np.float32)
        known = {text: self._vectors.get((encoder.fingerprint, text)) for text in set(questions)}
        new = sorted(text for text, vector in known.items() if vector is None)
        for text, vector in zip(new, encoder.encode_queries(new) if new else (), strict=True):
            known[text] = vector
            self._vectors.put((encoder.fingerprint, text), vector)
        return np.stack([vector for text in questions if (vector := known[text]) is not None])


def _key(logged: LoggedQuestion) -> str:
    return hashlib.sha256(f"{logged.audience or ''}\n{logged.question}".encode()).hexdigest()[:16]


def _group(questions: Sequence[Waiting]) -> Group:
    return Group(
        tuple(questions),
        sum(item.logged.times for item in questions),
        sum(item.logged.unanswered for item in questions),
        sum(item.logged.downs for item in questions),
    )
