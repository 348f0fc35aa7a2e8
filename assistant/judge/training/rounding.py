"""Word embeddings in four bits: half of their bytes, which pays for a layer.

Groups of 32 neighbours in a row share a half-precision step. Embeddings are frozen, so they are rounded
before training and the layers above learn on what they will read.
"""

from __future__ import annotations

import torch
from torch import Tensor

GROUP = 32
_LEAST, _MOST = -8, 7


def to_steps(weights: Tensor) -> tuple[Tensor, Tensor]:
    """(rows, width) float32 -> int8 (rows, width) from -8 to 7, and float16 (rows, width / GROUP).

    The largest of a group by magnitude is step -8, so that rounding again finds the same scale.
    """
    groups = weights.reshape(len(weights), -1, GROUP)
    largest = groups.gather(-1, groups.abs().argmax(-1, keepdim=True)).squeeze(-1)
    scale = (largest / _LEAST).half()
    scale = torch.where(scale == 0, torch.ones_like(scale), scale)
    steps = (groups / scale.float().unsqueeze(-1)).round().clamp(_LEAST, _MOST)
    return steps.reshape(weights.shape).to(torch.int8), scale


def from_steps(steps: Tensor, scale: Tensor) -> Tensor:
    """What `to_steps` made -> (rows, width) float32."""
    groups = steps.float().reshape(len(steps), -1, GROUP) * scale.float().unsqueeze(-1)
    return groups.reshape(steps.shape)


def round_trip(weights: Tensor) -> Tensor:
    """The weights as they are read back; rounding them again changes nothing."""
    return from_steps(*to_steps(weights))
