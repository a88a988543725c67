from pathlib import Path

import pytest

from agents.breaker import Breaker, read_state


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(clock: Clock, times: int = 3) -> Breaker:
    breaker = Breaker(after=3, rest=60, clock=clock)
    for _ in range(times):
        breaker.failed("no answer within 5 s")
    return breaker


def test_it_opens_after_so_many_failures_in_a_row(clock: Clock):
    assert (opened(clock, 2).state, opened(clock, 3).state) == ("closed", "open")
    assert not opened(clock).admits()


def test_an_answer_between_failures_begins_the_count_anew(clock: Clock):
    breaker = opened(clock, 2)
    breaker.succeeded()
    breaker.failed("again")
    assert breaker.admits()


def test_half_open_one_caller_tries_and_the_others_wait(clock: Clock):
    breaker = opened(clock)
    clock.now += 61
    assert breaker.state == "half-open"
    assert [breaker.admits(), breaker.admits()] == [True, False]
    breaker.succeeded()
    assert breaker.state == "closed"


def test_a_try_that_fails_opens_it_for_as_long_again(clock: Clock):
    breaker = opened(clock)
    clock.now += 61
    assert breaker.admits()
    breaker.failed("still gone")
    assert (breaker.state, breaker.admits()) == ("open", False)
    assert "left alone for 60 s more after 4 failures in a row (still gone)" in breaker.describe()


def test_others_read_its_state_from_a_file(clock: Clock, tmp_path: Path):
    path = tmp_path / "circuit.json"
    breaker = Breaker(after=1, rest=60, clock=clock)
    breaker.keep(path)
    assert read_state(path) is None
    breaker.failed("refused")
    assert read_state(path, now=1020) == "1 failures in a row (refused): left alone for 40 s more"
    assert "to be tried again" in (read_state(path, now=1100) or "")
    breaker.succeeded()
    assert read_state(path) is None
    path.write_text("{broken")
    assert read_state(path) is None
