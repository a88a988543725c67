"""Persistence: asking again after a passing failure, with pauses that grow and differ (full jitter).

The pauses: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
"""

import random
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import TypeVar, cast

Piece = TypeVar("Piece")
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 4.0
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_CONNECTION = frozenset({"APIConnectionError", "ConnectError", "RemoteProtocolError", "ReadError", "ConnectTimeout"})


def persist(ask: Callable[[], Iterator[Piece]], retries: int, left: Callable[[], float]) -> Iterator[Piece]:
    """What `ask` gives; asked again, `retries` times at most, where it fails in passing before its first piece.

    `left` are the seconds that are left: no pause goes beyond them. Raises what `ask` raised last.
    """
    for attempt in range(retries + 1):
        begun = False
        try:
            with closing(cast(Generator[Piece, None, None], ask())) as pieces:
                for piece in pieces:
                    begun = True
                    yield piece
            return
        except Exception as error:
            pause = pause_before(attempt, error)
            if begun or attempt == retries or not is_passing(error) or pause >= left():
                raise
            time.sleep(pause)


def is_passing(error: Exception) -> bool:
    """Whether the same question may well be answered in a moment."""
    status = getattr(error, "status_code", None)
    if status is not None:
        return status in _PASSING
    return isinstance(error, ConnectionError) or type(error).__name__ in _CONNECTION


def pause_before(attempt: int, error: Exception) -> float:
    """Seconds to wait: what the server asks for (`Retry-After`), else up to twice as long each time."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return random.uniform(FIRST_PAUSE / 2, min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt))
