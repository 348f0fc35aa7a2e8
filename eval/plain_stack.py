"""What a tutorial would build: sentence-transformers, and one vector a passage in a flat FAISS index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class PlainStack:
    """Searches `texts` by the cosine of whole vectors."""

    def __init__(self, model: SentenceTransformer, texts: Sequence[str]) -> None:
        import faiss

        self._model = model
        vectors = self.encode(texts)
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)
        self.bytes: int = vectors.nbytes

    def encode(self, texts: Sequence[str]) -> Any:
        """Unit vectors `(n, dimension)`."""
        return self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)

    def search(self, text: str, limit: int) -> tuple[Any, Any]:
        """Scores and numbers of the best `limit` passages, both `(1, limit)`."""
        scores, numbers = self._index.search(self.encode([text]), limit)
        return scores, numbers
