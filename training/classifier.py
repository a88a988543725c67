"""Classifier training: fits the head, measures it on families it has not seen, and leaves it with its card."""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from agents.requests.classifier import CARD, HEAD
from agents.requests.features import VERSION
from agents.requests.head import DEPTH, FILE
from encoding.encoder import Vectors
from encoding.minilm import MiniLM
from foundation.errors import BadInput
from training.card import Judged, choose_threshold, describe, measure
from training.families import Text
from training.fitting import Inputs, Recipe, fit, prepare, probabilities
from training.texts import Split, divide

Report = Callable[[str], None]
WITHOUT = {"without MiniLM": {"dense": 0.0}, "without words": {"words": 0.0}}
RECIPE = Recipe()


@dataclass(frozen=True)
class Fitted:
    """A trained classifier: the files of its folder by name, and its card."""

    files: dict[str, bytes]
    card: dict[str, Any]


def train_head(texts: Sequence[Text], encoder: MiniLM, seed: int, report: Report) -> Fitted:
    """Fit and measure on three parts of `texts` by family, then fit on all of them what is to serve.

    The threshold and the figures are those of the head that saw the training part only. Raises MissingExtra where
    scipy is absent.
    """
    started = time.perf_counter()
    split = divide(texts, seed)
    parts = _embed(split, encoder, report)
    report("fitting")
    head = fit(parts["train"], RECIPE)
    threshold = choose_threshold(Judged(split.validation, probabilities(head, parts["validation"])))
    figures = _figures(split, parts, threshold)
    report("fitting on all texts")
    everything = prepare((*split.train, *split.validation, *split.test), _vectors(parts))
    data = fit(everything, RECIPE).to_bytes()
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


def _embed(split: Split, encoder: MiniLM, report: Report) -> dict[str, Inputs]:
    texts = (*split.train, *split.validation, *split.test)
    vectors = encoder.encode_layers(
        [text.text for text in texts], lambda done, total: report(f"embedding texts: {done:,} of {total:,}"), DEPTH
    )
    ends = np.cumsum([len(split.train), len(split.validation)])
    trained, validated, tested = np.split(vectors, ends)
    return {
        "train": prepare(split.train, trained),
        "validation": prepare(split.validation, validated),
        "test": prepare(split.test, tested),
    }


def _figures(split: Split, parts: dict[str, Inputs], threshold: float) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name, change in {"": {}, **WITHOUT}.items():
        head = fit(parts["train"], replace(RECIPE, **change))
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
