"""The table stores articles by column, maps them back exactly, and notices damage."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.article import ALL_COLUMNS
from catalog.table import Table
from foundation.errors import BadInput

COLUMNS = {
    "article_id": ["0200", "0100", "é-3", "0100a"],
    "prod_name": ["Tee", "Anna", "Tee", "Anna"],
    "product_type_name": ["T-shirt", "Dress", "T-shirt", "Dress"],
    "colour_group_name": ["Black", "Black", "Dark Blue", ""],
    "detail_desc": ["Plain\nand soft", "Long", "Plain\nand soft", ""],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Table.write(tmp_path / "table", COLUMNS)
    return tmp_path / "table"


def test_an_article_reads_as_it_was_written(folder: Path) -> None:
    table = Table.open(folder)
    assert len(table) == 4
    article = table.article(2)
    assert (article.article_id, article.colour_group_name) == ("é-3", "Dark Blue")
    assert (article.detail_desc, article.price) == ("Plain\nand soft", "")


@pytest.mark.parametrize("row", [-1, 4])
def test_a_row_beyond_the_end_is_an_index_error(folder: Path, row: int) -> None:
    with pytest.raises(IndexError):
        Table.open(folder).article(row)


def test_rows_are_found_by_their_exact_id(folder: Path) -> None:
    table = Table.open(folder)
    assert [table.row(article_id) for article_id in COLUMNS["article_id"]] == [0, 1, 2, 3]
    assert [table.row(unknown) for unknown in ("", "010", "0100b", "zz", "\ud800")] == [None] * 5


def test_codes_point_into_the_distinct_values(folder: Path) -> None:
    table = Table.open(folder)
    assert table.values("colour_group_name") == ["Black", "Dark Blue", ""]
    assert table.codes("colour_group_name").tolist() == [0, 0, 1, 2]
    assert table.codes("colour_group_name").dtype == np.int32
    assert table.values("price") == [""]


def test_an_unknown_column_is_a_key_error(folder: Path) -> None:
    table = Table.open(folder)
    with pytest.raises(KeyError):
        table.values("colour")
    with pytest.raises(KeyError):
        table.codes("colour")


def test_articles_of_one_text_share_its_number(folder: Path) -> None:
    table = Table.open(folder)
    assert table.text_ids.tolist() == [0, 1, 0, 2]
    assert table.text_count == 3
    assert [table.text(text_id) for text_id in range(3)] == [
        ("Tee", "T-shirt", "Plain\nand soft"),
        ("Anna", "Dress", "Long"),
        ("Anna", "Dress", ""),
    ]
    with pytest.raises(IndexError):
        table.text(3)


def test_a_written_folder_may_be_renamed_even_while_open(folder: Path) -> None:
    table = Table.open(folder)
    folder.rename(folder.with_name("moved"))
    assert table.article(0) == Table.open(folder.with_name("moved")).article(0)


def test_what_is_mapped_can_not_be_written_to(folder: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        Table.open(folder).codes("prod_name")[0] = 1


def test_opening_and_reading_needs_no_pandas_or_pyarrow(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from catalog.table import Table;"
        f"Table.open(Path({str(folder)!r})).article(0);"
        "print({'pandas', 'pyarrow', 'torch'} & set(sys.modules))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


FILES = ["table.json", "codes.npy", "offsets.npy", "blob.npy", "order.npy", "text_ids.npy", "text_rows.npy"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["missing", "short", "emptied", "a folder"])
def test_damage_is_noticed_and_says_how_to_mend_it(folder: Path, name: str, damage: str) -> None:
    file = folder / name
    content = file.read_bytes()
    file.unlink()
    if damage == "a folder":
        file.mkdir()
    elif damage != "missing":
        file.write_bytes(content[:-1] if damage == "short" else b"")
    with pytest.raises(BadInput, match="run `stylist index repair`"):
        Table.open(folder)


def test_parts_of_two_tables_do_not_open_as_one(folder: Path, tmp_path: Path) -> None:
    Table.write(tmp_path / "other", {**COLUMNS, "colour_group_name": ["Black", "Red", "Blue", "Green"]})
    shutil.copy(tmp_path / "other" / "table.json", folder)
    with pytest.raises(BadInput, match="run `stylist index repair`"):
        Table.open(folder)


@pytest.mark.parametrize(
    "columns",
    [
        {"article_id": []},
        {"article_id": ["1"], "prod_name": []},
        {"article_id": ["1"], "colour": ["red"]},
    ],
)
def test_what_is_no_table_is_not_written(tmp_path: Path, columns: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="column"):
        Table.write(tmp_path, columns)


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
ROWS = st.lists(st.tuples(*[TEXTS] * len(ALL_COLUMNS)), min_size=1, max_size=6, unique_by=lambda row: row[0])


@given(rows=ROWS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_rows_are_read_back_and_found(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    columns = {name: list(cells) for name, cells in zip(ALL_COLUMNS, zip(*rows, strict=True), strict=True)}
    Table.write(tmp_path / "any", columns)
    table = Table.open(tmp_path / "any")
    assert [tuple(table.article(row).values()) for row in range(len(table))] == rows
    assert [table.row(row[0]) for row in rows] == list(range(len(rows)))
    for row, text_id in enumerate(table.text_ids):
        article = table.article(row)
        assert table.text(int(text_id)) == (article.prod_name, article.product_type_name, article.detail_desc)
