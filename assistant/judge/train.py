"""`python -m assistant.judge.train`: train one of the judge's models from the labelled sources.

    python -m assistant.judge.train --data DIR --model relevance --start MINILM --out DIR
    python -m assistant.judge.train --data DIR --model polarity --start MPNET --out DIR \\
        --selector RELEVANCE_OUT

`--start` is a folder with model.safetensors, config.json and tokenizer.json. The run leaves in
`--out`: log.jsonl, checkpoint.pt (for `--resume`), best.pt, last.pt, tokenizer.json, run.json.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from assistant.judge.training import datasets
from assistant.judge.training.batches import Encoded, encode_items, plan_batches
from assistant.judge.training.examples import Example
from assistant.judge.training.items import Item
from assistant.judge.training.loop import Schedule, Trainer
from assistant.judge.training.modeling import PairReader, load_reader
from assistant.judge.training.objective import Validation, objective
from assistant.judge.training.preparing import prepare
from assistant.judge.training.recipe import RECIPES, Model, Recipe
from assistant.judge.training.runs import load_run, start_tokenizer
from assistant.judge.training.vocabulary import pad_id


def main(arguments: Sequence[str] | None = None) -> None:
    """Prepare data and model, train, and leave the run's files in `--out`."""
    options = _parser().parse_args(arguments)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    recipe = _recipe(options)
    examples = datasets.training_examples(options.data, recipe.shares, options.seed)
    model, tokenizer = _start(options, recipe, examples)
    tokenizer.save(str(options.out / "tokenizer.json"))
    model.encoder.config.save_pretrained(options.out)
    epochs = _epochs(options, recipe, examples)
    encoded = [encode_items(tokenizer, items, recipe.max_length) for items in epochs]
    batches = _plan(encoded, recipe, options.seed)
    _describe(options, recipe, examples, steps=len(batches))
    loss, validate = objective(recipe, tokenizer, Validation.of(options.data, options.selector))
    schedule = Schedule(
        recipe.learning_rate, minutes=options.minutes, validations=recipe.validations
    )
    trainer = Trainer(model, loss, validate, schedule, options.out)
    if options.resume and (options.out / "checkpoint.pt").exists():
        trainer.restore()
    trainer.log(steps=len(batches), items=sum(map(len, encoded)))
    trainer.run(batches, pad_id(tokenizer))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant.judge.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of authored/ and verdict/")
    parser.add_argument("--model", type=Model, choices=list(Model), required=True)
    parser.add_argument("--start", type=Path, required=True, help="folder of the start weights")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--init", type=Path, help="a finished run to go on from, decayed anew")
    parser.add_argument("--selector", type=Path, help="a finished relevance run, to pick evidence")
    parser.add_argument("--without", action="append", default=[], metavar="SOURCE")
    parser.add_argument(
        "--cap", action="append", default=[], metavar="SOURCE=N", help="at most N of its examples"
    )
    parser.add_argument("--epochs", type=int, default=1, help="times the whole mix is seen")
    parser.add_argument("--learning-rate", type=float)
    parser.add_argument("--dropout", type=_share, help="0 to 1, instead of the start model's own")
    parser.add_argument("--minutes", type=float, help="end decayed after this time at the latest")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    return parser


def _share(given: str) -> float:
    try:
        share = float(given)
    except ValueError:
        share = math.nan
    if not 0 <= share < 1:
        raise argparse.ArgumentTypeError(f"{given}: not a share; give 0 or more, and less than 1")
    return share


def _recipe(options: argparse.Namespace) -> Recipe:
    shares = dict(RECIPES[options.model].shares)
    caps = dict(given.partition("=")[::2] for given in options.cap)
    unknown = (set(options.without) | caps.keys()) - shares.keys()
    if unknown:
        raise SystemExit(
            f"{', '.join(sorted(unknown))}: not a source of the {options.model} recipe; "
            f"its sources are {', '.join(sorted(shares))}"
        )
    for name, number in caps.items():
        if not number.isdecimal():
            raise SystemExit(f"--cap {name}={number}: not a number of examples, as in {name}=5000")
        shares[name] = replace(shares[name], cap=int(number))
    kept = {name: share for name, share in shares.items() if name not in options.without}
    rate = options.learning_rate or RECIPES[options.model].learning_rate
    return replace(RECIPES[options.model], shares=kept, learning_rate=rate)


def _start(
    options: argparse.Namespace, recipe: Recipe, examples: dict[str, list[Example]]
) -> tuple[PairReader, Tokenizer]:
    """The model to begin with: an earlier run's, or the start weights cut to the recipe."""
    if options.init is not None:
        model, tokenizer, _ = load_run(options.init)
        model.widen(recipe.outputs)
        model.deepen(options.start, recipe.layers)
    else:
        tokenizer = start_tokenizer(options.start, recipe, examples)
        model = load_reader(options.start, tokenizer, recipe.family, recipe.layers, recipe.outputs)
    model.freeze(recipe.frozen_layers)
    model.round_embeddings()
    if options.dropout is not None:
        model.set_dropout(options.dropout)
    return model, tokenizer


def _epochs(
    options: argparse.Namespace, recipe: Recipe, examples: dict[str, list[Example]]
) -> list[list[Item]]:
    """Items of every epoch, varied anew each time."""
    prepared = prepare(options.model, examples, options.selector)
    return [
        prepared.items(recipe.shares, options.seed * 1000 + epoch)
        for epoch in range(options.epochs)
    ]


def _plan(epochs: list[list[Encoded]], recipe: Recipe, seed: int) -> list[list[Encoded]]:
    rng = random.Random(seed)  # noqa: S311
    return [
        batch
        for items in epochs
        for batch in plan_batches(items, rng, recipe.max_tokens, recipe.max_items)
    ]


def _describe(
    options: argparse.Namespace, recipe: Recipe, examples: dict[str, list[Example]], steps: int
) -> None:
    """Write down what the run is made of, for its model card and for `--resume`."""
    described = {
        "model": options.model,
        "recipe": asdict(recipe),
        "seed": options.seed,
        "epochs": options.epochs,
        "steps": steps,
        "minutes": options.minutes,
        "dropout": options.dropout,
        "sources": {name: len(found) for name, found in examples.items()},
        "torch": torch.__version__,
    }
    (options.out / "run.json").write_text(json.dumps(described, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
