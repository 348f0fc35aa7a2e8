"""Word embeddings of an ONNX graph in four bits (see `rounding`), gathered by one node."""

from __future__ import annotations

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from assistant.judge.training import rounding

WEIGHT = "model.encoder.embeddings.word_embeddings.weight"
_PACKED, _SCALE = f"{WEIGHT}_packed", f"{WEIGHT}_scale"
_FOUR_BITS_SINCE = 10
"""The first version of ONNX files that has INT4."""


def pack(model: onnx.ModelProto) -> None:
    """Replace the fp32 word embeddings of `model`, and the node that reads them, in place."""
    graph = model.graph
    whole = next(held for held in graph.initializer if held.name == WEIGHT)
    steps, scale = rounding.to_steps(torch.tensor(numpy_helper.to_array(whole)))
    graph.initializer.remove(whole)
    graph.initializer.extend(
        [_four_bits(steps.numpy()), numpy_helper.from_array(scale.numpy(), _SCALE)]
    )
    read = next(node for node in graph.node if WEIGHT in node.input)
    place = list(graph.node).index(read)
    halves = f"{read.output[0]}_half"
    packed = helper.make_node(
        "GatherBlockQuantized",
        [_PACKED, read.input[1], _SCALE],
        [halves],
        name=read.name,
        domain="com.microsoft",
        block_size=rounding.GROUP,
        gather_axis=0,
        quantize_axis=1,
    )
    widened = helper.make_node("Cast", [halves], [read.output[0]], to=TensorProto.FLOAT)
    graph.node.remove(read)
    graph.node.insert(place, packed)
    graph.node.insert(place + 1, widened)
    model.ir_version = max(model.ir_version, _FOUR_BITS_SINCE)
    if not any(known.domain == "com.microsoft" for known in model.opset_import):
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))


def unpack(graph: onnx.GraphProto) -> NDArray[np.float32] | None:
    """The word embeddings that `pack` has put in, (pieces, width); None where they are not packed."""
    held = {tensor.name: tensor for tensor in graph.initializer}
    if _PACKED not in held:
        return None
    steps = torch.tensor(numpy_helper.to_array(held[_PACKED]).astype(np.int8))
    scale = torch.tensor(numpy_helper.to_array(held[_SCALE]))
    return rounding.from_steps(steps, scale).numpy()


def _four_bits(steps: NDArray[np.int8]) -> TensorProto:
    """(rows, width) from -8 to 7 -> two to a byte, the first in the lower half."""
    nibbles = steps.reshape(-1).view(np.uint8) & 0xF
    tensor = TensorProto(name=_PACKED, data_type=TensorProto.INT4, dims=steps.shape)
    tensor.raw_data = (nibbles[0::2] | (nibbles[1::2] << 4)).tobytes()
    return tensor
