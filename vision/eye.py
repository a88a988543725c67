"""Eye: answers questions about a photo and places it in the texts' space; the catalogue eye is the embedded one.

The catalogue eye was trained on the user's own catalogue pictures by `stylist train eye`: an EfficientNet-Lite's
features, colours, silhouette and texture, a trunk above them, and a head for each column. It runs without torch.
"""

import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from foundation.errors import BadInput, MissingExtra
from foundation.photo import Photo
from vision.efficientnet import EfficientNet
from vision.lately import Lately
from vision.question import Question
from vision.traits import traits
from vision.trunk import Seen, Trunk
from vision.view import view
from vision.vocabulary import Vocabulary

Floats = NDArray[np.float32]
FOLDER = Path("models") / "eye"
CARD, NETWORK, TRUNK = "card.json", "network.onnx", "trunk.safetensors"
KIND, FORMAT = "catalogue eye", 2
# Photos whose answers are kept: one photo is asked several questions.
KEPT = 16


class Eye(Protocol):
    """Sees a photo. `vocabulary` is what it answers of garments unless other choices are given.

    `space` names where its vectors lie: those of another space can't be compared with them; "" where it has none.
    """

    name: str
    space: str
    vocabulary: Vocabulary

    def answer(self, photo: Photo, question: Question, choices: Sequence[str] = ()) -> Mapping[str, float]:
        """How likely each of `choices` is (all that it knows where none is given); they sum to 1. Raises BadInput."""
        ...

    def embed(self, photo: Photo) -> Floats:
        """A vector of length 1 in `space`; raises BadInput where it has none."""
        ...


@dataclass(frozen=True)
class Head:
    """What is answered for one column: its labels in order, the temperature that calibrates its scores, and the least
    probability at which the held-out answers were right often enough (over 1: never).
    """

    labels: tuple[str, ...]
    temperature: float
    floor: float


@dataclass(frozen=True)
class EyeCard:
    """What an eye was trained on and how good it is, as `card.json` tells."""

    name: str
    catalogue: str
    heads: Mapping[str, Head]
    facts: Mapping[str, Any]


class CatalogueEye:
    """The eye in `folder`; loaded at its first use, safe to share between threads.

    Its space is that of MiniLM's texts, in which a photo lies beside what is said of it.
    """

    space = "minilm"

    def __init__(self, folder: Path) -> None:
        self.card = read_card(folder)
        self.name = self.card.name
        heads = self.card.heads
        self.vocabulary = Vocabulary(
            {name: head.labels for name, head in heads.items()},
            self.card.facts.get("roles", {}),
            {name: head.floor for name, head in heads.items()},
        )
        temperatures = {name: head.temperature for name, head in self.card.heads.items()}
        self._network, self._trunk = EfficientNet(folder / NETWORK), Trunk.read(folder / TRUNK, temperatures)
        # A photo that somebody waits for is measured on two cores.
        self._beside = ThreadPoolExecutor(os.cpu_count(), "eye")
        self._seen: Lately[tuple[str, int, int], Seen] = Lately(KEPT)

    def answer(self, photo: Photo, question: Question, choices: Sequence[str] = ()) -> Mapping[str, float]:
        """The head's probabilities, over `choices` alone where they are given; raises BadInput for what it can't."""
        if question.column not in self.card.heads:
            raise BadInput(f"this eye learned nothing of {question.column}: it knows {', '.join(self.card.heads)}")
        labels = self.card.heads[question.column].labels
        known = dict(zip(labels, map(float, self.see(photo).answers[question.column]), strict=True))
        unknown = [choice for choice in choices if choice not in known]
        if unknown:
            raise BadInput(f"this eye has seen nothing called {unknown[0]!a}: its catalogue has {', '.join(labels)}")
        kept = {choice: known[choice] for choice in choices or labels}
        total = sum(kept.values()) or 1.0
        return {choice: value / total for choice, value in kept.items()}

    def embed(self, photo: Photo) -> Floats:
        """A vector (384,) of length 1 beside those that MiniLM gives texts."""
        return self.see(photo).vector

    def see(self, photo: Photo) -> Seen:
        """Everything at once; a photo seen lately is not looked at again."""
        key = (photo.sha256, photo.width, photo.height)
        return self._seen.get(key, lambda: self.read(features(self._network, view(photo), self._beside)))

    def read(self, measured: Floats) -> Seen:
        """Everything that is seen in pictures with these features (…, n)."""
        return self._trunk.see(measured)


def form(eye: Eye, photo: Photo) -> Floats | None:
    """The code by which this very piece is known again (vision/form.py); None of an eye that has none."""
    return eye.see(photo).form if isinstance(eye, CatalogueEye) else None


def features(network: EfficientNet, picture: Image.Image, beside: Executor | None = None) -> Floats:
    """What the trunk takes of a view: the network's features and the traits (n,); with `beside` both at once."""
    pixels = np.asarray(picture, dtype=np.float32)[None]
    if beside is None:
        return np.concatenate([network.features(pixels)[0], traits(picture)])
    deep = beside.submit(network.features, pixels)
    plain = traits(picture)
    return np.concatenate([deep.result()[0], plain])


def open_eye(home: Path, catalogue: str | None = None) -> CatalogueEye:
    """The eye under `home`; `catalogue` is the sha256 of the one in use.

    Raises MissingExtra where none was trained, BadInput where it is damaged or was trained on another catalogue.
    """
    folder = home / FOLDER
    if not (folder / CARD).is_file():
        raise MissingExtra("no eye was trained on this catalogue: `stylist train eye --images DIR` does it in minutes")
    eye = CatalogueEye(folder)
    if catalogue is not None and eye.card.catalogue != catalogue:
        raise BadInput(
            f"the eye under {home} was trained on another catalogue ({eye.card.catalogue[:12]}, in use is "
            f"{catalogue[:12]}): run `stylist train eye` for this one"
        )
    return eye


def read_card(folder: Path) -> EyeCard:
    """The card in `folder`; raises BadInput where it can't be read or is of another format."""
    path = folder / CARD
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        if facts["kind"] != KIND or facts["format"] != FORMAT:
            raise ValueError(f"kind {facts['kind']!a}, format {facts['format']!a}")
        heads = {
            name: Head(tuple(head["labels"]), float(head["temperature"]), float(head["floor"]))
            for name, head in facts["heads"].items()
        }
        return EyeCard(str(facts["name"]), str(facts["catalogue"]["sha256"]), heads, facts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{path} is no eye's card ({error}): run `stylist train eye` again") from None
