"""Text to unit vectors: the protocol, and the choice of an encoder by setting.

Scores of unit vectors are their inner products. No model library is imported here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.notices import Notify, silent
from assistant.settings import DEFAULT_ENCODER, Settings

Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """A model that turns text into vectors. Any string is accepted, the empty one included."""

    @property
    def id(self) -> str:
        """Name of the model, e.g. `all-MiniLM-L6-v2-int8`."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of everything that decides the vectors: weights and tokenizer."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def words(self) -> frozenset[str]:
        """Words that the tokenizer knows whole, lower-case: words of a language, not typos."""

    def encode_query(self, text: str) -> Vectors:
        """One question, `(dimension,)` float32, unit-normalised."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Questions, `(n, dimension)` float32, unit-normalised."""

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Texts to be found, `(n, dimension)` float32, unit-normalised."""

    def encode_query_with_tokens(self, text: str) -> tuple[Vectors, Vectors]:
        """`encode_query` and `encode_tokens` of one question, in one pass where the model allows."""

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Per text one unit vector per subword token, `(tokens, dimension)`; no [CLS], no [SEP]."""


def whole_words(vocabulary: Iterable[str]) -> frozenset[str]:
    """The words among the pieces of a tokenizer: WordPiece ("##s" goes on) or one that marks beginnings."""
    pieces = list(vocabulary)
    marked = [piece[1:] for piece in pieces if piece[:1] in ("\u2581", "\u0120")]
    return frozenset(word.lower() for word in marked or pieces if word.isalpha())


def load_encoder(settings: Settings, *, notify: Notify = silent) -> Encoder:
    """The encoder that `settings.encoder` names.

    The default one is exported to ONNX on first use, in another process; `notify` is told before.
    Raises EncoderError.
    """
    if settings.encoder == DEFAULT_ENCODER:
        from assistant.encoder.cache import exported_encoder
        from assistant.encoder.onnx_encoder import OnnxEncoder

        model = exported_encoder(settings.cache_dir, notify=notify)
        return OnnxEncoder(model, threads=settings.threads)

    from assistant.encoder.sentence_transformers_encoder import SentenceTransformersEncoder

    return SentenceTransformersEncoder(settings.encoder, threads=settings.threads)
