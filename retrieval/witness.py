"""Witness: what each picture shows, as told by all other pictures and never by its own row.

An eye has learned every row that it looks at: it agrees with what is wrong there, too. So a linear head is fitted on
codes in which no label has a part, and each picture is told by the head without it: in closed form, as leaving one out
of a ridge regression is (D. Allen, The relationship between variable selection and data augmentation, 1974).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]
RIDGE = 1.0
TEMPERATURES = np.geomspace(0.03, 0.4, 16)


class Witness:
    """Tells what pictures show, of their `codes` (n, d)."""

    def __init__(self, codes: Floats) -> None:
        self._inputs = np.concatenate([codes, np.ones((len(codes), 1), np.float32)], axis=1).astype(np.float32)

    def tells(self, labels: Whole, count: int) -> Floats:
        """How likely each of `count` labels is for each picture (n, count), of the number of each picture's own (n,).

        A label of -1 is one that nothing is known of.
        """
        told = labels >= 0
        if not told.any():
            return np.full((len(labels), count), 1 / count, np.float32)
        scores = self._scores(labels, told, count)
        costs = [_cost(softened(scores[told], float(one)), labels[told]) for one in TEMPERATURES]
        return softened(scores, float(TEMPERATURES[int(np.argmin(costs))]))

    def _scores(self, labels: Whole, told: NDArray[np.bool_], count: int) -> Floats:
        """What the regression without a picture gives for it."""
        goals = np.zeros((len(labels), count), np.float32)
        goals[told, labels[told]] = 1
        known = self._inputs[told]
        square = (known.T @ known).astype(np.float64) + RIDGE * np.eye(known.shape[1])
        inverse = np.linalg.inv(square).astype(np.float32)
        scores = self._inputs @ (inverse @ (self._inputs.T @ goals))
        # How much each picture had a say in its own score.
        share = np.where(told, ((self._inputs @ inverse) * self._inputs).sum(axis=1), 0)[:, None].clip(0, 0.999)
        return np.asarray((scores - share * goals) / (1 - share), np.float32)


def softened(scores: Floats, temperature: float) -> Floats:
    """Scores as probabilities."""
    powers = np.exp((scores - scores.max(axis=1, keepdims=True)) / np.float32(temperature))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def _cost(likely: Floats, labels: Whole) -> float:
    return float(-np.log(likely[np.arange(len(labels)), labels] + 1e-9).mean())
