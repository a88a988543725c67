"""Trunk: what training fitted above a picture's features, run in numpy: the heads' probabilities and the embedding."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from foundation.errors import BadInput

Floats = NDArray[np.float32]
# Features lie this many deviations from the mean at most: what is stranger than that says no more.
FARTHEST = np.float32(6)


@dataclass(frozen=True, eq=False)
class Seen:
    """A head's name to its probabilities (classes,), and the vector (384,) of length 1."""

    answers: Mapping[str, Floats]
    vector: Floats


class Trunk:
    """The tensors of a file; `temperatures` divide each head's scores."""

    def __init__(self, path: Path, temperatures: Mapping[str, float]) -> None:
        try:
            self._tensors: dict[str, Floats] = load_file(path)
        except (OSError, SafetensorError) as error:
            raise BadInput(f"{path} can't be read ({error}): run `stylist train eye` again") from None
        self._temperatures = temperatures

    def see(self, features: Floats, points: Floats) -> Seen:
        """What is seen in a picture with these features (n,) and points (points, 6)."""
        tensors = self._tensors
        scaled = (features - tensors["mean"]) / tensors["spread"]
        entered = np.concatenate([scaled.clip(-FARTHEST, FARTHEST), self._shades(points)])
        state = gelu(self._linear("enter", entered))
        state = state + gelu(self._linear("deepen", state))
        vector = self._linear("vector.2", gelu(self._linear("vector.0", state)))
        answers = {
            head: softmax(self._linear(f"heads.{head}", state) / temperature)
            for head, temperature in self._temperatures.items()
        }
        return Seen(answers, vector / np.float32(np.linalg.norm(vector) + 1e-9))

    def _shades(self, points: Floats) -> Floats:
        """The mean and the variance over points of what a small network makes of each."""
        state = points
        for layer in ("shades.0", "shades.2"):
            state = np.maximum(self._linear(layer, state), 0)
        felt = 1 / (1 + np.exp(-self._linear("shades.4", state)))
        return np.concatenate([felt.mean(axis=0) - 0.5, felt.var(axis=0) * 4 - 0.3]) * np.float32(4)

    def _linear(self, name: str, state: Floats) -> Floats:
        product: Floats = state @ self._tensors[f"{name}.weight"].T + self._tensors[f"{name}.bias"]
        return product


def softmax(scores: Floats) -> Floats:
    """Probabilities over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def gelu(x: Floats) -> Floats:
    """x · Φ(x) by the tanh form (D. Hendrycks and K. Gimpel, 2016)."""
    return np.asarray(x * 0.5 * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3))), dtype=np.float32)
