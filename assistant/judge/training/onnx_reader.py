"""An exported model behind the trained model's interface, to measure the two alike."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from assistant.encoder.onnx_encoder import open_session


class OnnxReader(nn.Module):
    """Calls an ONNX graph as answers do; logits (batch, outputs) float32."""

    def __init__(self, path: Path, outputs: int, threads: int) -> None:
        super().__init__()
        self.session = open_session(str(path), threads)
        self.outputs = outputs

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Ids, mask and types (batch, length) int64 -> logits (batch, outputs)."""
        feeds = {
            "input_ids": input_ids.numpy(),
            "attention_mask": attention_mask.numpy(),
            "token_type_ids": token_type_ids.numpy(),
        }
        return torch.from_numpy(self.session.run(None, feeds)[0])
