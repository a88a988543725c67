"""The search act over the boutique: what is shown, what is left out, and what had to be given up."""

import pytest

from agents.acts.asked import Asked
from agents.acts.search import SearchAct
from agents.acts.wishes import Wishes
from agents.plan import Act, Edit, Plan
from agents.results import Results
from agents.search import Searcher
from foundation.brief import Brief, Part

DRESS = ("dress",)


@pytest.fixture(scope="module")
def act(boutique: Searcher) -> SearchAct:
    return SearchAct(Wishes(boutique.finder, 6))


def found(act: SearchAct, order: Act, brief: Brief, avoid: frozenset[str] = frozenset(), **plan: object) -> Results:
    return act.run(order, Asked(Plan(acts=(order,), **plan), brief, (), avoid))  # type: ignore[arg-type]


def ids(results: Results) -> set[str]:
    return {shown.article.article_id for shown in results.shown}


def test_a_search_shows_what_is_wanted_and_nothing_refused(act: SearchAct):
    results = found(act, Act(name="search"), Brief({"product_type": DRESS}, {"colour": ("green", "pink")}))
    assert {shown.article.product_type_name for shown in results.shown} == {"Dress"}
    assert not {shown.article.perceived_colour_master_name for shown in results.shown} & {"Green", "Pink"}


def test_shown_articles_are_numbered_from_one(act: SearchAct):
    results = found(act, Act(name="search"), Brief({"product_type": DRESS}))
    assert [shown.handle for shown in results.shown] == list(range(1, len(results.shown) + 1))


def test_no_more_are_shown_than_an_answer_holds(boutique: Searcher):
    results = found(SearchAct(Wishes(boutique.finder, 2)), Act(name="search"), Brief({"product_type": DRESS}))
    assert (len(results.shown), results.matched > 2) == (2, True)


def test_a_product_is_shown_once(act: SearchAct):
    results = found(act, Act(name="search"), Brief({"product_type": DRESS, "material": ("cotton",)}))
    assert len({shown.article.product_code for shown in results.shown}) == len(results.shown)


def test_what_a_row_is_silent_on_is_said(act: SearchAct):
    brief = Brief({"product_type": DRESS, "colour": ("green",), "material": ("linen",)})
    silent = {s.article.article_id: s for s in found(act, Act(name="search"), brief).shown if s.silent}
    assert {name: shown.silent for name, shown in silent.items()} == {"0700005001": ("material",)}
    assert silent["0700005001"].why.endswith("material not stated")


def test_more_leaves_out_what_was_shown_before(act: SearchAct):
    brief = Brief({"product_type": DRESS, "colour": ("green",)}, shown=("0700005001",))
    assert ids(found(act, Act(name="search", more=True), brief)) == {"0700002001"}
    assert ids(found(act, Act(name="search"), brief)) == {"0700002001", "0700005001"}


def test_when_all_was_shown_there_is_nothing_more(act: SearchAct):
    brief = Brief({"product_type": ("blazer",)}, shown=("0700006001", "0700006002"))
    results = found(act, Act(name="search", more=True), brief)
    assert (results.shown, results.exhausted) == ((), True)


def test_what_is_to_be_avoided_is_not_shown(act: SearchAct):
    brief = Brief({"product_type": DRESS, "colour": ("green",)})
    assert ids(found(act, Act(name="search"), brief, frozenset({"0700002001"}))) == {"0700005001"}


def test_a_wish_that_nothing_satisfies_is_given_up_and_named(act: SearchAct):
    brief = Brief({"product_type": DRESS, "colour": ("yellow",)}, {"colour": ("black",)})
    results = found(act, Act(name="search"), brief)
    assert results.shown
    assert [line for line in results.relaxed if line.startswith("yellow:")]
    assert "Black" not in {shown.article.colour_group_name for shown in results.shown}


def test_a_garment_the_catalogue_lacks_shows_nothing_and_says_so(act: SearchAct):
    results = found(act, Act(name="search"), Brief({"product_type": ("umbrella",)}))
    assert (results.shown, results.relaxed) == ((), ("umbrellas: this catalogue has none",))


@pytest.mark.parametrize("aspect", ["price", "size", "stock"])
def test_what_no_column_carries_is_said_to_be_unanswerable(act: SearchAct, aspect: str):
    results = found(act, Act(name="search"), Brief({"product_type": DRESS}), asked=(aspect,))
    assert f"{aspect}: this catalogue does not carry it" in results.relaxed


def test_variants_are_the_other_articles_of_the_same_product(act: SearchAct):
    brief = Brief(anchor="0700001001")
    assert ids(found(act, Act(name="search", variants=True), brief)) == {"0700001002", "0700001003"}
    brief = Brief({"colour": ("red",)}, anchor="0700001001")
    assert ids(found(act, Act(name="search", variants=True), brief)) == {"0700001002"}


def test_one_like_an_anchor_shares_its_type_and_audience_and_is_another(act: SearchAct):
    results = found(act, Act(name="search"), Brief(anchor="0700006001"))
    assert "0700006001" not in ids(results)
    assert ids(results) == {"0700006002"}


def test_an_anchor_gives_way_to_what_is_wanted_otherwise(act: SearchAct):
    results = found(act, Act(name="search"), Brief({"product_type": ("shirt",)}, anchor="0700006001"))
    assert ids(results) == {"0700007001"}


def test_an_anchor_of_another_catalogue_is_let_go(act: SearchAct):
    assert ids(found(act, Act(name="search"), Brief({"product_type": ("coat",)}, anchor="9999999999"))) == {
        "0700015001"
    }


def test_articles_are_found_by_their_number_and_an_unknown_number_is_said(act: SearchAct):
    order = Act(name="search", article_ids=("0700008001", "0999999999"))
    results = found(act, order, Brief({"product_type": DRESS}))
    assert ids(results) == {"0700008001"}
    assert results.relaxed == ("0999999999: no article of this catalogue has that number",)


def test_several_garments_are_shown_in_turn_under_one_numbering(act: SearchAct):
    brief = Brief({"product_type": DRESS, "audience": ("women",)}, parts=(Part({"product_type": ("boots",)}),))
    shown = found(act, Act(name="search"), brief).shown
    assert [one.article.product_type_name for one in shown[:2]] == ["Dress", "Boots"]
    assert [one.handle for one in shown] == list(range(1, len(shown) + 1))


def test_each_garment_has_constraints_of_its_own(act: SearchAct):
    brief = Brief(
        {"product_type": DRESS, "colour": ("red",)},
        parts=(Part({"product_type": ("jeans",), "colour": ("black",)}), Part({"product_type": ("umbrella",)})),
    )
    results = found(act, Act(name="search"), brief)
    assert ids(results) == {"0700001002", "0700009001"}
    assert results.relaxed == ("umbrellas: this catalogue has none",)


def test_two_garments_share_the_room_of_an_answer(boutique: Searcher):
    brief = Brief({"product_type": DRESS}, parts=(Part({"product_type": ("jeans",)}),))
    shown = found(SearchAct(Wishes(boutique.finder, 4)), Act(name="search"), brief).shown
    assert sorted(one.article.product_type_name for one in shown) == ["Dress", "Dress", "Trousers", "Trousers"]


def test_an_audience_of_an_earlier_wish_gives_way_where_another_garment_is_made_for_others(act: SearchAct):
    turned = Edit(op="replace", slot="product_type", values=("skirt",))
    brief = Brief({"product_type": ("skirt",), "audience": ("men",)})
    results = found(act, Act(name="search"), brief, edits=(turned,))
    assert (ids(results), results.given_up[0].kind) == ({"0700026001"}, "audience")


def test_an_audience_said_with_the_garment_is_kept(act: SearchAct):
    said = (
        Edit(op="replace", slot="product_type", values=("skirt",)),
        Edit(op="add", slot="audience", values=("men",)),
    )
    brief = Brief({"product_type": ("skirt",), "audience": ("men",)})
    assert ids(found(act, Act(name="search"), brief, edits=said)) == set()


def test_what_a_product_does_not_come_in_is_said_before_what_comes_near(act: SearchAct):
    told = Edit(op="replace", slot="colour", values=("green",))
    brief = Brief({"colour": ("green",)}, anchor="0700001001")
    results = found(act, Act(name="search", variants=True), brief, edits=(told,))
    assert ids(results) == {"0700002001", "0700005001"}
    assert results.relaxed[0].startswith("green: that very product does not come like this")


def test_a_name_that_nothing_found_carries_is_said(act: SearchAct):
    results = found(act, Act(name="search"), Brief({"product_type": DRESS}), asked=("gucci",))
    assert [part.values for part in results.given_up if part.kind == "no_name"] == [("gucci",)]


def test_a_name_that_one_of_the_found_carries_is_no_miss(act: SearchAct):
    assert found(act, Act(name="search"), Brief({"product_type": DRESS}), asked=("cleo",)).given_up == ()


def test_what_is_left_is_split_by_slots_that_were_not_named(boutique: Searcher, act: SearchAct):
    results = found(act, Act(name="search"), Brief({"audience": ("women",)}))
    assert results.left == boutique.finder.count(act._wishes.query(Brief({"audience": ("women",)})))[1]
    slots = [facet.slot for facet in results.facets]
    assert "colour" in slots
    assert "audience" not in slots


def test_where_few_are_left_nothing_is_split(act: SearchAct):
    results = found(act, Act(name="search"), Brief({"product_type": ("jeans",)}))
    assert (results.left, results.facets) == (3, ())
