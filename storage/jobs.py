"""Jobs: the queue of long work: one table with leases, so that a worker's death loses nothing.

A worker takes the oldest job of its device for a while (its lease) and says again and again that it lives. Where it
falls silent the job is queued again and the next worker goes on from what the first one saved; who comes back after
that finds its lease gone. The shape is that of the queues on PostgreSQL (SKIP LOCKED), kept to what SQLite has too.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from sqlite3 import Row
from typing import Any, Protocol
from uuid import uuid4

from foundation.errors import BadInput, Conflict, NotFound, StylistError
from storage.database import Connection, Database
from storage.job import ENDED, Job, JobEvent, State
from storage.store import FILE_NAME

LEASE_SECONDS = 30.0
# A job whose worker died so often is at fault itself.
MOST_ATTEMPTS = 5
KEY_CHARS = 200
_WAITING = "device = ? AND (? IS NULL OR id = ?) AND (state = 'queued' OR (state = 'running' AND lease_until < ?))"
_ENDED = ", ".join(f"'{state}'" for state in sorted(ENDED))


class LeaseLost(StylistError):
    """Another worker holds the job by now, or it is gone; whoever gets this stops."""


class Jobs(Protocol):
    """What doors and workers ask of the queue. Ids unknown or another owner's raise NotFound.

    `lease` is for how many seconds a worker holds a job without a word.
    """

    lease: float

    def submit(
        self, owner_id: str, kind: str, request: Mapping[str, Any], device: str = "cpu", key: str | None = None
    ) -> Job:
        """Queue a job. The same `key` and request give the job queued before; another request raises Conflict."""

    def job(self, job_id: str, owner_id: str) -> Job:
        """One job."""

    def jobs(self, owner_id: str) -> tuple[Job, ...]:
        """The owner's jobs, newest first."""

    def events(self, job_id: str, owner_id: str, after: int = 0) -> tuple[JobEvent, ...]:
        """What a job told after the event `after`, oldest first."""

    def cancel(self, job_id: str, owner_id: str) -> Job:
        """End a queued job now, ask a running one to; one that has ended stays as it is."""

    def claim(self, device: str = "cpu", job_id: str | None = None) -> Job | None:
        """Take the oldest job that waits, or whose worker fell silent; None where there is none."""

    def tell(self, job: Job, step: int, total: int, note: str = "") -> bool:
        """Say how far a job is and renew its lease; True where it shall be cancelled. Raises LeaseLost."""

    def renew(self, job: Job) -> None:
        """Say that its worker lives. Raises LeaseLost."""

    def end(self, job: Job, state: State, result: Mapping[str, Any] | None = None, error: str | None = None) -> None:
        """Say what came of it. Raises LeaseLost."""

    def release(self, job: Job) -> None:
        """Queue a job again whose worker is told to stop; that counts as no attempt. Raises LeaseLost."""

    def expire(self, seconds: float) -> tuple[str, ...]:
        """Delete what ended so long ago; the ids, for whoever keeps their files."""


class SqliteJobs:
    """Jobs in the store's own file under `home`; `clock` gives seconds since 1970."""

    def __init__(self, home: Path, clock: Callable[[], float] = time.time, lease: float = LEASE_SECONDS) -> None:
        self._database, self._clock, self.lease = Database(home / FILE_NAME), clock, lease

    def submit(
        self, owner_id: str, kind: str, request: Mapping[str, Any], device: str = "cpu", key: str | None = None
    ) -> Job:
        """Queue a job, or find the one queued by that key before."""
        if key is not None and not 0 < len(key) <= KEY_CHARS:
            raise BadInput(f"the idempotency key has {len(key)} characters: give 1 to {KEY_CHARS}")
        text = json.dumps(request, sort_keys=True, allow_nan=False)
        digest = hashlib.sha256(f"{kind} {text}".encode()).hexdigest()
        with self._database.writing() as connection:
            before = _found(connection, "owner_id = ? AND idempotency_key = ?", (owner_id, key)) if key else None
            if before is not None:
                if before["request_hash"] != digest:
                    raise Conflict("this idempotency key was used for another request: use a new one")
                return _job(before)
            job_id = uuid4().hex
            connection.execute(
                "INSERT INTO jobs (id, owner_id, kind, device, request, request_hash, idempotency_key, state, created)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?)",
                (job_id, owner_id, kind, device, text, digest, key, self._clock()),
            )
            return self._told(connection, job_id)

    def job(self, job_id: str, owner_id: str) -> Job:
        """One job."""
        rows = self._database.rows("SELECT * FROM jobs WHERE id = ? AND owner_id = ?", (job_id, owner_id))
        if not rows:
            raise NotFound(f"job {job_id[:40]!a} does not exist: its id is in the answer that queued it")
        return _job(rows[0])

    def jobs(self, owner_id: str) -> tuple[Job, ...]:
        """The owner's jobs, newest first."""
        rows = self._database.rows("SELECT * FROM jobs WHERE owner_id = ? ORDER BY seq DESC", (owner_id,))
        return tuple(map(_job, rows))

    def events(self, job_id: str, owner_id: str, after: int = 0) -> tuple[JobEvent, ...]:
        """What a job told after the event `after`."""
        self.job(job_id, owner_id)
        rows = self._database.rows(
            "SELECT seq, state, step, total, note FROM job_events WHERE job_id = ? AND seq > ? ORDER BY seq",
            (job_id, after),
        )
        return tuple(JobEvent(**dict(row)) for row in rows)

    def cancel(self, job_id: str, owner_id: str) -> Job:
        """End a queued job, ask a running one to end."""
        job = self.job(job_id, owner_id)
        if job.ended:
            return job
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE jobs SET state = 'cancelled', finished = ? WHERE id = ? AND state = 'queued'",
                (self._clock(), job_id),
            )
            connection.execute(
                f"UPDATE jobs SET cancel_requested = 1 WHERE id = ? AND state NOT IN ({_ENDED})", (job_id,)
            )
            return self._told(connection, job_id)

    def claim(self, device: str = "cpu", job_id: str | None = None) -> Job | None:
        """Take the oldest job that waits, or whose lease ran out."""
        now = self._clock()
        # Whoever waits for work only reads: the file stays free for those who write.
        if not self._database.rows(f"SELECT 1 FROM jobs WHERE {_WAITING} LIMIT 1", (device, job_id, job_id, now)):
            return None
        with self._database.writing() as connection:
            self._give_up(connection, now)
            row = _found(connection, f"{_WAITING} ORDER BY seq LIMIT 1", (device, job_id, job_id, now))
            if row is None:
                return None
            connection.execute(
                "UPDATE jobs SET state = 'running', lease = ?, lease_until = ?, attempt = attempt + 1,"
                " started = ?, step = 0 WHERE id = ?",
                (uuid4().hex, now + self.lease, now, row["id"]),
            )
            return self._told(connection, row["id"])

    def tell(self, job: Job, step: int, total: int, note: str = "") -> bool:
        """How far a job is."""
        with self._database.writing() as connection:
            self._hold(connection, job)
            connection.execute(
                "UPDATE jobs SET step = ?, total = ?, note = ? WHERE id = ?", (step, total, note, job.id)
            )
            return self._told(connection, job.id).cancel_requested

    def renew(self, job: Job) -> None:
        """Its worker lives."""
        with self._database.writing() as connection:
            self._hold(connection, job)

    def end(self, job: Job, state: State, result: Mapping[str, Any] | None = None, error: str | None = None) -> None:
        """What came of it."""
        told = None if result is None else json.dumps(result, allow_nan=False)
        with self._database.writing() as connection:
            self._hold(connection, job)
            connection.execute(
                "UPDATE jobs SET state = ?, result = ?, error = ?, finished = ?, lease = NULL WHERE id = ?",
                (state, told, error, self._clock(), job.id),
            )
            self._told(connection, job.id)

    def release(self, job: Job) -> None:
        """Queue it again."""
        with self._database.writing() as connection:
            self._hold(connection, job)
            connection.execute(
                "UPDATE jobs SET state = 'queued', lease = NULL, attempt = attempt - 1 WHERE id = ?", (job.id,)
            )
            self._told(connection, job.id)

    def expire(self, seconds: float) -> tuple[str, ...]:
        """Delete what ended so long ago."""
        with self._database.writing() as connection:
            rows = connection.execute(
                f"DELETE FROM jobs WHERE state IN ({_ENDED}) AND finished < ? RETURNING id", (self._clock() - seconds,)
            ).fetchall()
        return tuple(row["id"] for row in rows)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _hold(self, connection: Connection, job: Job) -> None:
        """Renew the lease; raises LeaseLost where it is another's."""
        renewed = connection.execute(
            "UPDATE jobs SET lease_until = ? WHERE id = ? AND lease = ? AND state = 'running'",
            (self._clock() + self.lease, job.id, job.lease),
        )
        if not renewed.rowcount:
            raise LeaseLost(f"job {job.id} is no longer held by this worker")

    def _give_up(self, connection: Connection, now: float) -> None:
        """End jobs whose workers died too often, or that were to be cancelled when theirs died."""
        lost = "state = 'running' AND lease_until < ?"
        for change, told, extra in (
            ("cancelled", None, "cancel_requested = 1"),
            ("failed", f"its worker died {MOST_ATTEMPTS} times", f"attempt >= {MOST_ATTEMPTS}"),
        ):
            ended = f"UPDATE jobs SET state = ?, error = ?, finished = ?, lease = NULL WHERE {lost} AND {extra}"
            rows = connection.execute(f"{ended} RETURNING id", (change, told, now, now)).fetchall()
            for row in rows:
                self._told(connection, row["id"])

    def _told(self, connection: Connection, job_id: str) -> Job:
        """The job as it is now, which its events tell too."""
        (row,) = connection.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchall()
        event = (job_id, row["owner_id"], self._clock(), row["state"], row["step"], row["total"], row["note"])
        connection.execute(
            "INSERT INTO job_events (job_id, owner_id, created, state, step, total, note) VALUES (?, ?, ?, ?, ?, ?, ?)",
            event,
        )
        return _job(row)


def _found(connection: Connection, where: str, values: Sequence[Any]) -> Row | None:
    rows: list[Row] = connection.execute(f"SELECT * FROM jobs WHERE {where}", values).fetchall()
    return rows[0] if rows else None


def _job(row: Row) -> Job:
    known = {name: row[name] for name in Job.__dataclass_fields__}
    decoded = {name: None if known[name] is None else json.loads(known[name]) for name in ("request", "result")}
    return Job(**{**known, **decoded, "cancel_requested": bool(known["cancel_requested"])})
