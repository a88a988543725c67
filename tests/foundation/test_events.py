"""Events: each as plain JSON under its name, with nothing of it lost."""

import json
from dataclasses import fields
from typing import get_args

import pytest

from foundation.brief import Brief
from foundation.events import Asks, Card, Done, Event, Look, Notice, Planned, Seen, Sentence, to_json

CARD = Card(2, "0700001001", "Ada", "Dress", "Black", "Black, in cotton", price="19.99", role="one_piece")
EVENTS: list[tuple[Event, str]] = [
    (Seen("0a", "Dark blue sweater, stripe", {"pattern": None}, {"pattern": 0.4}, ("pattern",)), "seen"),
    (Planned(("search", "look"), Brief({"colour": ("red",)}), "house"), "planned"),
    (CARD, "card"),
    (Look("For the wedding", (("shoes", 3, None), ("outer", None, "navy blazer"))), "look"),
    (Asks("Which colour?", ("black", "any colour")), "asks"),
    (Sentence("[2] is black."), "sentence"),
    (Notice("relaxed", "linen: nothing has it together with the rest"), "notice"),
    (Done({"reply": "Here.", "session_id": "s"}), "done"),
]


def test_every_kind_of_event_is_tested_here() -> None:
    assert {type(event) for event, _ in EVENTS} == {*get_args(Event)}


@pytest.mark.parametrize(("event", "name"), EVENTS)
def test_an_event_tells_its_name_in_lower_case(event: Event, name: str) -> None:
    assert to_json(event)["event"] == name


@pytest.mark.parametrize(("event", "name"), EVENTS)
def test_an_event_is_plain_json(event: Event, name: str) -> None:
    assert json.loads(json.dumps(to_json(event)))["event"] == name


@pytest.mark.parametrize("event", [event for event, _ in EVENTS if not isinstance(event, Done)])
def test_every_field_of_an_event_is_told_under_its_own_name(event: Event) -> None:
    assert to_json(event).keys() == {"event", *(field.name for field in fields(event))}


def test_the_brief_of_a_plan_comes_back_as_it_was() -> None:
    brief = Brief({"product_type": ("dress",), "colour": ("red", "blue")}, {"detail": ("hood",)}, wardrobe=("a belt",))
    told = json.loads(json.dumps(to_json(Planned(("search",), brief, "chat", replaces=True))))
    assert Brief.from_json(told["brief"]) == brief
    assert (told["acts"], told["planner"], told["replaces"]) == (["search"], "chat", True)


def test_a_card_keeps_what_is_not_known_as_null() -> None:
    told = to_json(CARD)
    assert (told["image"], told["url"], told["price"], told["role"]) == (None, None, "19.99", "one_piece")


def test_the_end_of_a_turn_is_the_answer_itself() -> None:
    assert to_json(Done({"reply": "Here.", "items": []})) == {"event": "done", "reply": "Here.", "items": []}
