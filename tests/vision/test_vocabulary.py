"""The words in which an eye answers, read from a catalogue."""

from pathlib import Path

import pytest

from catalog.table import Table
from vision.vocabulary import UNMEASURED, Vocabulary, read_vocabulary


@pytest.fixture
def table(tmp_path: Path) -> Table:
    Table.write(
        tmp_path,
        {
            "article_id": ["1", "2", "3"],
            "product_code": ["1", "2", "3"],
            "product_type_name": ["Boots", "Trousers", "Boots"],
            "product_group_name": ["Shoes", "Garment Lower body", "Shoes"],
            "colour_group_name": ["Black", "", "Dark Blue"],
        },
    )
    return Table.open(tmp_path)


def test_choices_are_the_catalogues_own_strings(table: Table) -> None:
    words = read_vocabulary(table)
    assert set(words.choices["product_type_name"]) == {"Boots", "Trousers"}
    assert set(words.choices["colour_group_name"]) == {"Black", "Dark Blue"}
    assert "women" in words.choices["audience"]


def test_a_column_that_is_empty_is_not_asked_about(table: Table) -> None:
    assert "graphical_appearance_name" not in read_vocabulary(table).choices


def test_it_knows_what_is_worn_where(table: Table) -> None:
    assert read_vocabulary(table).roles == {"Boots": "shoes", "Trousers": "bottom"}


def test_an_answer_that_nobody_measured_needs_half_of_all() -> None:
    words = Vocabulary(floors={"product_type_name": 0.9})
    assert words.floor("product_type_name") == 0.9
    assert words.floor("colour_group_name") == UNMEASURED == 0.5
