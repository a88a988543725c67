"""The worker's loop: it runs what comes until it is told to stop, puts its job back then, and clears up what is old."""

import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from storage.jobs import SqliteJobs
from storage.worker import FOLDER, Running, Worker
from tests.storage.test_jobs import KINDS, Clock

HERE = "tests.storage.test_worker"


def ask_to_stop(request: Mapping[str, Any], running: Running) -> Mapping[str, Any]:
    """Reports on and on: it ends only where its worker is told to."""
    for step in range(100_000):
        running.report(step, 100_000)
        (running.folder / "begun").touch()
    return {}


def interrupt(request: Mapping[str, Any], running: Running) -> Mapping[str, Any]:
    raise KeyboardInterrupt


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[SqliteJobs]:
    jobs = SqliteJobs(tmp_path)
    yield jobs
    jobs.close()


def wait_for(condition: Any) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def test_it_runs_what_comes_and_goes_on_after_a_failure(jobs: SqliteJobs, tmp_path: Path) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=Worker(jobs, tmp_path, KINDS).run_forever, args=(stop, 60.0))
    thread.start()
    queued = [jobs.submit("me", kind, {"to": 2}) for kind in ("break", "count")]
    wait_for(lambda: all(jobs.job(job.id, "me").ended for job in queued))
    stop.set()
    thread.join()
    assert [jobs.job(job.id, "me").state for job in queued] == ["failed", "succeeded"]


def test_a_job_goes_back_to_the_queue_where_its_worker_is_stopped(jobs: SqliteJobs, tmp_path: Path) -> None:
    job, stop = jobs.submit("me", "stop", {}), threading.Event()
    worker = Worker(jobs, tmp_path, {"stop": f"{HERE}:ask_to_stop"})
    thread = threading.Thread(target=worker.run_forever, args=(stop, 60.0))
    thread.start()
    wait_for((tmp_path / FOLDER / job.id / "begun").exists)
    stop.set()
    thread.join()
    put_back = jobs.job(job.id, "me")
    assert (put_back.state, put_back.attempt, put_back.lease) == ("queued", 0, None)


def test_an_interrupt_ends_the_job_and_the_worker(jobs: SqliteJobs, tmp_path: Path) -> None:
    job = jobs.submit("me", "interrupt", {})
    with pytest.raises(KeyboardInterrupt):
        Worker(jobs, tmp_path, {"interrupt": f"{HERE}:interrupt"}).run_one()
    assert jobs.job(job.id, "me").state == "cancelled"


def test_what_ended_too_long_ago_is_deleted_with_its_files(tmp_path: Path) -> None:
    clock, stop = Clock(), threading.Event()
    jobs = SqliteJobs(tmp_path, clock)
    old = jobs.submit("me", "count", {"to": 1})
    Worker(jobs, tmp_path, KINDS).run_one()
    clock.now += 100
    fresh = jobs.submit("me", "count", {"to": 1})
    thread = threading.Thread(target=Worker(jobs, tmp_path, KINDS).run_forever, args=(stop, 50.0))
    thread.start()
    wait_for(lambda: jobs.job(fresh.id, "me").ended)
    stop.set()
    thread.join()
    assert [job.id for job in jobs.jobs("me")] == [fresh.id]
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == [fresh.id]
    assert old.id != fresh.id
    jobs.close()


def test_who_watches_is_told_what_a_job_reports_and_what_it_failed_with(jobs: SqliteJobs, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    worker = Worker(jobs, tmp_path, KINDS, watch=lambda *said: told.append(said))
    jobs.submit("me", "count", {"to": 2})
    worker.run_one()
    assert (told, worker.fault) == ([(1, 2, "at 1"), (2, 2, "at 2")], None)
    jobs.submit("me", "break", {})
    worker.run_one()
    assert isinstance(worker.fault, ZeroDivisionError)
