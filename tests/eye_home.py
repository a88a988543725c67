"""A home with an eye: a few dozen of the sample's drawn articles, indexed, and an eye trained on their pictures."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from catalog.loader import load
from encoding.open import open_encoder
from encoding.weights import weights
from foundation.errors import MissingExtra
from foundation.settings import Settings
from retrieval.index import Index
from storage.jobs import SqliteJobs
from storage.worker import Worker
from tests.conftest import SAMPLE
from training.kinds import KINDS, request

KIND = "eye"
# Of the sample, so many articles of each of these types: few enough for seconds, and told apart at a glance.
TYPES, OF_EACH = ("Trousers", "Dress", "Sunglasses", "Belt", "Boots"), 12


def write_catalogue(folder: Path) -> Path:
    """The first articles of each of TYPES as a catalogue of their own."""
    path = folder / "articles.csv"
    with (SAMPLE / "articles.csv").open(encoding="utf-8", newline="") as file:
        every = list(csv.DictReader(file))
    rows = [row for kind in TYPES for row in [row for row in every if row["product_type_name"] == kind][:OF_EACH]]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def settings_of(home: Path) -> Settings:
    return Settings(home=home, images=SAMPLE / "images")


def make_home(home: Path) -> Path:
    """The catalogue's index under `home`, no eye yet; skips where something is not installed."""
    for module in ("torch", "onnx", "onnxruntime"):
        pytest.importorskip(module)
    try:
        weights("efficientnet")
        encoder = open_encoder("minilm")
    except MissingExtra as error:
        pytest.skip(str(error))
    home.mkdir(exist_ok=True)
    Index.build(load(write_catalogue(home), {}, {}), home, encoder)
    return home


def train(home: Path, seed: int = 0) -> Mapping[str, Any]:
    """The card of an eye that was trained as `stylist train eye` does."""
    jobs = SqliteJobs(home)
    job = jobs.submit("local", KIND, request(KIND, {"seed": seed}, settings_of(home)))
    worker = Worker(jobs, home, KINDS)
    worker.run_one(job.id)
    ended = jobs.job(job.id, "local")
    jobs.close()
    assert ended.state == "succeeded", ended.error
    assert ended.result is not None
    return ended.result
