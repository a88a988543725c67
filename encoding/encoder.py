"""TextEncoder: what turns texts into unit vectors, and how an encoder is named."""

import re
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]

_RUN_BY = re.compile(r" \([a-z0-9 ]+\)$")


class TextEncoder(Protocol):
    """Turns texts into vectors whose inner product is their cosine; a name reads 'minilm' or 'minilm (torch bf16)'."""

    @property
    def name(self) -> str:
        """The model, and what runs it where that changes the last digits."""
        ...

    @property
    def dim(self) -> int:
        """The length of a vector."""
        ...

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of `texts`, float32, shape (texts, dim), of length 1; `progress` hears (done, total)."""
        ...


def model_name(name: str) -> str:
    """The model of an encoder's name: 'minilm (torch bf16)' → 'minilm'. Vectors of one model are comparable."""
    return _RUN_BY.sub("", name)
