"""Sights: a photo's garments in the catalogue's words and a shopper's; what is hard to see is not made up."""

import json
from collections.abc import Mapping

import numpy as np
import pytest

from agents.search import Searcher
from agents.sights import Sight, View, joined, list_sights, narrowed, spoken, view, words_of
from catalog.lexicon import Lexicon
from foundation.brief import Brief
from retrieval.query import Picture
from vision.caption import COLOUR, PATTERN, TYPE, Answer, Caption, Description

VECTOR = np.full(4, 0.5, np.float32)


@pytest.fixture(scope="module")
def lexicon(searcher: Searcher) -> Lexicon:
    return searcher.lexicon


def seen(told: Mapping[str, str], part: str = "", types: Mapping[str, float] | None = None) -> Description:
    """A garment of which that much is told, and how likely each type is."""
    answers = {name: Answer(choice, 0.9, True) for name, choice in told.items()}
    return Description(part, answers, {"product_type_name": types or {}}, VECTOR)


def shown(lexicon: Lexicon, *garments: Description) -> tuple[Sight, ...]:
    return view("p", Caption(garments, len(garments) > 1), "eye", lexicon).sights


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"product_type": "sweater", "colour": "navy", "pattern": "striped"}, "navy striped sweater"),
        ({"product_type": "dress", "pattern": "plain"}, "dress"),
        ({"product_type": "shirt", "colour": "white", "pattern": "Other structure"}, "white shirt"),
        ({"product_type": "jeans", "pattern": "denim", "colour": "blue"}, "blue denim jeans"),
        ({"colour": "navy"}, ""),
    ],
)
def test_a_garment_is_named_as_a_shopper_would(values: dict[str, str], words: str) -> None:
    assert words_of(values) == words


@pytest.mark.parametrize(
    ("slot", "string", "value"),
    [
        ("colour", "Dark Blue", "navy"),
        ("product_type", "Sunglasses", "sunglasses"),
        ("product_type", "Sauna cap", None),
    ],
)
def test_a_catalogues_string_is_said_in_the_lexicons_word(
    lexicon: Lexicon, slot: str, string: str, value: str | None
) -> None:
    assert spoken(slot, string, lexicon) == value


def test_a_garment_that_was_told_is_sure(lexicon: Lexicon) -> None:
    (sight,) = shown(lexicon, seen({TYPE: "Dress", COLOUR: "Black", PATTERN: "Stripe"}, types={"Dress": 0.95}))
    assert (sight.key, sight.words, sight.is_sure) == ("p", "black striped dress", True)
    assert (sight.kinds, sight.maybe) == (("dress",), ())


def test_of_a_kind_that_is_hard_to_see_the_likeliest_are_offered(lexicon: Lexicon) -> None:
    types = {"Cardigan": 0.5, "Sweater": 0.4, "Belt": 0.05, "Boots": 0.05}
    (sight,) = shown(lexicon, seen({COLOUR: "Dark Blue"}, types=types))
    assert (sight.words, sight.is_sure) == ("", False)
    assert sight.maybe == ("cardigan", "sweater")
    assert set(sight.kinds) >= {"cardigan", "sweater"}


def test_the_garments_of_an_outfit_have_keys_of_their_own(lexicon: Lexicon) -> None:
    sights = shown(lexicon, seen({TYPE: "Blouse"}, "upper"), seen({TYPE: "Trousers"}, "lower"))
    assert [(sight.key, sight.photo, sight.part) for sight in sights] == [
        ("p/upper", "p", "upper"),
        ("p/lower", "p", "lower"),
    ]


def test_of_an_outfit_what_can_not_be_told_is_left_out(lexicon: Lexicon) -> None:
    sights = shown(lexicon, seen({}, "upper"), seen({TYPE: "Trousers"}, "lower"))
    assert [sight.words for sight in sights] == ["trousers"]


def test_where_nothing_can_be_told_nothing_is(lexicon: Lexicon) -> None:
    (sight,) = shown(lexicon, seen({}))
    assert (sight.words, dict(sight.values), sight.kinds, sight.maybe) == ("", {}, (), ())


def test_a_view_outlives_its_turn_as_json(lexicon: Lexicon) -> None:
    made = view("p", Caption((seen({TYPE: "Dress", COLOUR: "Red"}, types={"Dress": 1.0}),), False), "eye", lexicon)
    read = View.from_json(json.loads(json.dumps(made.to_json())))
    assert read.to_json() == made.to_json()
    vector = read.sights[0].picture.vector
    assert vector is not None
    assert np.array_equal(vector, VECTOR)


def hand(key: str, maybe: tuple[str, ...] = (), kinds: tuple[str, ...] = (), **values: str) -> Sight:
    return Sight(key, key, words_of(values), values, Picture(None), maybe, kinds)


def test_several_garments_are_told_in_one_breath() -> None:
    shoes = hand("b", product_type="boots")
    assert joined([hand("a", product_type="skirt", colour="black"), hand("c"), shoes, shoes]) == "black skirt and boots"


def test_a_model_is_told_of_garments_by_number() -> None:
    lines = [*list_sights([hand("a", product_type="skirt"), hand("b", maybe=("top", "shirt"), colour="navy")])]
    assert lines == ["[photo 1] skirt", "[photo 2] navy piece; it may be: top, shirt"]


def test_a_brief_is_spoken_of_by_the_kind_that_was_told() -> None:
    sure = hand("a", kinds=("sweater", "top"), product_type="sweater")
    brief = Brief({"product_type": ("sweater", "top")}, photo="a")
    assert narrowed(brief, [sure]).wanted["product_type"] == ("sweater",)
    assert narrowed(brief, [hand("a", kinds=("sweater", "top"))]) == brief
