"""The judge of looks passes what a person could wear and says in words why anything else can't be."""

from collections.abc import Mapping
from typing import Any

import pytest

from evaluation.answer import Answer, Moment
from evaluation.expectation import Expectation
from evaluation.gold import load_terms
from evaluation.judge import judge_turn
from evaluation.looks import load_roles

Catalogue = Mapping[str, Mapping[str, str]]
TERMS = load_terms()
BLACK, RED, GREEN, JEANS, HOODIE, BAG = (
    "0000001001", "0000001002", "0000002001", "0000003001", "0000004001", "0000005001",
)  # fmt: skip
OWN = "own: navy blazer"


def answer(catalogue: Catalogue, *pieces: tuple[str, str], reply: str = "Wear this.") -> Answer:
    """An answer with one look, an own piece's id being `own: …`, and all its articles among the items."""
    given = [
        {"role": role, "article_id": None, "own": one[5:]}
        if one.startswith("own: ")
        else {"role": role, "article_id": one}
        for role, one in pieces
    ]
    ids = dict.fromkeys(one for _, one in pieces if one in catalogue)
    items = [{"article_id": i, "prod_name": catalogue[i]["prod_name"], "why": "it fits"} for i in ids]
    looks = [{"title": "A look", "pieces": given}] if pieces else []
    return Answer.model_validate({"acts": ["look"], "reply": reply, "items": items, "looks": looks})


def judge(catalogue: Catalogue, expect: dict[str, Any], now: Answer, *before: Answer) -> list[str]:
    return judge_turn(Expectation.model_validate(expect), Moment(now, before, catalogue, TERMS))


WORN = (("one_piece", BLACK), ("bag", BAG))
WITH_OWN = (("one_piece", BLACK), ("outer", OWN))


@pytest.mark.parametrize("pieces", [WORN, WITH_OWN, (("bottom", JEANS), ("top", OWN))])
def test_a_look_that_can_be_worn_passes(wardrobe: Catalogue, pieces: tuple[tuple[str, str], ...]) -> None:
    assert judge(wardrobe, {}, answer(wardrobe, *pieces)) == []


@pytest.mark.parametrize(
    ("pieces", "reason"),
    [
        ((("one_piece", BLACK),), "look 1: 1 piece, which is no look"),
        ((("one_piece", BLACK), ("one_piece", GREEN)), "2 pieces are one_piece"),
        ((("one_piece", BLACK), ("top", OWN)), "a top beside a one_piece"),
        ((("one_piece", BLACK), ("bottom", "own: jeans")), "a bottom beside a one_piece"),
        ((("shoes", BLACK), ("bag", BAG)), "is shoes, which it can't be: ['one_piece']"),
        ((("one_piece", BLACK), ("bag", "0999999999")), "invented article 0999999999"),
        ((("one_piece", BLACK), ("outer", "own: ")), "neither an article alone nor an own piece alone"),
        ((("bottom", JEANS), ("bag", BAG)), "for people of another sex: [['male'], ['female']]"),
        ((("bottom", JEANS), ("outer", HOODIE)), "for people of another age: [['adult'], ['child']]"),
    ],
)
def test_a_look_that_cannot_be_worn_is_blamed(
    wardrobe: Catalogue, pieces: tuple[tuple[str, str], ...], reason: str
) -> None:
    reasons = judge(wardrobe, {}, answer(wardrobe, *pieces))
    assert any(reason in one for one in reasons), reasons


def test_two_accessories_are_fine(wardrobe: Catalogue) -> None:
    pieces = (("one_piece", BLACK), ("accessory", "own: scarf"), ("accessory", "own: watch"))
    assert judge(wardrobe, {}, answer(wardrobe, *pieces)) == []


def test_a_piece_that_is_not_among_the_items_is_blamed(wardrobe: Catalogue) -> None:
    whole = answer(wardrobe, *WORN)
    hidden = whole.model_copy(update={"items": whole.items[:1]})
    assert judge(wardrobe, {}, hidden) == [f"look 1: {BAG} 'Eve bag' is not among the items"]


EXPECTED: list[tuple[dict[str, Any], tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], str]] = [
    ({}, WORN, (), "0 looks, expected 1 to 1000"),
    ({"min": 0, "max": 0}, (), WORN, "1 looks, expected 0 to 0"),
    ({"roles": ["bag"]}, WORN, WITH_OWN, "no bag among ['one_piece', 'outer']"),
    ({"roles_any": ["bag", "shoes"]}, WORN, WITH_OWN, "none of ['bag', 'shoes']"),
    ({"lacks_role": ["bag"]}, WITH_OWN, WORN, "a bag, which was not wanted"),
    ({"owns": "navy"}, WITH_OWN, WORN, "no own piece matches /navy/"),
    ({"includes": {"turn": 1, "item": 1}}, WORN, (("one_piece", GREEN), ("bag", BAG)), "item 1 of turn 1 is not"),
    ({"lacks": {"turn": 1, "item": 2}}, WITH_OWN, WORN, "item 2 of turn 1 is still a piece"),
    ({"some": {"want": ["dress"]}}, WORN, (("bottom", JEANS), ("top", OWN)), "no piece holds product_type dress"),
    ({"none": {"want": ["bag"]}}, WITH_OWN, WORN, "a piece holds product_type bag"),
    ({"keeps": 1}, WITH_OWN, (("one_piece", GREEN), ("outer", OWN)), "0 of 2 pieces of turn 1's look are kept"),
]


@pytest.mark.parametrize(("looks", "right", "wrong", "reason"), EXPECTED)
def test_what_a_scenario_expects_of_looks_tells_right_from_wrong(
    wardrobe: Catalogue,
    looks: dict[str, Any],
    right: tuple[tuple[str, str], ...],
    wrong: tuple[tuple[str, str], ...],
    reason: str,
) -> None:
    before = answer(wardrobe, *WORN)
    assert judge(wardrobe, {"looks": looks}, answer(wardrobe, *right), before) == []
    [fault] = judge(wardrobe, {"looks": looks}, answer(wardrobe, *wrong), before)
    assert reason in fault


def test_with_a_look_every_speaks_of_the_loose_cards(wardrobe: Catalogue) -> None:
    whole, loose = answer(wardrobe, *WORN), answer(wardrobe, ("one_piece", GREEN)).items
    both = whole.model_copy(update={"items": (*loose, *whole.items)})
    assert judge(wardrobe, {"every": {"want": ["dress", "green"]}}, both) == []
    assert len(judge(wardrobe, {"every": {"want": ["jeans"]}}, both)) == 1


def test_without_loose_cards_each_look_holds_a_piece_of_every(wardrobe: Catalogue) -> None:
    assert judge(wardrobe, {"every": {"want": ["dress"]}}, answer(wardrobe, *WORN)) == []
    reasons = judge(wardrobe, {"every": {"want": ["jeans"]}}, answer(wardrobe, *WORN))
    assert reasons == ["look 1: no piece holds product_type jeans"]


def test_nearly_every_garment_of_the_sample_has_a_role_and_a_wearer(sample: Catalogue) -> None:
    known = load_roles()
    unknown = {row["product_type_name"] for row in sample.values() if not known.of(row)}
    assert unknown <= {"Unknown"}, unknown
