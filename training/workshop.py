"""Workshop: the process beside the server that runs its jobs, so that no training slows a chat down.

It is started again where it dies, and ends with the server, however that ends: its parent's death wakes it.
"""

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Mapping
from multiprocessing.connection import Pipe, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from storage.jobs import LEASE_SECONDS, SqliteJobs
from storage.worker import Worker
from training.kinds import KINDS

DAY_SECONDS = 86_400.0
# How long a job may take to put itself away, and how long a workshop that dies at once is left alone, at most.
GRACE_SECONDS, MOST_PAUSE = 3.0, 60.0
NICENESS = 10
LOG = logging.getLogger("stylist")


class Workshop:
    """The worker process over the jobs under `home`; `days` is how long what ended is kept.

    `kinds` says where the code of each kind of job is, `lease` for how many seconds a worker holds one without a word.
    """

    def __init__(self, home: Path, days: float, kinds: Mapping[str, str] = KINDS, lease: float = LEASE_SECONDS) -> None:
        self._given = (str(home), days * DAY_SECONDS, dict(kinds), lease)
        self._process: SpawnProcess | None = None
        self._wake, self._bell = Pipe(duplex=False)
        self._keeper = threading.Thread(target=self._keep, daemon=True, name="workshop")

    @property
    def pid(self) -> int | None:
        """The worker's process id; None before there is one."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the worker, and keep it running until `close`."""
        self._keeper.start()

    def close(self) -> None:
        """Have the worker put its job back and end; takes GRACE_SECONDS at most."""
        self._bell.send_bytes(b"close")
        self._keeper.join()

    def _keep(self) -> None:
        pause, closing = 0.5, False
        while not closing:
            started = time.monotonic()
            self._process = process = _spawn(self._given)
            closing = self._wake in wait([process.sentinel, self._wake])
            if closing:
                _end(process)
                return
            process.join()
            lived = time.monotonic() - started
            pause = 1.0 if lived > MOST_PAUSE else min(2 * pause, MOST_PAUSE)
            LOG.error("the worker of jobs ended with status %s: starting another in %.0f s", process.exitcode, pause)
            closing = self._wake.poll(pause)


def work(home: str, keep_seconds: float, kinds: Mapping[str, str], lease: float) -> None:
    """What the worker process does: run jobs until it is told to stop or its parent is gone."""
    stop = threading.Event()
    # An interrupt in the terminal reaches this process too; it is the server that says when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=_end_with_parent, args=(stop,), daemon=True, name="parent").start()
    os.nice(NICENESS)
    jobs = SqliteJobs(Path(home), lease=lease)
    Worker(jobs, Path(home), kinds).run_forever(stop, keep_seconds)
    jobs.close()


def _spawn(given: tuple[str, float, dict[str, str], float]) -> SpawnProcess:
    process = multiprocessing.get_context("spawn").Process(target=work, args=given, daemon=True, name="stylist jobs")
    process.start()
    return process


def _end(process: SpawnProcess) -> None:
    process.terminate()
    process.join(GRACE_SECONDS)
    if process.is_alive():
        # It holds its job's lease, which runs out: the next worker takes the job up.
        process.kill()
        process.join()


def _end_with_parent(stop: threading.Event) -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    stop.set()
    time.sleep(GRACE_SECONDS)
    os._exit(1)
