from pathlib import Path

import pytest
import torch
import transformers

from assistant.judge import export, restore
from assistant.judge.training.modeling import PairReader
from assistant.judge.training.smoothing import smooth

SIZE = {
    "vocab_size": 300,
    "hidden_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 128,
}


def bert() -> PairReader:
    config = transformers.BertConfig(**SIZE)
    return PairReader(transformers.BertModel(config, add_pooling_layer=False), 64, 1, True)


def mpnet() -> PairReader:
    config = transformers.MPNetConfig(**SIZE)
    return PairReader(transformers.MPNetModel(config, add_pooling_layer=False), 64, 4, False)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("make", [bert, mpnet])
def test_restored_weights_read_like_the_model_that_was_exported(make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    torch.manual_seed(0)
    model = make().eval()
    with torch.no_grad():
        for parameter in model.parameters():  # alike ones, as before training, are stored once
            parameter.add_(0.02 * torch.randn_like(parameter))
    ids = torch.randint(4, 299, (3, 17))
    inputs = (ids, torch.ones_like(ids), torch.zeros_like(ids))
    with torch.no_grad():
        wanted = model(*inputs)
    smooth(model, [inputs], export.SMOOTHING)
    export.to_onnx(model, tmp_path / "fp32.onnx")
    export.quantise(tmp_path / "fp32.onnx", tmp_path / "int8.onnx", None)
    restored = make().eval()
    restored.load_state_dict(restore.weights(tmp_path / "int8.onnx"))
    with torch.no_grad():
        torch.testing.assert_close(restored(*inputs), wanted, atol=0.05, rtol=0)


def test_a_folder_without_weights_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no exported weights"):
        restore.main(["--weights", str(tmp_path), "--start", str(tmp_path), "--out", "unused"])
