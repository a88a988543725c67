"""Mutation: a catalogue cut down by whole products, and written so that it reads as before."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.article import Article
from catalog.loader import load
from cli.mutation import cut, write

ARTICLES = tuple(
    Article(f"07{product:05}{shade:03}", f"07{product:05}", prod_name=f"Name {product}", colour_group_name="Red")
    for product in range(12)
    for shade in (1, 2, 3)
)
CATALOGUE = {article.article_id: article for article in ARTICLES}


@given(most=st.integers(0, 60), seed=st.integers(0, 9))
def test_a_cut_has_so_many_articles_and_parts_at_most_one_product(most: int, seed: int) -> None:
    kept = cut(CATALOGUE, most, seed)
    assert len(kept) == min(most, len(ARTICLES))
    whole = [article.product_code for article in kept]
    parted = {code for code in whole if whole.count(code) < 3}
    assert len(parted) <= 1


def test_the_same_seed_cuts_the_same_and_another_does_not() -> None:
    assert cut(CATALOGUE, 9, 1) == cut(CATALOGUE, 9, 1)
    assert len({tuple(cut(CATALOGUE, 9, seed)) for seed in range(8)}) > 1


def test_a_larger_cut_holds_the_smaller_one() -> None:
    assert cut(CATALOGUE, 20, 3)[:9] == cut(CATALOGUE, 9, 3)


@pytest.mark.parametrize("price", ["", "19.99"], ids=["without prices", "with prices"])
def test_what_was_written_is_read_as_it_was(tmp_path: Path, price: str) -> None:
    text = 'Soft, "warm"\nand light.'
    path = tmp_path / "articles.csv"
    write([Article("0700001001", "0700001", prod_name="Åsa", detail_desc=text, price=price)], path)
    loaded = load(path, {}, {})
    assert len(loaded) == 1
    assert loaded.columns["prod_name"] == ["Åsa"]
    assert loaded.columns["detail_desc"][0].split() == text.split()
    assert ("price" in path.read_text(encoding="utf-8").splitlines()[0].split(",")) is bool(price)
