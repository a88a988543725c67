"""The catalogue in use: indexed where it isn't yet, left alone where it is, and nothing guessed without a word."""

import shutil
from pathlib import Path

import pytest

from cli.catalogue import SAMPLE, embedding, indexed, kept, learning, prepare
from foundation.errors import BadInput, NotFound
from foundation.settings import Settings


def quiet(text: str) -> None:
    """Says nothing."""


@pytest.fixture
def home(shop: Settings, tmp_path: Path) -> Settings:
    """A home with the shop's index in it, to change."""
    folder = Path(shutil.copytree(shop.home, tmp_path / "home"))
    return shop.model_copy(update={"home": folder})


def test_without_an_index_or_a_catalogue_both_ways_to_one_are_named(shop: Settings, tmp_path: Path) -> None:
    bare = shop.model_copy(update={"home": tmp_path, "catalog": None})
    with pytest.raises(BadInput, match=r"no catalogue is indexed under .*: give --catalog FILE") as refusal:
        prepare(bare, quiet)
    assert SAMPLE in str(refusal.value)


def test_an_index_that_is_there_is_enough(shop: Settings) -> None:
    said: list[str] = []
    prepare(shop.model_copy(update={"catalog": None}), said.append)
    assert said == []


def test_a_catalogue_is_indexed_once(home: Settings, tmp_path: Path) -> None:
    catalog = tmp_path / "some.csv"
    catalog.write_text("article_id,product_code,prod_name,product_type_name,detail_desc\n1,1,Ada,Dress,In cotton.\n")
    given = home.model_copy(update={"catalog": catalog})
    said: list[str] = []
    prepare(given, said.append)
    assert "indexing 1 articles" in said
    again: list[str] = []
    prepare(given, again.append)
    assert again == []


def test_a_changed_catalogue_is_indexed_anew(home: Settings, tmp_path: Path) -> None:
    catalog = tmp_path / "some.csv"
    line = "article_id,product_code,prod_name,product_type_name,detail_desc\n1,1,Ada,Dress,In cotton.\n"
    given = home.model_copy(update={"catalog": catalog})
    for text in (line, line + "2,2,Bea,Dress,In linen.\n"):
        catalog.write_text(text)
        prepare(given, quiet)
        assert kept(given.state)["rows"] == len(text.splitlines()) - 1


def test_a_catalogue_that_is_not_there_is_bad_input(home: Settings, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.csv"):
        prepare(home.model_copy(update={"catalog": tmp_path / "nowhere.csv"}), quiet)


def test_what_is_indexed_is_told_by_its_manifest_or_not_at_all(shop: Settings, tmp_path: Path) -> None:
    manifest = indexed(shop.state)
    assert manifest is not None
    assert manifest["rows"] == kept(shop.state)["rows"] == 13
    assert indexed(tmp_path) is None
    with pytest.raises(NotFound):
        kept(tmp_path)


def test_progress_is_told_in_words_and_shares() -> None:
    said: list[str] = []
    embedding(said.append)(1_500, 3_000)
    embedding(said.append)(0, 0)
    learning(said.append)(20, 80)
    assert said == [
        "embedding descriptions: 1,500 of 3,000 (50%)",
        "embedding descriptions: 0 of 0 (0%)",
        "learning what goes together: step 20 of 80 (25%)",
    ]
