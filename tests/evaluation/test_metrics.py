"""Shares, their intervals, and how a ranked list is judged."""

from collections.abc import Mapping

import pytest

from evaluation.gold import GoldFile, load_terms, resolve
from evaluation.metrics import (
    Metric,
    Tally,
    measure_count,
    measure_mean,
    measure_median,
    measure_pairs,
    measure_share,
    measure_statistic,
    tally,
    wilson,
)  # fmt: skip

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


def test_a_mean_has_a_bootstrap_interval_that_is_the_same_each_time() -> None:
    found = measure_mean("turns", [1.0, 2.0, 3.0] * 10)
    assert found == measure_mean("turns", [1.0, 2.0, 3.0] * 10)
    assert found is not None
    assert found.value == 2
    assert 1.6 < found.low < 2 < found.high < 2.4
    assert measure_mean("turns", []) is None


def test_any_statistic_of_cases_has_an_interval() -> None:
    found = measure_statistic(
        "ratio", [(1, 2), (2, 4), (3, 6)], lambda pairs: sum(a for a, _ in pairs) / sum(b for _, b in pairs)
    )
    assert found is not None
    assert (found.value, found.low, found.high, found.n) == (0.5, 0.5, 0.5, 3)


def test_a_median_lies_between_order_statistics() -> None:
    found = measure_median("ms", [9.0, 1.0, 5.0])
    assert found is not None
    assert (found.value, found.low, found.high, found.n) == (5, 1, 9, 3)
    assert measure_median("ms", []) is None


def test_a_count_is_what_it_is() -> None:
    assert measure_count("openings", 3, 60) == Metric("openings", 3, 3, 3, 60)
