"""Shares, their intervals, and how a ranked list is judged."""

from collections.abc import Mapping

import pytest

from evaluation.gold import GoldFile, load_terms, resolve
from evaluation.metrics import Tally, measure_pairs, measure_share, tally, wilson

Catalogue = Mapping[str, Mapping[str, str]]
DRESS_BLACK = resolve(GoldFile(want=("dress", "black")), load_terms(), "test")


def test_wilson_gives_the_published_interval() -> None:
    # 81 of 263: Newcombe, Statistics in Medicine 17 (1998), table I, method 3
    low, high = wilson(81 / 263, 263)
    assert low == pytest.approx(0.2553, abs=1e-4)
    assert high == pytest.approx(0.3662, abs=1e-4)


def test_wilson_stays_within_nought_and_one() -> None:
    assert wilson(1.0, 20)[1] == 1.0
    assert wilson(0.0, 20)[0] == 0.0
    assert wilson(0.0, 0) == (0.0, 1.0)


def test_a_share_of_nothing_is_no_metric() -> None:
    assert measure_share("m", []) is None
    assert measure_pairs("m", [Tally(0, 0)]) is None


def test_a_share_counts_its_outcomes() -> None:
    metric = measure_share("m", [True, True, True, False])
    assert metric is not None
    assert (metric.value, metric.n) == (0.75, 4)
    assert metric.low < 0.75 < metric.high


def test_pairs_add_up_over_queries_and_the_interval_counts_queries() -> None:
    metric = measure_pairs("m", [Tally(20, 20), Tally(5, 10), Tally(0, 0)])
    assert metric is not None
    assert metric.value == pytest.approx(25 / 30, abs=1e-4)
    assert metric.n == 2


def test_a_tally_counts_pairs_of_hit_and_constraint(wardrobe: Catalogue) -> None:
    rows = [wardrobe["0000001001"], wardrobe["0000001002"], wardrobe["0000005001"]]
    assert tally(rows, DRESS_BLACK, 10) == Tally(held=2 + 1 + 1, pairs=6)


def test_a_tally_can_count_one_slot(wardrobe: Catalogue) -> None:
    rows = [wardrobe["0000001001"], wardrobe["0000001002"]]
    assert tally(rows, DRESS_BLACK, 10, lambda constraint: constraint.slot == "colour") == Tally(1, 2)


def test_no_hits_count_as_k_wrong_ones() -> None:
    assert tally([], DRESS_BLACK, 10) == Tally(0, 20)


def test_an_invented_article_holds_nothing() -> None:
    assert tally([None], resolve(GoldFile(avoid=("black",)), load_terms(), "test"), 10) == Tally(0, 1)
