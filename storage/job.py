"""Job: one long piece of work: what was asked, how far it is, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["queued", "running", "succeeded", "failed", "cancelled"]
ENDED: frozenset[str] = frozenset({"succeeded", "failed", "cancelled"})


@dataclass(frozen=True)
class Job:
    """A row of the jobs table. `step` of `total` is how far it is, `note` what it does now; `created`, `started` and
    `finished` are seconds since 1970; `lease` is the worker's who holds it; `attempt` counts from 1.
    """

    id: str
    owner_id: str
    kind: str
    device: str
    request: Mapping[str, Any]
    state: State = "queued"
    step: int = 0
    total: int = 0
    note: str = ""
    attempt: int = 0
    lease: str | None = None
    cancel_requested: bool = False
    created: float = 0.0
    started: float | None = None
    finished: float | None = None
    result: Mapping[str, Any] | None = None
    error: str | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ENDED

    def eta(self, now: float) -> float | None:
        """The seconds it may still take, by its pace so far; None where that can't be told."""
        if self.state != "running" or self.started is None or not 0 < self.step <= self.total:
            return None
        return (now - self.started) / self.step * (self.total - self.step)

    def to_json(self, now: float) -> dict[str, Any]:
        """What a door tells of it."""
        eta = self.eta(now)
        progress = {"step": self.step, "total": self.total, "note": self.note}
        return {
            "job_id": self.id, "kind": self.kind, "state": self.state, "progress": progress,
            "eta_seconds": None if eta is None else round(eta, 1), "attempt": self.attempt,
            "cancel_requested": self.cancel_requested, "result": self.result, "error": self.error,
        }  # fmt: skip


@dataclass(frozen=True)
class JobEvent:
    """What a job told at one moment; `seq` grows, so that a reader can ask for what came after."""

    seq: int
    state: State
    step: int
    total: int
    note: str = field(default="")
