"""How what is left splits by a slot: counted by product, the same as asking each article."""

import numpy as np
import pytest

from agents.search import Searcher
from retrieval import splits
from retrieval.query import Query


def by_hand(searcher: Searcher, rows: np.ndarray, slot: str) -> dict[str, int]:
    table, lexicon = searcher.index.table, searcher.lexicon
    articles = [table.article(int(row)) for row in np.flatnonzero(rows)]
    held = {
        value: {one.product_code for one in articles if entry.predicate.holds(one)}
        for value, entry in lexicon.entries[slot].items()
        if not entry.own
    }
    return {value: len(products) for value, products in held.items() if products}


@pytest.mark.parametrize("slot", ["colour", "pattern", "length", "audience", "detail"])
def test_a_split_counts_the_products_that_each_value_is_true_of(searcher: Searcher, slot: str) -> None:
    query = Query(wanted=(("product_type", ("dress",)),))
    rows, _ = searcher.finder._rows(query)
    counts, stated = searcher.finder.split(query, [slot])[slot]
    assert dict(counts) == by_hand(searcher, rows, slot)
    assert [number for _, number in counts] == sorted((number for _, number in counts), reverse=True)
    assert 0 <= stated <= 1


def test_nothing_left_splits_into_nothing(searcher: Searcher) -> None:
    query = Query(wanted=(("product_type", ("dress",)), ("product_type", ("socks",))))
    assert searcher.finder.split(query, ["colour"]) == {}


def test_of_many_rows_every_nth_product_stands_for_n(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    query = Query()
    whole = dict(searcher.finder.split(query, ["audience"])["audience"][0])
    monkeypatch.setattr(splits, "MOST_COUNTED", len(searcher.index.table) // 3)
    sampled = dict(searcher.finder.split(query, ["audience"])["audience"][0])
    assert sampled != whole
    assert sampled["women"] == pytest.approx(whole["women"], rel=0.35)
