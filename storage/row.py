"""Row: how a turn or a rating is written as a row of text and read back; structured values are JSON."""

import json
from collections.abc import Callable
from dataclasses import fields
from sqlite3 import Row
from typing import Any

from storage.talk import Rating, Turn


def _same(value: Any) -> Any:
    return value


def _tuple(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


DECODERS: dict[str, Callable[[Any], Any]] = {
    "plan": json.loads,
    "results": json.loads,
    "brief": json.loads,
    "turn": json.loads,
    "shown": _tuple,
    "reasons": _tuple,
    "consent": bool,
}
JSON_FIELDS = frozenset(DECODERS) - {"consent"}

SNAPSHOT = (
    "session_id",
    "parent_id",
    "brief",
    "shown",
    "planner",
    "writer",
    "planner_version",
    "writer_version",
    "prompt_hash",
    "index_version",
)


def encode(record: Turn | Rating) -> dict[str, Any]:
    """A record as column → value. Raises TypeError or ValueError where a value is not JSON (NaN is not)."""
    row = {field.name: getattr(record, field.name) for field in fields(record)}
    return {name: json.dumps(value, allow_nan=False) if name in JSON_FIELDS else value for name, value in row.items()}


def decode_turn(row: Row) -> Turn:
    """The turn of a row; raises ValueError where its JSON is damaged."""
    return Turn(**_decode(row, Turn))


def decode_rating(row: Row) -> Rating:
    """The rating of a row; raises ValueError where its JSON is damaged."""
    return Rating(**_decode(row, Rating))


def snapshot(turn: Turn) -> dict[str, Any]:
    """What a rating copies from the turn it rates: what was shown and who answered."""
    return {name: getattr(turn, name) for name in SNAPSHOT}


def _decode(row: Row, kind: type[Turn] | type[Rating]) -> dict[str, Any]:
    return {field.name: DECODERS.get(field.name, _same)(row[field.name]) for field in fields(kind)}
