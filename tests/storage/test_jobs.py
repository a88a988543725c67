import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from foundation.errors import BadInput, Conflict, NotFound
from storage.jobs import LEASE_SECONDS, MOST_ATTEMPTS, LeaseLost, SqliteJobs
from storage.worker import Running, Worker

KINDS = {
    "count": "tests.storage.test_jobs:count",
    "break": "tests.storage.test_jobs:break_down",
    "refuse": "tests.storage.test_jobs:refuse",
    "die": "tests.storage.test_jobs:die_once",
}


def count(request: Mapping[str, Any], running: Running) -> Mapping[str, Any]:
    """Counts, and keeps its place so that it can go on."""
    place = running.folder / "place"
    begun = int(place.read_text()) if place.exists() else 0
    for step in range(begun + 1, request["to"] + 1):
        running.report(step, request["to"], f"at {step}")
        place.write_text(str(step))
    return {"counted": request["to"] - begun}


def break_down(request: Mapping[str, Any], running: Running) -> Mapping[str, Any]:
    raise ZeroDivisionError("by nought")


def refuse(request: Mapping[str, Any], running: Running) -> Mapping[str, Any]:
    raise BadInput("there are no pictures: give --images")


def die_once(request: Mapping[str, Any], running: Running) -> Mapping[str, Any]:
    """Is killed without a word in the middle of its first attempt."""
    mark = running.folder / "died"
    for step in range(1, 4):
        running.report(step, 3)
        if step == 2 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return {"attempt": running.job.attempt}


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def jobs(tmp_path: Path, clock: Clock) -> Iterator[SqliteJobs]:
    jobs = SqliteJobs(tmp_path, clock)
    yield jobs
    jobs.close()


def test_a_job_runs_to_its_end_and_tells_how_far_it_is(jobs: SqliteJobs, tmp_path: Path):
    job = jobs.submit("me", "count", {"to": 3})
    assert (job.state, job.attempt) == ("queued", 0)
    assert Worker(jobs, tmp_path, KINDS).run_one() == job.id
    done = jobs.job(job.id, "me")
    assert (done.state, done.result, done.step, done.total, done.note) == ("succeeded", {"counted": 3}, 3, 3, "at 3")
    told = [(event.state, event.step) for event in jobs.events(job.id, "me")]
    assert told == [("queued", 0), *(("running", step) for step in range(4)), ("succeeded", 3)]


def test_a_reader_goes_on_after_the_event_it_saw_last(jobs: SqliteJobs, tmp_path: Path):
    job = jobs.submit("me", "count", {"to": 2})
    seen = jobs.events(job.id, "me")
    Worker(jobs, tmp_path, KINDS).run_one()
    assert [event.step for event in jobs.events(job.id, "me", seen[-1].seq)] == [0, 1, 2, 2]


def test_the_oldest_job_of_a_device_comes_first(jobs: SqliteJobs):
    first, second = (jobs.submit("me", "count", {"to": to}) for to in (1, 2))
    other = jobs.submit("me", "count", {"to": 3}, device="cuda:0")
    assert [taken.id for taken in (jobs.claim(), jobs.claim(), jobs.claim("cuda:0")) if taken] == [
        first.id, second.id, other.id,
    ]  # fmt: skip
    assert jobs.claim() is None


@pytest.mark.parametrize(
    ("kind", "says"),
    [("break", "ZeroDivisionError: by nought"), ("refuse", "there are no pictures"), ("dance", "no code is known")],
)
def test_a_job_that_fails_says_why_and_the_queue_goes_on(jobs: SqliteJobs, tmp_path: Path, kind: str, says: str):
    failing, next_one = jobs.submit("me", kind, {}), jobs.submit("me", "count", {"to": 1})
    worker = Worker(jobs, tmp_path, KINDS)
    assert (worker.run_one(), worker.run_one(), worker.run_one()) == (failing.id, next_one.id, None)
    failed = jobs.job(failing.id, "me")
    assert failed.state == "failed"
    assert says in str(failed.error)
    assert jobs.job(next_one.id, "me").state == "succeeded"


def test_the_same_key_queues_once(jobs: SqliteJobs):
    first = jobs.submit("me", "count", {"to": 1}, key="abc")
    assert jobs.submit("me", "count", {"to": 1}, key="abc").id == first.id
    assert jobs.submit("you", "count", {"to": 1}, key="abc").id != first.id
    with pytest.raises(Conflict, match="use a new one"):
        jobs.submit("me", "count", {"to": 2}, key="abc")
    with pytest.raises(BadInput, match="201 characters"):
        jobs.submit("me", "count", {}, key="a" * 201)


def test_a_queued_job_is_cancelled_at_once_and_only_once(jobs: SqliteJobs):
    job = jobs.submit("me", "count", {"to": 1})
    assert jobs.cancel(job.id, "me").state == "cancelled"
    events = jobs.events(job.id, "me")
    assert jobs.cancel(job.id, "me").state == "cancelled"
    assert jobs.events(job.id, "me") == events
    assert jobs.claim() is None


def test_a_running_job_ends_at_its_next_step(jobs: SqliteJobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    job = jobs.submit("me", "count", {"to": 1_000})
    told = SqliteJobs.tell

    def cancel_at_five(self: SqliteJobs, job: Any, step: int, total: int, note: str = "") -> bool:
        if step == 5:
            jobs.cancel(job.id, "me")
        return told(self, job, step, total, note)

    monkeypatch.setattr(SqliteJobs, "tell", cancel_at_five)
    Worker(jobs, tmp_path, KINDS).run_one()
    assert (jobs.job(job.id, "me").state, jobs.job(job.id, "me").step) == ("cancelled", 5)


def test_a_silent_workers_job_goes_to_the_next_and_the_first_one_finds_out(jobs: SqliteJobs, clock: Clock):
    jobs.submit("me", "count", {"to": 9})
    first = jobs.claim()
    assert first
    clock.now += LEASE_SECONDS - 1
    jobs.renew(first)
    clock.now += LEASE_SECONDS - 1
    assert jobs.claim() is None
    clock.now += 2
    second = jobs.claim()
    assert second
    assert (second.id, second.attempt) == (first.id, 2)
    for call in (lambda: jobs.tell(first, 1, 9), lambda: jobs.end(first, "succeeded"), lambda: jobs.renew(first)):
        with pytest.raises(LeaseLost):
            call()
    jobs.end(second, "succeeded", {})
    assert jobs.job(first.id, "me").state == "succeeded"


def test_a_job_whose_workers_always_die_is_given_up(jobs: SqliteJobs, clock: Clock):
    job = jobs.submit("me", "count", {"to": 9})
    for _ in range(MOST_ATTEMPTS):
        assert jobs.claim()
        clock.now += LEASE_SECONDS + 1
    assert jobs.claim() is None
    assert (jobs.job(job.id, "me").state, jobs.job(job.id, "me").error) == ("failed", "its worker died 5 times")


def test_a_job_to_be_cancelled_is_not_taken_up_again(jobs: SqliteJobs, clock: Clock):
    job = jobs.submit("me", "count", {"to": 9})
    jobs.claim()
    jobs.cancel(job.id, "me")
    clock.now += LEASE_SECONDS + 1
    assert jobs.claim() is None
    assert jobs.job(job.id, "me").state == "cancelled"


def test_what_ended_long_ago_is_deleted(jobs: SqliteJobs, tmp_path: Path, clock: Clock):
    old, waiting = jobs.submit("me", "count", {"to": 1}), jobs.submit("me", "count", {"to": 1})
    Worker(jobs, tmp_path, KINDS).run_one()
    clock.now += 100
    assert jobs.expire(200) == ()
    assert jobs.expire(50) == (old.id,)
    assert [job.id for job in jobs.jobs("me")] == [waiting.id]


def test_a_job_is_its_owners_alone(jobs: SqliteJobs):
    job = jobs.submit("me", "count", {"to": 1})
    for call in (jobs.job, jobs.cancel, jobs.events):
        with pytest.raises(NotFound, match="does not exist"):
            call(job.id, "you")
    assert jobs.jobs("you") == ()


def test_how_long_a_job_may_still_take_is_told_by_its_pace(jobs: SqliteJobs, clock: Clock):
    jobs.submit("me", "count", {"to": 10})
    job = jobs.claim()
    assert job
    assert jobs.job(job.id, "me").eta(clock.now) is None
    clock.now += 20
    jobs.tell(job, 4, 10)
    assert jobs.job(job.id, "me").to_json(clock.now)["eta_seconds"] == 30.0


def test_many_workers_run_each_job_once(tmp_path: Path):
    jobs = SqliteJobs(tmp_path)
    ids = {jobs.submit("me", "count", {"to": 2}).id for _ in range(12)}
    ran: list[str] = []

    def work() -> None:
        worker = Worker(jobs, tmp_path, KINDS)
        while (job_id := worker.run_one()) is not None:
            ran.append(job_id)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ran) == sorted(ids)
    jobs.close()


def work_in(home: str) -> None:
    Worker(SqliteJobs(Path(home)), Path(home), KINDS).run_one()


def test_a_killed_worker_loses_no_job(tmp_path: Path):
    late = Clock()
    late.now = time.time()
    jobs = SqliteJobs(tmp_path, late)
    job = jobs.submit("me", "die", {})
    worker = multiprocessing.get_context("spawn").Process(target=work_in, args=(str(tmp_path),))
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL
    assert jobs.job(job.id, "me").state == "running"
    late.now = time.time() + LEASE_SECONDS + 1
    assert Worker(jobs, tmp_path, KINDS).run_one() == job.id
    assert (jobs.job(job.id, "me").state, jobs.job(job.id, "me").result) == ("succeeded", {"attempt": 2})
    jobs.close()
