"""The workshop: a process of its own runs the jobs, comes again where it is killed, and ends with its server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from storage.job import Job
from storage.jobs import SqliteJobs
from storage.worker import Running
from training.workshop import Workshop

HERE = "tests.training.test_workshop"
KINDS = {"quick": f"{HERE}:tell_pid", "long": f"{HERE}:go_on"}
LEASE = 1.0
SERVER = """
import sys, time
from pathlib import Path
from training.workshop import Workshop

workshop = Workshop(Path(sys.argv[1]), 1, {"long": sys.argv[2]}, 1.0)
workshop.start()
while True:
    time.sleep(0.1)
"""


def tell_pid(request: Mapping[str, Any], running: Running) -> Mapping[str, Any]:
    return {"pid": os.getpid()}


def go_on(request: Mapping[str, Any], running: Running) -> Mapping[str, Any]:
    """Counts on from where it was; from the second attempt on it may end."""
    place = running.folder / "place"
    begun = int(place.read_text()) if place.exists() else 0
    for step in range(begun + 1, 1_000):
        running.report(step, 1_000, str(os.getpid()))
        place.write_text(str(step))
        if begun and step > begun + 1:
            break
        time.sleep(0.02)
    return {"begun": begun, "attempt": running.job.attempt}


@contextmanager
def workshop(home: Path) -> Iterator[tuple[Workshop, SqliteJobs]]:
    jobs, shop = SqliteJobs(home), Workshop(home, 1, KINDS, LEASE)
    shop.start()
    try:
        yield shop, jobs
    finally:
        shop.close()
        jobs.close()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def told(jobs: SqliteJobs, job: Job) -> Job:
    return jobs.job(job.id, "me")


def alive(pid: int) -> bool:
    """Whether a process runs: one that ended and was not asked after yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_jobs_run_in_another_process_which_ends_with_the_workshop(tmp_path: Path) -> None:
    with workshop(tmp_path) as (shop, jobs):
        job = jobs.submit("me", "quick", {})
        wait_for(lambda: told(jobs, job).ended)
        pid = (told(jobs, job).result or {})["pid"]
        assert pid == shop.pid != os.getpid()
    assert not alive(pid)


def test_a_killed_worker_loses_no_job_and_another_one_goes_on_with_it(tmp_path: Path) -> None:
    with workshop(tmp_path) as (shop, jobs):
        job = jobs.submit("me", "long", {})
        wait_for(lambda: told(jobs, job).step >= 3)
        killed = shop.pid
        assert killed
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: told(jobs, job).ended)
        ended = told(jobs, job)
        assert (ended.state, shop.pid != killed) == ("succeeded", True)
        assert ended.result
        assert ended.result["attempt"] == 2
        assert ended.result["begun"] >= 2


def test_a_stop_puts_the_job_back_and_the_next_workshop_goes_on_with_it(tmp_path: Path) -> None:
    with workshop(tmp_path) as (_, jobs):
        job = jobs.submit("me", "long", {})
        wait_for(lambda: told(jobs, job).step >= 3)
    with workshop(tmp_path) as (_, jobs):
        wait_for(lambda: told(jobs, job).ended)
        assert (told(jobs, job).result or {})["attempt"] == 1


def test_a_killed_server_takes_its_worker_with_it_and_its_job_waits(tmp_path: Path) -> None:
    jobs = SqliteJobs(tmp_path)
    job = jobs.submit("me", "long", {})
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(tmp_path), KINDS["long"]], env=environment)
    try:
        wait_for(lambda: told(jobs, job).step >= 3)
        worker = int(told(jobs, job).note)
        assert alive(worker)
    finally:
        server.kill()
        server.wait()
    wait_for(lambda: not alive(worker))
    assert not told(jobs, job).ended
    jobs.close()
    with workshop(tmp_path) as (_, jobs):
        wait_for(lambda: told(jobs, job).ended)
        assert told(jobs, job).state == "succeeded"


def test_a_cancelled_job_ends_at_its_next_step(tmp_path: Path) -> None:
    with workshop(tmp_path) as (_, jobs):
        job = jobs.submit("me", "long", {})
        wait_for(lambda: told(jobs, job).step >= 3)
        jobs.cancel(job.id, "me")
        wait_for(lambda: told(jobs, job).ended)
        assert told(jobs, job).state == "cancelled"
