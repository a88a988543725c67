"""Foreground: a training that is waited for: queued like any job, so that whatever stops it, it can go on.

It is run here, unless the worker of a server over the same home took it first; then it is only watched.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from foundation.errors import StylistError
from foundation.settings import Settings
from storage.job import Job
from storage.jobs import Jobs, SqliteJobs
from storage.worker import Worker
from training.kinds import KINDS, request

Report = Callable[[str], None]
PAUSE_SECONDS = 0.5


def train(what: str, options: Mapping[str, Any], settings: Settings, report: Report) -> Mapping[str, Any]:
    """Run the training to its end and give its result. `report` is told in words how far it is.

    One that was begun with the same options and not ended is gone on with. Raises what the training raised, BadInput
    for what can't be asked; an interrupt cancels the job.
    """
    asked = request(what, options, settings)
    with closing(SqliteJobs(settings.state)) as jobs:
        job = _unfinished(jobs, settings.owner_id, what, asked) or jobs.submit(settings.owner_id, what, asked)
        return _result(_follow(jobs, job, settings.state, report))


def _follow(jobs: Jobs, job: Job, home: Path, report: Report) -> Job:
    began = time.time()
    worker = Worker(jobs, home, KINDS, watch=lambda step, total, note: report(_say(step, total, note, began)))
    try:
        while not job.ended:
            if worker.run_one(job.id) is None:
                time.sleep(PAUSE_SECONDS)
            job = jobs.job(job.id, job.owner_id)
            if not job.ended:
                report(_say(job.step, job.total, job.note or "another worker has it", job.started or began))
    except KeyboardInterrupt:
        jobs.cancel(job.id, job.owner_id)
        raise
    if worker.fault is not None:
        raise worker.fault
    return job


def _result(job: Job) -> Mapping[str, Any]:
    if job.state != "succeeded":
        raise StylistError(f"the training {job.state}: {job.error}" if job.error else f"the training was {job.state}")
    return job.result or {}


def _unfinished(jobs: Jobs, owner_id: str, what: str, asked: Mapping[str, Any]) -> Job | None:
    """The job that asks for the same and has not ended."""
    same = (job for job in jobs.jobs(owner_id) if (job.kind, job.request) == (what, asked) and not job.ended)
    return next(same, None)


def _say(step: int, total: int, note: str, began: float) -> str:
    """How far it is in words: what is done now, the share that is done, and the seconds left by the pace so far."""
    if not 0 < step <= total:
        return note
    left = (time.time() - began) / step * (total - step)
    return f"{note}: {step / total:.0%}, {left:,.0f} s left"
