"""Each assertion passes on a right answer and fails, with a readable reason, on a wrong one."""

from collections.abc import Mapping
from typing import Any

import pytest

from evaluation.answer import Answer, Moment
from evaluation.expectation import Expectation
from evaluation.gold import load_terms
from evaluation.judge import find_handles, find_numbers, judge_turn

Catalogue = Mapping[str, Mapping[str, str]]
TERMS = load_terms()
BLACK, RED, GREEN, JEANS = "0000001001", "0000001002", "0000002001", "0000003001"


def answer(catalogue: Catalogue, *ids: str, reply: str = "Here you are.", **rest: Any) -> Answer:
    items = [{"article_id": i, "prod_name": catalogue.get(i, {}).get("prod_name", "?"), "why": "it fits"} for i in ids]
    return Answer.model_validate({"acts": ["search"], "reply": reply, "items": items, **rest})


def judge(catalogue: Catalogue, expect: dict[str, Any], now: Answer, *before: Answer) -> list[str]:
    return judge_turn(Expectation.model_validate(expect), Moment(now, before, catalogue, TERMS))


def test_an_answer_without_fault_passes(wardrobe: Catalogue) -> None:
    expect = {"items": {"min": 1, "max": 2}, "every": {"want": ["dress"]}, "acts": ["search"], "relaxed": False}
    assert judge(wardrobe, expect, answer(wardrobe, BLACK, GREEN)) == []


RIGHT_AND_WRONG: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any], str]] = [
    ({"items": {"max": 0}}, {}, {"ids": [BLACK]}, "1 items shown, expected 0 to 0"),
    ({"items": {"min": 1}}, {"ids": [BLACK]}, {}, "0 items shown"),
    ({"every": {"want": ["dress"]}}, {"ids": [BLACK]}, {"ids": [BLACK, JEANS]}, "breaks product_type dress"),
    ({"every": {"avoid": ["red"]}}, {"ids": [BLACK]}, {"ids": [RED]}, "breaks colour not red"),
    ({"some": {"want": ["jeans"]}}, {"ids": [BLACK, JEANS]}, {"ids": [BLACK]}, "no shown item holds"),
    ({"none": {"want": ["jeans"]}}, {"ids": [BLACK]}, {"ids": [JEANS]}, "'Cal jeans' holds product_type jeans"),
    ({"acts": ["count"]}, {"acts": ["count", "say"]}, {"acts": ["say"]}, "act count is missing"),
    ({"relaxed": True}, {"relaxed": ["no price here"]}, {}, "relaxed is [], expected something"),
    ({"relaxed": False}, {}, {"relaxed": ["colour"]}, "expected nothing"),
    ({"relaxed": "price"}, {"relaxed": ["no Price here"]}, {"relaxed": ["size"]}, "expected a mention of /price/"),
    ({"question": True}, {"question": "Which colour?"}, {}, "question is None"),
    ({"question": False}, {}, {"question": "Which colour?"}, "expected none"),
    ({"wants": ["colour"]}, {"brief": {"wanted": {"colour": ["red"]}}}, {}, "the brief wants no colour"),
    ({"wants_no": ["colour"]}, {}, {"brief": {"wanted": {"colour": ["red"]}}}, "still wants colour"),
    ({"excludes": ["fit"]}, {"brief": {"excluded": {"fit": ["skinny"]}}}, {}, "excludes no fit"),
    ({"count": [{"want": ["dress"]}]}, {"reply": "There are 3."}, {"reply": "There are 4."}, "right counts: [2, 3]"),
    ({"count": [{"want": ["dress"]}]}, {"reply": "There are two."}, {"reply": "Plenty."}, "right counts"),
    ({"count": [{"want": ["swimsuit"]}]}, {"reply": "None, sorry."}, {"reply": "Three."}, "right counts: [0]"),
    ({"reply_has": ["lin(ed|ing)"]}, {"reply": "It is lined."}, {"reply": "Yes."}, "lacks /lin(ed|ing)/"),
    ({"reply_lacks": ["<script"]}, {"reply": "No."}, {"reply": "<SCRIPT>"}, "says /<script/"),
    ({"words_max": 3}, {"reply": "a b c"}, {"reply": "a b c d"}, "has 4 words, at most 3"),
    ({"no_items": True}, {}, {"ids": [BLACK]}, "1 items and 0 looks shown, expected nothing"),
    ({"some_each": [{"want": ["dress"]}, {"want": ["jeans"]}]}, {"ids": [BLACK, JEANS]}, {"ids": [BLACK]}, "no shown"),
    ({"some_each": [{"want": ["dress"]}]}, {"ids": [BLACK]}, {"ids": [BLACK, JEANS]}, "is none of: product_type dress"),
    ({"acts_any": ["look", "advise"]}, {"acts": ["advise"]}, {"acts": ["say"]}, "none of the acts ['look', 'advise']"),
    ({"wardrobe": "blazer"}, {"brief": {"wardrobe": ["navy Blazer"]}}, {}, "the wardrobe [] matches /blazer/"),
    (
        {"brief_is": {"wanted": {"season": "winter"}}},
        {"brief": {"wanted": {"season": ["winter"]}}},
        {},
        "season []",
    ),
    (
        {"brief_is": {"wanted": {"colour": "red"}}},
        {"brief": {"parts": [{"wanted": {"colour": ["red"]}}]}},
        {},
        "colour []",
    ),
    ({"brief_is": {"excluded": {"fit": "skin"}}}, {"brief": {"excluded": {"fit": ["skinny"]}}}, {}, "excludes fit []"),
    ({"language": "de"}, {"reply": "Das ist für dich."}, {"reply": "This is for you."}, "the reply is not in de"),
    ({}, {"reply": "Take [1].", "ids": [BLACK]}, {"reply": "Take [2].", "ids": [BLACK]}, "[2] was never given out"),
    ({}, {"reply": "Fine."}, {"reply": "  "}, "the reply is empty"),
    ({}, {"ids": [BLACK]}, {"ids": ["9999999999"]}, "invented article 9999999999"),
    ({}, {"ids": [BLACK]}, {"ids": [BLACK, BLACK]}, "shown twice"),
]


@pytest.mark.parametrize(("expect", "right", "wrong", "reason"), RIGHT_AND_WRONG)
def test_an_assertion_tells_right_from_wrong(
    wardrobe: Catalogue, expect: dict[str, Any], right: dict[str, Any], wrong: dict[str, Any], reason: str
) -> None:
    def judged(parts: dict[str, Any]) -> list[str]:
        rest = {name: value for name, value in parts.items() if name != "ids"}
        return judge(wardrobe, expect, answer(wardrobe, *parts.get("ids", ()), **rest))

    assert judged(right) == []
    assert len(judged(wrong)) == 1
    assert reason in judged(wrong)[0]


EARLIER: list[tuple[dict[str, Any], list[str], list[str], str]] = [
    ({"keeps_items": 1}, [GREEN, BLACK], [GREEN], "items of turn 1 are gone"),
    ({"same_items_as": 1}, [GREEN, BLACK], [GREEN], "the items are not those of turn 1"),
    ({"new_items": [1]}, [JEANS], [JEANS, GREEN], f"shown again from turn 1: {GREEN}"),
    ({"same_product_as": {"turn": 1, "item": 1}}, [RED], [GREEN], "differs from item 1 of turn 1 in product_code"),
    ({"same_product_as": {"turn": 1, "item": 2}}, [GREEN], [RED], "differs from item 2 of turn 1"),
    ({"variants_of": {"turn": 1, "item": 1}}, [RED], [BLACK], "none of the 1 other articles of 0000001001"),
    ({"variants_of": {"turn": 1, "item": 2}}, [], [RED], "differs from item 2 of turn 1 in product_code"),
    ({"shares": {"turn": 1, "item": 1, "columns": ["product_type_name"]}}, [GREEN], [JEANS], "product_type_name"),
]


@pytest.mark.parametrize(("expect", "right", "wrong", "reason"), EARLIER)
def test_an_assertion_on_an_earlier_turn_tells_right_from_wrong(
    wardrobe: Catalogue, expect: dict[str, Any], right: list[str], wrong: list[str], reason: str
) -> None:
    before = answer(wardrobe, BLACK, GREEN)
    assert judge(wardrobe, expect, answer(wardrobe, *right), before) == []
    assert reason in judge(wardrobe, expect, answer(wardrobe, *wrong), before)[0]


def test_a_reference_to_a_place_that_was_not_shown_fails(wardrobe: Catalogue) -> None:
    expect = {"same_product_as": {"turn": 1, "item": 3}}
    reasons = judge(wardrobe, expect, answer(wardrobe, RED), answer(wardrobe, BLACK))
    assert reasons == ["turn 1 showed no item 3 to refer to"]


@pytest.mark.parametrize(
    ("item", "reply", "reasons"),
    [
        (1, "It is cotton.", 0),
        (1, "It is linen.", 2),
        (1, "It is cotton and linen.", 1),
        (1, "I cannot say.", 1),
        (2, "It does not say.", 0),
        (2, "It is cotton.", 1),
        (3, "It is cotton.", 1),
    ],
)
def test_facts_are_told_as_far_as_the_row_states_them(wardrobe: Catalogue, item: int, reply: str, reasons: int) -> None:
    expect = {"facts": {"turn": 1, "item": item, "words": ["cotton", "linen"]}}
    said = judge(wardrobe, expect, answer(wardrobe, reply=reply), answer(wardrobe, BLACK, JEANS))
    assert len(said) == reasons


@pytest.mark.parametrize(
    ("reply", "reasons"),
    [
        ("[2] is linen, [1] is cotton.", 0),
        ("The Bea dress is lined, the Ada dress is not.", 0),
        ("[1] is cotton.", 1),
        ("Neither.", 2),
    ],
)
def test_a_comparison_names_both_by_handle_or_by_name(wardrobe: Catalogue, reply: str, reasons: int) -> None:
    expect = {"compares": {"turn": 1, "items": [1, 2]}}
    assert len(judge(wardrobe, expect, answer(wardrobe, reply=reply), answer(wardrobe, BLACK, GREEN))) == reasons


def test_a_comparison_may_use_the_handles_of_its_own_cards(wardrobe: Catalogue) -> None:
    before, now = (
        answer(wardrobe, JEANS, BLACK, GREEN),
        answer(wardrobe, GREEN, BLACK, reply="[1] is linen, [2] cotton."),
    )
    assert judge(wardrobe, {"compares": {"turn": 1, "items": [2, 3]}}, now, before) == []


def test_where_one_of_several_garments_does_not_exist_an_honest_miss_is_right(wardrobe: Catalogue) -> None:
    expect = {"some_each": [{"want": ["dress"]}, {"want": ["boots"]}]}
    assert judge(wardrobe, expect, answer(wardrobe, BLACK, relaxed=["no boots here"])) == []
    assert len(judge(wardrobe, expect, answer(wardrobe, BLACK))) == 1


def test_a_card_needs_a_reason_and_its_own_name(wardrobe: Catalogue) -> None:
    card = {"article_id": BLACK, "prod_name": "Dior dress", "why": " "}
    now = Answer.model_validate({"acts": [], "reply": "Look.", "items": [card]})
    assert judge(wardrobe, {}, now) == [
        f"{BLACK} is shown without a reason",
        f"{BLACK} is shown under a name that is not its own: 'Dior dress'",
    ]


def test_a_handle_given_out_earlier_may_be_used_again(wardrobe: Catalogue) -> None:
    before = answer(wardrobe, BLACK, GREEN)
    assert judge(wardrobe, {}, answer(wardrobe, reply="[2] is lined."), before) == []


def test_where_nothing_can_satisfy_the_turn_only_an_honest_miss_is_right(wardrobe: Catalogue) -> None:
    expect = {"items": {"min": 1}, "every": {"want": ["dress", "purple"]}, "relaxed": False}
    assert judge(wardrobe, expect, answer(wardrobe, BLACK, relaxed=["colour purple"])) == []
    reasons = judge(wardrobe, expect, answer(wardrobe, BLACK))
    assert reasons == ["nothing in this catalogue satisfies it, and the answer does not say what was relaxed"]


def test_numbers_are_read_in_digits_or_words_and_handles_are_none() -> None:
    assert find_numbers("There are 1,234 of them, see [2].") == {1234}
    assert find_numbers("29 of this one") == {29}
    assert find_numbers("There are three.") == {3}
    assert find_numbers("I found none.") == {0}
    assert find_handles("Take [2] or [10], not 3.") == [2, 10]
