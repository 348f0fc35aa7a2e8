from pathlib import Path

import pytest
import torch
import transformers
from onnxruntime.quantization import quantize_dynamic
from safetensors.torch import save_file

from assistant.judge import unpack
from assistant.judge.training.modeling import PairReader, _take_head

CONFIG = transformers.BertConfig(
    vocab_size=300,
    hidden_size=64,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=128,
    num_labels=1,
)


@pytest.mark.filterwarnings("ignore")
def test_an_unpacked_re_ranker_scores_like_the_one_that_was_packed(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = transformers.BertForSequenceClassification(CONFIG).eval()
    ids = torch.randint(4, 299, (3, 17))
    inputs = (ids, torch.ones_like(ids), torch.zeros_like(ids))
    torch.onnx.export(model, inputs, str(tmp_path / "fp32.onnx"), opset_version=17, dynamo=False)
    quantize_dynamic(tmp_path / "fp32.onnx", tmp_path / "model.onnx")
    (tmp_path / "tokenizer.json").write_text("{}")
    unpack.main(["--weights", str(tmp_path), "--heads", "4", "--out", str(tmp_path / "start")])
    unpacked = transformers.AutoModelForSequenceClassification.from_pretrained(tmp_path / "start")
    with torch.no_grad():
        torch.testing.assert_close(
            unpacked.eval()(*inputs).logits, model(*inputs).logits, atol=0.02, rtol=0
        )
    assert (tmp_path / "start" / "tokenizer.json").exists()


def test_a_folder_without_a_classifier_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no BERT classifier in ONNX"):
        unpack.main(["--weights", str(tmp_path), "--heads", "4", "--out", "unused"])


def test_a_reader_begins_with_the_head_of_a_re_ranker(tmp_path: Path) -> None:
    theirs = transformers.BertForSequenceClassification(CONFIG).eval()
    save_file(theirs.state_dict(), str(tmp_path / "model.safetensors"))
    ours = PairReader(theirs.bert, 64, 1, True).eval()
    _take_head(ours, tmp_path)
    ids = torch.randint(4, 299, (3, 17))
    inputs = (ids, torch.ones_like(ids), torch.zeros_like(ids))
    with torch.no_grad():
        torch.testing.assert_close(ours(*inputs), theirs(*inputs).logits)


def test_a_head_of_other_outputs_is_left_alone(tmp_path: Path) -> None:
    theirs = transformers.BertForSequenceClassification(CONFIG)
    save_file(theirs.state_dict(), str(tmp_path / "model.safetensors"))
    ours = PairReader(theirs.bert, 64, 5, True)
    before = ours.out.weight.clone()
    _take_head(ours, tmp_path)
    torch.testing.assert_close(ours.out.weight, before)
