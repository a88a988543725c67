"""The grid puts planners and writers side by side on the same conversations."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evaluation.gold import load_terms
from evaluation.grid import CELLS, Edits, Plan, Seated, draw, f1, measure_cell, read_edits, run_cell, write_table
from evaluation.scenario import Chat, Scenario, load_scenarios

Catalogue = Mapping[str, Mapping[str, str]]
BLACK = "0000001001"
RED_DRESS: Plan = {"edits": [
    {"op": "add", "slot": "product_type", "values": ["dress"], "handles": []},
    {"op": "add", "slot": "colour", "values": ["Red"], "handles": []},
]}  # fmt: skip
DRESS: Plan = {"edits": [{"op": "add", "slot": "product_type", "values": ["dress"]}]}
TALKS = """
- id: one
  turns: [{say: a dress, expect: {items: {min: 1}}}, {say: thanks, expect: {no_items: true}}]
- id: two
  turns: [{say: a dress, expect: {items: {min: 1}}}]
"""


@pytest.fixture
def scenarios(tmp_path: Path) -> list[Scenario]:
    (tmp_path / "talks.yaml").write_text(TALKS, encoding="utf-8")
    return load_scenarios(tmp_path, load_terms())


def seat(planner: str, writer: str, dropped: int = 0, tokens: Any = None) -> Chat:
    provenance = {"planner": planner, "writer": writer, "dropped_sentences": dropped, "tokens": tokens}
    cards = [{"article_id": BLACK, "prod_name": "Ada dress", "why": "it fits"}]
    answer = {
        "acts": ["search"], "reply": "Here is one. It is black.", "items": cards, "message_id": "m",
        "provenance": provenance, "timings_ms": {"total": 1500.0},
    }  # fmt: skip
    return lambda message: answer


def hold(scenarios: list[Scenario], catalogue: Catalogue, chat: Chat, plan: Plan) -> list[Seated]:
    return run_cell(lambda: chat, lambda message: plan, catalogue, scenarios)


def figures(cell: tuple[str, str], turns: list[Seated], house: list[Seated]) -> dict[str, float]:
    return {metric.metric: metric.value for metric in measure_cell(cell, turns, house)}


def test_a_cell_is_measured_in_turns_conversations_sentences_and_seconds(
    scenarios: list[Scenario], wardrobe: Catalogue
) -> None:
    house = hold(scenarios, wardrobe, seat("house", "house", dropped=2), RED_DRESS)
    assert figures(("house", "house"), house, house) == {
        "grid_house_house_turns_right": pytest.approx(2 / 3, abs=1e-4),
        "grid_house_house_conversations_right": 0.5,
        "grid_house_house_sentences_dropped": 0.5,
        "grid_house_house_seconds_a_turn": 1.5,
    }


def test_a_plan_is_noted_before_a_later_message_has_the_talk_forgotten(
    scenarios: list[Scenario], wardrobe: Catalogue
) -> None:
    kept: dict[str, Plan] = {}
    answers = seat("house", "house")

    def forgetful(message: str) -> Mapping[str, object]:
        kept.clear()
        turn = answers(message)
        kept[turn["message_id"]] = RED_DRESS
        return turn

    turns = run_cell(lambda: forgetful, kept.__getitem__, wardrobe, scenarios)
    assert [one.plan for one in turns] == [RED_DRESS] * 3


def test_a_models_edits_are_held_against_the_houses(scenarios: list[Scenario], wardrobe: Catalogue) -> None:
    house = hold(scenarios, wardrobe, seat("house", "house"), RED_DRESS)
    model = hold(scenarios, wardrobe, seat("chat:tiny", "chat:tiny", tokens={"prompt": 90, "answer": 10}), DRESS)
    found = figures(("chat", "chat"), model, house)
    assert found["grid_chat_chat_edit_f1"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["grid_chat_chat_planned_by_model"] == found["grid_chat_chat_written_by_model"] == 1
    assert found["grid_chat_chat_tokens_a_turn"] == 100


def test_a_plan_that_the_house_made_in_the_models_place_does_not_count_as_the_models(
    scenarios: list[Scenario], wardrobe: Catalogue
) -> None:
    house = hold(scenarios, wardrobe, seat("house", "house"), RED_DRESS)
    found = figures(("chat", "house"), house, house)
    assert found["grid_chat_house_planned_by_model"] == 0
    assert found["grid_chat_house_edit_f1"] == 0


@pytest.mark.parametrize(
    ("plan", "edits"),
    [
        (RED_DRESS, {("add", "product_type", "dress"), ("add", "colour", "red")}),
        ({"edits": [{"op": "reset", "slot": None, "values": []}]}, {("reset", "", "")}),
        ({"edits": [{"op": "refer", "handles": [2]}]}, {("refer", "", "2")}),
        ({}, set()),
    ],
)
def test_edits_are_read_value_by_value(plan: Plan, edits: set[tuple[str, str, str]]) -> None:
    assert read_edits(plan) == edits


def test_f1_counts_edits_over_all_turns() -> None:
    one, other = read_edits(RED_DRESS), read_edits(DRESS)
    none: Edits = frozenset()
    assert f1([(one, one)]) == f1([(none, none)]) == 1
    assert f1([(none, one)]) == f1([(one, none)]) == 0
    assert f1([(other, one), (other, other)]) == pytest.approx(4 / 5)


def test_conversations_are_drawn_theme_after_theme_and_the_same_each_time() -> None:
    scenarios = load_scenarios()
    drawn = draw(scenarios, 12)
    assert len({one.theme for one in drawn}) == 12
    assert draw(scenarios, 12) == drawn != draw(scenarios, 12, seed=1)
    assert len(draw(scenarios, 10_000)) == len(scenarios)


def test_the_table_has_a_column_a_cell_and_a_dash_for_what_is_not_known(
    scenarios: list[Scenario], wardrobe: Catalogue
) -> None:
    house = hold(scenarios, wardrobe, seat("house", "house"), RED_DRESS)
    model = hold(scenarios, wardrobe, seat("chat:tiny", "house"), DRESS)
    table = write_table([*measure_cell(CELLS[0], house, house), *measure_cell(("chat", "house"), model, house)])
    head, _, *rows = table.splitlines()
    assert head.split(" | ")[1:3] == ["house plans, house writes", "house plans, chat writes"]
    assert any(row.startswith("| edit f1 | – | – | 0.667 (") for row in rows)
