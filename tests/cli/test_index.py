"""`stylist index`: builds, updates, verifies and repairs, and leaves the index in use alone when it refuses."""

from pathlib import Path

import pytest

from foundation.settings import Settings
from retrieval.index import Index
from tests.api.shop import rows
from tests.cli.conftest import Console


def test_it_reports_rows_refusals_seconds_and_bytes(console: Console, shop: Settings, tmp_path: Path) -> None:
    assert shop.catalog is not None
    catalog = tmp_path / "some.csv"
    lines = shop.catalog.read_text().splitlines()[:4]
    catalog.write_text("\n".join([*lines, lines[1], "9,short"]) + "\n")
    printed = console("index", "--home", tmp_path / "home", "--catalog", catalog, "--json")
    (report,) = printed.lines
    assert (printed.status, report["rows"]) == (0, 3)
    assert [refusal["line"] for refusal in report["refused"]] == [5, 6]
    assert report["bytes"] > 0
    assert report["seconds"]


def test_for_a_person_the_refused_lines_are_named(console: Console, shop: Settings, tmp_path: Path) -> None:
    assert shop.catalog is not None
    catalog = tmp_path / "some.csv"
    catalog.write_text(shop.catalog.read_text() + "9,short\n")
    printed = console("index", "--home", tmp_path / "home", "--catalog", catalog)
    assert f"{len(rows())} articles indexed, 1 refused" in printed.out
    assert f"refused line {len(rows()) + 2}" in printed.err


def test_the_same_catalogue_again_changes_nothing(console: Console, shop: Settings) -> None:
    assert shop.catalog is not None
    (report,) = console("index", "--catalog", shop.catalog, "--json").lines
    assert report["unchanged"] is True


def test_a_whole_index_verifies(console: Console) -> None:
    assert console("index", "verify", "--json").lines == [{"whole": True, "faults": []}]


def test_a_damaged_index_is_told_and_repaired(console: Console, shop: Settings, tmp_path: Path) -> None:
    assert shop.catalog is not None
    home = tmp_path / "home"
    console("index", "--home", home, "--catalog", shop.catalog)
    next((Index.open(home).folder / "lexical").iterdir()).unlink()
    printed = console("index", "verify", "--home", home)
    assert printed.status == 1
    assert "lexical" in printed.out
    assert console("index", "repair", "--home", home, "--json").lines == [{"repaired": ["lexical"]}]
    assert console("index", "verify", "--home", home).status == 0


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a,b\n1,2\n", b"article_id,prod_name\n"])
def test_a_refused_catalogue_leaves_the_index_in_use(console: Console, tmp_path: Path, content: bytes) -> None:
    catalog = tmp_path / "bad.csv"
    catalog.write_bytes(content)
    printed = console("index", "--catalog", catalog)
    assert printed.status == 2
    assert printed.err.splitlines()[-1].startswith("stylist: ")
    assert console("index", "verify").status == 0


def test_without_a_catalogue_it_says_what_to_give(console: Console) -> None:
    printed = console("index")
    assert (printed.status, printed.err.count("\n")) == (2, 1)
    assert "--catalog FILE" in printed.err


def test_images_that_are_no_folder_are_refused(console: Console, shop: Settings, tmp_path: Path) -> None:
    assert shop.catalog is not None
    printed = console("index", "--catalog", shop.catalog, "--images", tmp_path / "none")
    assert printed.status == 2
    assert "--images" in printed.err


def test_verifying_where_nothing_is_indexed_is_refused(console: Console, tmp_path: Path) -> None:
    assert console("index", "verify", "--home", tmp_path).status == 2
