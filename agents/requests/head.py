"""Head: a logistic regression over MiniLM's lower layers and the lexical features of a text, run in numpy.

The layers above the third told nothing more of what a text asks for, and took half the time.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from agents.requests.features import WIDTH, lexical
from encoding.encoder import Vectors
from encoding.minilm import MiniLM
from foundation.errors import BadInput

DEPTH = 3
DIM = (DEPTH - 1) * MiniLM.dim
FILE = "head.safetensors"
AGAIN = "run `stylist train classifier`, or delete the folder to go back to the shipped head"


@dataclass(frozen=True)
class Head:
    """Weights of the layers' means (DIM,), of the lexical features (WIDTH,), and the bias."""

    dense: Vectors
    words: Vectors
    bias: float

    def probability(self, vector: Vectors, text: str) -> float:
        """The chance that `text`, with its layers' means `vector` (DIM,), asks for a picture."""
        places, values = lexical(text)
        score = float(self.dense @ vector) + float(self.words[places] @ values) + self.bias
        return float(1 / (1 + np.exp(-np.clip(score, -30, 30))))

    def to_bytes(self) -> bytes:
        """The head as safetensors, in half precision."""
        tensors = {"dense": self.dense, "words": self.words, "bias": np.array([self.bias])}
        return save({name: np.asarray(tensor, np.float16) for name, tensor in tensors.items()})


def read_head(folder: Path, sha256: str) -> Head:
    """The head in `folder`; raises BadInput where it is not the one with that sha256, or of other shapes."""
    path = folder / FILE
    try:
        data = path.read_bytes()
        tensors = {name: tensor.astype(np.float32) for name, tensor in load(data).items()}
    except (OSError, SafetensorError) as error:
        raise BadInput(f"{path} can't be read ({error}): {AGAIN}") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BadInput(f"{path} is not the head that its card names: {AGAIN}")
    if {name: tensor.shape for name, tensor in tensors.items()} != {"dense": (DIM,), "words": (WIDTH,), "bias": (1,)}:
        raise BadInput(f"{path} has other shapes than this version reads: {AGAIN}")
    return Head(tensors["dense"], tensors["words"], float(tensors["bias"][0]))


@dataclass(frozen=True)
class HeadScorer:
    """A head with its encoder."""

    head: Head
    encoder: MiniLM

    def probability(self, text: str) -> float:
        """The chance that `text` asks for a picture."""
        return self.head.probability(self.encoder.encode_layers([text], depth=DEPTH)[0], text)
