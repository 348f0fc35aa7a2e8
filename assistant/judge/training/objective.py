"""What a model is trained for and measured on while it learns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tokenizers import Tokenizer

from assistant.judge.training import datasets, validation
from assistant.judge.training.examples import Example
from assistant.judge.training.loop import Loss, Validate, class_loss, noisy_or_loss
from assistant.judge.training.predict import select_evidence
from assistant.judge.training.recipe import Recipe
from assistant.judge.training.runs import load_run


@dataclass(frozen=True)
class Validation:
    """The held-out questions, and the sentences that a relevance run selects for them."""

    examples: Sequence[Example]
    selected: Mapping[Example, str] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Path, selector: Path | None) -> Validation:
        """Read from `data`; without `selector` nothing is selected."""
        examples = datasets.validation_examples(data)
        if selector is None:
            return cls(examples)
        model, tokenizer, recipe = load_run(selector)
        return cls(examples, select_evidence(model, tokenizer, examples, recipe.max_length))


def objective(recipe: Recipe, tokenizer: Tokenizer, held_out: Validation) -> tuple[Loss, Validate]:
    """The loss, and what the model is validated by: one output is relevance, more are polarity."""
    dev, length = held_out.examples, recipe.max_length
    if recipe.outputs == 1:
        return noisy_or_loss, partial(
            validation.relevance, tokenizer=tokenizer, dev=dev, max_length=length
        )
    return class_loss, partial(
        validation.polarity,
        tokenizer=tokenizer,
        dev=dev,
        selected=held_out.selected,
        max_length=length,
    )
