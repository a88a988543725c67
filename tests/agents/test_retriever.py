"""The retriever over the boutique: several acts of a turn under one numbering."""

from dataclasses import replace

import pytest

from agents.acts.asked import Asked
from agents.plan import Act, Plan
from agents.results import Results
from agents.retriever import Retriever
from agents.search import Searcher
from catalog.article import Article
from foundation.brief import Brief

DRESS = ("dress",)
COAT = Brief({"product_type": ("coat",)})
Articles = dict[str, Article]


@pytest.fixture(scope="module")
def retriever(boutique: Searcher) -> Retriever:
    return Retriever(boutique.finder, boutique.reader, 6)


def ran(retriever: Retriever, brief: Brief, *acts: Act, last: tuple[Article, ...] = ()) -> Results:
    return retriever.run(Asked(Plan(acts=acts), brief, last))


def numbered(results: Results) -> dict[int, str]:
    return {shown.handle: shown.article.article_id for shown in results.shown}


def test_talk_finds_nothing(retriever: Retriever):
    results = ran(retriever, Brief({"product_type": DRESS}), Act(name="say", topic="thanks"))
    assert replace(results, left=0, facets=()) == Results()


def test_every_act_of_a_plan_is_run(retriever: Retriever):
    results = ran(retriever, COAT, Act(name="search"), Act(name="count"))
    assert (numbered(results), len(results.counts)) == ({1: "0700015001"}, 1)


def test_what_two_acts_find_is_numbered_through(retriever: Retriever):
    results = ran(retriever, COAT, Act(name="search"), Act(name="search", article_ids=("0700006001", "0700007001")))
    assert numbered(results) == {1: "0700015001", 2: "0700006001", 3: "0700007001"}


def test_what_two_acts_both_find_keeps_its_first_number(retriever: Retriever):
    results = ran(retriever, COAT, Act(name="search"), Act(name="search", article_ids=("0700006001", "0700015001")))
    assert numbered(results) == {1: "0700015001", 2: "0700006001"}


def test_a_later_act_points_at_what_an_earlier_one_found(retriever: Retriever, boutique_articles: Articles):
    facts = Act(name="facts", aspects=("hood",), handles=(1,))
    results = ran(retriever, COAT, Act(name="search"), facts, last=(boutique_articles["0700001001"],))
    assert [(fact.handle, fact.article.article_id) for fact in results.facts] == [(1, "0700015001")]


def test_an_article_spoken_of_beside_new_ones_is_shown_again_under_a_number_of_its_own(
    retriever: Retriever, boutique_articles: Articles
):
    facts = Act(name="facts", aspects=("material",), handles=(2,))
    last = (boutique_articles["0700001001"], boutique_articles["0700006001"])
    results = ran(retriever, COAT, facts, Act(name="search"), last=last)
    assert numbered(results) == {1: "0700015001", 2: "0700006001"}
    assert [(fact.handle, fact.article.article_id) for fact in results.facts] == [(2, "0700006001")]


def test_a_comparison_beside_new_articles_is_told_by_their_new_numbers(
    retriever: Retriever, boutique_articles: Articles
):
    compare = Act(name="compare", handles=(1, 2), aspects=("warmth",))
    last = (boutique_articles["0700002001"], boutique_articles["0700011001"])
    results = ran(retriever, COAT, compare, Act(name="search"), last=last)
    assert numbered(results) == {1: "0700015001", 2: "0700002001", 3: "0700011001"}
    (comparison,) = results.comparisons
    assert (comparison.handles, comparison.winner) == ((2, 3), 3)
    assert {handle for handle, _ in comparison.because} <= {2, 3}
    assert {handle for one in comparison.differences for handle, _ in one.told} <= {2, 3}


def test_facts_alone_show_nothing_again(retriever: Retriever, boutique_articles: Articles):
    facts = Act(name="facts", aspects=("material",), handles=(1,))
    results = ran(retriever, Brief(), facts, last=(boutique_articles["0700006001"],))
    assert (results.shown, [fact.handle for fact in results.facts]) == ((), [1])


def test_a_piece_of_a_look_keeps_the_number_of_its_card(searcher: Searcher):
    acts = (Act(name="search"), Act(name="look"))
    results = ran(
        Retriever(searcher.finder, searcher.reader, 6), Brief({"product_type": DRESS, "audience": ("women",)}), *acts
    )
    cards = numbered(results)
    assert sorted(cards) == list(range(1, len(cards) + 1))
    assert {p.handle for look in results.looks for p in look.pieces if p.handle is not None} <= set(cards)


def test_what_is_shown_comes_with_advice_that_has_a_reason_and_a_source(retriever: Retriever):
    insights = ran(retriever, Brief({"product_type": DRESS, "occasion": ("wedding",)}), Act(name="search")).insights
    assert insights
    assert all(insight.reason and insight.source for insight in insights)
