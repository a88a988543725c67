"""A turn over HTTP: its events as server-sent events, or its end as one JSON body."""

import json
import logging
from collections.abc import Iterator
from itertools import chain
from threading import BoundedSemaphore
from typing import Any

from starlette.responses import StreamingResponse

from api import problems
from foundation.errors import Busy, StylistError
from foundation.events import Event, to_json

EVENT_STREAM = "text/event-stream"
LOG = logging.getLogger("stylist")


class Seats:
    """How many turns may be under way at once; one more is refused as Busy, not queued without end."""

    def __init__(self, count: int) -> None:
        self._free = BoundedSemaphore(count)

    def hold(self, events: Iterator[Event]) -> Iterator[Event]:
        """`events`, holding a seat from the first one asked for to the last. Raises Busy where none is free."""
        if not self._free.acquire(blocking=False):
            raise Busy("too many conversations are being answered: try again in a second")
        try:
            yield from events
        finally:
            self._free.release()


def stream(events: Iterator[Event]) -> StreamingResponse:
    """The events as server-sent events. What goes wrong before the first one is raised, and answered as a problem."""
    first = next(events, None)
    rest = events if first is None else chain([first], events)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_frames(rest), media_type=EVENT_STREAM, headers=headers)


def _frames(events: Iterator[Event]) -> Iterator[str]:
    try:
        for event in events:
            data = to_json(event)
            yield frame(data["event"], data)
    except StylistError as error:
        yield frame("error", json.loads(bytes(problems.of_error(error).body)))
    except Exception as error:  # the status is sent already: the stream itself must say that it broke
        LOG.exception("a streamed turn failed")
        problem = problems.respond(500, "Internal error", f"a fault ({type(error).__name__}); see the server's log")
        yield frame("error", json.loads(bytes(problem.body)))


def frame(name: str, data: dict[str, Any], number: int | None = None) -> str:
    """One server-sent event; by its `number` a reader who was cut off says from where to go on."""
    lead = "" if number is None else f"id: {number}\n"
    return f"{lead}event: {name}\ndata: {json.dumps(data)}\n\n"
