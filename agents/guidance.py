"""Guidance: whether a server holds a model to a JSON schema, proved by a tiny request, and schemas for strict servers.

A server that knows nothing of schemas may ignore them with status 200, so only an answer that holds what the schema
alone could tell counts as obeyed. The ways: https://platform.openai.com/docs/guides/structured-outputs
(`response_format`) and https://docs.vllm.ai/en/latest/features/structured_outputs.html (`structured_outputs`).
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal

Way = Literal["json_schema", "structured_outputs", "none"]
WAYS: tuple[Way, ...] = ("json_schema", "structured_outputs")
# The word stands in the schema alone: a model that isn't held to it can't say it.
_SECRET = "quillow"
PROBE = {
    "title": "Probe",
    "type": "object",
    "properties": {"word": {"type": "string", "enum": [_SECRET]}},
    "required": ["word"],
    "additionalProperties": False,
}
QUESTION = "Say hello."
# What strict servers refuse, and what they need not be told.
_LEFT_OUT = frozenset(
    {"default", "title", "minimum", "maximum", "maxItems", "minItems", "minLength", "maxLength", "format"}
)


def options(way: Way, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The extra fields of a request that hold the answer to `schema`."""
    if way == "json_schema":
        name = str(schema.get("title", "answer"))
        form = {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": strict(schema)}}
        return {"response_format": form}
    return {"structured_outputs": {"json": strict(schema)}} if way == "structured_outputs" else {}


def probe(ask: Callable[[dict[str, Any]], str | None]) -> Way | None:
    """The first way that the server obeys, "none" where it obeys none, None where it did not answer at all.

    `ask` puts `QUESTION` with extra fields and gives the answer, "" where the request was refused, None where the
    server can't be reached.
    """
    for way in WAYS:
        answer = ask(options(way, PROBE))
        if answer is None:
            return None
        if obeyed(answer):
            return way
    return "none"


def obeyed(answer: str) -> bool:
    """Whether an answer proves that the schema of the probe was kept."""
    try:
        return bool(json.loads(answer) == {"word": _SECRET})
    except ValueError:
        return False


def strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema as strict servers take it: every field required, nothing additional, no defaults and bounds."""
    made: dict[str, Any] = {name: _strict(value) for name, value in schema.items() if name not in _LEFT_OUT}
    properties = schema.get("properties")
    if isinstance(properties, Mapping):
        made["properties"] = {name: _strict(value) for name, value in properties.items()}
        made |= {"required": [*properties], "additionalProperties": False}
    if isinstance(schema.get("$defs"), Mapping):
        made["$defs"] = {name: _strict(value) for name, value in schema["$defs"].items()}
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    return made


def _strict(value: Any) -> Any:
    if isinstance(value, Mapping):
        return strict(value)
    return [_strict(one) for one in value] if isinstance(value, list) else value
