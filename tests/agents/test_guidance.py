from typing import Any

import pytest

from agents.guidance import PROBE, obeyed, options, probe, strict
from agents.plan import Plan


def objects(schema: Any) -> list[dict[str, Any]]:
    """Every object schema inside a schema."""
    if isinstance(schema, list):
        return [found for one in schema for found in objects(one)]
    if not isinstance(schema, dict):
        return []
    inside = [found for value in schema.values() for found in objects(value)]
    return [schema, *inside] if "properties" in schema else inside


def test_the_schema_that_is_sent_suits_strict_servers():
    found = objects(strict(Plan.model_json_schema()))
    assert len(found) == 4
    for schema in found:
        assert schema["required"] == [*schema["properties"]]
        assert schema["additionalProperties"] is False
        assert not {"default", "minimum", "maximum", "title"} & {*schema}
        assert not any({"default", "minimum", "maximum"} & {*kind} for kind in schema["properties"].values())


def test_a_plan_with_every_field_of_the_strict_schema_is_valid():
    edit = {"op": "add", "slot": "colour", "values": ["red"], "handles": [], "article_ids": [], "part": 0}
    act = {name: field.get_default() for name, field in Plan.model_fields.items()}
    plan = {**act, "edits": [edit], "acts": [{"name": "search", "topic": None, "own": None, "pieces": None}]}
    assert Plan.model_validate(plan).edits[0].slot == "colour"


@pytest.mark.parametrize(
    ("answers", "way", "asked"),
    [
        (['{"word": "quillow"}'], "json_schema", 1),
        (["Hello!", '{"word":"quillow"}'], "structured_outputs", 2),
        (["", "Hello!"], "none", 2),
        (['{"word": "hello"}', '{"greeting": "hello"}'], "none", 2),
        ([None], None, 1),
    ],
)
def test_a_way_counts_only_where_the_answer_proves_it(answers: list[str | None], way: str | None, asked: int):
    extras: list[dict[str, Any]] = []
    left = iter(answers)

    def ask(extra: dict[str, Any]) -> str | None:
        extras.append(extra)
        return next(left)

    assert (probe(ask), len(extras)) == (way, asked)


def test_the_word_of_the_probe_stands_in_its_schema_alone():
    assert obeyed('{"word": "quillow"}')
    assert not obeyed("quillow")
    assert "quillow" in str(options("json_schema", PROBE))
    assert "guided" not in str(options("structured_outputs", PROBE))
