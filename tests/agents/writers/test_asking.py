"""Asking: what is asked in words where too little is known to look, and where nothing was found."""

import re

import pytest

from agents.plan import Act
from agents.results import Results
from agents.writers.asking import line_of, spoken
from foundation.brief import Brief
from tests.agents.writers.turns import DRESSES, FOUND, SEARCH, answer, grammar, plan, say, voice

SPOKEN = grammar()["spoken"]
SEEDS = [str(seed) for seed in range(10)]
NOTHING = {"results": Results(), "handles": {}}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("topic", ["greeting", "how_are_you", "unclear"])
def test_an_open_talk_is_answered_in_one_line(topic: str, seed: str) -> None:
    of = answer(plan=say(topic), seed=seed, **NOTHING)
    line = line_of(of, voice(of))
    assert line
    assert not {"{", "}"} & {*line}


@pytest.mark.parametrize("topic", ["thanks", "goodbye", "privacy", "out_of_scope", "grief"])
def test_where_the_shopper_wants_nothing_asked_nothing_is(topic: str) -> None:
    of = answer(plan=say(topic), **NOTHING)
    assert line_of(of, voice(of)) is None
    assert spoken(of, grammar(), voice(of)) is None


def test_beside_a_search_nothing_is_asked_in_words() -> None:
    of = answer(plan=plan(acts=(Act(name="say", topic="greeting"), SEARCH)))
    assert line_of(of, voice(of)) is None
    assert spoken(of, grammar(), voice(of)) is None


@pytest.mark.parametrize("kind", [kind for kind, one in SPOKEN.items() if "hears" in one])
def test_what_a_message_is_about_is_heard_by_a_pattern_that_can_match(kind: str) -> None:
    assert re.compile(SPOKEN[kind]["hears"])
    assert SPOKEN[kind]["lines"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_gift_is_asked_about_by_whom_it_is_for(seed: str) -> None:
    of = answer(plan=say("unclear"), message="I need a gift", seed=seed, **NOTHING)
    asked = spoken(of, grammar(), voice(of))
    assert asked is not None
    assert (asked.slot, asked.chips) == ("audience", tuple(SPOKEN["gift"]["chips"]))
    assert asked.text.endswith("?")


@pytest.mark.parametrize("seed", SEEDS)
def test_the_question_that_is_kept_is_the_one_that_was_said(seed: str) -> None:
    of = answer(plan=say("unclear"), message="hm", seed=seed, **NOTHING)
    line, asked = line_of(of, voice(of)), spoken(of, grammar(), voice(of))
    assert line is not None
    assert asked is None if "?" not in line else asked is not None and asked.text in line


def test_where_nothing_was_found_each_wish_may_be_let_go() -> None:
    brief = Brief({**DRESSES.wanted, "colour": ("red",), "length": ("mini",), "audience": ("women",)})
    of = answer(brief=brief, **NOTHING)
    asked = spoken(of, grammar(), voice(of))
    assert asked is not None
    assert asked.chips == ("any colour", "any length")
    assert asked.text in grammar()["nothing_next"]


@pytest.mark.parametrize(
    "given",
    [
        {"results": FOUND},
        {"results": Results(exhausted=True)},
        {"plan": plan(acts=(Act(name="search", article_ids=("0700001001",)),))},
        {"plan": plan(acts=(Act(name="search", variants=True),))},
        {"brief": DRESSES},
    ],
    ids=["found", "all shown already", "named by number", "other colours", "nothing to let go"],
)
def test_otherwise_no_wish_is_offered_to_be_let_go(given: dict[str, object]) -> None:
    of = answer(**{"brief": Brief({**DRESSES.wanted, "colour": ("red",)}), **NOTHING, **given})
    assert spoken(of, grammar(), voice(of)) is None


def test_an_act_that_asks_says_so() -> None:
    of = answer(plan=plan(acts=(Act(name="ask"),)), **NOTHING)
    line = line_of(of, voice(of))
    assert line
    assert "?" in line
