"""Rivals: each knows what it is made of and nothing more."""

from pathlib import Path

import numpy as np
import pytest

from evaluation.blanks import Scores, measure, split_products
from evaluation.rivals import RIVALS
from retrieval.baskets import Baskets
from retrieval.compatibility import groups_of
from tests.retrieval.wardrobe import ROWS, baskets_of, open_wardrobe, outfits

PRODUCTS = np.arange(len(ROWS))


@pytest.fixture(scope="module")
def baskets() -> Baskets:
    return baskets_of(outfits(300))


@pytest.fixture(scope="module")
def rivals(tmp_path_factory: pytest.TempPathFactory, baskets: Baskets) -> dict[str, Scores]:
    table, vectors = open_wardrobe(tmp_path_factory.mktemp("wardrobe"))
    return {name: rival(table, vectors, baskets) for name, rival in RIVALS.items()}


def test_memory_knows_what_was_together_and_nothing_of_the_rest(rivals: dict[str, Scores], baskets: Baskets) -> None:
    first, second = baskets[0][:2]
    strangers = np.setdiff1d(np.arange(len(ROWS)), baskets.rows)
    apart = np.array([row for row in range(len(ROWS)) if ROWS[row][0] != ROWS[first][0]][:3])
    assert rivals["memory"](np.array([first]), np.array([second, *apart])).argmax() == 0
    assert not rivals["memory"](np.array([first]), np.array([*apart, *strangers])).any()


def test_popularity_counts_baskets(rivals: dict[str, Scores], baskets: Baskets) -> None:
    rows = np.arange(len(ROWS))
    assert rivals["popularity"](rows[:1], rows).sum() == len(baskets.rows)


def test_attributes_generalise_and_chance_does_not(tmp_path: Path, baskets: Baskets) -> None:
    table, vectors = open_wardrobe(tmp_path)
    split = split_products(baskets, PRODUCTS, groups_of(table).astype(np.int64), 0.4, seed=1, most=500)
    found = {name: measure(name, split.blanks, rival(table, vectors, split.train)) for name, rival in RIVALS.items()}
    values = {name: metric.value for name, metric in found.items() if metric}
    assert values["attributes"] > 0.55
    assert values["chance"] == values["memory"] == 0.25


def test_a_text_goes_best_with_itself(rivals: dict[str, Scores]) -> None:
    assert rivals["text"](np.array([5]), np.array([5, 60, 120, 190])).argmax() == 0
