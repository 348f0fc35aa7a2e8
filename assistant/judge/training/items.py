"""Examples -> training items: the pairs of texts a model sees, shaped as at run time.

Both models read (question, "heading | text"). At run time the text is sometimes a passage and
sometimes one sentence, with or without its heading; so it is in training.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.judge.training.examples import Example, Label, split_sentences, strip_lead

POLARITY_LABELS = (Label.YES, Label.NO, Label.DEPENDS, Label.UNKNOWN)
Pair = tuple[str, str]


@dataclass(frozen=True)
class Item:
    """One target over one or more pairs: several where only some sentence of them must answer."""

    pairs: tuple[Pair, ...]
    target: int
    weight: float = 1.0


def evidence_text(heading: str, text: str) -> str:
    """What the models read as evidence; the runtime must build it the same way."""
    return f"{heading} | {text}" if heading else text


def vary_evidence(example: Example, rng: random.Random) -> Example:
    """Sometimes without the heading, and then always, otherwise often, without its "Yes."/"No.".

    The word answers the heading's question; a model that may copy it learns nothing else.
    """
    if not example.heading:
        return example
    draw = rng.random()
    if draw < 0.15:
        return replace(example, heading="", text=strip_lead(example.text))
    return replace(example, text=strip_lead(example.text)) if draw < 0.5 else example


def passage_pair(example: Example) -> Pair:
    """The question with the whole text."""
    return example.question, evidence_text(example.heading, example.text)


def sentence_pairs(example: Example, rng: random.Random, most: int = 8) -> tuple[Pair, ...]:
    """The question with each sentence; a quarter of them with the sentence before as context."""
    sentences = split_sentences(example.text)[:most]
    pairs = []
    for i, sentence in enumerate(sentences):
        shown = f"{sentences[i - 1]} {sentence}" if i and rng.random() < 0.25 else sentence
        pairs.append((example.question, evidence_text(example.heading, shown)))
    return tuple(pairs)


def relevance_items(
    examples: Sequence[Example],
    negatives: Mapping[Example, Sequence[Example]],
    rng: random.Random,
    negative_share: float = 0.6,
    sentence_share: float = 0.3,
) -> Iterator[Item]:
    """One epoch: each example once as passage or by sentence, most with a text that is not theirs.

    `negatives` gives, for an example, other texts of its corpus under its own question, likest
    first; one of them is drawn.
    """
    for example in examples:
        yield _relevance_item(example, rng, sentence_share)
        others = negatives.get(example, ())
        if others and rng.random() < negative_share:
            yield _relevance_item(rng.choice(others), rng, sentence_share)


def _relevance_item(example: Example, rng: random.Random, sentence_share: float) -> Item:
    varied = vary_evidence(example, rng)
    by_sentence = rng.random() < sentence_share
    pairs = sentence_pairs(varied, rng) if by_sentence else (passage_pair(varied),)
    return Item(pairs, int(example.answered))


def polarity_items(
    examples: Sequence[Example],
    selected: Mapping[Example, str],
    rng: random.Random,
    unknown_share: float = 0.4,
) -> Iterator[Item]:
    """One epoch: each settled yes/no question once, on its passage or on its selected sentences.

    `selected` holds the sentences that the relevance model picks, as at run time; two thirds of
    the examples that have any are shown on them. Of the unsettled ones a share is drawn.
    """
    for example in examples:
        if example.label is Label.NONE:
            continue
        if example.label is Label.UNKNOWN and rng.random() > unknown_share:
            continue
        shown = selected.get(example)
        short = shown is not None and rng.random() < 0.67
        varied = vary_evidence(replace(example, text=shown) if shown and short else example, rng)
        yield Item((passage_pair(varied),), POLARITY_LABELS.index(example.label))
