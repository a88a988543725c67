import pytest

from agents.acts.asked import Asked
from agents.plan import Act, Aspect, Plan
from agents.results import Results
from agents.retriever import Retriever
from agents.search import Searcher
from catalog.article import Article
from foundation.brief import Brief

DRESS = ("dress",)
Articles = dict[str, Article]


@pytest.fixture(scope="module")
def retriever(boutique: Searcher) -> Retriever:
    return Retriever(boutique.finder, 6)


def found(retriever: Retriever, act: Act, brief: Brief, avoid: frozenset[str] = frozenset(), **plan: object) -> Results:
    return retriever.run(Asked(Plan(acts=(act,), **plan), brief, (), avoid))  # type: ignore[arg-type]


def ids(results: Results) -> set[str]:
    return {shown.article.article_id for shown in results.shown}


def fact(retriever: Retriever, article: Article, aspect: Aspect) -> str | None:
    act = Act(name="facts", aspects=(aspect,), handles=(1,))
    (told,) = retriever.run(Asked(Plan(acts=(act,)), Brief(), (article,))).facts
    return told.text


def test_a_search_shows_what_is_wanted_and_nothing_refused(retriever: Retriever):
    results = found(retriever, Act(name="search"), Brief({"product_type": DRESS}, {"colour": ("green", "pink")}))
    assert {shown.article.product_type_name for shown in results.shown} == {"Dress"}
    assert not {shown.article.perceived_colour_master_name for shown in results.shown} & {"Green", "Pink"}


def test_shown_articles_are_numbered_from_one(retriever: Retriever):
    results = found(retriever, Act(name="search"), Brief({"product_type": DRESS}))
    assert [shown.handle for shown in results.shown] == list(range(1, len(results.shown) + 1))


def test_no_more_are_shown_than_an_answer_holds(boutique: Searcher):
    results = found(Retriever(boutique.finder, 2), Act(name="search"), Brief({"product_type": DRESS}))
    assert (len(results.shown), results.matched > 2) == (2, True)


def test_a_product_is_shown_once(retriever: Retriever):
    results = found(retriever, Act(name="search"), Brief({"product_type": DRESS, "material": ("cotton",)}))
    assert len({shown.article.product_code for shown in results.shown}) == len(results.shown)


def test_why_an_article_fits_names_what_was_asked_for(retriever: Retriever):
    brief = Brief({"product_type": ("blazer",), "material": ("linen",), "colour": ("beige",)})
    (shown,) = found(retriever, Act(name="search"), brief).shown
    assert shown.article.article_id == "0700006001"
    assert "linen" in shown.why.lower()
    assert "beige" in shown.why.lower()


def test_what_a_row_is_silent_on_is_said(retriever: Retriever):
    brief = Brief({"product_type": DRESS, "colour": ("green",), "material": ("linen",)})
    silent = {s.article.article_id: s for s in found(retriever, Act(name="search"), brief).shown if s.silent}
    assert {name: shown.silent for name, shown in silent.items()} == {"0700005001": ("material",)}
    assert silent["0700005001"].why.endswith("material not stated")


def test_more_leaves_out_what_was_shown_before(retriever: Retriever):
    brief = Brief({"product_type": DRESS, "colour": ("green",)}, shown=("0700005001",))
    assert ids(found(retriever, Act(name="search", more=True), brief)) == {"0700002001"}
    assert ids(found(retriever, Act(name="search"), brief)) == {"0700002001", "0700005001"}


def test_when_all_was_shown_there_is_nothing_more(retriever: Retriever):
    brief = Brief({"product_type": ("blazer",)}, shown=("0700006001", "0700006002"))
    results = found(retriever, Act(name="search", more=True), brief)
    assert (results.shown, results.exhausted) == ((), True)


def test_what_is_to_be_avoided_is_not_shown(retriever: Retriever):
    brief = Brief({"product_type": DRESS, "colour": ("green",)})
    assert ids(found(retriever, Act(name="search"), brief, frozenset({"0700002001"}))) == {"0700005001"}


def test_a_wish_that_nothing_satisfies_is_given_up_and_named(retriever: Retriever):
    brief = Brief({"product_type": DRESS, "colour": ("yellow",)}, {"colour": ("black",)})
    results = found(retriever, Act(name="search"), brief)
    assert results.shown
    assert [line for line in results.relaxed if line.startswith("yellow:")]
    assert "Black" not in {shown.article.colour_group_name for shown in results.shown}


def test_a_garment_the_catalogue_lacks_shows_nothing_and_says_so(retriever: Retriever):
    results = found(retriever, Act(name="search"), Brief({"product_type": ("umbrella",)}))
    assert (results.shown, results.relaxed) == ((), ("umbrellas: this catalogue has none",))


@pytest.mark.parametrize("aspect", ["price", "size", "stock"])
def test_what_no_column_carries_is_said_to_be_unanswerable(retriever: Retriever, aspect: str):
    results = found(retriever, Act(name="search"), Brief({"product_type": DRESS}), asked=(aspect,))
    assert f"{aspect}: this catalogue does not carry it" in results.relaxed


def test_variants_are_the_other_articles_of_the_same_product(retriever: Retriever):
    brief = Brief(anchor="0700001001")
    assert ids(found(retriever, Act(name="search", variants=True), brief)) == {"0700001002", "0700001003"}
    brief = Brief({"colour": ("red",)}, anchor="0700001001")
    assert ids(found(retriever, Act(name="search", variants=True), brief)) == {"0700001002"}


def test_one_like_an_anchor_shares_its_type_and_audience_and_is_another(retriever: Retriever):
    results = found(retriever, Act(name="search"), Brief(anchor="0700006001"))
    assert "0700006001" not in ids(results)
    assert ids(results) == {"0700006002"}


def test_an_anchor_gives_way_to_what_is_wanted_otherwise(retriever: Retriever):
    results = found(retriever, Act(name="search"), Brief({"product_type": ("shirt",)}, anchor="0700006001"))
    assert ids(results) == {"0700007001"}


def test_an_anchor_of_another_catalogue_is_let_go(retriever: Retriever):
    assert ids(found(retriever, Act(name="search"), Brief({"product_type": ("coat",)}, anchor="9999999999"))) == {
        "0700015001"
    }


@pytest.mark.parametrize(
    ("wanted", "excluded", "count"),
    [
        ({"product_type": DRESS}, {}, (8, 5)),
        ({"product_type": DRESS, "colour": ("black",)}, {}, (1, 1)),
        ({"product_type": DRESS}, {"colour": ("black",)}, (7, 5)),
        ({"product_type": DRESS, "pattern": ("striped",)}, {}, (1, 1)),
        ({"product_type": DRESS, "colour": ("pink",)}, {}, (2, 2)),
        ({"product_type": ("jeans",), "audience": ("men",)}, {}, (2, 2)),
        ({"product_type": ("umbrella",)}, {}, (0, 0)),
        ({}, {}, (31, 27)),
    ],
)
def test_a_count_is_exact(
    retriever: Retriever,
    wanted: dict[str, tuple[str, ...]],
    excluded: dict[str, tuple[str, ...]],
    count: tuple[int, int],
):
    (counted,) = found(retriever, Act(name="count"), Brief(wanted, excluded)).counts
    assert (counted.articles, counted.products) == count


def test_a_count_says_what_it_counted(retriever: Retriever):
    brief = Brief({"product_type": DRESS, "colour": ("green",)}, {"material": ("linen",)})
    (counted,) = found(retriever, Act(name="count"), brief).counts
    for part in ("green dresses", "not linen", "Light Green", "Dark Green"):
        assert part in counted.counted


def test_articles_are_found_by_their_number_and_an_unknown_number_is_said(retriever: Retriever):
    act = Act(name="search", article_ids=("0700008001", "0999999999"))
    results = found(retriever, act, Brief({"product_type": DRESS}))
    assert ids(results) == {"0700008001"}
    assert results.relaxed == ("0999999999: no article of this catalogue has that number",)


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
    retriever: Retriever, boutique_articles: Articles, article_id: str, aspect: Aspect, told: str
):
    assert told in (fact(retriever, boutique_articles[article_id], aspect) or "")


@pytest.mark.parametrize(
    ("article_id", "aspect"),
    [
        ("0700001001", "price"), ("0700001001", "size"), ("0700001001", "stock"), ("0700001001", "care"),
        ("0700001001", "lining"), ("0700008001", "hood"), ("0700005001", "material"), ("0700005001", "other"),
        ("0700023001", "colour"),
    ],
)  # fmt: skip
def test_a_fact_the_row_does_not_tell_stays_untold(
    retriever: Retriever, boutique_articles: Articles, article_id: str, aspect: Aspect
):
    assert fact(retriever, boutique_articles[article_id], aspect) is None


def test_a_fact_of_an_article_that_was_not_shown_is_not_made_up(retriever: Retriever, boutique_articles: Articles):
    act = Act(name="facts", aspects=("material",), handles=(5,))
    assert retriever.run(Asked(Plan(acts=(act,)), Brief(), (boutique_articles["0700001001"],))).facts == ()


def test_talk_finds_nothing(retriever: Retriever):
    assert found(retriever, Act(name="say", topic="thanks"), Brief({"product_type": DRESS})) == Results()


def test_every_act_of_a_plan_is_run(retriever: Retriever):
    plan = Plan(acts=(Act(name="search"), Act(name="count")))
    results = retriever.run(Asked(plan, Brief({"product_type": ("coat",)})))
    assert (ids(results), len(results.counts)) == ({"0700015001"}, 1)
