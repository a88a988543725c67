"""Plan: one schema that every planner answers in, and that refuses what is none."""

import json
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from agents.plan import Act, Edit, Limit, Plan
from foundation.brief import ROLES, SLOTS


@pytest.mark.parametrize("slot", [*SLOTS, "wardrobe", "language", None])
def test_an_edit_may_change_any_slot_the_wardrobe_or_the_language(slot: str | None) -> None:
    assert Edit.model_validate({"op": "add", "slot": slot}).slot == slot


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Edit, {"op": "paint"}),
        (Edit, {"op": "add", "slot": "price"}),
        (Edit, {"op": "add", "slot": "colour", "part": 7}),
        (Edit, {"op": "add", "slot": "colour", "part": -1}),
        (Edit, {"op": "add", "slot": "colour", "colour": "red"}),
        (Act, {"name": "dance"}),
        (Act, {"name": "say", "topic": "weather"}),
        (Act, {"name": "look", "pieces": 0}),
        (Act, {"name": "look", "pieces": 25}),
        (Act, {"name": "look", "roles": ["hat"]}),
        (Act, {"name": "facts", "aspects": ["soul"]}),
        (Act, {}),
        (Limit, {"name": "weight", "value": "3"}),
        (Plan, {"answer": "here you are"}),
        (Plan, {"edits": "none"}),
    ],
)
def test_what_is_no_plan_is_refused(kind: type[Edit | Act | Limit | Plan], given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        kind.model_validate(given)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_of_a_look_can_be_asked_for_swapped_and_left_out(role: str) -> None:
    act = Act.model_validate({"name": "look", "roles": [role], "swap": [role], "without": [role]})
    assert act.roles == act.swap == act.without == (role,)


def test_a_plan_that_says_nothing_asks_nothing() -> None:
    assert Plan.model_validate({}) == Plan()


def test_a_plan_comes_back_from_json_as_it_was() -> None:
    plan = Plan(
        edits=(Edit(op="add", slot="colour", values=("red",), part=1), Edit(op="refer", handles=(2,))),
        acts=(
            Act(name="look", own="navy blazer", swap=("shoes",)),
            Act(name="facts", aspects=("price",), handles=(1,)),
        ),
        limits=(Limit(name="price", value="50"),),
        words=("boho",),
        ideas=("airy",),
        asked=("price",),
    )
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


def test_the_schema_a_model_is_asked_by_names_every_act_and_slot() -> None:
    schema = json.dumps(Plan.model_json_schema())
    acts = get_args(Act.model_fields["name"].annotation)
    assert len(acts) == 10
    assert all(f'"{name}"' in schema for name in (*acts, *SLOTS, *ROLES))


@pytest.mark.parametrize("kind", [Edit, Act, Limit, Plan])
def test_the_schema_leaves_no_room_for_other_fields(kind: type[Edit | Act | Limit | Plan]) -> None:
    assert kind.model_json_schema()["additionalProperties"] is False


def test_a_plan_is_not_changed_in_place() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Plan().words = ("red",)
