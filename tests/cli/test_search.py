"""`stylist search`: one query or a file of them, kept to its filters, on the catalogue that was named."""

import json
from pathlib import Path

import pytest

from foundation.settings import Settings
from tests.cli.conftest import Console


def test_one_query_is_answered_in_json(console: Console) -> None:
    (answer,) = console("search", "red", "dress", "--json").lines
    assert list(answer) == ["id", "hits", "relaxed", "ms"]
    assert answer["hits"][0].keys() == {"article_id", "score"}


def test_filters_and_exclusions_are_kept(console: Console) -> None:
    printed = console("search", "--filter", "colour=red", "--filter", "colour=black", "--exclude", "product_type=dress",
                      "warm", "--json")  # fmt: skip
    ids = [hit["article_id"] for hit in printed.lines[0]["hits"]]
    assert ids
    assert all(one[-1] in "12" and one[:3] in ("011", "012") for one in ids)


def test_k_is_the_most_that_is_shown(console: Console) -> None:
    assert len(console("search", "something warm", "--k", "2", "--json").lines[0]["hits"]) == 2


def test_a_file_is_answered_line_by_line(console: Console, tmp_path: Path) -> None:
    file = tmp_path / "queries.jsonl"
    lines = ['{"id": "a", "query": "dress"}', "not json", '{"id": "c"}', json.dumps({"id": "d", "query": "x" * 5000})]
    file.write_text("\n".join([*lines, '{"id": "e", "query": "red trousers"}']) + "\n")
    printed = console("search", "--input", file, "--json")
    assert printed.status == 2
    assert [line["id"] for line in printed.lines] == ["a", None, "c", "d", "e"]
    assert ["error" in line for line in printed.lines] == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("option", "named"),
    [("--filter", "price=10"), ("--exclude", "shape=round"), ("--filter", "colour=xyzzy")],
)
def test_an_unknown_slot_or_value_is_refused_by_name(console: Console, option: str, named: str) -> None:
    printed = console("search", "dress", option, named)
    assert (printed.status, printed.err.count("\n")) == (2, 1)
    slot, value = named.split("=")
    assert slot in printed.err or value in printed.err


@pytest.mark.parametrize(
    "arguments", [[], [" "], ["dress", "--input", "x.jsonl"], ["--input", "none.jsonl"], ["x" * 5000]]
)
def test_wrong_use_is_one_line_and_status_2(console: Console, arguments: list[str]) -> None:
    printed = console("search", *arguments)
    assert (printed.status, printed.out, printed.err.count("\n")) == (2, "", 1)


def test_filters_alone_are_a_query(console: Console) -> None:
    assert console("search", "--filter", "colour=red", "--json").lines[0]["hits"]


def test_another_catalogue_is_indexed_first(console: Console, shop: Settings, tmp_path: Path) -> None:
    assert shop.catalog is not None
    home = tmp_path / "home"
    first = console("search", "dress", "--home", home, "--catalog", shop.catalog, "--json")
    assert first.lines[0]["hits"]
    assert "indexing" in first.err
    assert console("search", "dress", "--home", home, "--catalog", shop.catalog).err == ""


def test_a_catalogue_that_is_refused_is_told_and_nothing_is_searched(console: Console, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("nothing,here\n1,2\n")
    printed = console("search", "dress", "--catalog", bad, "--json")
    assert (printed.status, printed.out) == (2, "")


def test_for_a_person_each_article_is_a_line(console: Console) -> None:
    out = console("search", "dress", "--k", "1").out.splitlines()
    assert out[0].startswith("01")
    assert out[-1].startswith("1 articles in")
