"""Trunk: what training fitted above a picture's features, run in numpy: the heads' probabilities, and the vector.

Several members, each of which sees its own draw of the features (T. K. Ho, The random subspace method, TPAMI 1998), are
averaged. The vector is drawn to what the catalogue says of the types that the picture is likely of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from foundation.errors import BadInput
from vision.form import form_of

Floats = NDArray[np.float32]
# Features lie this many deviations from the mean at most: what is stranger than that says no more.
FARTHEST = np.float32(6)


@dataclass(frozen=True, eq=False)
class Seen:
    """A head's name to its probabilities (…, classes), and the vectors (…, 384) of length 1; `form` is vision/form.py's
    code, where one was fitted.
    """

    answers: Mapping[str, Floats]
    vector: Floats
    form: Floats | None = None


class Trunk:
    """The tensors that training fitted; `temperatures` divide each head's scores. The first head is the type's."""

    def __init__(self, tensors: Mapping[str, Floats], temperatures: Mapping[str, float]) -> None:
        self._tensors, self._temperatures = tensors, temperatures
        self._members = sum(name.endswith(".columns") for name in tensors)

    @classmethod
    def read(cls, path: Path, temperatures: Mapping[str, float]) -> "Trunk":
        """The trunk in a safetensors file; raises BadInput where it can't be read."""
        try:
            return cls(load_file(path), temperatures)
        except (OSError, SafetensorError) as error:
            raise BadInput(f"{path} can't be read ({error}): run `stylist train eye` again") from None

    def see(self, features: Floats) -> Seen:
        """What is seen in pictures with these features (…, n)."""
        scaled = ((features - self._tensors["mean"]) / self._tensors["spread"]).clip(-FARTHEST, FARTHEST)
        seen = [self._member(f"{number}.", scaled) for number in range(self._members)]
        mean = {head: np.mean([one.answers[head] for one in seen], axis=0) for head in self._temperatures}
        kinds = mean[next(iter(mean))] @ self._tensors["kinds"] if mean else np.float32(0)
        vector = np.mean([one.vector for one in seen], axis=0) + kinds
        answers = {head: soften(mean[head], temperature) for head, temperature in self._temperatures.items()}
        return Seen(answers, unit(vector), form_of(self._tensors, features))

    def _member(self, prefix: str, scaled: Floats) -> Seen:
        """What one member sees, at a temperature of 1."""
        drawn = scaled[..., self._tensors[f"{prefix}columns"]]
        state = gelu(self._linear(f"{prefix}enter", drawn))
        state = state + gelu(self._linear(f"{prefix}deepen", state))
        answers = {head: softmax(self._linear(f"{prefix}heads.{head}", state)) for head in self._temperatures}
        return Seen(answers, unit(self._linear(f"{prefix}vector", state)))

    def _linear(self, name: str, state: Floats) -> Floats:
        product: Floats = state @ self._tensors[f"{name}.weight"].T + self._tensors[f"{name}.bias"]
        return product


def unit(vectors: Floats) -> Floats:
    """Vectors (…, n) made of length 1."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True) + np.float32(1e-9)
    return np.asarray(vectors / length, dtype=np.float32)


def soften(probabilities: Floats, temperature: float) -> Floats:
    """What the probabilities of a temperature of 1 are at another."""
    return softmax(np.log(probabilities + np.float32(1e-9)) / np.float32(temperature))


def softmax(scores: Floats) -> Floats:
    """Probabilities over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def gelu(x: Floats) -> Floats:
    """x · Φ(x) by the tanh form (D. Hendrycks and K. Gimpel, 2016)."""
    return np.asarray(x * 0.5 * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3))), dtype=np.float32)
