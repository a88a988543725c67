"""Anchors: what a single-shot detector finds, read from its raw output (Liu et al., "SSD", 2016, as MediaPipe does)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.network import Floats

OVERLAP = 0.3


@dataclass(frozen=True)
class Grid:
    """A detector's anchors: for each layer its cells a side and anchors a cell; `size` is its input's side."""

    size: int
    layers: tuple[tuple[int, int], ...]

    @property
    def centres(self) -> Floats:
        """Where each anchor lies, x and y in 0 … 1: (anchors, 2)."""
        return np.concatenate([_layer(cells, times) for cells, times in self.layers])


def _layer(cells: int, times: int) -> Floats:
    rows, columns = np.mgrid[0:cells, 0:cells]
    centres = np.stack([columns, rows], axis=-1).reshape(-1, 2)
    return np.repeat((centres + 0.5) / cells, times, axis=0).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Found:
    """One detection: its score in 0 … 1, its box (left, top, right, bottom) and its points, in shares of the input."""

    score: float
    box: tuple[float, float, float, float]
    points: NDArray[np.float32]


def detections(raw: Floats, logits: Floats, grid: Grid, least: float) -> list[Found]:
    """The detections of at least that score, the surest first, each thing once."""
    scores = 1 / (1 + np.exp(-np.clip(logits.reshape(-1), -80, 80)))
    sure = np.flatnonzero(scores >= least)
    sure = sure[np.argsort(-scores[sure])]
    centres = grid.centres[sure]
    values = raw[sure].reshape(len(sure), raw.shape[1] // 2, 2) / grid.size
    middles, sizes, points = values[:, 0] + centres, values[:, 1], values[:, 2:] + centres[:, None]
    boxes = np.concatenate([middles - sizes / 2, middles + sizes / 2], axis=1)
    kept = _once(boxes)
    return [Found(float(scores[sure[i]]), tuple(map(float, boxes[i])), points[i]) for i in kept]  # type: ignore[arg-type]


def _once(boxes: NDArray[np.float32]) -> list[int]:
    """Of boxes in order of score, those that no surer one overlaps."""
    kept: list[int] = []
    for place, box in enumerate(boxes):
        if all(overlap(box, boxes[other]) < OVERLAP for other in kept):
            kept.append(place)
    return kept


def overlap(one: Sequence[float] | NDArray[np.float32], other: Sequence[float] | NDArray[np.float32]) -> float:
    """The share of two boxes' union that both cover."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    both = max(0.0, float(wide)) * max(0.0, float(high))
    union = _area(one) + _area(other) - both
    return both / union if union else 0.0


def _area(box: Sequence[float] | NDArray[np.float32]) -> float:
    return float((box[2] - box[0]) * (box[3] - box[1]))
