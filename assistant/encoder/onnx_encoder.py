"""A BERT-like encoder with mean pooling, run by ONNX Runtime. Neither torch nor transformers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from assistant.encoder import Vectors, whole_words
from assistant.encoder.cache import ExportedModel
from assistant.errors import EncoderError
from assistant.text import replace_surrogates

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUT = "last_hidden_state"
MAX_TOKENS = 256  # what the model was trained with, [CLS] and [SEP] included
MAX_CHARS = 8192  # enough text for MAX_TOKENS; what comes after is not even looked at


class OnnxEncoder:
    """See Encoder. Every text is encoded by itself.

    Dynamic quantisation scales by the largest value of a whole batch, so batching would make a
    vector depend on its neighbours, and reused vectors differ from fresh ones.
    """

    def __init__(self, model: ExportedModel, *, threads: int = 1) -> None:
        self.id = model.id
        self.fingerprint = model.fingerprint
        try:
            self._tokenizer = Tokenizer.from_buffer(model.tokenizer)
            self._session = open_session(model.model, threads)
        except Exception as error:  # both libraries raise their own undocumented classes
            raise EncoderError(f"the encoder {model.id} cannot be loaded: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self.dimension = int(self._session.get_outputs()[0].shape[-1])

    def words(self) -> frozenset[str]:
        """See Encoder."""
        return whole_words(self._tokenizer.get_vocab())

    def encode_query(self, text: str) -> Vectors:
        """See Encoder."""
        return _unit(self._hidden_state(text).mean(axis=0))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self.encode_query(text)
        return vectors

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """See Encoder. The same as for queries: the model has no prompts."""
        return self.encode_queries(texts)

    def encode_query_with_tokens(self, text: str) -> tuple[Vectors, Vectors]:
        """See Encoder."""
        states = self._hidden_state(text)
        return _unit(states.mean(axis=0)), _unit(states[1:-1])

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """See Encoder."""
        return [_unit(self._hidden_state(text)[1:-1]) for text in texts]

    def _hidden_state(self, text: str) -> Vectors:
        """`(tokens, dimension)`, [CLS] first and [SEP] last."""
        text = replace_surrogates(text[:MAX_CHARS])
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        feed = dict(zip(INPUTS, (ids, np.ones_like(ids), np.zeros_like(ids)), strict=True))
        states: Vectors = self._session.run([OUTPUT], feed)[0][0]
        return states


def open_session(model: bytes | str, threads: int) -> onnxruntime.InferenceSession:
    """A session, of a graph's bytes or path, that shares the machine with others, on `threads` threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.log_severity_level = 3
    # Waiting threads give their core back: other processes share the machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        model,
        options,
        providers=["CPUExecutionProvider"],
        # On a CPU the fused node takes several times as long as its two parts.
        disabled_optimizers=["SkipLayerNormFusion"],
    )


def _unit(vectors: Vectors) -> Vectors:
    """Scaled to length 1 along the last axis; zeros stay zeros."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    units: Vectors = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
    return units
