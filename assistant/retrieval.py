"""From a question to the entries that may answer it: wide, cheap and deterministic.

FAISS and BM25 propose entries; each proposed entry then gets the same few scores, and their weighted
sum ranks it. Late interaction over stored token vectors carries most of the order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.encoder import Encoder, Vectors
from assistant.english import correct_question_words
from assistant.index.store import LoadedIndex
from assistant.lexical import LexicalIndex
from assistant.questions.form import search_words
from assistant.spelling import Speller
from assistant.types import Chunk, ChunkKind, EntryHit, Hit

# Weights of the scores, all of which are about 1 at best. Picked by hand from a comparison on authored
# train and dev, StackFAQ and CovidFAQ, so figures on those sets are not blind to this choice.
WEIGHTS: Mapping[str, float] = {
    "passage": 1.0,  # cosine of the best passage, read with its heading
    "sentence": 1.0,  # cosine of the best sentence, read with its heading; a row of a table also alone
    "late": 2.0,  # MaxSim of the best passage, read with its heading, or of a row alone
    "heading": 0.0,  # cosine of the heading or an alternate; informs the decision, not the order
    "late_heading": 0.5,  # MaxSim of the heading or of the passage, whichever fits
    "lexical": 0.25,  # BM25 of the whole entry
    "lexical_heading": 0.25,  # BM25 of its heading and alternates
}
_CANDIDATE_CHUNKS = 200  # nearest chunks by cosine, whose entries are looked at
_REMEMBERED = 1000  # questions whose best entry is remembered
_CANDIDATES_LEXICAL = 20  # entries that BM25 adds to those
# Entries compared token by token. The right one was among 20 in 98 of 100 cases; which, was not recorded.
_CANDIDATES = 40


def search_text(chunk: Chunk) -> str:
    """The text that stands for a chunk in the index: a passage or sentence is read with its heading."""
    return f"{chunk.context}\n{chunk.text}" if chunk.context else chunk.text


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the chunks of one entry are, by kind."""

    headings: tuple[int, ...]
    passages: tuple[int, ...]
    sentences: tuple[int, ...]
    table_rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Query:
    """A question with its scores: `cosine` by chunk row, `lexical` and `lexical_heading` by entry.

    Cosines are looked up one by one, which a list does several times as quickly as an array.
    """

    tokens: Vectors
    cosine: list[float]
    lexical: Vectors
    lexical_heading: Vectors


class Retriever:
    """Searches one index version. Read-only after construction, so threads may share it."""

    def __init__(self, index: LoadedIndex, encoder: Encoder) -> None:
        self._index = index
        self._encoder = encoder
        self._vectors = index.vectors.vectors()
        self._order = [entry.id for entry in index.corpus.entries]
        self._rows = _rows_by_entry(index.chunks, self._order)
        self._doubled = sum(chunk.kind is ChunkKind.ROW for chunk in index.chunks)
        self._numbers = {entry_id: number for number, entry_id in enumerate(self._order)}
        self._entry_of = np.array(
            [self._numbers[chunk.entry_id] for chunk in index.chunks], np.int64
        )
        self._headings = LexicalIndex(_entry_texts(index, headings_only=True))
        texts = _entry_texts(index, headings_only=False)
        self._texts = LexicalIndex(texts)
        audiences = [name for a in index.corpus.audiences for name in (a.label, *a.aliases)]
        self._speller = Speller([*texts, *audiences], encoder.words())
        # Every turn of a conversation looks at all turns before it.
        self._nearest_entry = lru_cache(maxsize=_REMEMBERED)(self._find_best)

    @property
    def encoder(self) -> Encoder:
        """What made the vectors of the index."""
        return self._encoder

    def correct(self, text: str) -> str:
        """`text` with typos corrected to the words of the FAQ they stand for."""
        return self._speller.correct(text)

    def knows(self, text: str) -> bool:
        """Whether the FAQ has a content word of `text`, typos corrected."""
        return self._texts.knows(self.correct(text))

    def recognises(self, text: str) -> bool:
        """Whether `text` has a word of the FAQ or of the language, or a number."""
        return self.knows(text) or self._speller.recognises(correct_question_words(text))

    def is_verb(self, word: str) -> bool:
        """Whether `word` may be a verb: the language has a form of it that only verbs have."""
        return self._speller.is_verb(word)

    def search(self, query: str, *, limit: int = 20) -> tuple[EntryHit, ...]:
        """The best `limit` entries by descending score, equal scores in corpus order."""
        query = self.correct(search_words(query))
        vector, tokens = self._encoder.encode_query_with_tokens(query)
        asked = _Query(
            tokens,
            (self._vectors @ vector).tolist(),
            self._texts.scores(query),
            self._headings.scores(query),
        )
        numbers = self._candidates(vector, asked)
        late = self._late(numbers, asked)
        scored = [(number, self._features(number, asked, late)) for number in numbers]
        ranked = sorted(
            ((_weighted(features), number, features) for number, features in scored),
            key=lambda item: (-item[0], item[1]),
        )
        return tuple(
            EntryHit(
                entry_id=self._order[number],
                score=score,
                rank=rank,
                passages=self._hits(self._rows[number].passages, asked, late),
                sentences=self._hits(self._rows[number].sentences, asked, {}),
                features=features,
            )
            for rank, (score, number, features) in enumerate(ranked[:limit], start=1)
        )

    def best_entry(self, query: str) -> str | None:
        """Id of the best entry; None where there is none."""
        return self._nearest_entry(query)

    def _find_best(self, query: str) -> str | None:
        hits = self.search(query, limit=1)
        return hits[0].entry_id if hits else None

    def headings(self, entry_id: str) -> tuple[str, ...]:
        """The title and the alternates of an entry."""
        entry = self._index.corpus.entries[self._numbers[entry_id]]
        return (entry.title, *entry.alternates)

    def has(self, entry_id: str, stem: str, *, headings_only: bool = False) -> bool:
        """Whether the entry, or a heading of it, has a word with this stem."""
        texts = self._headings if headings_only else self._texts
        return texts.has(self._numbers[entry_id], stem)

    def entries_with(self, stem: str) -> int:
        """How many entries have a word with this stem."""
        return self._texts.count(stem)

    def _candidates(self, vector: Vectors, asked: _Query) -> list[int]:
        """Numbers of the entries worth comparing token by token."""
        # A row of a table is there twice, which must not push out other entries.
        _, rows = self._index.vectors.search(vector[None], _CANDIDATE_CHUNKS + self._doubled)
        found = set(self._entry_of[rows[0]].tolist())
        best = np.argsort(-asked.lexical, kind="stable")[:_CANDIDATES_LEXICAL]
        found.update(best[asked.lexical[best] > 0].tolist())
        if len(found) <= _CANDIDATES:
            return sorted(found)
        nearest = sorted(found, key=lambda n: (-self._nearness(n, asked), n))
        return sorted(nearest[:_CANDIDATES])

    def _nearness(self, number: int, asked: _Query) -> float:
        rows = self._rows[number]
        chunks = rows.passages + rows.sentences + rows.table_rows
        return _best(asked.cosine, chunks) + float(asked.lexical[number])

    def _late(self, numbers: Sequence[int], asked: _Query) -> dict[int, float]:
        """MaxSim of the passages, table rows and headings of the entries, by chunk row; one pass for all."""
        entries = [self._rows[number] for number in numbers]
        rows = [row for e in entries for row in e.passages + e.table_rows + e.headings[:1]]
        scores = self._index.tokens.max_sim(asked.tokens, rows)
        return dict(zip(rows, scores.tolist(), strict=True))

    def _features(self, number: int, asked: _Query, late: Mapping[int, float]) -> dict[str, float]:
        rows = self._rows[number]
        passage = _best(asked.cosine, rows.passages)
        best_late = max((late[row] for row in rows.passages + rows.table_rows), default=0.0)
        return {
            "passage": passage,
            "sentence": _best(asked.cosine, rows.sentences + rows.table_rows, passage),
            "late": best_late,
            "heading": _best(asked.cosine, rows.headings),
            "late_heading": max([best_late, *(late[row] for row in rows.headings[:1])]),
            "lexical": float(asked.lexical[number]),
            "lexical_heading": float(asked.lexical_heading[number]),
        }

    def _hits(
        self, rows: Sequence[int], asked: _Query, late: Mapping[int, float]
    ) -> tuple[Hit, ...]:
        """The chunks of `rows` by descending score: the cosine, averaged with MaxSim where known."""
        scores = {row: asked.cosine[row] for row in rows}
        for row in rows:
            if row in late:
                scores[row] = (scores[row] + late[row]) / 2
        order = sorted(rows, key=lambda row: (-scores[row], row))
        return tuple(
            Hit(self._index.chunks[row], scores[row], rank) for rank, row in enumerate(order, 1)
        )


def _weighted(features: Mapping[str, float]) -> float:
    """The fused score, scaled so that a perfect match is about 1."""
    total = sum(WEIGHTS[name] * value for name, value in features.items())
    return total / sum(WEIGHTS.values())


def _best(scores: Sequence[float], rows: Sequence[int], otherwise: float = 0.0) -> float:
    return max([scores[row] for row in rows], default=otherwise)


def _rows_by_entry(chunks: Sequence[Chunk], order: Sequence[str]) -> list[_Rows]:
    names = ("headings", "passages", "sentences", "table_rows")
    found: dict[str, dict[str, list[int]]] = {
        entry_id: {name: [] for name in names} for entry_id in order
    }
    group = {
        ChunkKind.HEADING: "headings",
        ChunkKind.ALTERNATE: "headings",
        ChunkKind.PASSAGE: "passages",
        ChunkKind.SENTENCE: "sentences",
        ChunkKind.ROW: "table_rows",
    }
    for row, chunk in enumerate(chunks):
        found[chunk.entry_id][group[chunk.kind]].append(row)
    return [_Rows(*(tuple(found[entry_id][name]) for name in names)) for entry_id in order]


def _entry_texts(index: LoadedIndex, *, headings_only: bool) -> list[str]:
    """What BM25 reads of each entry; sentences are part of passages and are left out."""
    kinds = {ChunkKind.HEADING, ChunkKind.ALTERNATE}
    if not headings_only:
        kinds.add(ChunkKind.PASSAGE)
    texts: dict[str, list[str]] = {entry.id: [] for entry in index.corpus.entries}
    for chunk in index.chunks:
        if chunk.kind in kinds:
            texts[chunk.entry_id].append(chunk.text)
    return [" ".join(parts) for parts in texts.values()]
