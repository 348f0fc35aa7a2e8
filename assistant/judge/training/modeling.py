"""The two cross-encoders: a pair of texts in, one row of logits out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import torch
from safetensors import safe_open
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from assistant.judge.training import rounding
from assistant.judge.training.vocabulary import source_rows

_HEAD = (
    "bert.pooler.dense.weight",
    "bert.pooler.dense.bias",
    "classifier.weight",
    "classifier.bias",
)
"""What transformers' BertForSequenceClassification has on top of its layers."""


class Reader(Protocol):
    """What can be measured: a trained model or an exported one."""

    outputs: int

    def __call__(self, input_ids: Tensor, attention_mask: Tensor, types: Tensor, /) -> Tensor:
        """Ids, mask and types (batch, length) int64 -> logits (batch, outputs)."""
        ...

    def eval(self) -> Any:
        """Without dropout."""
        ...

    def train(self) -> Any:
        """With dropout."""
        ...


class PairReader(nn.Module):
    """A transformer encoder, pooled (first token and mean), with one linear layer on top.

    Word embeddings are frozen: the training text covers few words, and moving those few away
    from the rest costs accuracy on the words of an unseen FAQ (and time).
    """

    def __init__(self, encoder: Any, hidden: int, outputs: int, token_types: bool) -> None:
        super().__init__()
        self.encoder: Any = encoder
        self.token_types = token_types
        self.dense = nn.Linear(2 * hidden, hidden)
        self.dropout = nn.Dropout(0.1)
        self.out = nn.Linear(hidden, outputs)
        self.outputs = outputs

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Ids, mask and types (batch, length) int64 -> logits (batch, outputs)."""
        extra = {"token_type_ids": token_type_ids} if self.token_types else {}
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, return_dict=False, **extra
        )[0]
        weight = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weight).sum(1) / weight.sum(1)
        pooled = torch.cat([states[:, 0], mean], dim=-1)
        logits: Tensor = self.out(self.dropout(torch.tanh(self.dense(pooled))))
        return logits

    def widen(self, outputs: int) -> None:
        """More outputs than were trained so far: the new ones begin at zero."""
        more = outputs - self.outputs
        assert more >= 0
        out = nn.Linear(self.out.in_features, outputs)
        with torch.no_grad():
            out.weight.copy_(torch.cat([self.out.weight, torch.zeros(more, out.in_features)]))
            out.bias.copy_(torch.cat([self.out.bias, torch.zeros(more)]))
        self.out, self.outputs = out, outputs

    def deepen(self, start: Path, layers: int) -> None:
        """`layers` layers: those missing on top are the start model's next ones.

        Training moves layers little (each by some 3 % of its norm), so the next ones still read what
        is below them: yes or no of authored dev questions stays at 0.84 where it was 0.85.
        """
        own = self.encoder.encoder.layer
        next_layers = _encoder(start).encoder.layer[len(own) : layers]
        self.encoder.encoder.layer = nn.ModuleList([*own, *next_layers])
        self.encoder.config.num_hidden_layers = len(self.encoder.encoder.layer)

    def freeze(self, layers: int) -> None:
        """Keep the first `layers` layers as they are: a fifth of the time saved with two of eight.

        Word embeddings never learn; with frozen layers above them no embedding does.
        """
        self.encoder.embeddings.word_embeddings.requires_grad_(False)
        for layer in self.encoder.encoder.layer[:layers]:
            layer.requires_grad_(False)
        if layers:
            self.encoder.embeddings.requires_grad_(False)

    def round_embeddings(self) -> None:
        """To the four bits that they are exported in, so that the layers learn on what they will read."""
        weight = self.encoder.embeddings.word_embeddings.weight
        weight.data = rounding.round_trip(weight.detach())

    def set_dropout(self, share: float) -> None:
        """In every layer; 0 is a seventh faster, and enough where a question is seen once or twice."""
        for module in self.modules():
            if isinstance(module, nn.Dropout):
                module.p = share


def load_reader(
    start: Path, tokenizer: Tokenizer, family: str, layers: int, outputs: int
) -> PairReader:
    """The start model with its first `layers` layers and the pruned vocabulary."""
    encoder = _encoder(start)
    encoder.encoder.layer = encoder.encoder.layer[:layers]
    encoder.config.num_hidden_layers = layers
    rows = torch.tensor(source_rows(tokenizer, start, family))
    embeddings = encoder.embeddings.word_embeddings
    kept = nn.Embedding(len(rows), embeddings.embedding_dim, padding_idx=embeddings.padding_idx)
    kept.weight = nn.Parameter(embeddings.weight.detach()[rows].clone(), requires_grad=False)
    encoder.embeddings.word_embeddings = kept
    encoder.config.vocab_size = len(rows)
    reader = PairReader(encoder, encoder.config.hidden_size, outputs, token_types=family == "bert")
    _take_head(reader, start)
    return reader


def _take_head(reader: PairReader, start: Path) -> None:
    """A re-ranker's own head instead of a fresh one, so that it ranks before the first step. It reads
    the first token alone; the weights of the mean begin at zero."""
    with safe_open(str(start / "model.safetensors"), "pt") as held:
        if not set(_HEAD) <= set(held.keys()):
            return
        dense, dense_bias, out, out_bias = map(held.get_tensor, _HEAD)
    if len(out) != reader.outputs:
        return
    with torch.no_grad():
        reader.dense.weight.copy_(torch.cat([dense, torch.zeros_like(dense)], dim=1))
        reader.dense.bias.copy_(dense_bias)
        reader.out.weight.copy_(out)
        reader.out.bias.copy_(out_bias)


def _encoder(start: Path) -> Any:
    return AutoModel.from_pretrained(start, add_pooling_layer=False, dtype=torch.float32)
