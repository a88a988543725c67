"""Small talk: every topic has a line of its own, and one beside a search asks nothing."""

from typing import get_args

import pytest

from agents.plan import Topic
from agents.results import Results
from agents.writers.small_talk import say
from foundation.brief import Brief
from tests.agents.writers.turns import answer, edit, grammar, plan, voice
from tests.agents.writers.turns import say as saying

TOPICS = [topic for topic in get_args(Topic) if topic != "noted"]
SEEDS = [str(seed) for seed in range(12)]


def said(topic: str, searched: bool = False, **given: object) -> str:
    of = answer(**{"plan": saying(topic), "results": Results(), "handles": {}, **given})
    return say(of, topic, voice(of), searched)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_of_the_plan_has_lines_without_a_hole_left(topic: str) -> None:
    for seed in SEEDS:
        line = said(topic, seed=seed)
        assert line
        assert not {"{", "}"} & {*line}


@pytest.mark.parametrize("topic", TOPICS)
def test_one_topic_is_not_always_answered_in_one_way(topic: str) -> None:
    assert len({said(topic, seed=seed) for seed in SEEDS}) > 1


@pytest.mark.parametrize("topic", ["greeting", "thanks", "how_are_you", "praise"])
def test_beside_a_search_nothing_is_asked(topic: str) -> None:
    shown = answer().handles
    assert not any("?" in said(topic, searched=True, handles=shown, seed=seed) for seed in SEEDS)


def test_a_piece_that_was_told_of_is_named() -> None:
    one = saying("noted", edit("add", "wardrobe", "navy blazer"))
    assert all("navy blazer" in said("noted", plan=one, seed=seed) for seed in SEEDS)


def test_several_are_named_in_one_breath() -> None:
    both = saying("noted", edit("add", "wardrobe", "navy blazer", "white jeans"))
    assert "navy blazer and white jeans" in said("noted", plan=both)


def test_where_no_piece_was_told_of_none_is_named() -> None:
    line = said("noted", plan=plan())
    assert line in grammar()["say"]["noted_bare"]


@pytest.mark.parametrize("occasion", sorted({*grammar()["enjoy"]} - {"any", "nothing_shown"}))
def test_a_shopper_is_wished_well_for_the_day_they_dress_for(occasion: str) -> None:
    wishes = grammar()["enjoy"][occasion]
    lines = {said("thanks", brief=Brief({"occasion": (occasion,)}), seed=seed).lower() for seed in map(str, range(40))}
    assert any(wish.lower() in line for line in lines for wish in wishes)


def test_what_was_not_shown_is_not_enjoyed() -> None:
    shown = answer().handles
    for seed in map(str, range(40)):
        usual = said("thanks", handles=shown, seed=seed)
        assert usual
        line = said("thanks", seed=seed).lower()
        assert not any(
            wish.lower() in line for wish in {*grammar()["enjoy"]["any"]} - {*grammar()["enjoy"]["nothing_shown"]}
        )
