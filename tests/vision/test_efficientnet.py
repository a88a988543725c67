"""EfficientNet-Lite under onnxruntime: what it was folded from it computes, and it knows what ImageNet taught it."""

import numpy as np
import pytest

from foundation.errors import BadInput
from vision.efficientnet import Block, EfficientNet, Layer, read_blocks, write_graph

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")


def block(rng: np.random.Generator, into: int, out: int, side: int, stride: int = 1, skip: bool = False) -> Block:
    weight = rng.normal(0, 0.5, (out, into, side, side)).astype(np.float32)
    return Block((Layer(f"layer{side}{stride}", weight, rng.normal(0, 1, out).astype(np.float32), stride),), skip)


def reference(picture: np.ndarray, layer: Layer) -> np.ndarray:
    """A convolution as TensorFlow pads it, one output at a time."""
    side, stride = layer.weight.shape[-1], layer.stride
    out = [-(-length // stride) for length in picture.shape[1:]]
    pads = [max((n - 1) * stride + side - length, 0) for n, length in zip(out, picture.shape[1:], strict=True)]
    padded = np.pad(picture, [(0, 0), *((pad // 2, pad - pad // 2) for pad in pads)])
    made = np.empty((len(layer.weight), *out), np.float32)
    for y, x in np.ndindex(*out):
        part = padded[:, y * stride : y * stride + side, x * stride : x * stride + side]
        made[:, y, x] = (layer.weight * part).sum(axis=(1, 2, 3)) + layer.bias
    return made.clip(0, 6)


@pytest.mark.parametrize(("side", "stride"), [(1, 1), (3, 1), (3, 2), (5, 2)])
def test_a_layer_is_computed_as_written(side: int, stride: int) -> None:
    rng = np.random.default_rng(side + stride)
    only = block(rng, 3, 4, side, stride)
    picture = rng.integers(0, 256, (12, 9, 3)).astype(np.float32)
    found = EfficientNet(write_graph((only,))).features(picture[None])[0]
    wanted = reference(((picture - 127) / 128).transpose(2, 0, 1), only.layers[0])
    assert found == pytest.approx(np.concatenate([wanted.mean(axis=(1, 2)), wanted.max(axis=(1, 2))]), abs=1e-4)


def test_a_skip_adds_what_came_in() -> None:
    rng = np.random.default_rng(0)
    plain, skipping = block(rng, 3, 3, 1), None
    skipping = Block(plain.layers, skip=True)
    picture = rng.integers(0, 256, (1, 8, 8, 3)).astype(np.float32)
    means = [EfficientNet(write_graph((one,))).features(picture)[0, :3] for one in (plain, skipping)]
    assert means[1] - means[0] == pytest.approx(((picture - 127) / 128).mean(axis=(0, 1, 2)), abs=1e-4)


def test_a_tap_adds_the_means_of_its_block() -> None:
    rng = np.random.default_rng(1)
    blocks = (block(rng, 3, 5, 3), block(rng, 5, 2, 1))
    picture = rng.integers(0, 256, (2, 10, 6, 3)).astype(np.float32)
    tapped = EfficientNet(write_graph(blocks, taps=(0,))).features(picture)
    first = EfficientNet(write_graph(blocks[:1])).features(picture)
    assert tapped.shape == (2, 2 + 2 + 5)
    assert tapped[:, 4:] == pytest.approx(first[:, :5], abs=1e-5)


def test_other_weights_are_refused() -> None:
    with pytest.raises(BadInput, match="no weights of an EfficientNet-Lite"):
        read_blocks({"_blocks.0._bn1.weight": np.ones(3, np.float32)})


def test_a_placed_block_adds_the_means_of_its_squares() -> None:
    rng = np.random.default_rng(2)
    picture = rng.integers(0, 256, (8, 8, 3)).astype(np.float32)
    only = block(rng, 3, 2, 1)
    found = EfficientNet(write_graph((only,), placed=(0,))).features(picture[None])[0, 4:]
    values = reference(((picture - 127) / 128).transpose(2, 0, 1), only.layers[0])
    assert found == pytest.approx(values.reshape(2, 2, 4, 2, 4).mean(axis=(2, 4)).ravel(), abs=1e-5)
