"""Worker: runs the jobs of one device, one after the other, and says that it lives while it does.

The code of a job is named by its kind ("training.eye:run"), so that whoever queues one loads none of it.
"""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from foundation.errors import StylistError
from storage.job import Job
from storage.jobs import LEASE_SECONDS, Jobs, LeaseLost

Work = Callable[[Mapping[str, Any], "Running"], Mapping[str, Any]]
FOLDER = "jobs"


class Cancelled(Exception):
    """The job was asked to end."""


class Running:
    """A job at work: where it says how far it is, and the folder where it saves what it must not lose."""

    def __init__(self, job: Job, jobs: Jobs, folder: Path) -> None:
        self.job, self.folder, self._jobs = job, folder, jobs

    def report(self, step: int, total: int, note: str = "") -> None:
        """Say how far it is; raises Cancelled where it shall end, LeaseLost where another worker took over."""
        if self._jobs.tell(self.job, step, total, note):
            raise Cancelled


class Worker:
    """Takes the jobs of `device`. `kinds` says where the code of each kind is: "module:function"."""

    def __init__(self, jobs: Jobs, home: Path, kinds: Mapping[str, str], device: str = "cpu") -> None:
        self._jobs, self._home, self._kinds, self._device = jobs, home, kinds, device

    def run_one(self, job_id: str | None = None) -> str | None:
        """Run the next job, or that one, to its end; its id, None where none waited."""
        job = self._jobs.claim(self._device, job_id)
        if job is None:
            return None
        ended = threading.Event()
        alive = threading.Thread(target=self._keep_alive, args=(job, ended), daemon=True, name="lease")
        alive.start()
        try:
            with suppress(LeaseLost):
                self._run(job)
        finally:
            ended.set()
            alive.join()
        return job.id

    def _run(self, job: Job) -> None:
        folder = self._home / FOLDER / job.id
        folder.mkdir(parents=True, exist_ok=True)
        try:
            result = self._work(job.kind)(job.request, Running(job, self._jobs, folder))
        except Cancelled:
            self._jobs.end(job, "cancelled")
        except LeaseLost:
            raise
        except StylistError as error:
            self._jobs.end(job, "failed", error=str(error))
        # Whatever a job's code raises, its queue goes on, and the job says what happened.
        except Exception as error:
            self._jobs.end(job, "failed", error=f"{type(error).__name__}: {error}")
        else:
            self._jobs.end(job, "succeeded", result)

    def _work(self, kind: str) -> Work:
        if kind not in self._kinds:
            raise StylistError(f"no code is known for jobs of the kind '{kind}'")
        module, _, name = self._kinds[kind].partition(":")
        work: Work = getattr(import_module(module), name)
        return work

    def _keep_alive(self, job: Job, ended: threading.Event) -> None:
        while not ended.wait(LEASE_SECONDS / 3):
            # The job itself finds out at its next report.
            with suppress(StylistError):
                self._jobs.renew(job)
