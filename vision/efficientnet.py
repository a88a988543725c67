"""EfficientNet-Lite: ImageNet's features of a picture, as an ONNX graph that onnxruntime runs without torch.

M. Tan and Q. Le, EfficientNet (ICML 2019), in the Lite form of 2020: ReLU6, no squeeze and excitation. The weights come
under the names of the PyTorch port; batch norm is folded into the convolutions before it. Layers pad like TensorFlow.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foundation.errors import BadInput
from foundation.extras import need
from vision.network import OnnxNetwork

Floats = NDArray[np.float32]
Tensors = Mapping[str, Floats]
EPSILON = 1e-3
# The stride of each stage's first block, and by the number of blocks in all how many a stage has (Lite0; Lite1 and 2).
STAGE_STRIDES = (1, 2, 2, 2, 1, 2, 1)
STAGE_BLOCKS = {16: (1, 2, 2, 3, 3, 4, 1), 21: (1, 3, 3, 4, 4, 5, 1)}
# The networks were trained on (colour - 127) / 128.
MIDDLE, SPREAD = np.float32(127), np.float32(128)
OPSET, IR_VERSION = 17, 8
CELL = 4


@dataclass(frozen=True)
class Layer:
    """A convolution with its batch norm folded in: `weight` (out, in / groups, k, k), `bias` (out,)."""

    name: str
    weight: Floats
    bias: Floats
    stride: int = 1
    groups: int = 1
    clipped: bool = True


@dataclass(frozen=True)
class Block:
    """Layers one after the other; with `skip` what came in is added to what comes out."""

    layers: tuple[Layer, ...]
    skip: bool = False


def read_blocks(tensors: Tensors) -> tuple[Block, ...]:
    """The network as blocks: the stem, the inverted bottlenecks, the last convolution.

    Raises BadInput where these are no EfficientNet-Lite's weights.
    """
    count = len({name.split(".")[1] for name in tensors if name.startswith("_blocks.")})
    if count not in STAGE_BLOCKS or "_conv_head.weight" not in tensors:
        raise BadInput(f"these are no weights of an EfficientNet-Lite ({count} blocks): run `make setup` again")
    stem = Block((_fold(tensors, "_conv_stem", "_bn0", stride=2),))
    head = Block((_fold(tensors, "_conv_head", "_bn1"),))
    return (stem, *(_block(tensors, number, stride) for number, stride in enumerate(_strides(count))), head)


def write_graph(blocks: tuple[Block, ...], taps: tuple[int, ...] = (), placed: tuple[int, ...] = ()) -> bytes:
    """An ONNX file: `pixels` (n, 3, h, w) to `mean` and `peak` (n, channels) of the last map over its places.

    `taps` number blocks whose maps' means go out, too, as `mean_<number>`; `placed` those whose means over each square
    of CELL × CELL places do, as `cells_<number>`. Raises MissingExtra where onnx is absent.
    """
    onnx = need("onnx")
    need("onnx.helper"), need("onnx.numpy_helper")
    made = _Graph(onnx)
    flow = "pixels"
    for number, block in enumerate(blocks):
        flow = made.block(flow, block)
        if number in taps:
            made.add("ReduceMean", [flow], f"mean_{number}", axes=[2, 3], keepdims=0)
        if number in placed:
            made.add("AveragePool", [flow], f"squares_{number}", kernel_shape=[CELL, CELL], strides=[CELL, CELL])
            made.add("Flatten", [f"squares_{number}"], f"cells_{number}")
    made.add("ReduceMean", [flow], "mean", axes=[2, 3], keepdims=0)
    made.add("ReduceMax", [flow], "peak", axes=[2, 3], keepdims=0)
    return made.to_bytes(
        ["mean", "peak", *(f"mean_{number}" for number in taps), *(f"cells_{number}" for number in placed)]
    )


class EfficientNet:
    """The network in an .onnx file (or its bytes); loaded at its first use, one thread, safe to share."""

    def __init__(self, source: Path | bytes) -> None:
        self._network = OnnxNetwork(source)

    def features(self, pictures: Floats) -> Floats:
        """Every output side by side (n, width) for pictures (n, h, w, 3) of 0 … 255; raises MissingExtra."""
        pixels = np.ascontiguousarray(((pictures - MIDDLE) / SPREAD).transpose(0, 3, 1, 2), dtype=np.float32)
        return np.concatenate(self._network.run(pixels), axis=1, dtype=np.float32)


def _strides(count: int) -> Iterator[int]:
    """The stride of each block."""
    for blocks, stride in zip(STAGE_BLOCKS[count], STAGE_STRIDES, strict=True):
        yield from (stride, *[1] * (blocks - 1))


def _block(tensors: Tensors, number: int, stride: int) -> Block:
    prefix = f"_blocks.{number}."
    wide = tensors[f"{prefix}_depthwise_conv.weight"].shape[0]
    layers = [
        _fold(tensors, f"{prefix}_depthwise_conv", f"{prefix}_bn1", stride, groups=wide),
        _fold(tensors, f"{prefix}_project_conv", f"{prefix}_bn2", clipped=False),
    ]
    if f"{prefix}_expand_conv.weight" in tensors:
        layers.insert(0, _fold(tensors, f"{prefix}_expand_conv", f"{prefix}_bn0"))
    into, out = layers[0].weight.shape[1] if len(layers) == 3 else wide, layers[-1].weight.shape[0]
    return Block(tuple(layers), skip=stride == 1 and into == out)


def _fold(
    tensors: Tensors, convolution: str, norm: str, stride: int = 1, groups: int = 1, clipped: bool = True
) -> Layer:
    """A convolution with the batch norm behind it made part of its weights."""
    scale = tensors[f"{norm}.weight"] / np.sqrt(tensors[f"{norm}.running_var"] + EPSILON)
    weight = tensors[f"{convolution}.weight"] * scale[:, None, None, None]
    bias = tensors[f"{norm}.bias"] - tensors[f"{norm}.running_mean"] * scale
    return Layer(convolution, weight.astype(np.float32), bias.astype(np.float32), stride, groups, clipped)


class _Graph:
    """Nodes and weights of an ONNX graph as they are added."""

    def __init__(self, onnx: Any) -> None:
        self._onnx = onnx
        self._nodes: list[Any] = []
        self._weights = [self._tensor("zero", np.float32(0)), self._tensor("six", np.float32(6))]

    def block(self, flow: str, block: Block) -> str:
        """Add a block behind `flow`; the name of what comes out."""
        entered = flow
        for layer in block.layers:
            flow = self._layer(flow, layer)
        return self.add("Add", [entered, flow], f"{flow}+") if block.skip else flow

    def add(self, kind: str, inputs: list[str], output: str, **settings: Any) -> str:
        """Add a node; the name of its output."""
        self._nodes.append(self._onnx.helper.make_node(kind, inputs, [output], **settings))
        return output

    def to_bytes(self, outputs: list[str]) -> bytes:
        """The graph as a file's bytes."""
        helper, kind = self._onnx.helper, self._onnx.TensorProto.FLOAT
        pixels = helper.make_tensor_value_info("pixels", kind, ["n", 3, "h", "w"])
        ends = [helper.make_tensor_value_info(name, kind, ["n", None]) for name in outputs]
        graph = helper.make_graph(self._nodes, "efficientnet-lite", [pixels], ends, self._weights)
        opset = helper.make_opsetid("", OPSET)
        model = helper.make_model(graph, opset_imports=[opset], ir_version=IR_VERSION)
        return bytes(model.SerializeToString())

    def _layer(self, flow: str, layer: Layer) -> str:
        names = [f"{layer.name}.weight", f"{layer.name}.bias"]
        self._weights += [self._tensor(names[0], layer.weight), self._tensor(names[1], layer.bias)]
        flow = self.add(
            "Conv", [flow, *names], layer.name, group=layer.groups, strides=[layer.stride] * 2, auto_pad="SAME_UPPER",
        )  # fmt: skip
        return self.add("Clip", [flow, "zero", "six"], f"{layer.name}.clipped") if layer.clipped else flow

    def _tensor(self, name: str, values: Any) -> Any:
        return self._onnx.numpy_helper.from_array(np.asarray(values, dtype=np.float32), name)
