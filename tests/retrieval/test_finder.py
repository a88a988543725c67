"""The finder filters exactly, then ranks: what it shows satisfies what was asked, and what it gives up it names."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.search import Searcher
from catalog.article import COLUMNS, Article
from catalog.lexicon import Lexicon
from catalog.loader import Loaded
from catalog.predicate import article_forms, meets
from encoding.encoder import TextEncoder
from foundation.brief import HARD_SLOTS
from retrieval.finder import ENOUGH, RELAXED_IN_ORDER, Finder
from retrieval.index import Index
from retrieval.query import Group, Hits, Query

NEVER_GIVEN_UP = ("product_type", "audience")
WORDS = st.sampled_from(["", "something nice", "leather jacket", "soft cotton", "xyzzy"])
OFTEN = {
    "product_type": ("dress", "jacket", "jeans", "top", "shoes", "sweater"),
    "colour": ("black", "red", "pink", "blue"),
    "audience": ("women", "men", "kids", "girls"),
    "material": ("cotton", "linen", "leather", "wool"),
    "detail": ("pockets", "zip", "hood"),
    "neckline": ("v-neck", "round neck"),
    "sleeve": ("short sleeves", "long sleeves"),
    "length": ("midi", "maxi"),
    "pattern": ("plain", "striped", "floral"),
    "fit": ("skinny fit", "loose fit"),
}


def groups_of(slots: Sequence[str]) -> st.SearchStrategy[tuple[Group, ...]]:
    values = {slot: st.lists(st.sampled_from(OFTEN[slot]), min_size=1, max_size=2, unique=True) for slot in slots}
    return st.lists(st.sampled_from(slots), max_size=3, unique=True).flatmap(
        lambda chosen: st.tuples(*(st.tuples(st.just(slot), values[slot].map(tuple)) for slot in chosen))
    )


QUERIES = st.builds(
    Query,
    text=WORDS,
    wanted=groups_of(list(OFTEN)),
    excluded=groups_of(["colour", "material", "detail", "product_type"]),
    k=st.integers(1, 12),
    variants=st.booleans(),
    without=st.frozensets(st.integers(0, 30), max_size=4),
)


def rows(searcher: Searcher) -> list[Article]:
    table = searcher.index.table
    return [table.article(row) for row in range(len(table))]


def ids(hits: Hits) -> list[str]:
    return [hit.article_id for hit in hits.hits]


def answers(lexicon: Lexicon, group: Group, article: Article) -> set[bool | None]:
    return {lexicon.predicate(group[0], value).holds(article) for value in group[1]}


def affirms(lexicon: Lexicon, group: Group, article: Article) -> bool:
    return group[0] not in HARD_SLOTS or True in answers(lexicon, group, article)


def denies(lexicon: Lexicon, group: Group, article: Article) -> bool:
    return group[0] in HARD_SLOTS and answers(lexicon, group, article) == {False}


def refused(lexicon: Lexicon, query: Query, article: Article) -> bool:
    text = article_forms(article)
    named = [(slot, value) for slot, values in query.excluded for value in values]
    return any(meets(lexicon.predicate(slot, value).ruled_out, article, text) for slot, value in named)


def possible(lexicon: Lexicon, query: Query, wanted: Sequence[Group], found: Sequence[Article]) -> list[int]:
    """The rows, one by one, that nothing speaks against."""
    return [
        row
        for row, article in enumerate(found)
        if row not in query.without
        and not refused(lexicon, query, article)
        and not any(denies(lexicon, group, article) for group in wanted)
    ]


def reliefs(query: Query) -> Iterator[tuple[str, ...]]:
    order = [slot for slot in RELAXED_IN_ORDER if slot in query.slots()]
    return (given_up for size in range(len(order) + 1) for given_up in combinations(order, size))


@settings(max_examples=120, deadline=None)
@given(query=QUERIES)
def test_no_hit_is_refused_or_denies_a_wish_that_was_not_given_up(boutique: Searcher, query: Query) -> None:
    hits = boutique.finder.find(query)
    kept = [group for group in query.wanted if group[0] not in hits.relaxed]
    for hit in hits.hits:
        article = boutique.index.table.article(hit.row)
        assert article.article_id == hit.article_id
        assert hit.row not in query.without
        assert not refused(boutique.lexicon, query, article)
        assert not any(denies(boutique.lexicon, group, article) for group in kept)
        assert hit.silent == tuple(g[0] for g in kept if not affirms(boutique.lexicon, g, article))


@settings(max_examples=120, deadline=None)
@given(query=QUERIES)
def test_articles_and_products_are_counted_as_one_would_by_hand(boutique: Searcher, query: Query) -> None:
    lexicon, found = boutique.lexicon, rows(boutique)
    exact = [
        article
        for article in found
        if not refused(lexicon, query, article) and all(affirms(lexicon, group, article) for group in query.wanted)
    ]
    assert boutique.finder.count(query) == (len(exact), len({article.product_code for article in exact}))


@settings(max_examples=120, deadline=None)
@given(query=QUERIES)
def test_the_first_relief_in_the_stated_order_that_leaves_something_is_taken(boutique: Searcher, query: Query) -> None:
    lexicon, found = boutique.lexicon, rows(boutique)
    wanted = {given_up: [g for g in query.wanted if g[0] not in given_up] for given_up in reliefs(query)}
    first = next((up for up, kept in wanted.items() if possible(lexicon, query, kept, found)), None)
    hits = boutique.finder.find(query)
    assert hits.relaxed == (first or ())
    assert bool(hits.hits) == (first is not None)


@settings(max_examples=120, deadline=None)
@given(query=QUERIES)
def test_silent_rows_follow_those_that_affirm_and_only_where_these_are_few(searcher: Searcher, query: Query) -> None:
    hits = searcher.finder.find(query)
    silent = [bool(hit.silent) for hit in hits.hits]
    assert silent == sorted(silent)
    assert hits.products < ENOUGH or not any(silent)


@settings(max_examples=60, deadline=None)
@given(query=QUERIES)
def test_the_best_comes_first_where_the_garment_is_named(searcher: Searcher, query: Query) -> None:
    dresses = replace(query, wanted=(("product_type", ("dress", "top")), *query.wanted[:1]))
    hits = searcher.finder.find(dresses)
    for told in (True, False):
        scores = [hit.score for hit in hits.hits if bool(hit.silent) is told]
        assert scores == sorted(scores, reverse=True)


@settings(max_examples=120, deadline=None)
@given(query=QUERIES)
def test_a_page_holds_at_most_k_rows_each_product_once(searcher: Searcher, query: Query) -> None:
    hits = searcher.finder.find(query)
    assert len(hits) <= query.k
    assert len(set(ids(hits))) == len(hits)
    codes = [searcher.index.table.article(hit.row).product_code for hit in hits.hits]
    assert query.variants or len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("wanted", "articles", "products"),
    [
        ((("product_type", ("dress",)),), 8, 5),
        ((("product_type", ("dress",)), ("colour", ("red", "black"))), 2, 1),
        ((("product_type", ("jacket",)), ("material", ("leather",))), 1, 1),
        ((("product_type", ("shoes",)),), 3, 3),
        ((("audience", ("kids",)),), 2, 2),
        ((("detail", ("pockets",)), ("detail", ("hood",))), 1, 1),
        ((("occasion", ("wedding",)),), 31, 27),
    ],
)
def test_counts_are_those_of_the_boutiques_shelves(
    boutique: Searcher, wanted: tuple[Group, ...], articles: int, products: int
) -> None:
    assert boutique.finder.count(Query(wanted=wanted)) == (articles, products)


def test_one_article_a_product_is_shown_unless_variants_are_asked_for(boutique: Searcher) -> None:
    ada = Query("Ada dress", wanted=(("product_type", ("dress",)), ("detail", ("pockets",))))
    assert sum(one.startswith("0700001") for one in ids(boutique.finder.find(ada))) == 1
    every = boutique.finder.find(replace(ada, variants=True))
    assert set(ids(every)[:3]) == {"0700001001", "0700001002", "0700001003"}


def test_two_products_of_one_text_are_shown_once(boutique: Searcher) -> None:
    pink = Query(wanted=(("product_type", ("dress",)), ("colour", ("pink",))))
    assert len(boutique.finder.find(pink)) == 1
    assert len(boutique.finder.find(replace(pink, variants=True))) == 2


def test_rows_that_say_nothing_of_pockets_come_after_those_that_say_them(boutique: Searcher) -> None:
    hits = boutique.finder.find(Query(wanted=(("product_type", ("dress",)), ("detail", ("pockets",)))))
    assert hits.products == 1
    assert hits.hits[0].article_id.startswith("0700001")
    assert [hit.silent for hit in hits.hits] == [(), *[("detail",)] * (len(hits) - 1)]
    assert len(hits) > 1


@pytest.mark.parametrize(
    ("wanted", "relaxed"),
    [
        ({"product_type": ("dress",), "colour": ("orange",)}, ("colour",)),
        ({"product_type": ("skirt",), "colour": ("orange",), "length": ("mini",)}, ("length", "colour")),
        ({"product_type": ("jeans",), "fit": ("skinny fit",), "colour": ("black",)}, ("fit",)),
        ({"product_type": ("blazer",), "material": ("leather",), "pattern": ("plain",)}, ("material",)),
        ({"product_type": ("dress",), "colour": ("red",)}, ()),
    ],
)
def test_what_is_given_up_is_named(
    boutique: Searcher, wanted: dict[str, tuple[str, ...]], relaxed: tuple[str, ...]
) -> None:
    hits = boutique.finder.find(Query(wanted=tuple(wanted.items())))
    assert hits.relaxed == relaxed
    assert hits.hits


@pytest.mark.parametrize(
    "query",
    [
        Query("umbrella", wanted=(("product_type", ("umbrella",)),)),
        Query(wanted=(("product_type", ("bra",)), ("audience", ("men",)))),
        Query(wanted=(("product_type", ("skirt",)),), excluded=(("colour", ("red",)),)),
        Query(wanted=(("product_type", ("skirt",)), ("colour", ("red",))), excluded=(("material", ("satin",)),)),
    ],
)
def test_neither_garment_nor_audience_nor_a_refusal_is_ever_given_up(boutique: Searcher, query: Query) -> None:
    assert boutique.finder.find(query) == Hits((), 0, 0)


def test_garment_and_audience_are_not_among_what_can_be_given_up() -> None:
    assert set(RELAXED_IN_ORDER) == set(HARD_SLOTS) - set(NEVER_GIVEN_UP)


def test_who_refuses_leather_is_not_shown_imitations_of_it(boutique: Searcher) -> None:
    hits = boutique.finder.find(Query("leather", excluded=(("material", ("leather",)),), k=31, variants=True))
    assert not {"0700013001", "0700014001", "0700019001", "0700020001", "0700022001"} & set(ids(hits))
    assert len(hits) == 26


@pytest.fixture
def row_of(boutique: Searcher) -> Callable[[str], int]:
    def find(article_id: str) -> int:
        row = boutique.index.table.row(article_id)
        assert row is not None
        return row

    return find


def test_like_this_one_but_red_is_its_own_product_in_red_first(
    boutique: Searcher, row_of: Callable[[str], int]
) -> None:
    query = Query(wanted=(("colour", ("red",)),), anchor=row_of("0700001001"))
    assert ids(boutique.finder.find(query))[0] == "0700001002"


def test_like_this_one_finds_what_is_described_alike(boutique: Searcher, row_of: Callable[[str], int]) -> None:
    biker = row_of("0700014001")
    query = Query(anchor=biker, without=frozenset({biker}))
    assert ids(boutique.finder.find(query))[0] == "0700013001"


def test_the_colours_of_a_product_are_its_own_articles_alone(boutique: Searcher, row_of: Callable[[str], int]) -> None:
    query = Query(anchor=row_of("0700001001"), same_product=True, variants=True)
    hits = boutique.finder.find(query)
    assert sorted(ids(hits)) == ["0700001001", "0700001002", "0700001003"]
    other = replace(query, wanted=(("colour", ("green",)),))
    assert boutique.finder.find(other).relaxed == ("colour",)


def test_a_grown_ups_garment_is_most_like_its_own_product(searcher: Searcher) -> None:
    table = searcher.index.table
    grown_up = [row for row in range(len(table)) if table.article(row).index_group_name in ("Ladieswear", "Menswear")]
    for row in grown_up[::12]:
        best = searcher.finder.find(Query(anchor=row, k=1)).hits[0]
        assert table.article(best.row).product_code == table.article(row).product_code


def test_something_else_shows_the_rest_and_counts_all(boutique: Searcher) -> None:
    dresses = Query(wanted=(("product_type", ("dress",)),), variants=True)
    first = boutique.finder.find(replace(dresses, k=3))
    seen = frozenset(hit.row for hit in first.hits)
    rest = boutique.finder.find(replace(dresses, without=seen))
    assert not set(ids(first)) & set(ids(rest))
    assert len(first) + len(rest) == boutique.finder.count(replace(dresses, without=seen))[0] == 8


def test_who_names_nobody_is_shown_grown_ups_clothes_first(boutique: Searcher) -> None:
    hits = boutique.finder.find(Query(wanted=(("material", ("cotton",)),)))
    young = [
        article.index_group_name == "Baby/Children"
        for article in map(boutique.index.table.article, (h.row for h in hits.hits))
    ]
    assert young == sorted(young)
    assert any(young)


def test_who_names_no_garment_is_hardly_shown_underwear_first(boutique: Searcher) -> None:
    hits = boutique.finder.find(Query(wanted=(("colour", ("black",)), ("audience", ("women",)))))
    assert ids(hits)[-1] == "0700024001"


def test_who_names_no_garment_is_shown_several_kinds(boutique: Searcher) -> None:
    hits = boutique.finder.find(Query("dress", k=8))
    kinds = [boutique.index.table.article(hit.row).product_type_name for hit in hits.hits]
    assert kinds[0] == "Dress"
    assert max(map(kinds.count, kinds)) <= 2


def test_one_more_of_a_kind_comes_late_but_comes(boutique: Searcher) -> None:
    every = boutique.finder.find(Query("dress", k=31))
    assert every.products == 27
    assert len(every) == 26  # the two pink dresses are one text
    kinds = [boutique.index.table.article(hit.row).product_type_name for hit in every.hits]
    third = [place for place, kind in enumerate(kinds) if kind == "Dress"][2]
    assert set(kinds[:third]) == set(kinds)


def test_the_shoppers_own_word_goes_before_what_only_comes_near_it(boutique: Searcher) -> None:
    jackets = Query(wanted=(("product_type", ("shoes",)),), said=("court shoes",))
    assert ids(boutique.finder.find(jackets))[0] == "0700021001"


def test_the_words_of_a_query_rank_what_the_filters_leave(boutique: Searcher) -> None:
    assert ids(boutique.finder.find(Query("warm padded coat with a hood")))[0] == "0700015001"
    assert ids(boutique.finder.find(Query("trainers")))[0] == "0700019001"
    shoes = Query("warm padded coat with a hood", wanted=(("product_type", ("shoes",)),))
    assert set(ids(boutique.finder.find(shoes))) == {"0700019001", "0700020001", "0700021001"}


def test_before_the_vectors_are_there_the_filters_and_words_answer_alone(
    boutique: Searcher, encoder: TextEncoder
) -> None:
    finder = Finder(replace(boutique.index, vectors=None), boutique.lexicon, encoder)
    dresses = Query("linen", wanted=(("product_type", ("dress",)),))
    assert ids(finder.find(dresses))[0].startswith("0700002")
    assert finder.count(dresses) == boutique.finder.count(dresses)
    assert finder.find(replace(dresses, anchor=0)).products == 5


def test_a_query_of_nothing_shows_something(boutique: Searcher) -> None:
    hits = boutique.finder.find(Query())
    assert (hits.articles, hits.products, len(hits)) == (31, 27, 10)


@pytest.fixture(scope="module")
def priced(tmp_path_factory: pytest.TempPathFactory, encoder: TextEncoder) -> Searcher:
    home = tmp_path_factory.mktemp("priced")
    told = {
        "article_id": ["1", "2", "3"],
        "product_code": ["1", "2", "3"],
        "prod_name": ["Cheap", "Dear", "Unpriced"],
        "product_type_name": ["Dress"] * 3,
        "price": ["19.99", "€ 120,00", ""],
    }
    columns = {column: told.get(column, [""] * 3) for column in (*COLUMNS, "price")}
    Index.build(Loaded(columns, [], {}, "0" * 64), home, encoder)
    return Searcher.open(home)


def test_a_limit_holds_where_the_catalogue_carries_prices(priced: Searcher, boutique: Searcher) -> None:
    cheap = Query(wanted=(("product_type", ("dress",)),), limits=(("price", "50"),))
    assert ids(priced.finder.find(cheap)) == ["1"]
    assert boutique.finder.find(cheap).articles == 8
    assert "price" not in boutique.finder.measured


def test_the_same_query_is_answered_the_same_again(searcher: Searcher, sample_home: Path) -> None:
    query = Query("party dress", wanted=(("product_type", ("dress",)),))
    again = Searcher.open(sample_home).finder.find(query)
    first = searcher.finder.find(query)
    assert ids(again) == ids(first)
    assert np.allclose([hit.score for hit in again.hits], [hit.score for hit in first.hits])
