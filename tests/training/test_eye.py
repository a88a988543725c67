"""Training an eye: it can be stopped and gone on with, leaves an eye, and a card that tells how right it is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from catalog.pictures import Pictures
from foundation.errors import BadInput
from retrieval.index import Index
from storage.job import Job
from storage.jobs import SqliteJobs
from storage.worker import Cancelled, Running, Worker
from tests.eye_home import KIND, make_home, settings_of, train
from training import eye as training
from training.eye_card import NEVER, find_floor, find_temperature, held_out
from training.eye_pictures import read_shown
from training.kinds import KINDS, request
from vision.eye import FOLDER, open_eye
from vision.trunk import softmax


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("training"))


@pytest.fixture(scope="module")
def card(home: Path) -> dict[str, Any]:
    return dict(train(home))


@pytest.fixture
def jobs(home: Path) -> Iterator[SqliteJobs]:
    jobs = SqliteJobs(home)
    yield jobs
    jobs.close()


def test_the_card_tells_what_was_learned_and_how_well(card: dict[str, Any], home: Path) -> None:
    assert card["catalogue"]["sha256"] == Index.open(home).manifest["catalogue"]["sha256"]
    assert sum(card["split"].values()) == card["pictures"]
    figure = card["figures"]["product_type_name top-1"]
    assert figure["low"] <= figure["value"] <= figure["high"]
    assert figure["n"] == card["split"]["calibrating"] + card["split"]["judging"]
    assert all(head["temperature"] > 0 and 0 <= head["calibration_error"] <= 1 for head in card["heads"].values())
    json.dumps(card)


def test_the_eye_is_in_place_and_the_jobs_folder_gone(card: dict[str, Any], home: Path) -> None:
    assert open_eye(home).name == card["name"]
    assert card["folder"] == str(home / FOLDER)
    assert not list((home / "jobs").glob("*/**/*.npy"))


def test_products_are_held_out_whole(home: Path) -> None:
    table = Index.open(home).table
    shown = read_shown(table, Pictures(settings_of(home).images, "{prefix}/{id}.jpg"), 0)
    folds: dict[str, set[int]] = {}
    for one, fold in zip(shown, held_out(shown, 5), strict=True):
        folds.setdefault(one.product, set()).add(int(fold))
    assert all(len(of_one) == 1 for of_one in folds.values())
    assert len({next(iter(of_one)) for of_one in folds.values()}) > 1


@pytest.mark.slow
def test_an_interrupted_training_goes_on_where_it_was(
    card: dict[str, Any], home: Path, jobs: SqliteJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = jobs.submit("local", KIND, request(KIND, {"seed": 1}, settings_of(home)))
    fits: list[int] = []
    fit = training.fit

    def dying(*given: Any) -> Any:
        fits.append(1)
        # The early look, the first fit, and then its worker is gone.
        if len(fits) == 3:
            raise KeyboardInterrupt
        return fit(*given)

    monkeypatch.setattr(training, "fit", dying)
    running = Running(jobs.claim(job_id=job.id) or job, jobs, home / "jobs" / job.id)
    running.folder.mkdir(parents=True)
    with pytest.raises(KeyboardInterrupt):
        training.run(job.request, running)
    assert (running.folder / "first.safetensors").is_file()
    looked: list[object] = []
    monkeypatch.setattr("training.eye_pictures._measure", lambda *given: looked.append(given))
    training.run(job.request, running)
    # Once more the early look, and the second fit; no picture was looked at again.
    assert (len(fits), looked) == (5, [])


def test_a_cancelled_training_leaves_the_eye_as_it_was(card: dict[str, Any], home: Path, jobs: SqliteJobs) -> None:
    job = jobs.submit("local", KIND, request(KIND, {"seed": 2}, settings_of(home)))
    before = (home / FOLDER / "card.json").read_bytes()

    class Asked(Running):
        def report(self, step: int, total: int, note: str = "") -> None:
            jobs.cancel(self.job.id, "local")
            super().report(step, total, note)

    claimed = jobs.claim(job_id=job.id)
    assert isinstance(claimed, Job)
    folder = home / "jobs" / job.id
    folder.mkdir(parents=True)
    with pytest.raises(Cancelled):
        training.run(job.request, Asked(claimed, jobs, folder))
    jobs.end(claimed, "cancelled")
    assert (home / FOLDER / "card.json").read_bytes() == before


def test_a_catalogue_without_pictures_is_told(home: Path, jobs: SqliteJobs, tmp_path: Path) -> None:
    settings = settings_of(home).model_copy(update={"images": tmp_path})
    job = jobs.submit("local", KIND, request(KIND, {}, settings))
    Worker(jobs, home, KINDS).run_one(job.id)
    ended = jobs.job(job.id, "local")
    assert ended.state == "failed"
    assert f"0 of {len(Index.open(home).table)} articles have a picture" in (ended.error or "")
    with pytest.raises(BadInput, match="--images"):
        read_shown(Index.open(home).table, Pictures(None, "{prefix}/{id}.jpg"), 0)


def test_a_temperature_undoes_what_made_answers_too_sure() -> None:
    rng = np.random.default_rng(0)
    scores = rng.normal(0, 1.5, (4000, 5))
    labels = (softmax(scores).cumsum(axis=1) < rng.random((4000, 1))).sum(axis=1).clip(0, 4)
    assert find_temperature(softmax(scores * 2.5), labels) == pytest.approx(2.5, rel=0.15)


def test_a_floor_is_where_enough_is_right() -> None:
    confidence = np.linspace(0.5, 1, 400)
    probabilities = np.column_stack([confidence, 1 - confidence]).astype(np.float32)
    labels = np.where(confidence > 0.75, 0, 1)
    floor = find_floor(probabilities, labels, 0.9)
    said = confidence >= floor
    assert (labels[said] == 0).mean() == pytest.approx(0.9, abs=0.01)
    assert find_floor(probabilities, np.ones(400, dtype=np.int64), 0.9) == NEVER
