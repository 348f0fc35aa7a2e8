"""Run a trained reader over pairs of texts, and pick evidence with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.judge.training.batches import encode_pairs, pad_pairs
from assistant.judge.training.examples import Example, split_sentences
from assistant.judge.training.items import Pair, evidence_text
from assistant.judge.training.modeling import Reader
from assistant.judge.training.vocabulary import pad_id


def predict(
    model: Reader,
    tokenizer: Tokenizer,
    pairs: Sequence[Pair],
    max_length: int,
    max_tokens: int = 8192,
) -> NDArray[np.float32]:
    """Logits (pairs, outputs), in bfloat16 autocast, batched by length."""
    encoded = list(encode_pairs(tokenizer, pairs, max_length))
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i][0]))
    logits = np.zeros((len(pairs), model.outputs), dtype=np.float32)
    model.eval()
    start = 0
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        while start < len(order):
            size = max(1, max_tokens // len(encoded[order[min(start + 63, len(order) - 1)]][0]))
            chosen = order[start : start + size]
            logits[chosen] = (
                model(*pad_pairs([encoded[i] for i in chosen], pad_id(tokenizer))).float().numpy()
            )
            start += size
    model.train()
    return logits


def best_sentence_scores(
    model: Reader, tokenizer: Tokenizer, examples: Sequence[Example], max_length: int
) -> list[float]:
    """For each example, the highest relevance logit of its sentences."""
    best = dict.fromkeys(range(len(examples)), -np.inf)
    for i, _, score in _score_sentences(model, tokenizer, examples, max_length):
        best[i] = max(best[i], score)
    return [float(best[i]) for i in range(len(examples))]


def select_evidence(
    model: Reader,
    tokenizer: Tokenizer,
    examples: Sequence[Example],
    max_length: int,
    *,
    second: float = -2.0,
    least: float = 0.0,
) -> dict[Example, str]:
    """The sentences that settle each example, in the text's order: the best, and the next best
    where its relevance is within `second` logits of it. None where the best is below `least`."""
    scored: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for i, sentence, score in _score_sentences(model, tokenizer, examples, max_length):
        scored[i].append((score, sentence))
    selected = {}
    for i, candidates in scored.items():
        best = sorted(candidates, key=lambda candidate: -candidate[0])[:2]
        if best[0][0] > least:
            kept = {s for score, s in best if score >= max(best[0][0] + second, least - 1.0)}
            selected[examples[i]] = " ".join(s for _, s in candidates if s in kept)
    return selected


def evidence_rank(
    model: Reader, tokenizer: Tokenizer, examples: Sequence[Example], max_length: int
) -> list[int]:
    """For each example with marked evidence in more than one sentence: the rank of the best marked
    sentence by relevance, from 0."""
    marked = [e for e in examples if e.evidence and len(split_sentences(e.text)) > 1]
    scored: dict[int, list[float]] = defaultdict(list)
    for i, _, score in _score_sentences(model, tokenizer, marked, max_length):
        scored[i].append(score)
    ranks = []
    for i, scores in scored.items():
        order = sorted(range(len(scores)), key=lambda n: -scores[n])
        ranks.append(min(order.index(n) for n in marked[i].evidence))
    return ranks


def _score_sentences(
    model: Reader, tokenizer: Tokenizer, examples: Sequence[Example], max_length: int
) -> list[tuple[int, str, float]]:
    sentences = [(i, s) for i, e in enumerate(examples) for s in split_sentences(e.text)]
    pairs = [
        (examples[i].question, evidence_text(examples[i].heading, text)) for i, text in sentences
    ]
    scores = predict(model, tokenizer, pairs, max_length)[:, 0]
    return [(i, text, float(score)) for (i, text), score in zip(sentences, scores, strict=True)]
