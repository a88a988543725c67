"""Jobs over HTTP: `POST /train` queues one; how far it is can be asked, followed as events, and ended."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

from fastapi import FastAPI, Header, Response
from fastapi.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from api.bodies import TrainBody
from api.examples import JOB, JOBS, QUEUED, example
from api.stream import EVENT_STREAM, frame
from foundation.errors import BadInput, NotFound
from foundation.settings import Settings
from storage.job import ENDED, Job, JobEvent
from storage.jobs import Jobs
from training.kinds import request

# How often events are looked for, and after how long a silence the line says that it lives.
POLL_SECONDS, ALIVE_SECONDS = 0.5, 15.0
# Between these a caller is told to ask again.
SOON, LATE = 1, 30
EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"content": {EVENT_STREAM: {"schema": {"type": "string"}}}},
    204: {"description": "It has ended, and all was told"},
}


def add_jobs(app: FastAPI, jobs: Jobs, settings: Settings) -> None:
    """Add the routes of jobs to `app`."""
    owner_id = settings.owner_id

    @app.post("/train", status_code=202, responses=example(QUEUED, 202))
    def train(
        body: TrainBody, response: Response, idempotency_key: Annotated[str | None, Header()] = None
    ) -> dict[str, Any]:
        """Queue a training. The same Idempotency-Key and body give the same job; another body with it is refused."""
        asked = request(body.what, body.options, settings, local=False)
        job = jobs.submit(owner_id, body.what, asked, key=idempotency_key)
        response.headers["Location"] = f"/jobs/{job.id}"
        return _told(job, response)

    @app.get("/jobs", responses=example(JOBS))
    def all_jobs() -> dict[str, Any]:
        """Every job that is kept, the newest first."""
        now = time.time()
        return {"jobs": [job.to_json(now) for job in jobs.jobs(owner_id)]}

    @app.get("/jobs/{job_id}", responses=example(JOB))
    def one_job(job_id: str, response: Response) -> dict[str, Any]:
        """How far a job is, and what came of it; Retry-After says when to ask again."""
        return _told(jobs.job(job_id, owner_id), response)

    @app.post("/jobs/{job_id}/cancel", responses=example(JOB))
    def cancel(job_id: str, response: Response) -> dict[str, Any]:
        """End a queued job now and a running one at its next step; one that has ended stays as it is."""
        return _told(jobs.cancel(job_id, owner_id), response)

    @app.get("/jobs/{job_id}/events", response_class=Response, responses=EVENTS)
    async def events(job_id: str, last_event_id: Annotated[str | None, Header()] = None) -> Response:
        """What a job tells, as server-sent events: `progress`, and `done` with the job at its end."""
        after = _number(last_event_id)
        told = await run_in_threadpool(jobs.events, job_id, owner_id, after)
        job = await run_in_threadpool(jobs.job, job_id, owner_id)
        if job.ended and not told:
            return Response(status_code=204)  # which tells a browser not to come again
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stopping = getattr(app.state, "stopping", lambda: False)
        frames = _follow(jobs, job_id, owner_id, after, stopping)
        return StreamingResponse(frames, headers=headers, media_type=EVENT_STREAM)


async def _follow(
    jobs: Jobs, job_id: str, owner_id: str, after: int, stopping: Callable[[], bool]
) -> AsyncIterator[str]:
    """The job's events as frames, until it has ended or is gone, or the server stops; a reader then comes again."""
    spoke = time.monotonic()
    while not stopping():
        try:
            # The job first: what ended it is then among the events.
            job = await run_in_threadpool(jobs.job, job_id, owner_id)
            told = await run_in_threadpool(jobs.events, job_id, owner_id, after)
        except NotFound:
            return
        for event in told:
            if event.state in ENDED:
                job = await run_in_threadpool(jobs.job, job_id, owner_id)
            yield _frame(event, job)
            after, spoke = event.seq, time.monotonic()
        if job.ended:
            return
        if time.monotonic() - spoke > ALIVE_SECONDS:
            yield ": alive\n\n"
            spoke = time.monotonic()
        await asyncio.sleep(POLL_SECONDS)


def _frame(event: JobEvent, job: Job) -> str:
    if event.state in ENDED:
        return frame("done", job.to_json(time.time()), event.seq)
    progress = {"step": event.step, "total": event.total, "note": event.note}
    return frame("progress", {"job_id": job.id, "state": event.state, "progress": progress}, event.seq)


def _told(job: Job, response: Response) -> dict[str, Any]:
    now = time.time()
    if not job.ended:
        eta = job.eta(now)
        response.headers["Retry-After"] = str(SOON if eta is None else round(min(max(eta, SOON), LATE)))
    return job.to_json(now)


def _number(given: str | None) -> int:
    """The event after which to go on; 0 for all of them."""
    if not given:
        return 0
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise BadInput(f"Last-Event-ID {given[:40]!a} is no event's id: give the last one read, or none")
    return int(given)
