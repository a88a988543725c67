"""A training that is waited for: run here, told of in words, gone on with where it was cut off."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from agents.requests.classifier import trained_folder
from foundation.errors import BadInput, StylistError
from foundation.settings import Settings
from storage.jobs import SqliteJobs
from tests.training.test_classifier import texts
from training.foreground import train
from training.kinds import request


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def options(tmp_path: Path) -> dict[str, Any]:
    """Of a training on a few texts."""
    file = tmp_path / "texts.jsonl"
    file.write_text("".join(f"{json.dumps({'text': text.text, 'label': text.label})}\n" for text in texts()))
    return {"texts": file, "seed": 2}


@pytest.mark.slow
def test_a_training_is_run_and_told_of(settings: Settings, options: dict[str, Any]) -> None:
    told: list[str] = []
    card = train("classifier", options, settings, told.append)
    assert (card["kind"], card["seed"], card["folder"]) == ("head", 2, str(trained_folder(settings.state)))
    assert any("24 texts" in line for line in told)
    assert any("fitting on all texts: 9" in line and "s left" in line for line in told)


@pytest.mark.slow
def test_one_that_was_cut_off_is_gone_on_with(settings: Settings, options: dict[str, Any]) -> None:
    jobs = SqliteJobs(settings.state)
    job = jobs.submit(settings.owner_id, "classifier", request("classifier", options, settings))
    train("classifier", options, settings, lambda text: None)
    assert [(told.id, told.state) for told in jobs.jobs(settings.owner_id)] == [(job.id, "succeeded")]
    jobs.close()


def test_one_that_another_worker_has_is_watched(settings: Settings, options: dict[str, Any]) -> None:
    jobs, told = SqliteJobs(settings.state), list[str]()
    jobs.submit(settings.owner_id, "classifier", request("classifier", options, settings))
    taken = jobs.claim()
    assert taken
    thread = threading.Timer(0.6, lambda: jobs.end(taken, "succeeded", {"by": "another"}))
    thread.start()
    assert train("classifier", options, settings, told.append) == {"by": "another"}
    assert told[0] == "another worker has it"
    thread.join()
    jobs.close()


def test_what_a_training_raises_is_raised(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none.jsonl is not a file"):
        train("classifier", {"texts": tmp_path / "none.jsonl"}, settings, lambda text: None)
    with pytest.raises(BadInput, match="no training 'dance'"):
        train("dance", {}, settings, lambda text: None)


def test_one_that_was_cancelled_elsewhere_says_so(settings: Settings, options: dict[str, Any]) -> None:
    jobs = SqliteJobs(settings.state)

    def cancel(text: str) -> None:
        (job,) = jobs.jobs(settings.owner_id)
        jobs.cancel(job.id, settings.owner_id)

    with pytest.raises(StylistError, match="the training was cancelled"):
        train("classifier", options, settings, cancel)
    assert not trained_folder(settings.state).exists()
    jobs.close()


def test_an_interrupt_cancels_it(settings: Settings, options: dict[str, Any]) -> None:
    def interrupt(text: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train("classifier", options, settings, interrupt)
    jobs = SqliteJobs(settings.state)
    assert [job.state for job in jobs.jobs(settings.owner_id)] == ["cancelled"]
    jobs.close()
