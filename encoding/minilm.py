"""MiniLM: all-MiniLM-L6-v2's forward pass in plain numpy, for queries without torch.

The network is BERT (Devlin et al., 2019) with six layers; its vector is the mean over the tokens' last states, scaled
to length 1, as sentence-transformers computes it. States lie one token a column: for a few tokens a product of the
stored weights (out, in) with such states takes BLAS half the time of the usual states · weightsᵀ.
"""

import json
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from encoding.blas import use_one_thread
from encoding.encoder import Progress, Vectors

LAYERS = 6
HEADS = 12
EPSILON = np.float32(1e-12)
MAX_TOKENS = 256
BATCH_TOKENS = 2048

Columns = tuple[Vectors, Vectors]


@dataclass(frozen=True)
class Layer:
    """One transformer layer: each product's weights (out, in) and bias (out, 1), each norm's scale and shift."""

    qkv: Columns
    attended: Columns
    attended_norm: Columns
    inner: Columns
    outer: Columns
    outer_norm: Columns


class MiniLM:
    """all-MiniLM-L6-v2 read from `folder` (model.safetensors, tokenizer.json); 384 numbers a text, thread-safe."""

    name = "minilm"
    dim = 384

    def __init__(self, folder: Path):
        use_one_thread()
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        tensors = map_safetensors(folder / "model.safetensors")
        self._words = tensors["embeddings.word_embeddings.weight"]
        # Every token is of the first segment, so its embedding is part of the position's.
        self._positions = (
            tensors["embeddings.position_embeddings.weight"][:MAX_TOKENS]
            + tensors["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = columns(tensors, "embeddings.LayerNorm")
        self._layers = [read_layer(tensors, f"encoder.layer.{number}.") for number in range(LAYERS)]

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of `texts` (texts, 384); texts of one token count share a batch, longest first, a core a batch."""
        return self._encode(texts, self._forward, self.dim, progress)

    def encode_layers(self, texts: Sequence[str], progress: Progress | None = None, depth: int = LAYERS) -> Vectors:
        """The mean over the tokens' states after each layer from the second to `depth`, side by side.

        Shape (texts, (depth - 1) · 384); the layers above `depth` are not run. The layers before the last say more of
        how a text is put than of what it is about (I. Tenney et al., BERT rediscovers the classical NLP pipeline, ACL
        2019).
        """
        network = partial(self._forward_layers, depth=depth)
        return self._encode(texts, network, (depth - 1) * self.dim, progress)

    def _encode(
        self,
        texts: Sequence[str],
        network: Callable[[NDArray[np.int64]], Vectors],
        width: int,
        progress: Progress | None,
    ) -> Vectors:
        ids = [np.asarray(encoding.ids) for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        vectors = np.empty((len(ids), width), np.float32)
        groups = batches([len(row) for row in ids])

        def run(group: list[int]) -> int:
            vectors[group] = network(np.stack([ids[index] for index in group]))
            return len(group)

        if len(groups) == 1:
            run(groups[0])
            return vectors
        done = 0
        with ThreadPoolExecutor(os.cpu_count()) as cores:
            for size in cores.map(run, groups):
                done += size
                if progress:
                    progress(done, len(ids))
        return vectors

    def _forward(self, ids: NDArray[np.int64]) -> Vectors:
        """Token ids (texts, tokens) to unit vectors (texts, 384)."""
        *_, pooled = self._pool(ids)
        return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), np.float32)

    def _forward_layers(self, ids: NDArray[np.int64], depth: int) -> Vectors:
        """Token ids (texts, tokens) to the means after the layers 2 to `depth` (texts, (depth - 1) · 384)."""
        _, *means = islice(self._pool(ids), depth)
        return np.concatenate(means, axis=1)

    def _pool(self, ids: NDArray[np.int64]) -> Iterator[Vectors]:
        """The mean over the tokens' states after each layer (texts, 384)."""
        count, length = ids.shape
        embedded = (self._words[ids] + self._positions[:length]).reshape(count * length, self.dim)
        states = normalise(np.ascontiguousarray(embedded.T), *self._norm)
        for layer in self._layers:
            states = forward(layer, states, count)
            yield states.reshape(self.dim, count, length).mean(axis=2).T


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Indices grouped by equal length, longest first, at most BATCH_TOKENS tokens a group: nothing is padded."""
    by_length: dict[int, list[int]] = {}
    for index, length in enumerate(lengths):
        by_length.setdefault(length, []).append(index)
    groups = []
    for length in sorted(by_length, reverse=True):
        size = max(1, BATCH_TOKENS // length)
        indices = by_length[length]
        groups += [indices[start : start + size] for start in range(0, len(indices), size)]
    return groups


def forward(layer: Layer, states: Vectors, count: int) -> Vectors:
    """One layer over the states (384, texts · tokens) of `count` texts of equal length."""
    mixed = product(layer.attended, attend(product(layer.qkv, states), count))
    mixed += states
    states = normalise(mixed, *layer.attended_norm)
    outer = product(layer.outer, gelu(product(layer.inner, states)))
    outer += states
    return normalise(outer, *layer.outer_norm)


def product(columns: Columns, states: Vectors) -> Vectors:
    """weights · states + bias."""
    weights, bias = columns
    result: Vectors = weights @ states
    result += bias
    return result


def attend(qkv: Vectors, count: int) -> Vectors:
    """Self-attention in HEADS heads over (3 · 384, texts · tokens); the scale is folded into the query's weights."""
    width, columns = qkv.shape[0] // 3, qkv.shape[1]
    heads = qkv.reshape(3, HEADS, width // HEADS, count, columns // count).transpose(0, 3, 1, 2, 4)
    weights = heads[0].swapaxes(-1, -2) @ heads[1]
    weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    mixed = heads[2] @ weights.swapaxes(-1, -2)
    return np.asarray(mixed.transpose(1, 2, 0, 3).reshape(width, columns), np.float32)


def normalise(states: Vectors, scale: Vectors, shift: Vectors) -> Vectors:
    """Layer normalisation of each column, in place."""
    states -= states.mean(axis=0)
    variance = np.einsum("ij,ij->j", states, states) / np.float32(len(states))
    states *= 1 / np.sqrt(variance + EPSILON)
    states *= scale
    states += shift
    return states


def gelu(x: Vectors) -> Vectors:
    """x · Φ(x), in place, exact to 2e-7: erfc by Abramowitz and Stegun's 7.1.26 (Φ(−|x|) = erfc(|x| / √2) / 2)."""
    size = np.abs(x)
    t = size * np.float32(0.3275911 / 2**0.5)
    t += 1
    np.reciprocal(t, out=t)
    tail = t * np.float32(1.061405429 / 2)
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail += np.float32(coefficient / 2)
        tail *= t
    tail *= size
    size *= size
    size *= np.float32(-0.5)
    tail *= np.exp(size, out=size)
    # max(x, 0) − |x| · Φ(−|x|) is x · Φ(x) on both sides of zero.
    np.maximum(x, 0, out=x)
    x -= tail
    return x


def read_layer(tensors: dict[str, Vectors], prefix: str) -> Layer:
    """The layer under `prefix`: query, key and value as one product, the attention's 1/√size in the query."""
    parts = [columns(tensors, f"{prefix}attention.self.{part}") for part in ("query", "key", "value")]
    weights, bias = (np.concatenate(both) for both in zip(*parts, strict=True))
    width = weights.shape[1]
    scale = np.float32((width // HEADS) ** -0.5)
    weights[:width] *= scale
    bias[:width] *= scale
    return Layer(
        (weights, bias),
        columns(tensors, f"{prefix}attention.output.dense"),
        columns(tensors, f"{prefix}attention.output.LayerNorm"),
        columns(tensors, f"{prefix}intermediate.dense"),
        columns(tensors, f"{prefix}output.dense"),
        columns(tensors, f"{prefix}output.LayerNorm"),
    )


def columns(tensors: dict[str, Vectors], name: str) -> Columns:
    """The weights and the bias under `name`; what is one number an output becomes a column."""
    weight, bias = tensors[f"{name}.weight"], tensors[f"{name}.bias"]
    return (weight if weight.ndim == 2 else weight[:, None]), bias[:, None]


def map_safetensors(path: Path) -> dict[str, Vectors]:
    """The float32 tensors of a safetensors file by name, memory-mapped: only what is read takes memory."""
    data = np.memmap(path, np.uint8, "r")
    (size,) = struct.unpack("<Q", data[:8].tobytes())
    header = json.loads(data[8 : 8 + size].tobytes())
    body = np.asarray(data[8 + size :])
    return {
        name: body[slice(*entry["data_offsets"])].view(np.float32).reshape(entry["shape"])
        for name, entry in header.items()
        if name != "__metadata__" and entry["dtype"] == "F32"
    }
