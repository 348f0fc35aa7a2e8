import torch
from transformers import BertConfig, BertModel

from assistant.judge.training.modeling import PairReader
from assistant.judge.training.smoothing import SmoothedLinear, smooth


def test_smoothing_leaves_the_logits_as_they_were() -> None:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=50,
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
    )
    model = PairReader(BertModel(config, add_pooling_layer=False), 32, 2, token_types=True).eval()
    ids = torch.randint(4, 49, (3, 9))
    inputs = (ids, torch.ones_like(ids), torch.zeros_like(ids))
    with torch.no_grad():
        before = model(*inputs)
        smooth(model, [inputs], alpha=0.65)
        after = model(*inputs)
    assert any(isinstance(module, SmoothedLinear) for module in model.modules())
    torch.testing.assert_close(after, before, atol=1e-5, rtol=1e-4)
