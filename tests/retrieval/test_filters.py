"""Bitmaps answer for all rows at once exactly what a predicate answers row by row."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.search import Searcher
from catalog.article import Article
from catalog.predicate import ANY, AllOf, AnyOf, Condition, Is, Not, Says, article_forms, meets
from retrieval.filters import Filters

# Each condition is held to every twentieth row of the sample, the next one to the rows beside those.
STRIDE = 20
COLUMNS = ("product_type_name", "colour_group_name", "index_name", "prod_name", "detail_desc", "price")


@pytest.fixture(scope="session")
def articles(searcher: Searcher) -> list[Article]:
    table = searcher.index.table
    return [table.article(row) for row in range(len(table))]


@pytest.fixture(scope="session")
def texts(articles: list[Article]) -> list[list[str]]:
    return [article_forms(article) for article in articles]


@pytest.fixture
def filters(searcher: Searcher) -> Filters:
    return Filters(searcher.index.table, searcher.index.terms)


def conditions(searcher: Searcher) -> Iterator[Condition]:
    """Every condition of the lexicon: what affirms, denies, is typical of, rules out or is preferred for an entry."""
    for entry in searcher.lexicon:
        told = entry.predicate
        yield from filter(None, (told.yes, told.no, told.core, told.ruled_out, entry.prefer))


def test_the_bitmaps_of_every_lexicon_entry_are_what_each_row_says(
    searcher: Searcher, filters: Filters, articles: list[Article], texts: list[list[str]]
) -> None:
    for number, condition in enumerate(dict.fromkeys(conditions(searcher))):
        bitmap = filters.rows(condition)
        for row in range(number % STRIDE, len(articles), STRIDE):
            assert bitmap[row] == meets(condition, articles[row], texts[row]), (condition, articles[row].article_id)


@pytest.fixture(scope="session")
def made(texts: list[list[str]], articles: list[Article]) -> st.SearchStrategy[Condition]:
    """Conditions over words and values that the sample holds, some words left open, and some that it does not hold."""
    told = [text for text in texts[::7] if len(text) > 4]

    def cut(number: int, start: int, size: int, opened: frozenset[int]) -> tuple[str, ...]:
        text = told[number % len(told)]
        words = text[start % len(text) :][:size] or ["nowhere"]
        kept = [ANY if place in opened else word for place, word in enumerate(words)]
        return tuple(kept) if any(word not in (ANY, "") for word in kept) else ("nowhere", ANY)

    number = st.integers(0, 999)
    phrase = st.builds(cut, number, number, st.integers(1, 5), st.frozensets(st.integers(0, 4), max_size=2))
    phrases = st.frozensets(phrase, max_size=3)
    value = st.builds(lambda row, column: articles[row % len(articles)][column], number, st.sampled_from(COLUMNS))
    is_one = st.builds(Is, st.sampled_from(COLUMNS), st.frozensets(value | st.just("Nothing"), max_size=3))
    return st.recursive(
        is_one | st.builds(Says, phrases, phrases),
        lambda part: (
            st.builds(Not, part)
            | st.lists(part, max_size=3).map(tuple).map(AnyOf)
            | st.lists(part, max_size=3).map(tuple).map(AllOf)
        ),
        max_leaves=5,
    )


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_the_bitmap_of_any_condition_is_what_each_row_says(
    searcher: Searcher,
    articles: list[Article],
    texts: list[list[str]],
    made: st.SearchStrategy[Condition],
    data: st.DataObject,
) -> None:
    condition = data.draw(made)
    bitmap = Filters(searcher.index.table, searcher.index.terms).rows(condition)
    rows = range(0, len(articles), 7)
    assert [bool(bitmap[row]) for row in rows] == [meets(condition, articles[row], texts[row]) for row in rows]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Says(frozenset({("in", ANY, "leather")})), {"0700013001", "0700014001", "0700019001"}),
        (Says(frozenset({("leather",)}), frozenset({("imitation", "leather")})), {"0700014001", "0700020001"}),
        (Says(frozenset({("in", "imitation", "leather")}), frozenset({("imitation", "leather")})),
         {"0700013001", "0700019001"}),
        (Says(frozenset({("nowhere",)})), set()),
        (Says(frozenset()), set()),
        (Is("colour_group_name", frozenset({"Orange", "Unknown"})), {"0700023001", "0700025001"}),
        (Is("colour_group_name", frozenset()), set()),
        (AnyOf(()), set()),
    ],
)  # fmt: skip
def test_the_boutiques_rows_are_those_one_would_pick_by_hand(
    boutique: Searcher, condition: Condition, holds: set[str]
) -> None:
    table = boutique.index.table
    rows = np.flatnonzero(boutique.finder.filters.rows(condition))
    assert {table.article(int(row)).article_id for row in rows} == holds


def test_all_of_nothing_is_every_row(filters: Filters, articles: list[Article]) -> None:
    assert filters.rows(AllOf(())).sum() == len(articles)


def test_a_bitmap_is_kept_and_cannot_be_changed(filters: Filters) -> None:
    black = Is("colour_group_name", frozenset({"Black"}))
    bitmap = filters.rows(black)
    assert filters.rows(Is("colour_group_name", frozenset({"Black"}))) is bitmap
    with pytest.raises(ValueError, match="read-only"):
        bitmap[0] = True


def test_more_conditions_than_are_kept_still_answer_right(filters: Filters, articles: list[Article]) -> None:
    ids = [article.article_id for article in articles[:300]]
    first = [filters.rows(Is("article_id", frozenset({one}))) for one in ids]
    again = [filters.rows(Is("article_id", frozenset({one}))) for one in ids]
    assert all((bitmap == other).all() and bitmap.sum() == 1 for bitmap, other in zip(first, again, strict=True))


def test_an_unknown_column_is_a_fault_of_the_rule_not_an_empty_answer(filters: Filters) -> None:
    with pytest.raises(KeyError):
        filters.rows(Is("no_such_column", frozenset({"x"})))
