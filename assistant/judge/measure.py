"""`python -m assistant.judge.measure`: an exported model on held-out documents and unseen sets.

    python -m assistant.judge.measure --export DIR --data DIR [--selector RELEVANCE_RUN]

Prints a Markdown table: share, n and 95 % Wilson interval (AUROC without one), file size and the
time of one pair on one thread. BoolQ's contrast set and ConditionalQA are zero-shot: nothing was
trained or tuned on them.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from assistant.judge.training import datasets, validation
from assistant.judge.training.examples import Example, Label
from assistant.judge.training.held_out import HELD_OUT
from assistant.judge.training.items import passage_pair
from assistant.judge.training.measures import polarity_report
from assistant.judge.training.onnx_reader import OnnxReader
from assistant.judge.training.predict import predict, select_evidence
from assistant.judge.training.recipe import Model
from assistant.judge.training.runs import load_run

TIMED_TOKENS = 50


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    options = _parser().parse_args(arguments)
    torch.set_num_threads(options.threads)
    manifest = json.loads((options.export / "manifest.json").read_text(encoding="utf-8"))
    tokenizer = Tokenizer.from_file(str(options.export / "tokenizer.json"))
    path = options.export / "model.onnx"
    reader = OnnxReader(path, len(manifest["labels"]), options.threads)
    sets = {"authored dev": datasets.validation_examples(options.data)}
    if manifest["model"] == Model.RELEVANCE:
        report = validation.relevance(
            reader, tokenizer=tokenizer, dev=sets["authored dev"], max_length=manifest["max_length"]
        )[1]
        rows = list(_flat(report, "authored dev"))
    else:
        sets |= _short_sets(sets["authored dev"], options.selector)
        sets |= {name: list(read(options.data)) for name, read in HELD_OUT.items()}
        rows = list(_polarity_rows(reader, tokenizer, sets, manifest["max_length"]))
    rows.append(("size, MB", f"{path.stat().st_size / 1e6:.1f}"))
    rows.append((f"one {TIMED_TOKENS}-token pair, 1 thread, p50 ms", f"{_latency_ms(path):.1f}"))
    print(f"| {manifest['model']} | |\n|---|---|")
    print("\n".join(f"| {name} | {value} |" for name, value in rows))


def _short_sets(dev: Sequence[Example], selector: Path | None) -> dict[str, list[Example]]:
    """The dev questions on the sentences that the relevance model selects, where one is given."""
    if selector is None:
        return {}
    model, tokenizer, recipe = load_run(selector)
    selected = select_evidence(model, tokenizer, dev, recipe.max_length)
    return {"authored dev, selected": [replace(e, text=selected.get(e, e.text)) for e in dev]}


def _polarity_rows(
    reader: OnnxReader,
    tokenizer: Tokenizer,
    sets: Mapping[str, Sequence[Example]],
    max_length: int,
) -> Iterator[tuple[str, str]]:
    for name, examples in sets.items():
        asked = [example for example in examples if example.label is not Label.NONE]
        logits = predict(reader, tokenizer, [passage_pair(e) for e in asked], max_length)
        yield from _flat(polarity_report(asked, logits), name)


def _flat(report: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """(row, figure) of a nested report."""
    for key, value in report.items():
        label = f"{name}, {key}"
        if isinstance(value, Mapping) and "share" in value:
            low, high = value["interval"]
            yield label, f"{value['share']:.3f} [{low:.3f}, {high:.3f}], n = {value['n']}"
        elif isinstance(value, Mapping):
            yield from _flat(value, label)
        elif value is not None:
            yield label, f"{value:.3f}"


def _latency_ms(path: Path, runs: int = 60) -> float:
    """Median time of one pair on one thread, after warming up."""
    reader = OnnxReader(path, 1, threads=1)
    ids = torch.randint(4, 200, (1, TIMED_TOKENS))
    inputs = (ids, torch.ones_like(ids), torch.zeros_like(ids))
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        reader(*inputs)
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times[runs // 4 :])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant.judge.measure", description=__doc__)
    parser.add_argument("--export", type=Path, required=True, help="folder of an exported model")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--selector", type=Path, help="relevance run that picks the evidence")
    parser.add_argument("--threads", type=int, default=2)
    return parser


if __name__ == "__main__":
    main()
