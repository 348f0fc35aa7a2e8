"""`python -m assistant.judge.export`: a finished training run -> int8 ONNX, tokenizer and manifest.

    python -m assistant.judge.export --run RUN --out DIR --data DIR [--selector RELEVANCE_RUN]

The weights of matrices become int8, one scale for each output channel, word embeddings four bits;
activations are quantised as they come (onnxruntime's dynamic quantisation), so no calibration text is
needed.
The manifest holds what the runtime checks and what the model card reports: checksums, labels,
length, and accuracy before and after quantisation on held-out documents.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from assistant.judge.training import datasets, packing, readers, validation
from assistant.judge.training.batches import encode_pairs, pad_pairs
from assistant.judge.training.items import POLARITY_LABELS, passage_pair
from assistant.judge.training.modeling import PairReader
from assistant.judge.training.onnx_reader import OnnxReader
from assistant.judge.training.predict import select_evidence
from assistant.judge.training.recipe import Model
from assistant.judge.training.runs import load_run
from assistant.judge.training.smoothing import smooth
from assistant.judge.training.vocabulary import pad_id

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
SMOOTHING = 0.65
"""Share of an outlier that moves into the weights; 0.5 left logits four times further off."""
PAIR_FORMAT = "question [SEP] heading | evidence"


def main(arguments: Sequence[str] | None = None) -> None:
    """Export, quantise, measure both, and write the manifest last."""
    options = _parser().parse_args(arguments)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    model, tokenizer, recipe = load_run(options.run, options.weights)
    described = json.loads((options.run / "run.json").read_text(encoding="utf-8"))
    smooth(model, _calibration(options, tokenizer, recipe.max_length), SMOOTHING)
    target = options.out / "model.onnx"
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "fp32.onnx"
        to_onnx(model, whole)
        quantise(whole, target, options.keep_fp32)
        tokenizer.no_truncation()
        tokenizer.save(str(options.out / "tokenizer.json"))
        measure = _measure(options, Model(described["model"]), tokenizer, recipe.max_length)
        accuracy = {
            name: measure(OnnxReader(path, recipe.outputs, options.threads))[1]
            for name, path in (("fp32", whole), ("int8", target))
        }
    written = manifest(options.out, described, accuracy, recipe.max_length)
    (options.out / "manifest.json").write_text(json.dumps(written, indent=1), encoding="utf-8")


def _calibration(
    options: argparse.Namespace, tokenizer: Tokenizer, max_length: int, n: int = 96
) -> list[tuple[Tensor, Tensor, Tensor]]:
    """Training pairs on which the ranges of activations are measured."""
    found = list(readers.authored(options.data, "train"))
    pairs = [passage_pair(example) for example in found[:: max(1, len(found) // n)][:n]]
    encoded = list(encode_pairs(tokenizer, pairs, max_length))
    return [pad_pairs(encoded[i : i + 16], pad_id(tokenizer)) for i in range(0, len(encoded), 16)]


def to_onnx(model: PairReader, path: Path) -> None:
    """The fp32 graph; batch and length are free, type ids are an input of both models."""
    # Spelled out, attention needs no nodes for rows of which all is masked: there are none.
    model.encoder.set_attn_implementation("eager")
    ids = torch.randint(4, 200, (2, 16))
    example = (ids, torch.ones_like(ids), torch.zeros_like(ids))
    free = {0: "batch", 1: "length"}
    torch.onnx.export(
        _Plain(model).eval(),
        example,
        str(path),
        input_names=list(INPUTS),
        output_names=["logits"],
        dynamic_axes={**dict.fromkeys(INPUTS, free), "logits": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def quantise(whole: Path, target: Path, keep_fp32: str | None) -> None:
    """Dynamic int8, per channel; nodes whose name matches `keep_fp32` stay as they are. Word
    embeddings become four bits."""
    graph = onnx.load(str(whole)).graph
    kept = [
        node.name
        for node in graph.node
        if packing.WEIGHT in node.input or (keep_fp32 and re.search(keep_fp32, node.name))
    ]
    quantize_dynamic(
        whole,
        target,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=kept,
        extra_options={"MatMulConstBOnly": True},
    )
    quantised = onnx.load(str(target))
    packing.pack(quantised)
    onnx.save(quantised, str(target))


def manifest(
    folder: Path, described: dict[str, Any], accuracy: dict[str, Any], max_length: int
) -> dict[str, Any]:
    """What goes with the weights: how to feed and check them, and what they measured."""
    polarity = described["model"] == Model.POLARITY
    return {
        "model": described["model"],
        "format": PAIR_FORMAT,
        "inputs": list(INPUTS),
        "labels": [str(label) for label in POLARITY_LABELS] if polarity else ["answers"],
        "max_length": max_length,
        "sha256": {name: sha256(folder / name) for name in ("model.onnx", "tokenizer.json")},
        "bytes": (folder / "model.onnx").stat().st_size,
        "accuracy": accuracy,
        "training": described,
    }


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


class _Plain(nn.Module):
    """The reader with every input used, so that both models are fed alike."""

    def __init__(self, model: PairReader) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        logits: Tensor = self.model(input_ids, attention_mask, token_type_ids)
        return logits + 0.0 * token_type_ids.sum().to(logits.dtype)


def _measure(options: argparse.Namespace, kind: Model, tokenizer: Any, max_length: int) -> Any:
    dev = datasets.validation_examples(options.data)
    if kind is Model.RELEVANCE:
        return partial(validation.relevance, tokenizer=tokenizer, dev=dev, max_length=max_length)
    selected = {}
    if options.selector is not None:
        selector, their_tokenizer, theirs = load_run(options.selector)
        selected = select_evidence(selector, their_tokenizer, dev, theirs.max_length)
    return partial(
        validation.polarity,
        tokenizer=tokenizer,
        dev=dev,
        selected=selected,
        max_length=max_length,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant.judge.export", description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder of a training run")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of authored/ to measure on"
    )
    parser.add_argument("--selector", type=Path, help="relevance run that picks the evidence")
    parser.add_argument("--weights", default="best.pt", choices=["best.pt", "last.pt"])
    parser.add_argument("--keep-fp32", metavar="REGEX", help="graph nodes not to quantise")
    parser.add_argument("--threads", type=int, default=2)
    return parser


if __name__ == "__main__":
    main()
