"""Contradictions: a lone row that its picture gives the lie is told; how a catalogue divides things is not."""

import csv
from pathlib import Path

import numpy as np
import pytest

from catalog.article import COLUMNS
from catalog.loader import load
from retrieval.contradictions import Contradiction, find_contradictions, write_contradictions
from retrieval.index import Index
from retrieval.said import Said
from tests.retrieval.test_build import Lettering

TYPES = ("Bra", "Dress", "Shoes")
EACH = 60


def shop(tmp_path: Path, said: list[str]) -> Said:
    """What the rows of a shop say that has an article for each of these types."""
    path = tmp_path / "articles.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS, restval="")
        rows.writeheader()
        rows.writerows(
            {"article_id": f"{number:010}", "prod_name": f"Piece {number}", "product_type_name": kind}
            for number, kind in enumerate(said)
        )
    Index.build(load(path, {}, {}), tmp_path / "home", Lettering())
    folder = Index.open(tmp_path / "home").folder
    return Said(folder, {"product_type_name": TYPES}, np.arange(len(said), dtype=np.int32))


@pytest.fixture
def codes() -> np.ndarray:
    """Pictures that show EACH of the TYPES in turn, plain to tell apart."""
    dice = np.random.default_rng(1)
    drawn = np.repeat(np.eye(3), EACH, axis=0) + 0.02 * dice.normal(size=(3 * EACH, 3))
    return np.asarray(drawn, np.float32)


@pytest.fixture
def shown() -> list[str]:
    return [kind for kind in TYPES for _ in range(EACH)]


def test_rows_that_agree_are_not_told(tmp_path: Path, codes: np.ndarray, shown: list[str]) -> None:
    assert find_contradictions(codes, shop(tmp_path, shown)) == []


def test_a_lone_row_that_is_wrong_is_told(tmp_path: Path, codes: np.ndarray, shown: list[str]) -> None:
    shown[5] = "Shoes"
    (found,) = find_contradictions(codes, shop(tmp_path, shown))
    assert (found.article_id, found.column) == ("0000000005", "product_type_name")
    assert (found.says, found.shows) == ("Shoes", "Bra")
    assert found.sure > 0.97
    assert found.own < 0.01


def test_a_row_that_says_nothing_contradicts_nothing(tmp_path: Path, codes: np.ndarray, shown: list[str]) -> None:
    shown[5] = "Unknown"
    shown[70] = ""
    assert find_contradictions(codes, shop(tmp_path, shown)) == []


def test_what_many_rows_say_is_how_the_catalogue_divides_things(
    tmp_path: Path, codes: np.ndarray, shown: list[str]
) -> None:
    shown[5:9] = ["Shoes"] * 4
    assert find_contradictions(codes, shop(tmp_path, shown)) == []


def test_they_are_written_a_line_each(tmp_path: Path) -> None:
    path = tmp_path / "contradictions.csv"
    write_contradictions(path, [Contradiction("07", "product_type_name", "Bra, lace", "Dress", 0.99, 0.001)])
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row == {
        "article_id": "07", "column": "product_type_name", "row_says": "Bra, lace", "picture_shows": "Dress",
        "sure": "0.99", "own": "0.001",
    }  # fmt: skip
