"""`python -m assistant.judge.ablate`: what each source, the layers and the vocabulary contribute.

    python -m assistant.judge.ablate --data DIR --model polarity --start DIR --out DIR --steps 600 --sources
    python -m assistant.judge.ablate ... --steps 250 --layers 4 --layers 8 --layers 12

Short runs from the start weights, all with the same seed and number of steps; each differs from the
recipe in one thing. Every finished run is a line of OUT/ablation.jsonl, and is not made again when the
command is repeated. Prints a Markdown table. Runs this short read worse than whole ones: what counts are
the differences. So small that shares of right words hardly show them, they are told as log loss too, with
the 95 % interval of the mean paired difference from the recipe.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from assistant.judge.training import datasets
from assistant.judge.training.batches import encode_items, plan_batches
from assistant.judge.training.held_out import HELD_OUT
from assistant.judge.training.items import passage_pair
from assistant.judge.training.loop import Schedule, Trainer
from assistant.judge.training.measures import log_losses, polarity_report
from assistant.judge.training.modeling import load_reader
from assistant.judge.training.objective import Validation, objective
from assistant.judge.training.predict import predict
from assistant.judge.training.preparing import Prepared, prepare
from assistant.judge.training.recipe import RECIPES, Model, Recipe
from assistant.judge.training.runs import start_tokenizer
from assistant.judge.training.vocabulary import pad_id


@dataclass(frozen=True)
class Variant:
    """A recipe that differs from the others in what its name says."""

    name: str
    recipe: Recipe


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the runs that are missing, and print what all of them read."""
    options = _parser().parse_args(arguments)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    log = options.out / "ablation.jsonl"
    variants = list(variants_of(_base(options), options))
    missing = [variant for variant in variants if variant.name not in _read(log)]
    if missing:
        examples = datasets.training_examples(
            options.data, RECIPES[options.model].shares, options.seed
        )
        prepared = prepare(options.model, examples, options.selector)
        held_out = Validation.of(options.data, options.selector)
        for variant in missing:
            row = _run(variant, prepared, held_out, options)
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
    found = _read(log)
    print(table([found[variant.name] for variant in variants]))


def variants_of(base: Recipe, options: argparse.Namespace) -> Iterator[Variant]:
    """The recipe itself, then each that was asked for; layers and pieces as in the recipe are it."""
    yield Variant("recipe", base)
    if options.sources:
        for name in base.shares:
            kept = {other: share for other, share in base.shares.items() if other != name}
            yield Variant(f"without {name}", replace(base, shares=kept))
    for layers in options.layers:
        yield Variant(f"{layers} layers", replace(base, layers=layers))
    for pieces in options.vocabulary:
        yield Variant(f"{pieces} pieces", replace(base, vocabulary=pieces))


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Markdown, a run a line; the columns are those of the first, which the others are compared to."""
    columns = list(rows[0]["measured"])
    head = ["run", "steps", "s", *columns]
    compared = bool(rows[0].get("losses"))
    if compared:
        head.append("log loss: more than the first")
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for row in rows:
        cells = [row["name"], str(row["steps"]), str(row["seconds"])]
        cells += [f"{row['measured'][column]:.3f}" for column in columns]
        if compared:
            cells.append("" if row is rows[0] else _difference(row["losses"], rows[0]["losses"]))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _difference(losses: Sequence[float], first: Sequence[float]) -> str:
    """Mean and 95 % interval (normal) of what each question is read worse than by the first run."""
    paired = np.subtract(losses, first)
    half = 1.96 * float(paired.std(ddof=1)) / len(paired) ** 0.5
    mean = float(paired.mean())
    return f"{mean:+.3f} [{mean - half:+.3f}, {mean + half:+.3f}]"


def _base(options: argparse.Namespace) -> Recipe:
    """The recipe, for the family and at most the layers that the start weights have."""
    config = json.loads((options.start / "config.json").read_text(encoding="utf-8"))
    recipe = RECIPES[options.model]
    return replace(
        recipe,
        family=config["model_type"],
        layers=min(recipe.layers, config["num_hidden_layers"]),
        learning_rate=options.learning_rate or recipe.learning_rate,
        validations=1,
    )


def _run(
    variant: Variant, prepared: Prepared, held_out: Validation, options: argparse.Namespace
) -> dict[str, Any]:
    recipe = variant.recipe
    torch.manual_seed(options.seed)
    # One vocabulary for all but those that differ in it.
    tokenizer = start_tokenizer(options.start, recipe, prepared.examples)
    model = load_reader(options.start, tokenizer, recipe.family, recipe.layers, recipe.outputs)
    model.freeze(recipe.frozen_layers)
    items = prepared.items(recipe.shares, options.seed)
    encoded = encode_items(tokenizer, items, recipe.max_length)
    rng = random.Random(options.seed)  # noqa: S311
    batches = plan_batches(encoded, rng, recipe.max_tokens, recipe.max_items)[: options.steps]
    loss, validate = objective(recipe, tokenizer, held_out)
    schedule = Schedule(recipe.learning_rate, validations=recipe.validations)
    folder = options.out / variant.name.replace(" ", "-")
    folder.mkdir(exist_ok=True)
    trainer = Trainer(model, loss, validate, schedule, folder)
    started = time.monotonic()
    trainer.run(batches, pad_id(tokenizer))
    seconds = round(time.monotonic() - started)
    measured = _figures(trainer.report)
    losses: list[float] = []
    if options.model is Model.POLARITY:
        pairs = [passage_pair(example) for example in held_out.examples]
        logits = predict(model, tokenizer, pairs, recipe.max_length)
        losses = log_losses(held_out.examples, logits)
        measured["log loss"] = float(np.mean(losses))
        for name, read in HELD_OUT.items():
            examples = list(read(options.data))
            pairs = [passage_pair(example) for example in examples]
            logits = predict(model, tokenizer, pairs, recipe.max_length)
            measured[name] = polarity_report(examples, logits)["yes/no"]["share"]
    return {
        "name": variant.name,
        "steps": len(batches),
        "seconds": seconds,
        "measured": measured,
        "losses": [round(loss, 4) for loss in losses],
    }


def _figures(report: dict[str, Any]) -> dict[str, float]:
    """What the table shows of a validation report."""
    if "sum" in report:
        return {"AUROC": report["sum"]["all"], "evidence first": report["evidence first"]["share"]}
    read = report.get("selected", report["passage"])
    shown = {kind: read[kind]["share"] for kind in ("yes/no", "agree", "inverted", "condition")}
    return shown | {"not settled, AUROC": read["unknown_auroc"]}


def _read(log: Path) -> dict[str, dict[str, Any]]:
    if not log.exists():
        return {}
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    return {row["name"]: row for row in rows}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant.judge.ablate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of authored/ and verdict/")
    parser.add_argument("--model", type=Model, choices=list(Model), required=True)
    parser.add_argument("--start", type=Path, required=True, help="folder of the start weights")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--selector", type=Path, help="a finished relevance run, to pick evidence")
    parser.add_argument("--steps", type=int, required=True, help="of every run")
    parser.add_argument("--sources", action="store_true", help="a run without each of the sources")
    parser.add_argument("--layers", type=int, action="append", default=[], metavar="N")
    parser.add_argument("--vocabulary", type=int, action="append", default=[], metavar="PIECES")
    parser.add_argument("--learning-rate", type=float)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    main()
