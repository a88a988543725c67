"""Harmony: families of colours, how well they go together, and what is said of it."""

import numpy as np
import pytest

from agents.search import Searcher
from retrieval.harmony import UNKNOWN, Harmony


@pytest.fixture(scope="module")
def harmony(searcher: Searcher) -> Harmony:
    return Harmony.read(searcher.lexicon, searcher.index.table.values)


def test_going_together_is_mutual_and_between_nothing_and_one(harmony: Harmony) -> None:
    assert np.array_equal(harmony.scores, harmony.scores.T)
    assert harmony.scores.min() >= 0
    assert harmony.scores.max() <= 1


@pytest.mark.parametrize(
    ("one", "better", "worse"),
    [
        ("navy", "camel", "black"),
        ("red", "white", "green"),
        ("light pink", "grey", "orange"),
        ("black", "white", "brown"),
    ],
)
def test_a_colour_has_better_and_worse_company(harmony: Harmony, one: str, better: str, worse: str) -> None:
    place = harmony.family_of(one)
    assert harmony.scores[place, harmony.family_of(better)] > harmony.scores[place, harmony.family_of(worse)]


def test_a_rule_is_said_the_right_way_round(harmony: Harmony) -> None:
    navy, camel = harmony.family_of("navy"), harmony.family_of("camel")
    law = harmony.law(navy, camel)
    assert law is not None
    assert "warm" in law.said_of(harmony.families[camel])
    assert "warm" not in law.said_of(harmony.families[navy])


def test_every_colour_of_the_lexicon_with_a_hue_of_its_own_has_a_family(harmony: Harmony, searcher: Searcher) -> None:
    written = [value for value, entry in searcher.lexicon.entries["colour"].items() if not entry.own]
    assert [value for value in written if harmony.family_of(value) == UNKNOWN] == ["dark", "bright", "pastel"]


def test_every_rule_has_its_reason_and_source(harmony: Harmony) -> None:
    assert all(law.insight and law.reason and law.source and law.says for law in harmony.laws)


def test_an_unknown_colour_meets_no_rule(harmony: Harmony) -> None:
    assert harmony.law(UNKNOWN, 0) is None
