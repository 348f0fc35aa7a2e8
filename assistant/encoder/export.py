"""Export of the packaged weights to a fused, int8-quantised ONNX graph, in a process of its own.

    python -m assistant.encoder.export WEIGHTS_FOLDER TARGET_FOLDER

Writes model.onnx, tokenizer.json and report.json (how near int8 is to the float model, versions).
"""

from __future__ import annotations

import json
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

from assistant.encoder import Vectors
from assistant.encoder.onnx_encoder import INPUTS, OUTPUT, OnnxEncoder

PROBES = (
    "Can I share my licences with a colleague in another country?",
    "",
    "No. Each subscription covers one location, and it cannot be transferred.",
    "For competency partners, the limit is 100 seats (that is, one for each employee).",
    "How do I activate Windows 8.1 Enterprise after an upgrade?",
    "An order may be returned within 30 days of delivery, unless it was made to measure. " * 8,
)
LEAST_COSINE = 0.97


def export(weights: Path, target: Path) -> None:
    """Write the quantised model into `target`.

    Raises RuntimeError where its vectors stray from those of the float model.
    """
    plain, fused, model = target / "plain.onnx", target / "fused.onnx", target / "model.onnx"
    tokenizer = target / "tokenizer.json"
    shutil.copyfile(weights / "tokenizer.json", tokenizer)
    heads, hidden = _export_float(weights, plain)
    _fuse(plain, fused, heads, hidden)
    expected = _vectors(plain, tokenizer)
    # Processors without VNNI add pairs of int8 products in 16 bits, which overflow unless the
    # weights are kept to 7 bits: seen here as a low cosine, and only then worth the loss.
    for seven_bits in (False, True):
        _quantize(fused, model, seven_bits)
        cosine = float((expected * _vectors(model, tokenizer)).sum(axis=1).min())
        if cosine >= LEAST_COSINE:
            break
    else:
        raise RuntimeError(f"int8 vectors stray from the float model: cosine {cosine:.3f}")
    libraries = ("torch", "transformers", "onnx", "onnxruntime")
    report = {
        "seven_bit_weights": seven_bits,
        "least_cosine_on_probes": round(cosine, 4),
        "versions": {name: version(name) for name in libraries},
    }
    (target / "report.json").write_text(json.dumps(report), encoding="utf-8")


def _export_float(weights: Path, path: Path) -> tuple[int, int]:
    """Write the float graph; returns the number of attention heads and the hidden size."""
    import torch
    from transformers import AutoModel

    # Spelled-out attention is the pattern that the fusion recognises.
    network = AutoModel.from_pretrained(
        str(weights), attn_implementation="eager", local_files_only=True
    )

    class LastHiddenState(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> object:
            return self.network(
                input_ids=ids, attention_mask=mask, token_type_ids=types
            ).last_hidden_state

    ids = torch.randint(1000, 2000, (2, 14))
    mask = torch.ones_like(ids)
    mask[1, 10:] = 0
    torch.onnx.export(
        LastHiddenState().eval(),
        (ids, mask, torch.zeros_like(ids)),
        str(path),
        input_names=list(INPUTS),
        output_names=[OUTPUT],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in (*INPUTS, OUTPUT)},
        opset_version=17,
        dynamo=False,  # the attention fusion does not know the other exporter's graph
    )
    return network.config.num_attention_heads, network.config.hidden_size


def _fuse(plain: Path, fused: Path, heads: int, hidden: int) -> None:
    from onnxruntime.transformers import optimizer
    from onnxruntime.transformers.fusion_options import FusionOptions

    options = FusionOptions("bert")
    options.enable_skip_layer_norm = False  # as in `open_session`
    optimizer.optimize_model(
        str(plain),
        "bert",
        num_heads=heads,
        hidden_size=hidden,
        optimization_options=options,
        opt_level=0,
    ).save_model_to_file(str(fused))


def _quantize(fused: Path, model: Path, seven_bits: bool) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(fused),
        str(model),
        per_channel=True,
        reduce_range=seven_bits,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def _vectors(model: Path, tokenizer: Path) -> Vectors:
    from assistant.encoder.cache import ExportedModel

    exported = ExportedModel("probe", model.read_bytes(), tokenizer.read_bytes(), "")
    return np.asarray(OnnxEncoder(exported).encode_documents(PROBES))


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
