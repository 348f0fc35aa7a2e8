"""Hits made up for tests."""

from assistant.types import Chunk, ChunkKind, EntryHit, Hit, Span


def entry(
    name: str,
    *sentences: str,
    score: float = 0.5,
    scopes: tuple[str | None, ...] = (),
    rank: int = 1,
) -> EntryHit:
    """An entry of one passage; its sentences were found in the order given."""
    text = " ".join(sentences)
    passage = Chunk(
        f"{name}#p0", ChunkKind.PASSAGE, name, text, Span(0, len(text)), 0, context="Head"
    )
    hits, start = [], 0
    for number, sentence in enumerate(sentences):
        start = text.index(sentence, start)
        chunk = Chunk(
            f"{name}#p0s{number}", ChunkKind.SENTENCE, name, sentence,
            Span(start, start + len(sentence)), 0, scopes[number] if scopes else None, "Head",
        )  # fmt: skip
        hits.append(Hit(chunk, 0.9 - number / 10, number + 1))
    return EntryHit(name, score, rank, (Hit(passage, 0.9, 1),), tuple(hits), {"late": 0.5})
