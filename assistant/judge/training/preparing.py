"""From examples to what a model learns from: hard negatives, selected evidence, varied items."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.encoder import load_encoder
from assistant.judge.training.context import Context
from assistant.judge.training.examples import Example
from assistant.judge.training.items import Item, polarity_items, relevance_items
from assistant.judge.training.negatives import mine
from assistant.judge.training.predict import select_evidence
from assistant.judge.training.readers import INVENTED
from assistant.judge.training.recipe import Model, Share
from assistant.judge.training.runs import load_run
from assistant.settings import load_settings

_OURS = ("authored", *INVENTED)
"""Sources of FAQ passages, with evidence marked."""


@dataclass(frozen=True)
class Prepared:
    """Examples by source, and for those of FAQs the other texts that look like an answer and the
    sentences that a relevance model selects."""

    model: Model
    examples: Mapping[str, Sequence[Example]]
    negatives: Mapping[Example, Sequence[Example]]
    selected: Mapping[Example, str]

    def items(self, shares: Mapping[str, Share], seed: int) -> list[Item]:
        """One epoch of the sources in `shares`, varied by `seed`."""
        context = Context(_ours({name: self.examples[name] for name in shares}))
        if self.model is Model.RELEVANCE:
            draw = partial(relevance_items, negatives=self.negatives, context=context)
        else:
            draw = partial(
                polarity_items, selected=self.selected, negatives=self.negatives, context=context
            )
        rng = random.Random(seed)  # noqa: S311
        return [
            item
            for name, share in shares.items()
            for _ in range(share.passes)
            for item in draw(self.examples[name], rng=rng)
        ]


def prepare(
    model: Model, examples: Mapping[str, Sequence[Example]], selector: Path | None
) -> Prepared:
    """Mine negatives with the product's encoder; select evidence with a finished relevance run."""
    ours = _ours(examples)
    negatives = mine(ours, load_encoder(load_settings()).encode_documents)
    selected = {} if selector is None else _selected(selector, ours)
    return Prepared(model, examples, negatives, selected)


def _selected(selector: Path, ours: Sequence[Example]) -> dict[Example, str]:
    model, tokenizer, recipe = load_run(selector)
    settled = [e for e in ours if e.answered and not e.evidence]  # else it is marked
    near = [example for example in ours if not example.answered]
    return {
        **select_evidence(model, tokenizer, settled, recipe.max_length),
        # Of what does not settle a question the likest is shown too, as at run time.
        **select_evidence(model, tokenizer, near, recipe.max_length, least=-math.inf),
    }


def _ours(examples: Mapping[str, Sequence[Example]]) -> list[Example]:
    return [example for name in _OURS for example in examples.get(name, ())]
