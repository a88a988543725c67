"""Relations: what two rows share, the same whether asked pair by pair or one against many."""

from pathlib import Path

import numpy as np
import pytest

from catalog.table import Table
from retrieval.relations import Relations

COLUMNS = ("product_type_name", "colour_group_name")


@pytest.fixture
def table(tmp_path: Path) -> Table:
    Table.write(
        tmp_path / "table",
        {
            "article_id": ["1", "2", "3"],
            "prod_name": ["Shiny satin blazer", "Shiny satin trousers", "Hat"],
            "product_type_name": ["Blazer", "Trousers", "Hat"],
            "colour_group_name": ["Red", "Red", ""],
        },
    )
    return Table.open(tmp_path / "table")


@pytest.fixture
def relations(table: Table) -> Relations:
    return Relations.read(table, COLUMNS, np.array([0.1, 0.1, 0.9], np.float32))


def test_equal_values_and_shared_rare_words_count(relations: Relations) -> None:
    together, apart = relations.of(np.array([0, 0]), np.array([1, 2]))
    assert (together[:2].tolist(), apart[:2].tolist()) == ([0, 1], [0, 0])
    assert together[-1] > apart[-1] == 0
    assert together[2] == 0 < apart[2]


def test_an_empty_value_equals_nothing(relations: Relations) -> None:
    assert relations.of(np.array([2]), np.array([2]))[0, 1] == 0


def test_one_against_many_is_pair_by_pair(relations: Relations) -> None:
    grid = relations.of(np.arange(3)[:, None], np.arange(3)[None, :])
    assert grid.shape == (3, 3, relations.count)
    for row in range(3):
        assert np.array_equal(grid[row], relations.of(np.array([row] * 3), np.arange(3)))


def test_what_is_kept_makes_the_same_again(table: Table, relations: Relations) -> None:
    again = Relations.rebuild(table, COLUMNS, relations.kept())
    assert np.array_equal(again.of(np.array([0]), np.arange(3)), relations.of(np.array([0]), np.arange(3)))
