"""Trunk: what training fitted above a picture's features, run in numpy: the heads' probabilities, and the vector."""

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
    """A head's name to its probabilities (…, classes), and the vectors (…, 384) of length 1."""

    answers: Mapping[str, Floats]
    vector: Floats


class Trunk:
    """The tensors that training fitted; `temperatures` divide each head's scores."""

    def __init__(self, tensors: Mapping[str, Floats], temperatures: Mapping[str, float]) -> None:
        self._tensors, self._temperatures = tensors, temperatures

    @classmethod
    def read(cls, path: Path, temperatures: Mapping[str, float]) -> "Trunk":
        """The trunk in a safetensors file; raises BadInput where it can't be read."""
        try:
            return cls(load_file(path), temperatures)
        except (OSError, SafetensorError) as error:
            raise BadInput(f"{path} can't be read ({error}): run `stylist train eye` again") from None

    def see(self, features: Floats) -> Seen:
        """What is seen in pictures with these features (…, n)."""
        scaled = (features - self._tensors["mean"]) / self._tensors["spread"]
        state = gelu(self._linear("enter", scaled.clip(-FARTHEST, FARTHEST)))
        state = state + gelu(self._linear("deepen", state))
        vectors = self._linear("vector", state)
        answers = {
            head: softmax(self._linear(f"heads.{head}", state) / np.float32(temperature))
            for head, temperature in self._temperatures.items()
        }
        return Seen(answers, vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + np.float32(1e-9)))

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
