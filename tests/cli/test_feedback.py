"""`stylist feedback`: ratings in, preference data out, and a session forgotten."""

import json
from pathlib import Path

import pytest

from storage.store import open_store
from storage.talk import Turn
from tests.cli.conftest import Console


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def message_id(home: Path) -> str:
    store = open_store(home)
    session = store.new_session("local")
    kept = store.add_turn(Turn("local", session, "a dress", "Take [1].", shown=("0108775015",)))
    store.close()
    return kept


def test_a_rating_on_the_command_line_is_kept(console: Console, home: Path, message_id: str) -> None:
    event = json.dumps({"id": 1, "message_id": message_id, "rating": "up"})
    (kept,) = console("feedback", "add", event, "--home", home, "--json").lines
    assert kept["id"] == 1
    assert kept["feedback_id"]


def test_ratings_of_a_file_are_answered_line_by_line(
    console: Console, home: Path, message_id: str, tmp_path: Path
) -> None:
    events = [
        {"id": 1, "message_id": message_id, "rating": "up", "consent": True},
        {"id": 2, "message_id": message_id, "rating": "sideways"},
        {"id": 3, "message_id": message_id, "article_id": "0108775015", "rating": "down", "reasons": ["wrong_colour"]},
    ]
    file = tmp_path / "ratings.jsonl"
    file.write_text("".join(json.dumps(event) + "\n" for event in events))
    printed = console("feedback", "add", "--input", file, "--home", home, "--json")
    assert printed.status == 2
    assert [set(line) for line in printed.lines] == [{"id", "feedback_id"}, {"id", "error"}, {"id", "feedback_id"}]
    (stats,) = console("feedback", "stats", "--home", home, "--json").lines
    assert (stats["ratings"], stats["reasons"]) == (2, {"wrong_colour": 1})


def test_only_consented_ratings_are_exported(console: Console, home: Path, message_id: str, tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    console("feedback", "add", json.dumps({"message_id": message_id, "rating": "up"}), "--home", home)
    assert console("feedback", "export", "-o", file, "--home", home).out.startswith("0 rows")
    consented = {"message_id": message_id, "rating": "up", "consent": True}
    console("feedback", "add", json.dumps(consented), "--home", home)
    assert console("feedback", "export", "-o", file, "--home", home).status == 2
    assert console("feedback", "export", "-o", file, "--force", "--home", home).status == 0
    assert len(file.read_text().splitlines()) == 1


def test_a_forgotten_session_leaves_nothing_to_rate(console: Console, home: Path, message_id: str) -> None:
    store = open_store(home)
    (session,) = store.sessions("local")
    store.close()
    assert console("feedback", "forget", session.id, "--home", home, "--json").lines == [{"forgotten": session.id}]
    event = json.dumps({"message_id": message_id, "rating": "up"})
    assert console("feedback", "add", event, "--home", home).status == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["add"], ["add", "{"], ["add", "{}"], ["add", "[]"], ["forget", "nobody"], ["export", "--format", "csv"],
        ["add", "{}", "--input", "x"], ["add", "--input", "none.jsonl"],
    ],
)  # fmt: skip
def test_wrong_use_is_one_line_and_status_2(console: Console, home: Path, arguments: list[str]) -> None:
    printed = console("feedback", *arguments, "--home", home)
    assert (printed.status, printed.err.count("\n")) == (2, 1)


def test_for_a_person_the_counts_are_words(console: Console, home: Path, message_id: str) -> None:
    console("feedback", "add", json.dumps({"message_id": message_id, "rating": "up"}), "--home", home)
    assert "answers    up 1, down 0" in console("feedback", "stats", "--home", home).out
