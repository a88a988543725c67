"""Jobs on the page: how far long work is, for whoever sits at this machine; others see none of it."""

import time
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request
from starlette.datastructures import Headers

from foundation.errors import NotFound
from storage.job import Job
from storage.jobs import Jobs

PATH = "/page/jobs"
HERE = Path(__file__).parent
MOST_SHOWN = 12
# What ended longer ago is no news to anybody.
NEWS_SECONDS = 3600.0
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
PROXIED = ("forwarded", "x-forwarded-for", "x-real-ip")


def add_jobs(app: FastAPI, jobs: Jobs, owner_id: str) -> None:
    """Add the page's routes of jobs to `app`; they answer a browser of this machine only."""

    @app.get(PATH, include_in_schema=False)
    def shown(request: Request) -> dict[str, Any]:
        _require_here(request)
        now = time.time()
        news = [job for job in jobs.jobs(owner_id) if not job.ended or now - (job.finished or 0) < NEWS_SECONDS]
        return {"jobs": [_told(job, now) for job in news[:MOST_SHOWN]]}

    @app.post(PATH + "/{job_id}/cancel", include_in_schema=False)
    def cancel(job_id: str, request: Request) -> dict[str, Any]:
        _require_here(request)
        return _told(jobs.cancel(job_id, owner_id), time.time())


def build_jobs() -> gr.HTML:
    """The button, which shows itself once there are jobs, and the list that it opens."""
    markup, script = ((HERE / f"jobs.{kind}").read_text(encoding="utf-8") for kind in ("html", "js"))
    return gr.HTML(markup, js_on_load=script, apply_default_css=False, elem_id="jobs", min_width=0, scale=0)


def is_here(host: str | None, headers: Headers) -> bool:
    """Whether a browser of this machine calls: by its address and the name it calls us, and through no proxy."""
    try:
        near = ip_address(host or "").is_loopback
    except ValueError:
        return False
    name = headers.get("host", "").lower()
    name = name if name.endswith("]") else name.rsplit(":", 1)[0]
    return near and name in LOOPBACK and not any(header in headers for header in PROXIED)


def _require_here(request: Request) -> None:
    if not is_here(request.client.host if request.client else None, request.headers):
        raise NotFound("there is nothing here")


def _told(job: Job, now: float) -> dict[str, Any]:
    """What the list shows of a job."""
    told = job.to_json(now)
    return {
        name: told[name] for name in ("job_id", "kind", "state", "progress", "eta_seconds", "cancel_requested", "error")
    }
