"""What each model is trained on and how: everything one would change between two runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Model(StrEnum):
    """The judge's two models."""

    RELEVANCE = "relevance"
    POLARITY = "polarity"


@dataclass(frozen=True)
class Share:
    """How much of a source is used: at most `cap` examples (None: all), each `passes` times."""

    passes: int = 1
    cap: int | None = None


@dataclass(frozen=True)
class Recipe:
    """One model's start, size and data. `max_tokens` is a batch's, padding included."""

    family: str
    layers: int
    outputs: int
    learning_rate: float
    shares: dict[str, Share] = field(default_factory=dict)
    max_tokens: int = 3200
    max_items: int = 32
    max_length: int = 192
    vocabulary: int = 18_000
    frozen_layers: int = 0
    validations: int = 6


RECIPES = {
    Model.RELEVANCE: Recipe(
        family="bert",
        layers=12,
        outputs=1,
        learning_rate=1e-4,
        shares={
            "authored": Share(),
            "written": Share(),
            "informal": Share(),
            "contrast": Share(),
            "faqs": Share(),
            "rules": Share(),
            "condaqa": Share(cap=1500),
            "contractnli": Share(cap=1500),
            "grammar": Share(cap=3000),
        },
    ),
    Model.POLARITY: Recipe(
        family="mpnet",
        layers=8,
        outputs=5,
        learning_rate=6e-5,
        frozen_layers=2,
        validations=3,
        shares={
            "authored": Share(),
            "written": Share(),
            "informal": Share(passes=2),
            "contrast": Share(passes=2),
            "faqs": Share(passes=2),
            "rules": Share(),
            "limits": Share(cap=4000),
            "grammar": Share(cap=3000),
            "condaqa": Share(cap=1500),
            "sharc": Share(),
            "contractnli": Share(cap=600),
            "fm2": Share(cap=1000),
            "circa": Share(cap=400),
            "strategyqa": Share(cap=500),
            "taxinli": Share(cap=1500),
        },
    ),
}
