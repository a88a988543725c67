"""Jobs on the page: who sits at this machine sees how far they are and can end them; nobody else sees any."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from api.problems import add_handlers
from storage.jobs import SqliteJobs
from ui.jobs import MOST_SHOWN, NEWS_SECONDS, PATH, add_jobs, is_here

HERE = ("127.0.0.1", 50000)


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[SqliteJobs]:
    jobs = SqliteJobs(tmp_path)
    yield jobs
    jobs.close()


@pytest.fixture
def app(jobs: SqliteJobs) -> FastAPI:
    app = FastAPI()
    add_handlers(app)
    add_jobs(app, jobs, "local")
    return app


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1:7860", client=HERE)


def test_the_newest_jobs_are_told_with_how_far_they_are(client: TestClient, jobs: SqliteJobs) -> None:
    jobs.submit("local", "eye", {"secret": "path"})
    job = jobs.claim()
    assert job is not None
    jobs.tell(job, 3, 12, "pictures")
    jobs.submit("local", "classifier", {})
    jobs.submit("another", "eye", {})
    newest, older = client.get(PATH).json()["jobs"]
    assert (newest["kind"], newest["state"]) == ("classifier", "queued")
    assert older["progress"] == {"step": 3, "total": 12, "note": "pictures"}
    assert older["eta_seconds"] >= 0
    assert "request" not in older
    assert "result" not in older


def test_only_the_last_ones_are_told(client: TestClient, jobs: SqliteJobs) -> None:
    for _ in range(MOST_SHOWN + 3):
        jobs.submit("local", "eye", {})
    assert len(client.get(PATH).json()["jobs"]) == MOST_SHOWN


def test_what_ended_longer_ago_is_no_news(
    client: TestClient, jobs: SqliteJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = jobs.submit("local", "eye", {})
    jobs.cancel(job.id, "local")
    assert [one["state"] for one in client.get(PATH).json()["jobs"]] == ["cancelled"]
    later = time.time() + NEWS_SECONDS + 1
    monkeypatch.setattr("ui.jobs.time.time", lambda: later)
    assert client.get(PATH).json()["jobs"] == []


def test_a_job_is_ended(client: TestClient, jobs: SqliteJobs) -> None:
    job = jobs.submit("local", "eye", {})
    assert client.post(f"{PATH}/{job.id}/cancel").json()["state"] == "cancelled"
    assert client.post(f"{PATH}/unknown/cancel").status_code == 404


@pytest.mark.parametrize(
    ("address", "host", "more"),
    [
        ("192.168.1.9", "127.0.0.1:7860", {}),
        ("127.0.0.1", "shop.example", {}),
        ("127.0.0.1", "127.0.0.1:7860", {"X-Forwarded-For": "10.0.0.1"}),
        ("127.0.0.1", "localhost", {"Forwarded": "for=10.0.0.1"}),
    ],
)
def test_a_shopper_from_elsewhere_sees_and_ends_none(
    app: FastAPI, jobs: SqliteJobs, address: str, host: str, more: dict[str, str]
) -> None:
    job = jobs.submit("local", "eye", {})
    elsewhere = TestClient(app, base_url=f"http://{host}", client=(address, 50000), headers=more)
    assert elsewhere.get(PATH).status_code == 404
    assert elsewhere.post(f"{PATH}/{job.id}/cancel").status_code == 404
    assert jobs.job(job.id, "local").state == "queued"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "[::1]:7860", "LOCALHOST:80"])
def test_this_machine_goes_by_several_names(host: str) -> None:
    assert is_here("::1", Headers({"host": host}))
    assert not is_here(None, Headers({"host": host}))
    assert not is_here("testclient", Headers({"host": host}))
