"""Any sentence-transformers model, with its own prompts; torch is imported when one is loaded."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.encoder import Vectors, whole_words
from assistant.errors import EncoderError
from assistant.text import replace_surrogates

BATCH_SIZE = 32
MAX_CHARS = 65536  # more than the longest context of such models holds


class SentenceTransformersEncoder:
    """See Encoder."""

    def __init__(self, name: str, *, threads: int = 1) -> None:
        self.id = name
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read once, when the hub is imported
        try:
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging
        except ImportError as error:
            raise EncoderError(
                f"the encoder {name!r} needs {error.name}: pip install 'faq-assistant[export]'"
            ) from error
        torch.set_num_threads(threads)
        logging.disable_progress_bar()  # else the loading of weights draws one on stderr
        try:
            self._model: Any = SentenceTransformer(name, device="cpu")
        except Exception as error:  # whatever the hub, the files or the configuration hold
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise EncoderError(
                f"the encoder {name!r} cannot be loaded: {reason}: set FAQ_ENCODER to a "
                "sentence-transformers model on this machine, or HF_HUB_OFFLINE=0 to download it"
            ) from error
        self.dimension = int(self._model.get_embedding_dimension())
        self.fingerprint = _fingerprint(self._model)

    def words(self) -> frozenset[str]:
        """See Encoder."""
        return whole_words(self._model.tokenizer.get_vocab())

    def encode_query(self, text: str) -> Vectors:
        """See Encoder."""
        vector: Vectors = self.encode_queries([text])[0]
        return vector

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode(self._model.encode_query, texts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode(self._model.encode_document, texts)

    def encode_query_with_tokens(self, text: str) -> tuple[Vectors, Vectors]:
        """See Encoder. Two passes: the library gives either."""
        return self.encode_query(text), self.encode_tokens([text])[0]

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """See Encoder; which special tokens there are is the model's business: none is left out."""
        states = self._model.encode(
            _clean(texts), output_value="token_embeddings", show_progress_bar=False
        )
        arrays = [np.asarray(state.cpu(), np.float32) for state in states]
        return [a / np.maximum(np.linalg.norm(a, axis=-1, keepdims=True), 1e-12) for a in arrays]

    def _encode(self, encode: Any, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        vectors: Vectors = encode(
            _clean(texts),
            batch_size=BATCH_SIZE,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        ).astype(np.float32)
        return vectors


def _clean(texts: Sequence[str]) -> list[str]:
    return [replace_surrogates(text[:MAX_CHARS]) for text in texts]


def _fingerprint(model: Any) -> str:
    """SHA-256 over weights, configuration, prompts and vocabulary."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().flatten().numpy().tobytes())
    vocabulary: dict[str, int] = getattr(model.tokenizer, "get_vocab", dict)()
    facts = [str(model), model.prompts, model.default_prompt_name, sorted(vocabulary.items())]
    digest.update(json.dumps(facts, default=str).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
