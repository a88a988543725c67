"""Card: how good a classifier is on texts whose families it has not seen, and where its threshold lies."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.requests.label import IMAGE_REQUEST, LABELS
from evaluation.metrics import Tally, measure_pairs
from training.families import Text
from training.fitting import Floats
from training.texts import Split, fingerprint

ACCURACY, COVERAGE = 0.97, 0.95
# The threshold leaves room above the coverage that is asked for: on other texts confidence is lower.
ROOM = 0.01


@dataclass(frozen=True)
class Judged:
    """Texts with what a classifier thought of them."""

    texts: Sequence[Text]
    probabilities: Floats

    @property
    def confidence(self) -> Floats:
        """Of the likelier label, per text."""
        return np.maximum(self.probabilities, 1 - self.probabilities)

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether the likelier label is the true one, per text."""
        asked = np.array([text.label == IMAGE_REQUEST for text in self.texts], bool)
        return np.asarray(np.equal(self.probabilities >= 0.5, asked), np.bool_)

    def of(self, hard: bool) -> "Judged":
        """The part of the hard texts, or of the clean ones."""
        kept = [at for at, text in enumerate(self.texts) if text.hard == hard]
        return Judged([self.texts[at] for at in kept], self.probabilities[kept])


def choose_threshold(judged: Judged) -> float:
    """The least confidence to answer at: as much as accuracy needs, as little as coverage allows.

    Accuracy is that of all texts, coverage that of the clean ones where there are some.
    """
    confidence, right, clean = judged.confidence, judged.right, judged.of(hard=False)
    most = float(np.quantile((clean if clean.texts else judged).confidence, 1 - COVERAGE - ROOM))
    for threshold in sorted({0.5, *confidence[confidence <= most]}):
        if right[confidence >= threshold].mean() >= ACCURACY:
            return float(threshold)
    return most


def measure(name: str, judged: Judged, threshold: float) -> dict[str, dict[str, Any]]:
    """Coverage, accuracy when answered, and accuracy of the likelier label; intervals count families, not texts."""
    answered = judged.confidence >= threshold
    figures = {
        f"{name} coverage": _share(judged.texts, answered),
        f"{name} accuracy when answered": _share(
            [text for text, said in zip(judged.texts, answered, strict=True) if said], judged.right[answered]
        ),
        f"{name} accuracy without unsure": _share(judged.texts, judged.right),
    }
    return {key: figure for key, figure in figures.items() if figure}


def describe(split: Split) -> dict[str, Any]:
    """What was learned from: how many texts, of which label, in how many families, and their hash."""
    texts = (*split.train, *split.validation, *split.test)
    return {
        "count": len(texts),
        "sha256": fingerprint(texts),
        "families": len({text.family for text in texts}),
        **{label: sum(text.label == label for text in texts) for label in LABELS},
        "hard": sum(text.hard for text in texts),
        "taught": sum(text.taught for text in texts),
        "train": len(split.train),
        "validation": len(split.validation),
        "test": len(split.test),
    }


def _share(texts: Sequence[Text], held: Iterable[Any]) -> dict[str, Any]:
    families: dict[str, list[bool]] = {}
    for text, holds in zip(texts, held, strict=True):
        families.setdefault(text.family, []).append(bool(holds))
    metric = measure_pairs("", (Tally(sum(group), len(group)) for group in families.values()))
    if metric is None:
        return {}
    values = asdict(metric)
    return {
        "value": values["value"],
        "low": values["low"],
        "high": values["high"],
        "n": len(texts),
        "families": metric.n,
    }
