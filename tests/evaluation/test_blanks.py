"""Blanks: questions of one group, no product on both sides of a split, and an honest tie."""

import numpy as np
import pytest

from evaluation.blanks import CHOICES, Blank, draw, measure, split_baskets, split_products
from retrieval.baskets import of_rows

ROWS = 240
PRODUCTS = np.arange(ROWS) // 2
GROUPS = np.arange(ROWS) % 4
RANDOM = np.random.default_rng(0)
BASKETS = of_rows([RANDOM.choice(ROWS, 5, replace=False) for _ in range(300)])


def test_no_product_of_a_question_is_in_training() -> None:
    split = split_products(BASKETS, PRODUCTS, GROUPS, 0.3, seed=1, most=500)
    asked = {int(PRODUCTS[row]) for blank in split.blanks for row in [*blank.context, *blank.choices]}
    assert len(split.blanks) > 20
    assert asked.isdisjoint(PRODUCTS[split.train.rows].tolist())


def test_whole_baskets_are_held_out() -> None:
    split = split_baskets(BASKETS, PRODUCTS, GROUPS, 0.2, seed=1, most=500)
    learned = [set(split.train[at].tolist()) for at in range(len(split.train))]
    assert len(split.train) == 240
    for blank in split.blanks:
        assert {blank.target, *blank.context.tolist()} not in learned


@pytest.mark.parametrize("split", [split_products, split_baskets])
def test_choices_are_four_products_of_one_group_and_none_is_in_the_context(split) -> None:  # type: ignore[no-untyped-def]
    for blank in split(BASKETS, PRODUCTS, GROUPS, 0.3, seed=2, most=500).blanks:
        products = PRODUCTS[blank.choices].tolist()
        assert len(set(products)) == CHOICES == len(blank.choices)
        assert len(set(GROUPS[blank.choices].tolist())) == 1
        assert set(products).isdisjoint(PRODUCTS[blank.context].tolist())


def test_wrong_answers_come_as_often_as_they_sell() -> None:
    sold = np.array([8] * 50 + [12, 16, 20, 24, 28, 32, 36, 40])
    pairs = of_rows([[0, 1 + 4 * (number % 20)] for number in range(200)])
    blanks = draw(pairs, sold, PRODUCTS, GROUPS, np.random.default_rng(3), 500)
    wrong = [row for blank in blanks if blank.target == 0 for row in blank.choices[1:].tolist()]
    assert set(wrong) <= set(sold.tolist())
    assert wrong.count(8) > 3 * wrong.count(12) > 0


def test_a_split_is_the_same_for_the_same_seed() -> None:
    first, again, other = (split_products(BASKETS, PRODUCTS, GROUPS, 0.3, seed, 50) for seed in (4, 4, 5))
    assert all(np.array_equal(a.choices, b.choices) for a, b in zip(first.blanks, again.blanks, strict=True))
    assert [blank.target for blank in first.blanks] != [blank.target for blank in other.blanks]


def test_a_tie_counts_in_part() -> None:
    blanks = [Blank(np.array([9]), np.array([1, 2, 3, 4]))] * 8
    scores = {"tie": [1, 1, 0, 0], "right": [2, 1, 0, 0], "wrong": [0, 1, 0, 0], "chance": [0, 0, 0, 0]}
    found = {name: measure(name, blanks, lambda context, choices, s=s: np.array(s)) for name, s in scores.items()}
    values = {name: metric.value for name, metric in found.items() if metric}
    assert values == {"tie": 0.5, "right": 1.0, "wrong": 0.0, "chance": 0.25}
    assert all(metric and metric.low <= metric.value <= metric.high for metric in found.values())


def test_no_question_is_no_metric() -> None:
    assert measure("looks", [], lambda context, choices: choices) is None
