"""Row: what is kept of a turn or a rating comes back from a table of text as it was, and damage is noticed."""

import sqlite3
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.row import SNAPSHOT, decode_rating, decode_turn, encode, snapshot
from storage.talk import Rating, Turn

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
objects = st.dictionaries(texts, values, max_size=3)
lists = st.lists(texts, max_size=3).map(tuple)
turns = st.builds(
    Turn, owner_id=texts, session_id=texts, message=texts, reply=texts, parent_id=st.none() | texts, plan=objects,
    results=values, brief=objects, turn=objects, shown=lists, planner=texts, writer=texts, id=texts, created=texts,
)  # fmt: skip
ratings = st.builds(
    Rating, owner_id=texts, message_id=texts, rating=st.sampled_from(["up", "down"]), article_id=st.none() | texts,
    reasons=lists, comment=st.none() | texts, correction=st.none() | texts, consent=st.booleans(), brief=objects,
    shown=lists, created=texts,
)  # fmt: skip
TURN = Turn("owner", "session", "a red dress", "Here.", brief={"wanted": {"colour": ["red"]}}, shown=("0700001001",))


def kept(row: dict[str, Any]) -> sqlite3.Row:
    """The row as SQLite gives it back."""
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    names = ", ".join(row)
    connection.execute(f"create table kept ({names})")
    connection.execute(f"insert into kept values ({', '.join('?' * len(row))})", [*row.values()])
    found: sqlite3.Row = connection.execute("select * from kept").fetchone()
    connection.close()
    return found


@settings(max_examples=25)
@given(turn=turns)
def test_a_turn_comes_back_as_it_was(turn: Turn) -> None:
    assert decode_turn(kept(encode(turn))) == turn


@settings(max_examples=25)
@given(rating=ratings)
def test_a_rating_comes_back_as_it_was(rating: Rating) -> None:
    assert decode_rating(kept(encode(rating))) == rating


@pytest.mark.parametrize("record", [TURN, Rating("owner", "m1", "up", reasons=("colour",), consent=True)])
def test_a_row_has_a_column_for_each_field_and_nothing_but_what_sqlite_takes(record: Turn | Rating) -> None:
    row = encode(record)
    assert [*row] == [field.name for field in fields(record)]
    assert {type(value) for value in row.values()} <= {str, bool, type(None)}


@pytest.mark.parametrize(("brief", "error"), [({"x": float("nan")}, ValueError), ({"x": {1, 2}}, TypeError)])
def test_what_is_no_json_is_not_kept(brief: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        encode(replace(TURN, brief=brief))


@pytest.mark.parametrize("column", ["plan", "results", "brief", "turn", "shown"])
def test_damaged_json_is_noticed(column: str) -> None:
    with pytest.raises(ValueError, match="Expecting"):
        decode_turn(kept({**encode(TURN), column: "{half"}))


def test_a_rating_copies_what_was_shown_and_who_answered() -> None:
    turn = replace(TURN, parent_id="before", planner="house", writer="chat", planner_version="7", index_version="v")
    copied = snapshot(turn)
    assert tuple(copied) == SNAPSHOT
    rating = Rating("owner", "m1", "up", **copied)
    assert all(getattr(rating, name) == getattr(turn, name) for name in SNAPSHOT)
