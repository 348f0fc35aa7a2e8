"""From a question to the entries that may answer it: wide, cheap and deterministic.

FAISS and BM25 propose entries; each proposed entry then gets the same few scores, and their weighted
sum ranks it. Late interaction over stored token vectors carries most of the order. The same
search tells whether a follow-up leads to another entry than the question before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.audiences import find_name
from assistant.encoder import Encoder, Vectors
from assistant.english import AUX, PREPOSITION, SUBJECT, correct_question_words, straight_quotes
from assistant.index.store import LoadedIndex
from assistant.lexical import LexicalIndex, stems
from assistant.questions.form import asks_by_itself, searched
from assistant.spelling import Speller
from assistant.types import Chunk, ChunkKind, EntryHit, Hit

# Weights of the scores, all of which are about 1 at best. Picked by hand from a comparison on authored
# train and dev, StackFAQ and CovidFAQ, so figures on those sets are not blind to this choice.
WEIGHTS: Mapping[str, float] = {
    "passage": 1.0,  # cosine of the best passage, read with its heading
    "sentence": 1.0,  # cosine of the best sentence, read with its heading
    "late": 2.0,  # MaxSim of the best passage, read with its heading
    "heading": 0.0,  # cosine of the heading or an alternate; informs the decision, not the order
    "late_heading": 0.5,  # MaxSim of the heading or of the passage, whichever fits
    "lexical": 0.25,  # BM25 of the whole entry
    "lexical_heading": 0.25,  # BM25 of its heading and alternates
}
_CANDIDATE_CHUNKS = 200
_REMEMBERED = 1000  # questions whose best entry is remembered, and pairs of them that are compared
_TOPIC_SHARE = 0.5  # of the words of a heading, that name what the entry is about
_FEWEST_TOLD = 2  # words of a heading, in a statement that is about the entry
_FEW = 2  # entries that speak of what one question is about, and hardly another
# "The towel" may be the one of the question before.
_SUBJECT = re.compile(
    rf"{AUX} (?:an? |any )?(?!(?:{SUBJECT}|{PREPOSITION}|{AUX})\b)(?P<subject>[\w'-]+)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[^\W_] )[A-Z][\w'’-]+")  # behind another word
_CANDIDATES_LEXICAL = 20
_CANDIDATES = 40  # entries compared token by token; the right one is among 20 in 98 of 100 cases


def search_text(chunk: Chunk) -> str:
    """The text that stands for a chunk in the index: a passage or sentence is read with its heading."""
    return f"{chunk.context}\n{chunk.text}" if chunk.context else chunk.text


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the chunks of one entry are, by kind."""

    headings: tuple[int, ...]
    passages: tuple[int, ...]
    sentences: tuple[int, ...]


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
        number = {entry_id: number for number, entry_id in enumerate(self._order)}
        self._entry_of = np.array([number[chunk.entry_id] for chunk in index.chunks], np.int64)
        self._headings = LexicalIndex(_entry_texts(index, headings_only=True))
        texts = _entry_texts(index, headings_only=False)
        self._texts = LexicalIndex(texts)
        audiences = [name for a in index.corpus.audiences for name in (a.label, *a.aliases)]
        self._speller = Speller([*texts, *audiences], encoder.words())
        # Every turn of a conversation looks at all turns before it.
        self._elsewhere = lru_cache(maxsize=_REMEMBERED)(self._compare)
        self._nearest_entry = lru_cache(maxsize=_REMEMBERED)(self._find_best)

    @property
    def encoder(self) -> Encoder:
        """What made the vectors of the index."""
        return self._encoder

    def correct(self, text: str) -> str:
        """`text` with slips of the fingers replaced by the words of the FAQ they stand for."""
        return self._speller.correct(text)

    def knows(self, text: str) -> bool:
        """Whether the FAQ has a content word of `text`, slips mended."""
        return self._texts.knows(self.correct(text))

    def recognises(self, text: str) -> bool:
        """Whether a word of `text` is one: of the FAQ, of the language, or a number."""
        return self.knows(text) or self._speller.recognises(correct_question_words(text))

    def search(self, query: str, *, limit: int = 20) -> tuple[EntryHit, ...]:
        """The best `limit` entries by descending score, equal scores in corpus order."""
        query = self.correct(searched(query))
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

    def leads_elsewhere(self, earlier: str, question: str) -> bool:
        """Whether `question` finds another entry than `earlier` does: by a word of its heading, and none that
        the earlier entry has ("Must I pay?" asks about that one, whatever other entries say of paying).

        Words that both questions and the entry found have count for neither ("Is travel covered? Is scaling
        covered?")."""
        return self._elsewhere(earlier, question)

    def names_an_entry(self, topic: str, earlier: str) -> bool:
        """Whether the entry that `topic` finds is about it: it is half of the words of its heading at least.

        Where the heading has words of `earlier` ("How many books may be borrowed? And films?", of "May films
        be borrowed?"), it goes on with that; but where the heading asks alike ("How many films ...?") and
        both together do not find it, the entry is what is asked for.
        """
        best, named = self.best_entry(topic), set(stems(topic))
        if best is None or not named:
            return False
        about = [
            heading
            for heading in self._headings_of(best)
            if named <= (own := set(stems(heading))) and len(own) * _TOPIC_SHARE <= len(named)
        ]
        asked = set(stems(earlier))
        if asked.isdisjoint(word for heading in about for word in stems(heading)):
            return bool(about)
        alike = any(_first_word(heading) == _first_word(earlier) for heading in about)
        return alike and self.best_entry(f"{earlier} {topic}") != best

    def is_headed(self, question: str, topic: str) -> bool:
        """Whether the entry that `question` finds is headed with its words: `topic` and more, and no others."""
        best, asked = self.best_entry(question), set(stems(self.correct(question)))
        headings = self._headings_of(best) if best else ()
        return any(set(stems(topic)) < set(stems(heading)) <= asked for heading in headings)

    def speaks_of(self, entry_id: str, topic: str) -> bool:
        """Whether the entry is about `topic`: by its heading, or by its text where no other is headed so."""
        named = stems(self.correct(topic))
        if any(self._has(entry_id, word, headings_only=True) for word in named):
            return True
        other = self.best_entry(topic)
        if other and all(self._has(other, word, headings_only=True) for word in named):
            return False
        return any(self._has(entry_id, word) for word in named)

    def tells_of_another(self, statement: str, question: str) -> bool:
        """Whether what was told is about another entry than `question` finds: it has two words of its heading,
        and half of them."""
        best, told = self.best_entry(statement), set(stems(self.correct(statement)))
        if best is None or best == self.best_entry(question):
            return False
        for heading in self._headings_of(best):
            own = set(stems(heading))
            if len(told & own) >= max(_FEWEST_TOLD, len(own) * _TOPIC_SHARE):
                return True
        return False

    def asks_of(self, name: str, question: str) -> bool:
        """Whether the entry that `question` finds has `name` in its heading."""
        best = self.best_entry(question)
        headings = self._headings_of(best) if best else ()
        return any(True for heading in headings for _ in find_name(name, heading))

    def _headings_of(self, entry_id: str) -> tuple[str, ...]:
        entry = self._index.corpus.entries[self._order.index(entry_id)]
        return (entry.title, *entry.alternates)

    def _compare(self, earlier: str, question: str) -> bool:
        before, found = self.best_entry(earlier), self.best_entry(question)
        if before is None or found is None or found == before:
            return False
        meant = self.correct(question)
        said, asked = set(stems(self.correct(earlier))), set(stems(meant))
        # "covered" of "Is travel covered?" and "Is scaling covered?" tells the one entry from the other as little.
        frame = {word for word in asked & said if self._has(found, word)}
        own = asked - frame
        if self._has_a_subject_of_its_own(meant, before):
            return True
        if any(self._has(before, word) for word in own):
            return False
        if any(self._has(found, word, headings_only=True) for word in own):
            return True
        # What asks alike, or of something by its name, leans on nothing: then the words below the heading count.
        named = set(stems(" ".join(_NAME.findall(meant))))
        counted = own if frame and asks_by_itself(meant) else own & named
        return any(self._has(found, word) for word in counted)

    def _has_a_subject_of_its_own(self, question: str, before: str) -> bool:
        """Whether it asks of a thing of which a few entries speak, but not `before` ("Is travel covered?")."""
        match = _SUBJECT.match(straight_quotes(question))
        named = stems(match["subject"]) if match else []
        return any(
            0 < self._texts.count(word) <= _FEW and not self._has(before, word) for word in named
        )

    def _has(self, entry_id: str, word: str, *, headings_only: bool = False) -> bool:
        texts = self._headings if headings_only else self._texts
        return texts.has(self._order.index(entry_id), word)

    def _candidates(self, vector: Vectors, asked: _Query) -> list[int]:
        """Numbers of the entries worth comparing token by token."""
        _, rows = self._index.vectors.search(vector[None], _CANDIDATE_CHUNKS)
        found = set(self._entry_of[rows[0]].tolist())
        best = np.argsort(-asked.lexical, kind="stable")[:_CANDIDATES_LEXICAL]
        found.update(best[asked.lexical[best] > 0].tolist())
        if len(found) <= _CANDIDATES:
            return sorted(found)
        nearest = sorted(found, key=lambda n: (-self._nearness(n, asked), n))
        return sorted(nearest[:_CANDIDATES])

    def _nearness(self, number: int, asked: _Query) -> float:
        rows = self._rows[number]
        return _best(asked.cosine, rows.passages + rows.sentences) + float(asked.lexical[number])

    def _late(self, numbers: Sequence[int], asked: _Query) -> dict[int, float]:
        """MaxSim of the passages and headings of the entries, by chunk row; one pass for all."""
        rows = [
            row
            for number in numbers
            for row in self._rows[number].passages + self._rows[number].headings[:1]
        ]
        scores = self._index.tokens.max_sim(asked.tokens, rows)
        return dict(zip(rows, scores.tolist(), strict=True))

    def _features(self, number: int, asked: _Query, late: Mapping[int, float]) -> dict[str, float]:
        rows = self._rows[number]
        passage = _best(asked.cosine, rows.passages)
        best_late = max((late[row] for row in rows.passages), default=0.0)
        return {
            "passage": passage,
            "sentence": _best(asked.cosine, rows.sentences, passage),
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


def _first_word(question: str) -> str:
    return question.casefold().partition(" ")[0]


def _weighted(features: Mapping[str, float]) -> float:
    """The fused score, scaled so that a perfect match is about 1."""
    total = sum(WEIGHTS[name] * value for name, value in features.items())
    return total / sum(WEIGHTS.values())


def _best(scores: Sequence[float], rows: Sequence[int], otherwise: float = 0.0) -> float:
    return max([scores[row] for row in rows], default=otherwise)


def _rows_by_entry(chunks: Sequence[Chunk], order: Sequence[str]) -> list[_Rows]:
    found: dict[str, dict[str, list[int]]] = {
        entry_id: {"headings": [], "passages": [], "sentences": []} for entry_id in order
    }
    group = {
        ChunkKind.HEADING: "headings",
        ChunkKind.ALTERNATE: "headings",
        ChunkKind.PASSAGE: "passages",
        ChunkKind.SENTENCE: "sentences",
    }
    for row, chunk in enumerate(chunks):
        found[chunk.entry_id][group[chunk.kind]].append(row)
    return [
        _Rows(*(tuple(found[entry_id][name]) for name in ("headings", "passages", "sentences")))
        for entry_id in order
    ]


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
