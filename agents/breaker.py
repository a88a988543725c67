"""Breaker: a chat model that failed several times in a row is left alone for a while (Nygard, "Release It!", 2007).

closed: it is asked · open: it is left alone · half-open: one call tries whether it is back.
"""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

State = Literal["closed", "open", "half-open"]
FILE = "chat_model.json"


class Breaker:
    """Counts failures in a row; `after` of them open it for `rest` seconds. Safe to share between threads."""

    def __init__(self, after: int = 3, rest: float = 60.0, clock: Callable[[], float] = time.time) -> None:
        self._after, self._rest, self._clock = after, rest, clock
        self._lock = threading.Lock()
        self._failures, self._opened, self._trying = 0, 0.0, False
        self._reason = ""
        self._path: Path | None = None

    @property
    def state(self) -> State:
        """Whether the model is asked."""
        if self._failures < self._after:
            return "closed"
        return "open" if self._clock() < self._opened + self._rest else "half-open"

    def keep(self, path: Path) -> None:
        """Write the state to a file whenever it changes, for others to read."""
        self._path = path

    def admits(self) -> bool:
        """Whether the model may be asked now; half-open, one caller at a time may."""
        with self._lock:
            if self.state == "closed":
                return True
            if self.state == "open" or self._trying:
                return False
            self._trying = True
            return True

    def describe(self) -> str:
        """Why the model is left alone, in words."""
        left = max(0.0, self._opened + self._rest - self._clock())
        return f"left alone for {left:.0f} s more after {self._failures} failures in a row ({self._reason})"

    def succeeded(self) -> None:
        """The model answered."""
        with self._lock:
            changed, self._failures, self._trying = self._failures >= self._after, 0, False
            if changed:
                self._write()

    def failed(self, reason: str) -> None:
        """The model failed, for `reason`."""
        with self._lock:
            self._failures += 1
            self._trying, self._reason = False, reason
            if self._failures >= self._after:
                self._opened = self._clock()
                self._write()

    def _write(self) -> None:
        if self._path is None:
            return
        told = {
            "state": self.state,
            "failures": self._failures,
            "until": self._opened + self._rest,
            "reason": self._reason,
        }
        try:
            self._path.write_text(json.dumps(told), encoding="utf-8")
        except OSError:
            # Only `stylist doctor` reads it; the talk goes on without.
            self._path = None


def read_state(path: Path, now: float | None = None) -> str | None:
    """What a breaker last wrote, in words; None where it is closed or wrote nothing."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        failures, until, reason = int(told["failures"]), float(told["until"]), str(told["reason"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    left = until - (time.time() if now is None else now)
    if told.get("state") == "closed":
        return None
    rest = f"left alone for {left:.0f} s more" if left > 0 else "to be tried again at the next message"
    return f"{failures} failures in a row ({reason}): {rest}"
