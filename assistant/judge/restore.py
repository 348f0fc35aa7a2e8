"""`python -m assistant.judge.restore`: shipped int8 weights -> a run's folder, to train on from.

    python -m assistant.judge.restore --weights assistant/judge/weights/polarity --start MPNET --out RUN
    python -m assistant.judge.train --model polarity --init RUN ...

The repository holds no fp32 weights. What rounding to int8 lost stays lost; a run that goes on from
there learns over it.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor
from transformers import AutoConfig

from assistant.judge.training import packing
from assistant.judge.training.runs import load_run

_SMOOTHED = "/linear/MatMul_quant"
Array = NDArray[np.generic]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write best.pt, last.pt, config.json, run.json and tokenizer.json into `--out`."""
    parser = argparse.ArgumentParser(prog="python -m assistant.judge.restore", description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="folder of model.onnx")
    parser.add_argument("--start", type=Path, required=True, help="folder of the start weights")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        manifest = json.loads((options.weights / "manifest.json").read_text(encoding="utf-8"))
        state = weights(options.weights / "model.onnx")
    except (OSError, ValueError, KeyError) as error:
        raise SystemExit(
            f"{options.weights}: no exported weights ({error}): name a folder that export has written"
        ) from None
    options.out.mkdir(parents=True, exist_ok=True)
    config = AutoConfig.from_pretrained(options.start)
    config.num_hidden_layers = manifest["training"]["recipe"]["layers"]
    config.vocab_size = len(state["encoder.embeddings.word_embeddings.weight"])
    config.save_pretrained(options.out)
    (options.out / "run.json").write_text(json.dumps(manifest["training"]), encoding="utf-8")
    shutil.copy(options.weights / "tokenizer.json", options.out)
    for name in ("best.pt", "last.pt"):
        torch.save(state, options.out / name)
    load_run(options.out)  # refuses what does not fit


def weights(path: Path) -> dict[str, Tensor]:
    """The reader's parameters in fp32, by name, of an exported int8 model."""
    graph = onnx.load(str(path)).graph
    held = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found: dict[str, Array] = {}
    embeddings = packing.unpack(graph)
    if embeddings is not None:
        found[packing.WEIGHT.removeprefix("model.")] = embeddings
    for name, value in held.items():
        if not name.startswith("model.") or name.endswith(
            ("_scale", "_zero_point", "_packed", ".inverse")
        ):
            continue
        ours = name.removeprefix("model.").replace(".linear.bias", ".bias")
        if ours.endswith(".weight_Transposed_quantized"):
            found[ours.removesuffix("_Transposed_quantized")] = dequantised(held, name).T
        elif ours.endswith("_quantized"):
            found[ours.removesuffix("_quantized")] = dequantised(held, name)
        else:
            found[ours] = value
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.name.endswith(_SMOOTHED):
            place = node.name.removesuffix(_SMOOTHED).strip("/").replace("/", ".")
            smoothed = dequantised(held, node.input[1]).T
            ours = place.removeprefix("model.") + ".weight"
            found[ours] = smoothed * held[f"{place}.inverse"]
    return {name: torch.tensor(np.asarray(value, np.float32)) for name, value in found.items()}


def dequantised(held: dict[str, Array], quantised: str) -> NDArray[np.float32]:
    """The matrix or embeddings of that name, with the scale and the zero point that go with it."""
    name = quantised.removesuffix("_quantized")
    steps = held[quantised].astype(np.float32) - held[f"{name}_zero_point"].astype(np.float32)
    return steps * held[f"{name}_scale"].astype(np.float32)


if __name__ == "__main__":
    main()
