"""Classifier training: fits the head, measures it on families it has not seen, and leaves it with its card."""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from agents.requests.classifier import CARD, HEAD, trained_folder
from agents.requests.features import VERSION
from agents.requests.head import DEPTH, FILE
from encoding.encoder import Vectors
from encoding.minilm import MiniLM
from encoding.weights import weights
from foundation.errors import BadInput
from storage.worker import Running
from training.card import Judged, choose_threshold, describe, measure
from training.families import Text
from training.fitting import Inputs, Recipe, fit, prepare, probabilities
from training.texts import Split, divide, read_texts

Report = Callable[[int, int, str], None]
WITHOUT = {"without MiniLM": {"dense": 0.0}, "without words": {"words": 0.0}}
RECIPE = Recipe()
# A fit costs about as much as embedding one text in so many; there are this many fits.
FIT_SHARE, FITS = 20, 2 + len(WITHOUT)
TICK_SECONDS = 1.0


@dataclass(frozen=True)
class Fitted:
    """A trained classifier: the files of its folder by name, and its card."""

    files: dict[str, bytes]
    card: dict[str, Any]


def run(request: Mapping[str, Any], running: Running) -> Mapping[str, Any]:
    """The job: trains what `request` (training/kinds.py) asks for; the card and the folder that it is in."""
    folder = trained_folder(Path(request["home"]))
    texts = read_texts(Path(request["texts"]) if request["texts"] else None)
    running.report(0, len(texts), f"{len(texts):,} texts")
    if request["base"]:
        # Imported here: it is of an extra.
        from training.sequence import train_sequence

        card = train_sequence(texts, request["base"], folder, request["seed"], request["epochs"], running.report)
    else:
        fitted = train_head(texts, MiniLM(weights(MiniLM.name)), request["seed"], running.report)
        save(fitted, folder)
        card = fitted.card
    return {**card, "folder": str(folder)}


def train_head(texts: Sequence[Text], encoder: MiniLM, seed: int, report: Report) -> Fitted:
    """Fit and measure on three parts of `texts` by family, then fit on all of them what is to serve.

    The threshold and the figures are those of the head that saw the training part only. `report` is told the step,
    their count, and what is done now. Raises MissingExtra where scipy is absent.
    """
    started = time.perf_counter()
    split = divide(texts, seed)
    told = _Told(report, len(texts))
    parts = _embed(split, encoder, told)
    told.fitting("fitting")
    head = fit(parts["train"], RECIPE, told.tick)
    threshold = choose_threshold(Judged(split.validation, probabilities(head, parts["validation"])))
    figures = _figures(split, parts, threshold, told)
    told.fitting("fitting on all texts")
    everything = prepare((*split.train, *split.validation, *split.test), _vectors(parts))
    data = fit(everything, RECIPE, told.tick).to_bytes()
    told.fitted()
    card = {
        "kind": HEAD, "base": MiniLM.name, "features": VERSION, "sha256": hashlib.sha256(data).hexdigest(),
        "threshold": round(threshold, 4), "texts": describe(split), "figures": figures, "seed": seed,
        "seconds": round(time.perf_counter() - started, 1),
    }  # fmt: skip
    return Fitted({FILE: data}, card)


def save(fitted: Fitted, folder: Path) -> None:
    """Put the classifier in `folder` in one step: what was there before serves until then. Raises BadInput."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        for name, data in fitted.files.items():
            (fresh / name).write_bytes(data)
        (fresh / CARD).write_text(json.dumps(fitted.card, indent=1) + "\n", encoding="utf-8")
        put_in_place(fresh, folder)
    except OSError as error:
        raise BadInput(f"{folder} can't be written ({error.strerror}): give a --home that can") from None


def put_in_place(fresh: Path, folder: Path) -> None:
    """Make `fresh` be `folder`; what was there is gone afterwards."""
    fresh.chmod(0o755)
    old = fresh.with_name(f"{fresh.name}-old")
    if folder.exists():
        os.replace(folder, old)
    os.replace(fresh, folder)
    shutil.rmtree(old, ignore_errors=True)


class _Told:
    """How far a training is: texts embedded, then fits, each as so many texts."""

    def __init__(self, report: Report, texts: int) -> None:
        self._report, self._texts, self._fits = report, texts, 0
        self._fit = max(1, texts // FIT_SHARE)
        self._last = (0, "", 0.0)

    def embedding(self, done: int, total: int) -> None:
        """So many texts are vectors."""
        self._tell(done, "embedding texts")

    def fitting(self, note: str) -> None:
        """A fit begins."""
        self._tell(self._texts + self._fits * self._fit, note)
        self._fits += 1

    def fitted(self) -> None:
        """All fits are done."""
        self._tell(self._texts + FITS * self._fit, "saving")

    def tick(self) -> None:
        """A fit goes on: whether it shall is asked every second."""
        step, note, told = self._last
        if time.monotonic() - told > TICK_SECONDS:
            self._tell(step, note)

    def _tell(self, step: int, note: str) -> None:
        self._last = (step, note, time.monotonic())
        self._report(step, self._texts + FITS * self._fit, note)


def _embed(split: Split, encoder: MiniLM, told: _Told) -> dict[str, Inputs]:
    texts = (*split.train, *split.validation, *split.test)
    vectors = encoder.encode_layers([text.text for text in texts], told.embedding, DEPTH)
    ends = np.cumsum([len(split.train), len(split.validation)])
    trained, validated, tested = np.split(vectors, ends)
    return {
        "train": prepare(split.train, trained),
        "validation": prepare(split.validation, validated),
        "test": prepare(split.test, tested),
    }


def _figures(split: Split, parts: dict[str, Inputs], threshold: float, told: _Told) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name, change in {"": {}, **WITHOUT}.items():
        if name:
            told.fitting(f"fitting {name}")
        head = fit(parts["train"], replace(RECIPE, **change), told.tick)
        judged = Judged(split.test, probabilities(head, parts["test"]))
        if name:
            limit = choose_threshold(Judged(split.validation, probabilities(head, parts["validation"])))
            figures.update(measure(f"test {name}", judged, limit))
            continue
        figures.update(measure("test", judged, threshold))
        figures.update(measure("clean", judged.of(hard=False), threshold))
        figures.update(measure("hard", judged.of(hard=True), threshold))
    return figures


def _vectors(parts: dict[str, Inputs]) -> Vectors:
    return np.concatenate([parts[name].vectors for name in ("train", "validation", "test")])
