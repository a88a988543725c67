"""Eye card: how an eye's answers are calibrated and how right they are, on pictures held out by product."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from evaluation.eye import calibration_error, find_places, head_metrics, macro_recall, place_metrics
from evaluation.metrics import Metric, measure_share
from training.eye_network import UNTOLD
from training.eye_pictures import HEADS, Shown
from vision.trunk import Seen, soften, softmax

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]
# Of what is answered this share must be right. A wrong type or audience misleads; a neighbouring shade hardly does.
RIGHT = {"product_type_name": 0.9, "audience": 0.9, "index_group_name": 0.9}
RIGHT_ELSE = 0.8
NEVER = 1.01
TEMPERATURES = np.geomspace(0.3, 4, 60)
# The head whose rarer classes count as much as its common ones.
BALANCED = "graphical_appearance_name"


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Each head's labels in order."""

    labels: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, shown: Sequence[Shown]) -> "Vocabulary":
        """All labels that occur; a head of which nothing is said is left out."""
        columns = {head: sorted({one.labels[place] for one in shown} - {""}) for place, head in enumerate(HEADS)}
        return cls({head: tuple(labels) for head, labels in columns.items() if labels})

    def numbers(self, shown: Sequence[Shown]) -> Whole:
        """The label numbers (pictures, heads), UNTOLD where a row does not say."""
        places = {head: {label: number for number, label in enumerate(self.labels[head])} for head in self.labels}
        rows = [[places[head].get(one.labels[HEADS.index(head)], UNTOLD) for head in self.labels] for one in shown]
        return np.array(rows, dtype=np.int64).reshape(len(shown), len(self.labels))


def held_out(shown: Sequence[Shown], folds: int) -> Whole:
    """The fold of each picture, by its product: colours of one garment stay together."""
    return np.array([crc32(one.product.encode()) % folds for one in shown], dtype=np.int64)


def find_temperature(probabilities: Floats, labels: Whole) -> float:
    """What scores are to be divided by, so that the held-out answers are the likeliest (C. Guo et al., ICML 2017)."""
    told = labels >= 0
    if not told.any():
        return 1.0
    scores, answers = np.log(probabilities[told] + 1e-9), labels[told]
    costs = [-np.log(softmax(scores / t)[np.arange(len(answers)), answers] + 1e-9).mean() for t in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(costs))])


def find_floor(probabilities: Floats, labels: Whole, goal: float) -> float:
    """The least confidence at which a share `goal` of the answers is right, few counting less; NEVER for none."""
    told = labels >= 0
    confidence, right = probabilities[told].max(axis=1), probabilities[told].argmax(axis=1) == labels[told]
    order = np.argsort(-confidence)
    # By Laplace's rule of succession: ten right ones out of ten are no certainty.
    share = (np.cumsum(right[order]) + 1) / (np.arange(len(order)) + 3)
    good = np.flatnonzero(share >= goal)
    return float(confidence[order][good[-1]]) if len(good) else NEVER


def measure(
    seen: Seen, labels: Whole, texts: Floats, vocabulary: Vocabulary, counts: Mapping[str, Whole]
) -> list[Metric]:
    """Every figure of the held-out pictures; `counts` is how often each label occurs in all."""
    metrics: list[Metric] = []
    for number, head in enumerate(vocabulary.labels):
        metrics += head_metrics(head, seen.answers[head], labels[:, number])
        if head == BALANCED:
            metrics += macro_recall(head, seen.answers[head].argmax(axis=1), labels[:, number], counts[head])
    if labels.shape[0] > 10:
        metrics += place_metrics(*find_places(seen.vector, texts, labels[:, 0]))
    return metrics


def judge_heads(held: Seen, labels: Whole, half: int, vocabulary: Vocabulary) -> dict[str, Any]:
    """Each head's entry of the card. Temperature and floor are of all held-out pictures; how good they are is told by
    those of the first `half` of them on the others, and the other way round.
    """
    heads: dict[str, Any] = {}
    for number, head in enumerate(vocabulary.labels):
        answers, true = held.answers[head], labels[:, number]
        crossed = np.empty_like(answers)
        for one, other in ((slice(None, half), slice(half, None)), (slice(half, None), slice(None, half))):
            crossed[other] = soften(answers[other], find_temperature(answers[one], true[one]))
        goal = RIGHT.get(head, RIGHT_ELSE)
        surer = _surer(crossed, true, half, goal)
        temperature = find_temperature(answers, true)
        floor = find_floor(soften(answers, temperature), true, goal)
        heads[head] = {
            "labels": list(vocabulary.labels[head]), "temperature": round(temperature, 4), "floor": round(floor, 4),
            "calibration_error": round(calibration_error(crossed, true), 4),
            "surer_part": [_figure(metric) for metric in surer],
        }  # fmt: skip
    return heads


def _surer(crossed: Floats, true: Whole, half: int, goal: float) -> list[Metric]:
    """How many are answered, and how many of these are right, each half by the floor of the other."""
    floors = np.empty(len(true))
    floors[half:] = find_floor(crossed[:half], true[:half], goal)
    floors[:half] = find_floor(crossed[half:], true[half:], goal)
    told = true >= 0
    said = told & (crossed.max(axis=1) >= floors)
    right = crossed.argmax(axis=1) == true
    shares = (measure_share("", map(bool, said[told])), measure_share("", map(bool, right[said])))
    return [share for share in shares if share is not None]


def figures(metrics: Sequence[Metric]) -> dict[str, dict[str, Any]]:
    """Metrics by name, rounded, as a card holds them."""
    return {metric.metric: _figure(metric) for metric in metrics}


def _figure(metric: Metric) -> dict[str, Any]:
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in asdict(metric).items()
        if not (name == "metric" and value)
    }
