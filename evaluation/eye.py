"""Eye figures: how right an eye is on pictures that it has not learned from, with 95 % intervals."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evaluation.metrics import Metric, measure_mean, measure_share

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]
# What the rarest class must have to count in the macro recall.
LEAST_OF_CLASS = 20
BINS = 15
RESAMPLES = 500


def head_metrics(name: str, probabilities: Floats, labels: Whole) -> list[Metric]:
    """Of one head: right at first, among the first three. Pictures whose row says nothing (-1) are left out."""
    told = labels >= 0
    probabilities, labels = probabilities[told], labels[told]
    order = np.argsort(-probabilities, axis=1)
    hits = order == labels[:, None]
    return _present(
        measure_share(f"{name} top-1", map(bool, hits[:, 0])),
        measure_share(f"{name} top-3", map(bool, hits[:, :3].any(axis=1))),
    )


def macro_recall(name: str, answers: Whole, labels: Whole, counts: Whole, seed: int = 0) -> list[Metric]:
    """The mean over classes of how many of each are found; of classes with LEAST_OF_CLASS pictures in `counts`."""
    classes = [int(one) for one in np.flatnonzero(counts >= LEAST_OF_CLASS) if (labels == one).any()]
    if not classes:
        return []
    dice = np.random.default_rng(seed)
    drawn = [_recall(answers, labels, classes, dice.integers(len(labels), size=len(labels))) for _ in range(RESAMPLES)]
    low, high = np.nanpercentile(drawn, (2.5, 97.5))
    value = _recall(answers, labels, classes, np.arange(len(labels)))
    return [Metric(f"{name} macro recall", value, float(low), float(high), len(classes))]


def _recall(answers: Whole, labels: Whole, classes: Sequence[int], places: Whole) -> float:
    said, true = answers[places], labels[places]
    return float(np.mean([(said[true == one] == one).mean() for one in classes if (true == one).any()]))


def calibration_error(probabilities: Floats, labels: Whole) -> float:
    """The expected calibration error over BINS equal bins of confidence (C. Guo et al., ICML 2017)."""
    told = labels >= 0
    confidence, right = probabilities[told].max(axis=1), probabilities[told].argmax(axis=1) == labels[told]
    place = (confidence * BINS).astype(int).clip(0, BINS - 1)
    gaps = [
        abs(confidence[place == one].mean() - right[place == one].mean()) * (place == one).sum() for one in set(place)
    ]
    return float(sum(gaps) / max(1, len(confidence)))


def find_places(vectors: Floats, texts: Floats, types: Whole) -> tuple[Whole, Floats]:
    """For each picture: before how many others its own text finds it, and which share of its ten nearest is of its
    type. All pictures given are searched.
    """
    alike = texts @ vectors.T
    rank = (alike > np.diag(alike)[:, None]).sum(axis=1)
    near = vectors @ vectors.T
    np.fill_diagonal(near, -np.inf)
    ten = np.argsort(-near, axis=1)[:, :10]
    return rank, (types[ten] == types[:, None]).mean(axis=1, dtype=np.float32)


def place_metrics(ranks: Whole, shares: Floats) -> list[Metric]:
    """Caption to picture, and what lies near a picture, of `find_places`."""
    return _present(
        measure_share("caption to picture recall@1", map(bool, ranks < 1)),
        measure_share("caption to picture recall@10", map(bool, ranks < 10)),
        measure_mean("same type among ten nearest", [float(share) for share in shares]),
    )


def _present(*metrics: Metric | None) -> list[Metric]:
    return [metric for metric in metrics if metric is not None]
