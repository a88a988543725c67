"""Classifier: says of a text whether it asks for a picture to be made or changed.

It serves what `stylist train classifier` left under the home, and the head that ships with the project otherwise; one
that is trained while it serves takes over at the next text.
"""

import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.requests.features import VERSION
from agents.requests.head import AGAIN, HeadScorer, read_head
from agents.requests.label import Label, Scorer, decide
from encoding.encoder import TextEncoder
from encoding.minilm import MiniLM
from encoding.weights import weights
from foundation.errors import BadInput

SHIPPED = Path(__file__).with_name("shipped")
CARD = "card.json"
HEAD, SEQUENCE = "head", "sequence"


@dataclass(frozen=True)
class Card:
    """What is known of the classifier in `folder`: its kind, its threshold, and how it was trained and measured.

    `home` is where it was looked for.
    """

    folder: Path
    facts: Mapping[str, Any]
    home: Path | None = None

    @property
    def kind(self) -> str:
        """`head` (numpy, on MiniLM's vector) or `sequence` (a Hugging Face model, in torch)."""
        return str(self.facts["kind"])

    @property
    def threshold(self) -> float:
        """Below this confidence a text is unsure."""
        return float(self.facts["threshold"])

    @property
    def name(self) -> str:
        """What answers, in a few words."""
        origin = "shipped" if self.folder == SHIPPED else "trained here"
        return f"{self.facts['base']} in torch, {origin}" if self.kind == SEQUENCE else f"head on MiniLM, {origin}"


class Classifier:
    """Labels texts; what it needs is loaded at the first text. Safe to share between threads."""

    def __init__(self, card: Card, encoder: TextEncoder | None = None) -> None:
        self.card = card
        self._encoder = encoder
        self._scorer: Scorer | None = None
        self._trained = _stamp(card.home)
        self._lock = threading.Lock()

    @classmethod
    def open(cls, home: Path, encoder: TextEncoder | None = None) -> "Classifier":
        """The classifier in use under `home`; an `encoder` that is MiniLM is shared, any other left alone.

        Raises BadInput where the home's card can't be read.
        """
        return cls(read_card(home), encoder)

    def label(self, text: str) -> Label:
        """What `text` is. Raises BadInput where the model can't be loaded, MissingExtra where it needs torch."""
        scorer, threshold = self._ready()
        return decide(scorer.probability(text), threshold)

    def _ready(self) -> tuple[Scorer, float]:
        with self._lock:
            self._renew()
            if self._scorer is None:
                self._scorer = self._load()
            return self._scorer, self.card.threshold

    def _renew(self) -> None:
        """Take the card of a classifier that was trained since; where it can't be read, the one in use goes on."""
        trained = _stamp(self.card.home)
        if trained in (None, self._trained):
            return
        self._trained = trained
        with suppress(BadInput):
            self.card, self._scorer = read_card(self.card.home), None

    def _load(self) -> Scorer:
        if self.card.kind == SEQUENCE:
            from agents.requests.sequence import SequenceScorer

            return SequenceScorer(self.card.folder)
        encoder = self._encoder if isinstance(self._encoder, MiniLM) else MiniLM(weights(MiniLM.name))
        return HeadScorer(read_head(self.card.folder, self.card.facts["sha256"]), encoder)


def trained_folder(home: Path) -> Path:
    """Where `stylist train classifier` leaves its work."""
    return home / "models" / "classifier"


def _stamp(home: Path | None) -> tuple[int, int] | None:
    """What tells one trained classifier from the next; None where there is none."""
    try:
        status = (trained_folder(home) / CARD).stat() if home else None
    except OSError:
        return None
    return (status.st_ino, status.st_mtime_ns) if status else None


def read_card(home: Path | None = None) -> Card:
    """The card of the classifier in use under `home`, else of the one shipped.

    Raises BadInput where one is there but is not ours.
    """
    folder = trained_folder(home) if home and trained_folder(home).is_dir() else SHIPPED
    path = folder / CARD
    try:
        card = Card(folder, json.loads(path.read_text(encoding="utf-8")), home)
        usable = card.threshold <= 1 and card.kind in (HEAD, SEQUENCE) and bool(card.name)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path} can't be read ({type(error).__name__}: {error}): {AGAIN}") from None
    if not usable or (card.kind == HEAD and card.facts.get("features") != VERSION):
        raise BadInput(f"{path} is not of a classifier that this version can serve: {AGAIN}")
    return card
