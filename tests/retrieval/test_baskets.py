"""Baskets: read from whatever a shop exports, by row of the catalogue; what can't be used is counted or said."""

import gzip
from pathlib import Path

import numpy as np
import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest

from catalog.table import Table
from foundation.errors import BadInput
from retrieval.baskets import of_rows, read_baskets

IDS = ["0100", "0200", "0300", "0400"]
LINES = "basket,article_id\n7,0100\n7,0300\n8,0200\n7,0100\n9,0400\n9,0200\n"


@pytest.fixture
def table(tmp_path: Path) -> Table:
    Table.write(tmp_path / "table", {"article_id": IDS, "prod_name": list("abcd")})
    return Table.open(tmp_path / "table")


def written(folder: Path, text: str, name: str = "baskets.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_lines_of_one_basket_are_gathered_and_lone_ones_counted(table: Table, tmp_path: Path) -> None:
    baskets = read_baskets(written(tmp_path, LINES), table)
    assert [baskets[at].tolist() for at in range(len(baskets))] == [[0, 2], [1, 3]]
    assert (baskets.names, baskets.lone, baskets.unknown) == (("7", "9"), 1, 0)


@pytest.mark.parametrize("kind", ["gzip", "parquet", "numbers"])
def test_packed_files_and_numbers_say_the_same(table: Table, tmp_path: Path, kind: str) -> None:
    expected = read_baskets(written(tmp_path, LINES), table)
    path = tmp_path / "other"
    rows = [line.split(",") for line in LINES.splitlines()[1:]]
    if kind == "gzip":
        path.write_bytes(gzip.compress(LINES.encode()))
    else:
        articles = [article if kind == "parquet" else int(article) for _, article in rows]
        columns = {"basket": [int(basket) for basket, _ in rows], "article_id": articles}
        parquet.write_table(arrow.table(columns), path)
    assert np.array_equal(read_baskets(path, table).rows, expected.rows)


@pytest.mark.parametrize(
    "header", ["cod_outfit,cod_modelo_color", "Order ID,SKU", "order_no,item id", "customer visit,article_id", "a,b"]
)
def test_columns_are_known_by_other_names_or_by_what_they_hold(table: Table, tmp_path: Path, header: str) -> None:
    path = written(tmp_path, LINES.replace("basket,article_id", header))
    assert len(read_baskets(path, table)) == 2


def test_the_settings_name_of_the_article_column_wins(table: Table, tmp_path: Path) -> None:
    path = written(tmp_path, "order,id,ours\n1,x,0100\n1,y,0200\n")
    assert read_baskets(path, table, {"article_id": "ours"}).rows.tolist() == [0, 1]


def test_articles_that_the_catalogue_does_not_have_are_counted(table: Table, tmp_path: Path) -> None:
    baskets = read_baskets(written(tmp_path, LINES + "7,9999\n7,\n"), table)
    assert (baskets.unknown, len(baskets)) == (2, 2)


def test_broken_lines_are_counted_and_the_rest_is_read(table: Table, tmp_path: Path) -> None:
    baskets = read_baskets(written(tmp_path, LINES + "1,2,3\n,0100\n"), table)
    assert (baskets.refused, len(baskets)) == (2, 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("basket,article_id\n", "no rows"),
        ("basket,article_id\n1,x\n1,y\n", "none of the 2 articles"),
        ("basket,article_id\n1,0100\n2,0200\n", "no basket has two"),
        ("one,two,article_id\n1,1,0100\n1,1,0200\n", "no column for the basket"),
        ("one,two\n1,1\n1,1\n", "no column for article_id"),
        ('{"basket": 1}', "JSON"),
    ],
)
def test_what_teaches_nothing_is_refused_in_one_line(table: Table, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        read_baskets(written(tmp_path, text), table)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_said_so(table: Table, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not a file"):
        read_baskets(tmp_path / "none.csv", table)


def test_rows_alone_make_baskets_of_two_or_more() -> None:
    baskets = of_rows([[3, 1, 3], [2], [5, 4]])
    assert [baskets[at].tolist() for at in range(len(baskets))] == [[1, 3], [4, 5]]
    assert len(of_rows([])) == 0
