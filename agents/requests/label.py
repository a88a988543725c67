"""Label: what a text is, and how sure that is."""

from dataclasses import dataclass
from typing import Protocol

IMAGE_REQUEST, CONVERSATION, UNSURE = "image_request", "conversation", "unsure"
LABELS = (IMAGE_REQUEST, CONVERSATION)


@dataclass(frozen=True)
class Label:
    """`image_request`, `conversation`, or `unsure` where `confidence`, of the likelier of the two, is too low."""

    label: str
    confidence: float


class Scorer(Protocol):
    """What gives the chance, 0 to 1, that a text asks for a picture to be made or changed."""

    def probability(self, text: str) -> float:
        """The chance for one text."""
        ...


def decide(probability: float, threshold: float) -> Label:
    """The label of a text that asks for a picture with this chance; below `threshold` it is unsure."""
    confidence = max(probability, 1 - probability)
    likelier = IMAGE_REQUEST if probability >= 0.5 else CONVERSATION
    return Label(likelier if confidence >= threshold else UNSURE, confidence)
