"""Make a trained model easy to quantise: move outliers of activations into the weights.

SmoothQuant (Xiao et al., 2023, arXiv:2211.10438, equation 4): a few channels of a transformer's
activations are far larger than the rest, so one int8 scale for all of them leaves the rest with
few steps. Each input channel is divided by s = max|x|^a / max|w|^(1-a), and its weight column
multiplied by it: the product is unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from assistant.judge.training.modeling import PairReader

Inputs = tuple[Tensor, Tensor, Tensor]


class SmoothedLinear(nn.Module):
    """A linear layer whose input channels are scaled first."""

    def __init__(self, linear: nn.Linear, scale: Tensor) -> None:
        super().__init__()
        self.inverse = nn.Parameter(1 / scale, requires_grad=False)
        self.linear = nn.Linear(linear.in_features, linear.out_features, linear.bias is not None)
        self.linear.weight = nn.Parameter(linear.weight.detach() * scale, requires_grad=False)
        self.linear.bias = linear.bias

    def forward(self, x: Tensor) -> Tensor:
        """(..., in) -> (..., out)."""
        y: Tensor = self.linear(x * self.inverse)
        return y


def smooth(model: PairReader, batches: Iterable[Inputs], alpha: float = 0.5) -> None:
    """Replace, in place, every linear layer of the encoder, measured over the batches."""
    model.eval()
    largest = _largest_inputs(model.encoder, batches)
    for name, linear in list(_linears(model.encoder)):
        weight = linear.weight.detach().abs().amax(dim=0).clamp(min=1e-5)
        scale = largest[name].clamp(min=1e-5) ** alpha / weight ** (1 - alpha)
        parent, _, last = name.rpartition(".")
        setattr(model.encoder.get_submodule(parent), last, SmoothedLinear(linear, scale))


def _largest_inputs(encoder: nn.Module, batches: Iterable[Inputs]) -> dict[str, Tensor]:
    """Largest magnitude of each input channel of each linear layer."""
    largest: dict[str, Tensor] = {}

    def watch(name: str) -> nn.Module:
        def hook(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            seen = inputs[0].detach().abs().flatten(0, -2).amax(dim=0)
            largest[name] = torch.maximum(largest[name], seen) if name in largest else seen

        return hook  # type: ignore[return-value]

    hooks = [linear.register_forward_pre_hook(watch(name)) for name, linear in _linears(encoder)]
    with torch.inference_mode():
        for ids, mask, types in batches:
            encoder(input_ids=ids, attention_mask=mask, **_types(encoder, types))
    for hook in hooks:
        hook.remove()
    return largest


def _types(encoder: nn.Module, types: Tensor) -> dict[str, Tensor]:
    has_types = any("token_type_embeddings" in name for name, _ in encoder.named_modules())
    return {"token_type_ids": types} if has_types else {}


def _linears(encoder: nn.Module) -> Iterable[tuple[str, nn.Linear]]:
    return [(n, m) for n, m in encoder.named_modules() if isinstance(m, nn.Linear)]
