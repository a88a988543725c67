"""Traits: values, words, text and the order of codes as numbers; none names a single article."""

from pathlib import Path

import numpy as np

from catalog.table import Table
from retrieval.baskets import of_rows
from retrieval.traits import Traits, bumps, find_order, neighbours_of, one_hot, product_codes
from tests.retrieval.wardrobe import EACH, ROWS, open_wardrobe, outfits


def test_rows_of_equal_values_and_words_have_equal_traits_but_for_their_code(tmp_path: Path) -> None:
    table, vectors = open_wardrobe(tmp_path)
    traits = Traits.read(table, vectors, of_rows(outfits()))
    assert traits.sparse.shape[0] == len(ROWS)
    shared = traits.sparse @ traits.sparse.T
    assert shared[0, 1] > shared[0, len(ROWS) - 1]
    assert shared[0, EACH] < shared[0, 1]
    assert traits.dense(np.arange(3)).shape == (3, traits.width)


def test_the_order_leaves_out_digits_that_say_nothing_of_what_came_together() -> None:
    random = np.random.default_rng(0)
    season, noise = random.integers(0, 10, 600), random.integers(0, 10, 600)
    digits = noise * 1000 + season * 100 + random.integers(0, 100, 600)
    baskets = of_rows([random.choice(np.flatnonzero(season == one), 2) for one in random.integers(0, 10, 900)])
    order = find_order(digits, baskets)
    spread = [np.ptp(order[season == one]) for one in range(10)]
    assert max(spread) < 0.2
    assert (order.min(), order.max()) >= (0, 0.5)


def test_codes_without_digits_have_one_place() -> None:
    order = find_order(np.zeros(4, np.int64), of_rows([[0, 1], [2, 3]]))
    assert len(set(order.tolist())) == 1


def test_a_product_is_its_code_or_its_id_without_the_colour(tmp_path: Path) -> None:
    Table.write(tmp_path / "own", {"article_id": ["a1", "a2"], "product_code": ["a", "a"]})
    assert product_codes(Table.open(tmp_path / "own")) == ["a", "a"]
    ids = ["43-99", "43-01", "44-OR", "45"]
    Table.write(tmp_path / "none", {"article_id": ids, "product_code": ids})
    assert product_codes(Table.open(tmp_path / "none")) == ["43", "43", "44", "45"]


def test_an_empty_value_is_no_trait() -> None:
    assert one_hot(np.array([0, 1, 0], np.int32), ["Red", ""]).toarray().tolist() == [[1, 0], [0, 0], [1, 0]]


def test_neighbouring_orders_leave_out_or_move_one_digit() -> None:
    assert sorted(neighbours_of([0, 1])) == [[0], [1], [1, 0], [1, 0]]
    assert list(neighbours_of([0])) == []


def test_a_bump_is_highest_where_the_place_is() -> None:
    assert bumps(np.array([0.0, 0.5, 1.0]), 5).argmax(axis=1).tolist() == [0, 2, 4]
