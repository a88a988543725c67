"""Joining: one plan of several clauses' plans, in which nothing asked is lost and nothing idle is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.plan import Act, Edit, Plan
from agents.planners.joining import ask_alike, joined, kindly, names_garment, say, stated

DRESS = Edit(op="add", slot="product_type", values=("dress",))
RED = Edit(op="add", slot="colour", values=("red",))
NO_BLACK = Edit(op="exclude", slot="colour", values=("black",))
WEDDING = Edit(op="add", slot="occasion", values=("wedding",))
FOR_MEN = Edit(op="replace", slot="audience", values=("men",))
OWNED = Edit(op="add", slot="wardrobe", values=("a navy blazer",))
SEARCH = Act(name="search")


def plan(*parts: Edit | Act, words: tuple[str, ...] = ()) -> Plan:
    return Plan(
        edits=tuple(part for part in parts if isinstance(part, Edit)),
        acts=tuple(part for part in parts if isinstance(part, Act)),
        words=words,
    )


def acts(*plans: Plan, shown: bool = False, shows: tuple[bool, ...] = ()) -> list[str]:
    made = joined(plans, shown, shows or (False,) * len(plans))
    return [" ".join(filter(None, (act.name, act.topic))) for act in made.acts]


def test_two_searches_ask_for_one_thing() -> None:
    assert ask_alike([plan(DRESS, SEARCH), plan(RED, SEARCH)])


def test_a_search_and_a_count_ask_for_two_things() -> None:
    assert not ask_alike([plan(DRESS, SEARCH), plan(Act(name="count"))])


@pytest.mark.parametrize("topic", ["greeting", "thanks", "privacy"])
def test_talk_beside_a_search_is_another_thing(topic: str) -> None:
    assert not ask_alike([say(topic), plan(DRESS, SEARCH)])


@pytest.mark.parametrize("topic", ["unclear", "noted"])
def test_what_only_says_something_belongs_to_the_wish_beside_it(topic: str) -> None:
    assert ask_alike([say(topic), plan(DRESS, SEARCH)])


def test_talk_alone_asks_alike() -> None:
    assert ask_alike([say("greeting"), say("how_are_you")])


def test_the_edits_of_all_clauses_come_in_their_order() -> None:
    made = joined([plan(DRESS, SEARCH), plan(NO_BLACK, SEARCH)], False, [False, False])
    assert made.edits == (DRESS, NO_BLACK)


def test_one_act_said_twice_is_done_once() -> None:
    assert acts(plan(DRESS, SEARCH), plan(RED, DRESS, SEARCH)) == ["search"]


def test_words_are_kept_once_each() -> None:
    plans = [plan(DRESS, SEARCH, words=("airy", "boho")), plan(DRESS, SEARCH, words=("boho", "long"))]
    assert joined(plans, False, [False, False]).words == ("airy", "boho", "long")


def test_a_clause_that_was_not_understood_is_passed_over() -> None:
    assert acts(plan(DRESS, SEARCH), say("unclear")) == ["search"]


def test_one_kind_word_is_enough_before_an_answer() -> None:
    assert acts(say("greeting"), say("thanks"), plan(DRESS, SEARCH)) == ["say greeting", "search"]


@pytest.mark.parametrize("topic", ["how_are_you", "praise", "secret", "out_of_scope"])
def test_other_talk_needs_no_word_where_something_is_found(topic: str) -> None:
    assert acts(say(topic), plan(DRESS, SEARCH)) == ["search"]


@pytest.mark.parametrize("topic", ["grief", "body_image", "noted"])
def test_what_is_met_kindly_keeps_its_word(topic: str) -> None:
    assert acts(say(topic), plan(DRESS, SEARCH)) == [f"say {topic}", "search"]


def test_where_nothing_is_looked_up_all_talk_is_answered() -> None:
    assert acts(say("greeting"), say("privacy")) == ["say greeting", "say privacy"]


def test_a_colour_that_a_clause_happens_to_name_is_not_searched_for() -> None:
    grey = plan(Edit(op="add", slot="colour", values=("grey",)), SEARCH)
    assert acts(grey, plan(Act(name="count"))) == ["count"]


def test_a_clause_that_only_says_what_a_look_is_for_is_not_searched_for() -> None:
    assert acts(plan(WEDDING, SEARCH), plan(Act(name="look"))) == ["look"]


def test_beside_a_look_a_garment_asked_for_is_searched_for() -> None:
    assert acts(plan(DRESS, SEARCH), plan(Act(name="look", own="a blazer"))) == ["search", "look"]


def test_what_the_clause_plainly_asks_to_see_is_searched_for() -> None:
    assert acts(plan(WEDDING, SEARCH), plan(Act(name="look")), shows=(True, False)) == ["search", "look"]


def test_what_points_at_an_article_before_any_was_shown_searches_first() -> None:
    pointing = plan(Act(name="facts", handles=(1,)))
    assert acts(plan(DRESS), pointing) == ["search", "facts"]
    assert acts(plan(DRESS), pointing, shown=True) == ["facts"]


@given(
    plans=st.lists(
        st.sampled_from(
            [
                plan(DRESS, SEARCH), plan(RED, SEARCH), plan(WEDDING, SEARCH), plan(DRESS, Act(name="look")),
                plan(Act(name="count")), plan(Act(name="facts", handles=(2,))), say("greeting"), say("grief"),
                say("unclear"), plan(OWNED, Act(name="say", topic="noted")),
            ]
        ),
        min_size=1,
        max_size=4,
    ),
    shown=st.booleans(),
)  # fmt: skip
def test_no_edit_is_lost_no_act_is_invented_or_doubled_and_what_looks_up_more_than_a_search_stays(
    plans: list[Plan], shown: bool
) -> None:
    made = joined(plans, shown, [False] * len(plans))
    given_acts = [act for one in plans for act in one.acts]
    assert made.edits == tuple(edit for one in plans for edit in one.edits)
    assert {*made.acts} <= {*given_acts, SEARCH}
    assert len(made.acts) == len({*made.acts})
    assert {act for act in given_acts if act.name in ("look", "count", "facts")} <= {*made.acts}
    assert made.acts or all(act.topic == "unclear" for act in given_acts)


def test_a_clause_that_only_states_something_searches_nothing() -> None:
    made = stated(plan(DRESS, RED, SEARCH, words=("lovely",)))
    assert made == say("unclear")


@pytest.mark.parametrize("edit", [NO_BLACK, WEDDING, FOR_MEN, OWNED, Edit(op="refer", handles=(1,))])
def test_what_such_a_clause_rules_out_or_says_of_the_shopper_is_kept(edit: Edit) -> None:
    assert stated(plan(DRESS, edit, SEARCH)).edits == (edit,)


def test_a_clause_that_asks_something_else_is_left_as_it_is() -> None:
    counting = plan(DRESS, Act(name="count"))
    assert stated(counting) is counting


@pytest.mark.parametrize("op", ["add", "replace"])
def test_a_garment_is_named_by_its_kind(op: str) -> None:
    assert names_garment(plan(Edit.model_validate({"op": op, "slot": "product_type", "values": ("dress",)})))


@pytest.mark.parametrize("edit", [RED, FOR_MEN, Edit(op="exclude", slot="product_type", values=("dress",))])
def test_no_garment_is_named_by_anything_else(edit: Edit) -> None:
    assert not names_garment(plan(edit, SEARCH))


@pytest.mark.parametrize("act", [{"variants": True}, {"more": True}, {"article_ids": ("0700001001",)}])
def test_a_garment_is_named_by_pointing_at_what_was_shown(act: dict[str, object]) -> None:
    assert names_garment(plan(Act.model_validate({"name": "search", **act})))


def test_a_wish_beside_what_is_met_kindly_is_looked_for_after_a_kind_word() -> None:
    made = kindly(plan(DRESS, SEARCH), "grief", looks_on=True)
    assert [act.name for act in made.acts] == ["say", "search"]
    assert (made.acts[0].topic, made.edits) == ("grief", (DRESS,))


def test_without_a_wish_beside_it_the_kind_word_is_all() -> None:
    assert kindly(plan(DRESS, SEARCH), "grief", looks_on=False) == say("grief")
    assert kindly(plan(DRESS, Act(name="say", topic="unclear")), "grief", looks_on=True) == say("grief")
