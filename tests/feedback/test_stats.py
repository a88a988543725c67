"""Counts of ratings and the interval around a share."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.event import collect, read_event
from feedback.stats import stats, wilson
from storage.store import Store

from .conftest import Say


def rate(store: Store, message_id: str, rating: str, **fields: Any) -> None:
    collect(store, "ann", read_event({"message_id": message_id, "rating": rating, **fields}))


def test_a_store_without_ratings_counts_nothing(store: Store) -> None:
    nothing = {"up": 0, "down": 0, "share_up": None}
    assert stats(store, "ann") == {
        "ratings": 0, "replaced": 0, "consent": {"given": 0, "not_given": 0}, "answers": nothing, "items": nothing,
        "reasons": {}, "planners": {}, "writers": {},
    }  # fmt: skip


def test_answers_and_articles_are_counted_apart_and_a_rating_given_anew_once(store: Store, say: Say) -> None:
    one, two = say("a coat", "Two."), say("a hat", "One.")
    rate(store, one, "down")
    rate(store, one, "up", consent=True)
    rate(store, two, "down", reasons=["tone", "too_long"])
    rate(store, one, "down", article_id="0108775015", reasons=["tone"])
    counted = stats(store, "ann")
    assert (counted["ratings"], counted["replaced"]) == (3, 1)
    assert counted["consent"] == {"given": 1, "not_given": 2}
    assert (counted["answers"]["up"], counted["answers"]["down"]) == (1, 1)
    assert (counted["items"]["up"], counted["items"]["down"]) == (0, 1)
    assert counted["reasons"] == {"tone": 2, "too_long": 1}


def test_whole_answers_are_counted_by_who_answered_and_in_which_version(store: Store, say: Say) -> None:
    rate(store, say("a", "A.", planner="house", planner_version="1", writer="house", writer_version="1"), "up")
    rate(store, say("b", "B.", planner="house", planner_version="1", writer="chat", writer_version="x"), "down")
    counted = stats(store, "ann")
    assert {name: (one["up"], one["down"]) for name, one in counted["planners"].items()} == {"house 1": (1, 1)}
    assert {name: one["share_up"]["value"] for name, one in counted["writers"].items()} == {"chat x": 0, "house 1": 1}


def test_another_owners_ratings_are_not_counted(store: Store, say: Say) -> None:
    rate(store, say("a coat", "Two."), "up")
    assert stats(store, "bob")["ratings"] == 0


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"), [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (50, 100, 0.4038, 0.5962)]
)
def test_the_interval_is_wilsons(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


@given(n=st.integers(1, 10_000), data=st.data())
def test_the_interval_holds_the_share_and_stays_between_nought_and_one(n: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, n))
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n + 1e-12
    assert successes / n - 1e-12 <= high <= 1
    assert low < high
