"""Fitting: a logistic head on encoder vectors and lexical features (L2, L-BFGS by scipy).

L-BFGS as of D. C. Liu and J. Nocedal, On the limited memory BFGS method, Mathematical Programming 45, 1989.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.requests.features import WIDTH, lexical
from agents.requests.head import Head
from agents.requests.label import IMAGE_REQUEST
from encoding.encoder import Vectors
from encoding.minilm import MiniLM
from foundation.extras import need
from training.families import Text

LAYER = MiniLM.dim
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Inputs:
    """Texts as numbers: layers' means (texts, DIM), lexical features (texts, WIDTH, sparse), 1 where a picture."""

    vectors: Vectors
    words: Any
    asked: Floats
    weights: Floats

    def __len__(self) -> int:
        return len(self.asked)


@dataclass(frozen=True)
class Recipe:
    """How much of each part counts (0: left out), and how strongly weights are held small."""

    dense: float = 2.0
    words: float = 5.0
    penalty: float = 0.0002


def prepare(texts: Sequence[Text], vectors: Vectors) -> Inputs:
    """The inputs of `texts`, whose layers' means are given (texts, DIM). Raises MissingExtra where scipy is absent."""
    rows = [lexical(text.text) for text in texts]
    starts = np.cumsum([0, *(len(places) for places, _ in rows)])
    values, places = (np.concatenate([row[part] for row in rows]) for part in (1, 0))
    words = need("scipy.sparse").csr_matrix((values, places, starts), (len(texts), WIDTH))
    asked = np.array([float(text.label == IMAGE_REQUEST) for text in texts])
    return Inputs(vectors, words, asked, weigh(texts))


def weigh(texts: Sequence[Text]) -> Floats:
    """Weights that sum to 1: both labels count alike, and within a label every text."""
    sizes = Counter(text.label for text in texts)
    return np.array([1 / (len(sizes) * sizes[text.label]) for text in texts])


def fit(inputs: Inputs, recipe: Recipe, tick: Callable[[], None] | None = None) -> Head:
    """The head that fits `inputs` best under `recipe`; `tick` is called after each iteration, and may end it."""
    middle = inputs.vectors.mean(axis=0)
    # Each number of a layer has a scale of its own; the head that serves takes them as they are.
    scale = recipe.dense / ((inputs.vectors.std(axis=0) + 1e-6) * np.sqrt(LAYER))
    layers, words = (inputs.vectors - middle) * scale, inputs.words * recipe.words
    signs, dim = 2 * inputs.asked - 1, inputs.vectors.shape[1]

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (layers @ weights[:dim].astype(np.float32) + words @ weights[dim:-1] + weights[-1])
        pull = -inputs.weights * signs / (1 + np.exp(np.clip(margins, -30, 30)))
        held = recipe.penalty * weights[:-1]
        slope = np.concatenate([pull.astype(np.float32) @ layers, words.T @ pull]) + held
        cost = inputs.weights @ np.logaddexp(0, -margins) + recipe.penalty * (weights[:-1] @ weights[:-1]) / 2
        return float(cost), np.append(slope, pull.sum())

    start = np.zeros(dim + WIDTH + 1)
    told = None if tick is None else (lambda _: tick())
    found = need("scipy.optimize").minimize(
        loss, start, jac=True, method="L-BFGS-B", callback=told, options={"maxiter": 200}
    )
    best = found.x
    dense = best[:dim] * scale
    bias = float(best[-1] - dense @ middle)
    return Head(dense.astype(np.float32), (best[dim:-1] * recipe.words).astype(np.float32), bias)


def probabilities(head: Head, inputs: Inputs) -> Floats:
    """The chance of each text that it asks for a picture, as the head gives it one by one."""
    scores = inputs.vectors @ head.dense + inputs.words @ head.words + head.bias
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))), np.float64)
