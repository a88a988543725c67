"""Streaming: seats for turns under way, events as frames, and errors before and within a stream."""

import json
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from api.stream import Seats, stream
from foundation.errors import BadInput, Busy
from foundation.events import Event, Sentence


def breaks_at_once() -> Iterator[Event]:
    raise BadInput("no")
    yield Sentence("never")


def breaks_later(error: Exception) -> Iterator[Event]:
    yield Sentence("one\ntwo")
    raise error


def read(events: Iterator[Event]) -> list[tuple[str, dict[str, object]]]:
    """The frames that a browser would get."""

    async def answer(request: Request) -> Response:
        return stream(events)

    text = TestClient(Starlette(routes=[Route("/", answer)])).get("/").text
    frames = [frame.split("\n") for frame in text.split("\n\n") if frame]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in frames]


def test_an_event_is_one_frame_whatever_it_says() -> None:
    assert read(iter([Sentence("one\ntwo\n\nthree")])) == [
        ("sentence", {"event": "sentence", "text": "one\ntwo\n\nthree"})
    ]


def test_what_goes_wrong_before_the_first_event_is_raised() -> None:
    with pytest.raises(BadInput):
        stream(breaks_at_once())


def test_what_goes_wrong_later_is_told_in_the_stream() -> None:
    names = [name for name, _ in read(breaks_later(BadInput("the index is gone")))]
    assert names == ["sentence", "error"]


def test_a_fault_in_the_stream_tells_no_internals() -> None:
    name, problem = read(breaks_later(RuntimeError("secret path /x")))[-1]
    assert (name, problem["status"]) == ("error", 500)
    assert "secret" not in json.dumps(problem)


def test_one_turn_too_many_is_refused_as_busy_and_a_seat_is_free_again_at_the_end() -> None:
    seats = Seats(1)
    first = seats.hold(iter([Sentence("a"), Sentence("b")]))
    next(first)
    with pytest.raises(Busy):
        next(seats.hold(iter([Sentence("c")])))
    list(first)
    assert list(seats.hold(iter([Sentence("c")]))) == [Sentence("c")]


def test_a_turn_that_breaks_or_is_left_frees_its_seat() -> None:
    seats = Seats(1)
    with pytest.raises(BadInput):
        list(seats.hold(breaks_later(BadInput("no"))))
    left = seats.hold(iter([Sentence("a"), Sentence("b")]))
    next(left)
    left.close()  # type: ignore[attr-defined]
    assert list(seats.hold(iter([Sentence("c")])))
