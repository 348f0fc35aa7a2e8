"""The mix: every source of a recipe, capped and deduplicated, and the validation set."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from pathlib import Path

from assistant.judge.training import grammar, grammar_limits, readers
from assistant.judge.training.examples import Example, deduplicate
from assistant.judge.training.recipe import Share


def training_examples(
    data: Path, shares: Mapping[str, Share], seed: int
) -> dict[str, list[Example]]:
    """Examples by source. No text of the validation set is among them, whatever its source."""
    held_out = {example.text for example in validation_examples(data)}
    return {
        name: _capped(
            (
                example
                for example in deduplicate(_read(data, name, share, seed))
                if example.text not in held_out
            ),
            share.cap,
            seed,
        )
        for name, share in shares.items()
    }


def validation_examples(data: Path) -> list[Example]:
    """The authored questions on held-out documents."""
    return list(readers.authored(data, "dev"))


def _read(data: Path, name: str, share: Share, seed: int) -> Iterable[Example]:
    if name == "authored":
        return readers.authored(data, "train")
    if name in readers.INVENTED:
        return readers.INVENTED[name]()
    if name == "grammar":
        return grammar.generate(share.cap or 10_000, seed)
    if name == "limits":
        return grammar_limits.limits(share.cap or 10_000, seed)
    return readers.PUBLIC[name](data)


def _capped(examples: Iterable[Example], cap: int | None, seed: int) -> list[Example]:
    """A seeded sample of `cap` examples, in their order."""
    found = list(examples)
    if cap is None or cap >= len(found):
        return found
    rng = random.Random(seed)  # noqa: S311
    chosen = sorted(rng.sample(range(len(found)), cap))
    return [found[i] for i in chosen]
