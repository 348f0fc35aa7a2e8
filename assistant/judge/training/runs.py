"""Files of a run and of the start models: tokenizers, trained readers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel

from assistant.judge.training.examples import Example
from assistant.judge.training.modeling import PairReader
from assistant.judge.training.recipe import RECIPES, Model, Recipe
from assistant.judge.training.vocabulary import choose_pieces, pruned_tokenizer


def start_tokenizer(
    start: Path, recipe: Recipe, examples: Mapping[str, Sequence[Example]]
) -> Tokenizer:
    """The start model's tokenizer, pruned to what the training text uses and what is frequent."""
    whole = Tokenizer.from_file(str(start / "tokenizer.json"))
    whole.no_padding()
    whole.no_truncation()
    found = [example for source in examples.values() for example in source]
    texts = {text for e in found for text in (e.question, e.heading, e.text)}
    pieces = choose_pieces(whole, sorted(texts), recipe.vocabulary)
    return pruned_tokenizer(start, pieces, recipe.family)


def load_run(folder: Path, weights: str = "best.pt") -> tuple[PairReader, Tokenizer, Recipe]:
    """The trained model of a run's folder with its tokenizer; size and lengths from its recipe."""
    described = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    recipe = RECIPES[Model(described["model"])]
    config = AutoConfig.from_pretrained(folder)
    encoder = AutoModel.from_config(config, add_pooling_layer=False)
    state = torch.load(folder / weights, weights_only=True)
    outputs = len(state["out.bias"])  # an older run may have had fewer than the recipe has now
    model = PairReader(encoder, config.hidden_size, outputs, recipe.family == "bert")
    model.load_state_dict(state)
    return model, Tokenizer.from_file(str(folder / "tokenizer.json")), recipe
