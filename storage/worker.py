"""Worker: runs the jobs of one device, one after the other, and says that it lives while it does.

The code of a job is named by its kind ("training.eye:run"), so that whoever queues one loads none of it.
"""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from foundation.errors import Busy, StylistError
from storage.job import Job
from storage.jobs import Jobs, LeaseLost

Work = Callable[[Mapping[str, Any], "Running"], Mapping[str, Any]]
Watch = Callable[[int, int, str], None]
FOLDER = "jobs"
# How often a worker without work looks for some, and how often it deletes what is too old.
PAUSE_SECONDS, SWEEP_SECONDS = 1.0, 3600.0
LOG = logging.getLogger("stylist")


class Cancelled(Exception):
    """The job was asked to end."""


class Stopped(Exception):
    """The worker was asked to stop: the job goes back to the queue."""


class Running:
    """A job at work: where it says how far it is, and the folder where it saves what it must not lose."""

    def __init__(
        self, job: Job, jobs: Jobs, folder: Path, watch: Watch | None = None, stop: threading.Event | None = None
    ) -> None:
        self.job, self.folder, self._jobs, self._watch, self._stop = job, folder, jobs, watch, stop

    def report(self, step: int, total: int, note: str = "") -> None:
        """Say how far it is; raises Cancelled or Stopped where it shall end, LeaseLost where another worker took over.

        What it has done is to be saved before.
        """
        if self._jobs.tell(self.job, step, total, note):
            raise Cancelled
        if self._stop is not None and self._stop.is_set():
            raise Stopped
        if self._watch is not None:
            self._watch(step, total, note)


class Worker:
    """Takes the jobs of `device`. `kinds` says where the code of each kind is: "module:function".

    `watch` is told what the jobs report; `fault` is what the last job failed with.
    """

    def __init__(
        self, jobs: Jobs, home: Path, kinds: Mapping[str, str], device: str = "cpu", watch: Watch | None = None
    ) -> None:
        self._jobs, self._home, self._kinds, self._device, self._watch = jobs, home, kinds, device, watch
        self._stop: threading.Event | None = None
        self.fault: Exception | None = None

    def run_forever(self, stop: threading.Event, keep_seconds: float) -> None:
        """Run what comes until `stop` is set; what ended `keep_seconds` ago is deleted with its files."""
        self._stop, swept = stop, float("-inf")
        while not stop.is_set():
            # Another process may hold the file for long: the next round finds it free.
            with suppress(Busy):
                if time.monotonic() - swept > SWEEP_SECONDS:
                    self._sweep(keep_seconds)
                    swept = time.monotonic()
                if self.run_one() is not None:
                    self._log()
                    continue
            stop.wait(PAUSE_SECONDS)

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
        self.fault = None
        folder = self._home / FOLDER / job.id
        folder.mkdir(parents=True, exist_ok=True)
        try:
            result = self._work(job.kind)(job.request, Running(job, self._jobs, folder, self._watch, self._stop))
        except (Cancelled, KeyboardInterrupt) as end:
            self._jobs.end(job, "cancelled")
            if isinstance(end, KeyboardInterrupt):
                raise
        except Stopped:
            self._jobs.release(job)
        except LeaseLost:
            raise
        # Whatever a job's code raises, its queue goes on, and the job says what happened.
        except Exception as error:
            self.fault = error
            told = str(error) if isinstance(error, StylistError) else f"{type(error).__name__}: {error}"
            self._jobs.end(job, "failed", error=told)
        else:
            self._jobs.end(job, "succeeded", result)

    def _work(self, kind: str) -> Work:
        if kind not in self._kinds:
            raise StylistError(f"no code is known for jobs of the kind '{kind}'")
        module, _, name = self._kinds[kind].partition(":")
        work: Work = getattr(import_module(module), name)
        return work

    def _keep_alive(self, job: Job, ended: threading.Event) -> None:
        while not ended.wait(self._jobs.lease / 3):
            # The job itself finds out at its next report.
            with suppress(StylistError):
                self._jobs.renew(job)

    def _log(self) -> None:
        if self.fault is not None and not isinstance(self.fault, StylistError):
            LOG.error("a job failed", exc_info=self.fault)

    def _sweep(self, keep_seconds: float) -> None:
        for job_id in self._jobs.expire(keep_seconds):
            shutil.rmtree(self._home / FOLDER / job_id, ignore_errors=True)
