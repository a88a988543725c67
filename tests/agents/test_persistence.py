from collections.abc import Iterator

import pytest

from agents.persistence import FIRST_PAUSE, LONGEST_PAUSE, is_passing, pause_before, persist


class Status(Exception):
    def __init__(self, code: int) -> None:
        self.status_code = code


def failing(times: int, error: Exception, before: int = 0) -> tuple[list[int], Iterator[int]]:
    calls: list[int] = []

    def ask() -> Iterator[int]:
        calls.append(1)
        yield from range(before)
        if len(calls) <= times:
            raise error
        yield 7

    return calls, persist(ask, 2, lambda: 60.0)


@pytest.mark.parametrize("error", [ConnectionError(), Status(429), Status(503)])
def test_a_passing_failure_is_asked_again(error: Exception):
    calls, pieces = failing(1, error)
    assert (list(pieces), len(calls)) == ([7], 2)


@pytest.mark.parametrize(("error", "asked"), [(Status(400), 1), (ValueError(), 1), (ConnectionError(), 3)])
def test_others_are_raised_and_so_is_the_last(error: Exception, asked: int):
    calls, pieces = failing(9, error)
    with pytest.raises(type(error)):
        list(pieces)
    assert len(calls) == asked


def test_an_answer_that_has_begun_is_not_begun_again():
    calls, pieces = failing(9, ConnectionError(), before=2)
    with pytest.raises(ConnectionError):
        list(pieces)
    assert len(calls) == 1


def test_no_pause_goes_beyond_the_time_that_is_left():
    def ask() -> Iterator[int]:
        raise ConnectionError
        yield 0

    with pytest.raises(ConnectionError):
        list(persist(ask, 5, lambda: 0.0))


def test_pauses_grow_and_differ_and_a_server_may_set_one():
    first = {pause_before(0, ConnectionError()) for _ in range(20)}
    assert len(first) > 1
    assert max(first) <= FIRST_PAUSE
    assert all(pause_before(9, ConnectionError()) <= LONGEST_PAUSE for _ in range(20))
    busy = Status(429)
    busy.response = type("Response", (), {"headers": {"retry-after": "2.5"}})  # type: ignore[attr-defined]
    assert pause_before(0, busy) == 2.5
    assert is_passing(busy)
