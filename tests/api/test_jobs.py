"""Jobs over HTTP: queued once, told of, followed as events, ended; and run by the worker process of the server."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from agents.requests.classifier import trained_folder
from agents.stylist import Stylist
from api.application import create
from api.examples import JOB
from foundation.settings import Settings
from storage.jobs import SqliteJobs
from storage.worker import Worker
from tests.api.counting import KINDS
from tests.api.shop import open_shop
from tests.api.test_application import UNKNOWN, problem
from tests.training.test_classifier import texts
from training.kinds import request
from training.workshop import Workshop


def train(client: TestClient, key: str | None = None, **body: Any) -> dict[str, Any]:
    headers = {} if key is None else {"Idempotency-Key": key}
    given = client.post("/train", json={"what": "classifier", **body}, headers=headers)
    assert given.status_code == 202, given.text
    job: dict[str, Any] = given.json()
    assert given.headers["location"] == f"/jobs/{job['job_id']}"
    return job


def frames(client: TestClient, job_id: str, after: int | str | None = None) -> list[tuple[int, str, dict[str, Any]]]:
    headers = {} if after is None else {"Last-Event-ID": str(after)}
    given = client.get(f"/jobs/{job_id}/events", headers=headers)
    assert given.status_code == 200, given.text
    assert given.headers["content-type"].startswith("text/event-stream")
    blocks = [block for block in given.text.split("\n\n") if block and not block.startswith(":")]
    read = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    return [(int(lines["id"]), lines["event"], json.loads(lines["data"])) for lines in read]


@pytest.fixture
def worker(settings: Settings) -> Iterator[Worker]:
    """Runs, here, jobs of the kind `classifier` that count to three."""
    jobs = SqliteJobs(settings.state)
    yield Worker(jobs, settings.state, KINDS)
    jobs.close()


def test_a_training_is_queued_and_can_be_asked_after(client: TestClient) -> None:
    job = train(client)
    assert job.keys() == JOB.keys()
    told = client.get(f"/jobs/{job['job_id']}")
    assert told.json() == job
    assert (job["state"], told.headers["retry-after"]) == ("queued", "1")
    assert client.get("/jobs").json()["jobs"][0] == job
    client.post(f"/jobs/{job['job_id']}/cancel")


def test_the_same_key_queues_once(client: TestClient) -> None:
    job = train(client, "again")
    assert train(client, "again")["job_id"] == job["job_id"]
    other = {"what": "classifier", "options": {"seed": 5}}
    assert "new one" in problem(client.post("/train", json=other, headers={"Idempotency-Key": "again"}), 409)
    problem(client.post("/train", json=other, headers={"Idempotency-Key": "k" * 201}), 400)
    client.post(f"/jobs/{job['job_id']}/cancel")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"what": "dance"}, "classifier"),
        ({}, "what"),
        ({"what": "classifier", "options": {"speed": 1}}, "speed"),
        ({"what": "classifier", "options": {"seed": "soon"}}, "seed"),
        ({"what": "classifier", "options": {"texts": "/etc/passwd"}}, "console only"),
        ({"what": "classifier", "options": {"base": "some/model"}}, "console only"),
        ({"what": "classifier", "opts": {}}, "opts"),
    ],
)
def test_what_can_not_be_trained_is_400_and_queues_nothing(client: TestClient, body: dict[str, Any], says: str) -> None:
    before = len(client.get("/jobs").json()["jobs"])
    assert says in problem(client.post("/train", json=body), 400)
    assert len(client.get("/jobs").json()["jobs"]) == before


def test_a_queued_job_is_cancelled_at_once_and_only_once(client: TestClient) -> None:
    job_id = train(client)["job_id"]
    first, second = (client.post(f"/jobs/{job_id}/cancel") for _ in range(2))
    assert first.json()["state"] == "cancelled"
    assert second.json() == first.json()
    assert "retry-after" not in first.headers
    assert [name for _, name, _ in frames(client, job_id)] == ["progress", "done"]


def test_events_tell_every_step_and_end_with_the_job(client: TestClient, worker: Worker) -> None:
    job_id = train(client, options={"seed": 4})["job_id"]
    assert worker.run_one(job_id) == job_id
    told = frames(client, job_id)
    assert [data["progress"]["step"] for _, _, data in told] == [0, 0, 1, 2, 3, 3]
    assert [name for _, name, _ in told] == ["progress"] * 5 + ["done"]
    done = told[-1][2]
    assert (done["state"], done["result"]) == ("succeeded", {"seed": 4})
    assert done == client.get(f"/jobs/{job_id}").json()


def test_a_reader_who_was_cut_off_goes_on_after_the_last_event_it_read(client: TestClient, worker: Worker) -> None:
    job_id = train(client)["job_id"]
    worker.run_one(job_id)
    told = frames(client, job_id)
    assert frames(client, job_id, told[2][0]) == told[3:]
    assert client.get(f"/jobs/{job_id}/events", headers={"Last-Event-ID": str(told[-1][0])}).status_code == 204
    problem(client.get(f"/jobs/{job_id}/events", headers={"Last-Event-ID": "soon"}), 400)


@pytest.mark.parametrize("path", ["", "/events", "/cancel"])
def test_an_unknown_job_is_404(client: TestClient, path: str) -> None:
    call = client.post if path == "/cancel" else client.get
    problem(call(f"/jobs/{UNKNOWN}{path}"), 404)


def test_a_failed_job_says_why(client: TestClient, settings: Settings) -> None:
    job_id = train(client)["job_id"]
    jobs = SqliteJobs(settings.state)
    Worker(jobs, settings.state, {}).run_one(job_id)
    jobs.close()
    told = client.get(f"/jobs/{job_id}").json()
    assert (told["state"], told["result"]) == ("failed", None)
    assert "classifier" in told["error"]


def test_a_site_with_a_workshop_runs_its_jobs_and_tells_of_them_as_they_go(settings: Settings) -> None:
    site = create(Stylist.open(settings), settings, Workshop(settings.state, 1, KINDS))
    with TestClient(site) as client:
        told = frames(client, train(client, options={"seed": 2})["job_id"])
    assert told[-1][2]["result"] == {"seed": 2}
    assert [data["progress"]["step"] for _, name, data in told if name == "progress"] == [0, 0, 1, 2, 3]


@pytest.mark.slow
def test_a_classifier_is_trained_by_the_workshop(tmp_path: Path) -> None:
    settings = open_shop(tmp_path)
    file = tmp_path / "texts.jsonl"
    file.write_text("".join(f"{json.dumps({'text': text.text, 'label': text.label})}\n" for text in texts()))
    with TestClient(create(Stylist.open(settings), settings, Workshop(settings.state, 1))) as client:
        jobs = SqliteJobs(settings.state)
        job = jobs.submit(settings.owner_id, "classifier", request("classifier", {"texts": file}, settings))
        jobs.close()
        told = frames(client, job.id)
    assert told[-1][2]["state"] == "succeeded", told[-1]
    assert Path(told[-1][2]["result"]["folder"]) == trained_folder(settings.state)
    steps = [data["progress"] for _, name, data in told if name == "progress" and data["state"] == "running"]
    assert [step["step"] for step in steps] == sorted(step["step"] for step in steps)
    assert {step["note"] for step in steps} >= {"24 texts", "fitting", "fitting on all texts"}
    assert (trained_folder(settings.state) / "card.json").is_file()
