import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
import transformers

from assistant.judge import export
from assistant.judge.training.modeling import PairReader
from assistant.judge.training.onnx_reader import OnnxReader


def described(model: str) -> dict[str, Any]:
    return {"model": model, "seed": 1}


def test_manifest_names_labels_checksums_and_measures(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"weights")
    (tmp_path / "tokenizer.json").write_text("{}")
    written = export.manifest(tmp_path, described("polarity"), {"int8": {}}, max_length=192)
    assert written["labels"] == ["yes", "no", "depends", "unknown", "none"]
    assert written["sha256"]["model.onnx"] == export.sha256(tmp_path / "model.onnx")
    assert written["bytes"] == 7
    assert json.loads(json.dumps(written)) == written


def test_relevance_manifest_has_one_label(tmp_path: Path) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"")
    assert export.manifest(tmp_path, described("relevance"), {}, 192)["labels"] == ["answers"]


@pytest.mark.filterwarnings("ignore")
def test_exported_int8_follows_the_trained_model_at_any_length(tmp_path: Path) -> None:
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=300,
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=128,
    )
    encoder = transformers.BertModel(config, add_pooling_layer=False)
    model = PairReader(encoder, 64, 4, token_types=True).eval()
    export.to_onnx(model, tmp_path / "fp32.onnx")
    export.quantise(tmp_path / "fp32.onnx", tmp_path / "int8.onnx", None)
    kinds = {node.op_type for node in onnx.load(str(tmp_path / "int8.onnx")).graph.node}
    assert "GatherBlockQuantized" in kinds  # word embeddings are in four bits
    assert "IsNaN" not in kinds  # what attention costs that may have nothing to look at
    for length in (5, 33):
        ids = torch.randint(4, 299, (3, length))
        inputs = (ids, torch.ones_like(ids), torch.zeros_like(ids))
        with torch.no_grad():
            wanted = model(*inputs).numpy()
        whole = OnnxReader(tmp_path / "fp32.onnx", 4, threads=1)(*inputs).numpy()
        small = OnnxReader(tmp_path / "int8.onnx", 4, threads=1)(*inputs).numpy()
        np.testing.assert_allclose(whole, wanted, atol=1e-4)
        np.testing.assert_allclose(small, wanted, atol=0.1)
