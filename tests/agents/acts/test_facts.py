"""The facts act over the boutique: what rows say of themselves, in their own words, and nothing more."""

import pytest

from agents.acts.asked import Asked
from agents.acts.facts import FactsAct
from agents.plan import Act, Aspect, Plan
from agents.results import Fact
from agents.search import Searcher
from catalog.article import Article
from foundation.brief import Brief

Articles = dict[str, Article]


@pytest.fixture(scope="module")
def act(boutique: Searcher) -> FactsAct:
    return FactsAct(boutique.lexicon)


def facts(act: FactsAct, last: tuple[Article, ...], **asking: object) -> tuple[Fact, ...]:
    order = Act(name="facts", **asking)  # type: ignore[arg-type]
    return act.run(order, Asked(Plan(acts=(order,)), Brief(), last)).facts


def fact(act: FactsAct, article: Article, aspect: Aspect) -> str | None:
    (told,) = facts(act, (article,), aspects=(aspect,), handles=(1,))
    return told.text


@pytest.mark.parametrize(
    ("article_id", "aspect", "told"),
    [
        ("0700001001", "colour", "Black"),
        ("0700001001", "pattern", "Solid"),
        ("0700001001", "type", "Dress"),
        ("0700002001", "material", "airy linen"),
        ("0700006001", "lining", "Lined."),
        ("0700001001", "pockets", "side pockets"),
        ("0700020001", "heel", "block heel"),
        ("0700015001", "hood", "detachable hood"),
        ("0700013001", "closing", "a zip"),
        ("0700007001", "sleeve", "long sleeves"),
        ("0700011001", "neckline", "polo neck"),
        ("0700001001", "length", "Calf-length"),
        ("0700008001", "fit", "Skinny fit"),
        ("0700027001", "description", "Cargo shorts"),
    ],
)
def test_a_fact_is_told_in_the_rows_own_words(
    act: FactsAct, boutique_articles: Articles, article_id: str, aspect: Aspect, told: str
):
    assert told in (fact(act, boutique_articles[article_id], aspect) or "")


@pytest.mark.parametrize(
    ("article_id", "aspect"),
    [
        ("0700001001", "price"), ("0700001001", "size"), ("0700001001", "stock"), ("0700001001", "care"),
        ("0700001001", "lining"), ("0700008001", "hood"), ("0700005001", "material"), ("0700005001", "other"),
        ("0700023001", "colour"),
    ],
)  # fmt: skip
def test_a_fact_the_row_does_not_tell_stays_untold(
    act: FactsAct, boutique_articles: Articles, article_id: str, aspect: Aspect
):
    assert fact(act, boutique_articles[article_id], aspect) is None


def test_a_fact_of_an_article_that_was_not_shown_is_not_made_up(act: FactsAct, boutique_articles: Articles):
    assert facts(act, (boutique_articles["0700001001"],), aspects=("material",), handles=(5,)) == ()


@pytest.mark.parametrize(
    ("article_id", "pair", "holds"),
    [
        ("0700001001", "material=cotton", True),
        ("0700006001", "material=linen", True),
        ("0700006001", "material=wool", False),
        ("0700005001", "material=linen", None),
        ("0700001001", "colour=black", True),
        ("0700001001", "colour=red", False),
        ("0700015001", "detail=hood", True),
    ],
)
def test_whether_a_value_is_true_of_an_article_is_yes_no_or_not_told(
    act: FactsAct, boutique_articles: Articles, article_id: str, pair: str, holds: bool | None
):
    (told,) = facts(act, (boutique_articles[article_id],), values=(pair,), handles=(1,))
    assert told.holds is holds


@pytest.mark.parametrize("pair", ["material=unobtainium", "material", "price=9"])
def test_a_value_that_the_catalogue_does_not_know_is_no_fact(act: FactsAct, boutique_articles: Articles, pair: str):
    assert facts(act, (boutique_articles["0700001001"],), values=(pair,), handles=(1,)) == ()


def test_every_aspect_is_told_of_every_article_pointed_at(act: FactsAct, boutique_articles: Articles):
    last = (boutique_articles["0700001001"], boutique_articles["0700006001"])
    told = facts(act, last, aspects=("material", "colour"), handles=(1, 2))
    assert [(one.handle, one.aspect) for one in told] == [
        (1, "material"), (1, "colour"), (2, "material"), (2, "colour"),
    ]  # fmt: skip


def test_a_rows_text_brings_no_markup_and_no_handles_with_it(act: FactsAct):
    article = Article("1", detail_desc="Made of <b>cotton</b>, see [2] and https://example.org/now.")
    assert fact(act, article, "material") == "Made of cotton, see 2 and"
