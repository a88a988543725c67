"""Wishes are drawn from the catalogue, true of their target, narrow, and the same for the same seed."""

from collections.abc import Mapping

import pytest

from evaluation.gold import load_terms
from evaluation.wishes import NARROW, SpeechFile, Wish, Wishes, load_speech
from foundation.errors import BadInput

Catalogue = Mapping[str, Mapping[str, str]]
TERMS = load_terms()
SPEECH = load_speech()


@pytest.fixture(scope="module")
def drawn(sample: Catalogue) -> list[Wish]:
    return Wishes(sample, SPEECH, TERMS).draw(30)


def test_as_many_wishes_as_asked_for_are_drawn_each_for_a_target(drawn: list[Wish], sample: Catalogue) -> None:
    assert len(drawn) == 30
    assert len({wish.target for wish in drawn}) > 20
    assert all(wish.fulfilled(sample[wish.target]) for wish in drawn)


def test_a_wish_begins_with_a_type_and_adds_two_to_four_things_of_other_slots(drawn: list[Wish]) -> None:
    for wish in drawn:
        slots = [one.slot for one in wish.wants]
        assert slots[0] == "product_type"
        assert 3 <= len(slots) == len(set(slots)) <= 5


def test_few_garments_of_the_type_fulfil_a_wish(drawn: list[Wish], sample: Catalogue) -> None:
    for wish in drawn:
        same = [row for row in sample.values() if wish.wants[0].holds(row)]
        assert sum(map(wish.fulfilled, same)) <= NARROW * len(same)


def test_some_wishes_refuse_a_thing_of_a_slot_that_they_leave_open(drawn: list[Wish]) -> None:
    refusing = [wish for wish in drawn if wish.avoids]
    assert 0 < len(refusing) < len(drawn)
    assert all({one.slot for one in wish.avoids}.isdisjoint(one.slot for one in wish.wants) for wish in refusing)


def test_the_same_seed_draws_the_same_wishes_and_another_seed_others(drawn: list[Wish], sample: Catalogue) -> None:
    assert Wishes(sample, SPEECH, TERMS).draw(10) == drawn[:10]
    assert Wishes(sample, SPEECH, TERMS, seed=1).draw(10) != drawn[:10]


def test_a_slip_is_a_value_that_is_not_true_of_the_target(drawn: list[Wish], sample: Catalogue) -> None:
    wishes = Wishes(sample, SPEECH, TERMS)
    for wish in drawn:
        wrong = wishes.false_of(wish, "colour")
        assert wrong
        assert not any(wishes.constraints[name].holds(sample[wish.target]) for name in wrong)


def test_every_word_of_the_shoppers_is_for_a_term_of_the_gold_and_has_sentences() -> None:
    for slot, names in SPEECH.values.items():
        assert all(TERMS[name].slot == slot for name in names)
        assert slot == "product_type" or (SPEECH.says.tell[slot] and SPEECH.says.also[slot])
    assert set(SPEECH.suits) <= {name for names in SPEECH.values.values() for name in names}


def test_a_word_under_another_slot_than_its_term_is_refused(wardrobe: Catalogue) -> None:
    content = SPEECH.model_dump()
    content["values"] = {"colour": {"dress": ["a dress"]}}
    with pytest.raises(BadInput, match="'dress' is a term of product_type, not of colour"):
        Wishes(wardrobe, SpeechFile.model_validate(content), TERMS)
