"""Seen: what a photo shows is said plainly, with how sure that is, and never of the person."""

import re
from typing import Any

import pytest

from agents.plan import Act, Edit, Plan
from agents.results import Answer
from agents.sights import Sight, words_of
from agents.writers import seen, small_talk
from foundation.brief import Brief, Part
from retrieval.query import Picture
from tests.agents.writers.turns import answer, grammar, say, voice

# What is never said of a shopper's photo.
OF_THE_PERSON = re.compile(r"\b(on you|you look|suits? you|flatter\w*|slim\w*|body|figure|age|she|he)\b", re.IGNORECASE)
LINES = (
    "seen", "seen_unsure", "seen_vague", "seen_offer", "photo_first", "photo_other", "photo_told", "photo_unsure",
    "photo_vague", "ask_seen",
)  # fmt: skip


def sight(key: str, maybe: tuple[str, ...] = (), kinds: tuple[str, ...] = (), **values: str) -> Sight:
    known = (values["product_type"],) if "product_type" in values else maybe
    return Sight(key, key, words_of(values), values, Picture(None), maybe, kinds or known)


SWEATER = sight("a", colour="navy", pattern="striped", product_type="sweater")
JEANS = sight("b", colour="blue", product_type="jeans")
UNSURE = sight("u", maybe=("cardigan", "sweater"), colour="navy")
VAGUE = sight("v", maybe=("cardigan", "sweater"))
NOTHING = sight("n")


def of(*sights: Sight, **given: Any) -> Answer:
    return answer(sights=sights, **given)


@pytest.mark.parametrize(
    ("sights", "told"),
    [
        ((SWEATER,), "a navy striped sweater"),
        ((JEANS,), "blue jeans"),
        ((SWEATER, JEANS), "a navy striped sweater and blue jeans"),
        ((SWEATER, NOTHING), "a navy striped sweater"),
        ((sight("o", colour="orange", product_type="skirt"),), "an orange skirt"),
    ],
)
def test_every_garment_that_can_be_told_is_named(sights: tuple[Sight, ...], told: str) -> None:
    assert told in seen.line(sights, voice(of(*sights)))


def test_what_is_hard_to_see_is_said_to_be() -> None:
    line = seen.line([UNSURE], voice(of(UNSURE)))
    assert "navy" in line
    assert "a cardigan or a sweater" in line


def test_of_a_photo_that_shows_nothing_nothing_is_told() -> None:
    assert seen.line([NOTHING], voice(of(NOTHING))) in grammar()["say"]["seen"]


@pytest.mark.parametrize("unsure", [UNSURE, VAGUE])
def test_the_kind_is_asked_for_with_chips(unsure: Sight) -> None:
    question = seen.question(of(unsure), voice(of(unsure)))
    assert question is not None
    assert (question.slot, question.chips) == ("product_type", ("cardigan", "sweater"))
    assert "a cardigan or a sweater" in question.text


@pytest.mark.parametrize("sights", [(SWEATER,), (NOTHING,), (UNSURE, JEANS)])
def test_where_a_kind_is_told_or_none_is_likely_nothing_is_asked(sights: tuple[Sight, ...]) -> None:
    assert seen.question(of(*sights), voice(of(*sights))) is None


def test_a_search_opens_on_what_was_seen_and_on_what_is_wanted_otherwise() -> None:
    found = of(SWEATER, brief=Brief({"product_type": ("sweater",)}, photo="a"))
    assert "navy striped sweater" in seen.opening(found, "", voice(found)).lower()
    other = seen.opening(found, "green", voice(found))
    assert "navy striped sweater" in other.lower()
    assert "green" in other


def test_only_the_garments_gone_by_are_spoken_of() -> None:
    one = of(SWEATER, JEANS, brief=Brief({"product_type": ("jeans",)}, photo="b"))
    assert "sweater" not in seen.opening(one, "", voice(one))
    both = Brief({"product_type": ("sweater",)}, photo="a", parts=(Part({"product_type": ("jeans",)}, photo="b"),))
    line = seen.opening(of(SWEATER, JEANS, brief=both), "", voice(of(SWEATER, JEANS)))
    assert "sweater and blue jeans" in line


@pytest.mark.parametrize(
    ("photo", "brief", "told"),
    [
        (SWEATER, Brief({"product_type": ("cardigan",)}, photo="a"), "navy striped cardigan"),
        (SWEATER, Brief({"product_type": ("cardigan",), "colour": ("black",)}, photo="a"), "black striped cardigan"),
        (UNSURE, Brief({"product_type": ("cardigan",)}, photo="u"), "navy cardigan"),
        (SWEATER, Brief({"product_type": ("sweater",)}, photo="a"), ""),
        (UNSURE, Brief({"product_type": ("cardigan", "sweater")}, photo="u"), ""),
    ],
)
def test_a_piece_is_called_what_the_shopper_calls_it(photo: Sight, brief: Brief, told: str) -> None:
    found = of(photo, brief=brief)
    assert seen.in_truth(found) == told
    assert told in seen.opening(found, "", voice(found)).lower()


@pytest.mark.parametrize("aspect", ["material", "price", "size", "care", "brand", "other"])
def test_what_a_photo_is_silent_on_is_named(aspect: str) -> None:
    act = Act.model_validate({"name": "say", "topic": "photo_silent", "aspects": (aspect,)})
    asked = of(SWEATER, plan=Plan(acts=(act,)))
    assert grammar()["silent"][aspect] in small_talk.say(asked, "photo_silent", voice(asked), False)


@pytest.mark.parametrize("topic", ["photo_person", "photo_unlike", "photo_unseen", "seen"])
def test_there_is_more_than_one_way_to_say_it(topic: str) -> None:
    lines = {
        small_talk.say(made, topic, voice(made), False)
        for made in (of(plan=say(topic), seed=str(n)) for n in range(40))
    }
    assert len(lines) > 1


@pytest.mark.parametrize("name", LINES)
def test_no_line_claims_anything_of_the_person(name: str) -> None:
    assert not [line for line in grammar()[name] if OF_THE_PERSON.search(line)]


def test_openings_vary() -> None:
    brief = Brief({"product_type": ("sweater",)}, photo="a")
    plan = Plan(edits=(Edit(op="refer", photos=(1,)),), acts=(Act(name="search"),))
    turns = [of(SWEATER, brief=brief, plan=plan, seed=str(seed)) for seed in range(60)]
    assert len({seen.opening(turn, "", voice(turn)) for turn in turns}) >= 5
