"""Items -> token ids -> batches of like length, planned for the whole run so that it can resume."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from assistant.judge.runtime import end_of_question, without_truncation
from assistant.judge.training.items import Item, Pair


@dataclass(frozen=True)
class Encoded:
    """An item as token ids: one (ids, types) for each pair."""

    pairs: tuple[tuple[list[int], list[int]], ...]
    target: int
    weight: float

    @property
    def tokens(self) -> int:
        """Tokens that the item adds to a batch padded to its longest pair."""
        return len(self.pairs) * self.longest

    @property
    def longest(self) -> int:
        """Tokens of the longest pair."""
        return max(len(ids) for ids, _ in self.pairs)


@dataclass(frozen=True)
class Batch:
    """Padded ids, mask and types (pairs, length); each pair's group; each group's target."""

    input_ids: Tensor
    attention_mask: Tensor
    token_type_ids: Tensor
    groups: Tensor
    targets: Tensor
    weights: Tensor


def encode_items(tokenizer: Tokenizer, items: Sequence[Item], max_length: int) -> list[Encoded]:
    """Token ids of every item, see `encode_pairs`."""
    encoded = iter(encode_pairs(tokenizer, [p for item in items for p in item.pairs], max_length))
    return [
        Encoded(tuple(next(encoded) for _ in item.pairs), item.target, item.weight)
        for item in items
    ]


def encode_pairs(
    tokenizer: Tokenizer, pairs: Sequence[Pair], max_length: int
) -> Iterator[tuple[list[int], list[int]]]:
    """(ids, types) of each pair, at most `max_length` tokens; a long question is cut as at run time."""
    whole = without_truncation(tokenizer)
    tokenizer.enable_truncation(max_length, strategy="only_second")
    for start in range(0, len(pairs), 4096):
        cut = [(end_of_question(q, lambda: whole), text) for q, text in pairs[start : start + 4096]]
        for encoding in tokenizer.encode_batch(cut):
            yield encoding.ids, encoding.type_ids


def plan_batches(
    items: Sequence[Encoded], rng: random.Random, max_tokens: int, max_items: int
) -> list[list[Encoded]]:
    """One epoch of batches of like length in random order, each within both limits."""
    order = list(items)
    rng.shuffle(order)
    batches: list[list[Encoded]] = []
    for start in range(0, len(order), 2048):
        pool = sorted(order[start : start + 2048], key=lambda item: item.longest)
        batches.extend(_fill(pool, max_tokens, max_items))
    rng.shuffle(batches)
    return batches


def _fill(pool: Sequence[Encoded], max_tokens: int, max_items: int) -> Iterator[list[Encoded]]:
    batch: list[Encoded] = []
    pairs = 0
    for item in pool:
        pairs += len(item.pairs)
        if batch and (pairs * item.longest > max_tokens or len(batch) == max_items):
            yield batch
            batch, pairs = [], len(item.pairs)
        batch.append(item)
    if batch:
        yield batch


def collate(items: Sequence[Encoded], pad_id: int) -> Batch:
    """Tensors of one batch."""
    pairs = [pair for item in items for pair in item.pairs]
    ids, mask, types = pad_pairs(pairs, pad_id)
    groups = [i for i, item in enumerate(items) for _ in item.pairs]
    return Batch(
        input_ids=ids,
        attention_mask=mask,
        token_type_ids=types,
        groups=torch.tensor(groups),
        targets=torch.tensor([item.target for item in items]),
        weights=torch.tensor([item.weight for item in items], dtype=torch.float32),
    )


def pad_pairs(
    pairs: Sequence[tuple[list[int], list[int]]], pad_id: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, mask and types, each (pairs, longest) int64."""
    length = max(len(ids) for ids, _ in pairs)
    ids = torch.full((len(pairs), length), pad_id)
    mask = torch.zeros((len(pairs), length), dtype=torch.int64)
    types = torch.zeros((len(pairs), length), dtype=torch.int64)
    for i, (pair_ids, pair_types) in enumerate(pairs):
        ids[i, : len(pair_ids)] = torch.tensor(pair_ids)
        mask[i, : len(pair_ids)] = 1
        types[i, : len(pair_types)] = torch.tensor(pair_types)
    return ids, mask, types
