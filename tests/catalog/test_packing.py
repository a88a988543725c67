"""Packing: days read from words, and how many pieces they take."""

import pytest

from catalog.packing import capsule, days_of, fewer, packing
from foundation.brief import ROLES


@pytest.mark.parametrize(
    ("message", "days"),
    [
        ("pack for 5 days in Rome", 5), ("a week at the beach", 7), ("two weeks in Spain", 14), ("3 nights away", 4),
        ("a ski weekend", 3), ("a long weekend in Paris", 4), ("one day trip", 1), ("overnight bag", 2),
        ("what do I pack?", 4), ("99 weeks at sea", 21), ("0 days", 1),
    ],
)  # fmt: skip
def test_a_message_says_how_many_days(message: str, days: int) -> None:
    assert days_of(message) == days


def test_more_days_take_more_tops_and_no_second_coat() -> None:
    short, long = packing("women", {}, "2 days"), packing("women", {}, "10 days")
    assert short.roles["top"] < long.roles["top"]
    assert (short.roles["outer"], long.roles["outer"]) == (1, 1)
    assert max(long.roles.values()) <= 5


def test_a_trip_asks_for_its_own_things() -> None:
    assert "swimsuit" in packing("women", {"occasion": ("beach",)}, "a week").kinds
    assert "gloves" in packing("men", {"occasion": ("skiing",)}, "a week").kinds
    assert not packing("men", {}, "a week").kinds


@pytest.mark.parametrize("who", ["women", "men", "girls", "boys", "baby"])
def test_a_capsule_has_eight_to_twelve_pieces(who: str) -> None:
    assert 8 <= sum(capsule(who).roles.values()) <= 12


@pytest.mark.parametrize("most", [1, 4, 9, 99])
def test_fewer_pieces_are_taken_from_where_most_are(most: int) -> None:
    counts = capsule("women").roles
    cut = fewer(counts, most, ROLES)
    assert sum(cut.values()) == min(most, sum(counts.values()))
    assert all(cut[role] <= counts[role] for role in cut)
