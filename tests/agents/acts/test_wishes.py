"""Wishes: a brief as queries, one a garment, and why an article fits."""

import pytest

from agents.acts.wishes import Wishes
from agents.search import Searcher
from catalog.article import Article
from foundation.brief import Brief, Part


@pytest.fixture(scope="module")
def wishes(boutique: Searcher) -> Wishes:
    return Wishes(boutique.finder, 6)


def test_a_brief_of_one_garment_is_one_wish(wishes: Wishes):
    brief = Brief({"product_type": ("dress",)}, words=("airy",))
    assert wishes.each(brief) == (brief,)


def test_what_holds_for_all_is_handed_to_every_garment_and_nothing_else_is(wishes: Wishes):
    brief = Brief(
        {"product_type": ("dress",), "colour": ("red",), "occasion": ("wedding",), "audience": ("women",)},
        {"pattern": ("striped",), "audience": ("girls",)},
        words=("flowing",),
        anchor="0700001001",
        parts=(Part({"product_type": ("pumps",)}, {"colour": ("black",)}, ("pointed",)),),
    )
    first, second = wishes.each(brief)
    assert (first.parts, first.anchor, first.words) == ((), "0700001001", ("flowing",))
    assert second.wanted == {"occasion": ("wedding",), "audience": ("women",), "product_type": ("pumps",)}
    assert second.excluded == {"audience": ("girls",), "colour": ("black",)}
    assert (second.parts, second.anchor, second.words) == ((), None, ("pointed",))


def test_a_garment_may_be_for_somebody_else_than_the_rest(wishes: Wishes):
    part = Part({"product_type": ("shirt",), "audience": ("men",)})
    _, second = wishes.each(Brief({"product_type": ("dress",), "audience": ("women",)}, parts=(part,)))
    assert second.wanted["audience"] == ("men",)


def test_an_anchor_lends_its_type_and_audience_where_the_brief_names_none(wishes: Wishes):
    assert dict(wishes.query(Brief(anchor="0700006001")).wanted) == {
        "product_type": ("Blazer",),
        "audience": ("men",),
    }
    named = wishes.query(Brief({"product_type": ("shirt",), "audience": ("women",)}, anchor="0700006001"))
    assert dict(named.wanted) == {"product_type": ("shirt",), "audience": ("women",)}


def test_the_anchor_and_what_is_to_be_left_out_are_not_found_again(boutique: Searcher, wishes: Wishes):
    table = boutique.index.table
    query = wishes.query(Brief(anchor="0700006001"), frozenset({"0700007001", "no such article"}))
    assert query.without == {table.row("0700006001"), table.row("0700007001")}


@pytest.mark.parametrize(
    ("article_id", "audience"),
    [
        ("0700001001", "women"),
        ("0700006001", "men"),
        ("0700016001", "girls"),
        ("0700017001", "boys"),
        ("0700018001", "baby"),
    ],
)
def test_an_article_is_for_whom_its_row_says(
    wishes: Wishes, boutique_articles: dict[str, Article], article_id: str, audience: str
):
    assert wishes.audience_of(boutique_articles[article_id]) == audience


def test_a_row_that_names_nobody_is_for_nobody_in_particular(wishes: Wishes):
    assert wishes.audience_of(Article("1", prod_name="Thing")) is None


def test_an_occasion_brings_its_ideas_into_the_words_to_rank_by(boutique: Searcher, wishes: Wishes):
    text = wishes.query(Brief({"product_type": ("dress",), "occasion": ("wedding",)}, words=("airy",))).text
    assert text.startswith("dress airy wedding")
    assert boutique.lexicon.entry("occasion", "wedding").ideas in text


def test_colour_and_audience_are_kept_to_and_not_ranked_by(wishes: Wishes):
    assert wishes.query(Brief({"product_type": ("dress",), "colour": ("red",), "audience": ("women",)})).text == "dress"


def test_why_an_article_fits_names_what_was_asked_for(wishes: Wishes, boutique_articles: dict[str, Article]):
    brief = Brief({"product_type": ("blazer",), "material": ("linen",), "colour": ("beige",)})
    why = wishes.why(boutique_articles["0700006001"], brief).lower()
    assert "linen" in why
    assert "beige" in why


def test_without_a_wish_the_reason_is_what_the_row_tells(wishes: Wishes, boutique_articles: dict[str, Article]):
    assert wishes.why(boutique_articles["0700006001"], Brief()) == "Beige, in linen, single-breasted"
    assert wishes.why(Article("1", product_type_name="Blazer"), Brief()) == "Blazer"


def test_what_the_row_is_silent_on_is_said_in_the_reason(wishes: Wishes, boutique_articles: dict[str, Article]):
    why = wishes.why(boutique_articles["0700005001"], Brief({"colour": ("green",)}), ("material", "length"))
    assert why.endswith("; material and length not stated")
