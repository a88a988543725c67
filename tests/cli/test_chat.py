"""`stylist chat`: one message, a script of messages, or a conversation at a prompt."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from cli.chat import print_events, print_turn
from foundation.events import Asks, Card, Done, Look
from tests.cli.conftest import Console

ANSWER = {
    "session_id", "turn", "message_id", "acts", "brief", "reply", "items", "looks", "relaxed", "question",
    "timings_ms", "provenance",
}  # fmt: skip


def script(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_one_message_is_answered_in_json(console: Console) -> None:
    (turn,) = console("chat", "a red dress", "--json").lines
    assert set(turn) == ANSWER
    assert turn["items"][0].keys() == {"article_id", "prod_name", "why"}
    assert "total" in turn["timings_ms"]


def test_a_script_is_one_conversation_until_it_is_reset(console: Console, tmp_path: Path) -> None:
    file = script(
        tmp_path / "talk.jsonl",
        {"id": 1, "message": "a red dress"},
        {"message": "not red"},
        {"reset": True, "id": "r"},
        {"message": "trousers"},
    )
    first, second, reset, third = console("chat", "--script", file, "--json").lines
    assert (first["id"], "id" in second) == (1, False)
    assert (second["session_id"], second["turn"]) == (first["session_id"], 2)
    assert reset == {"id": "r", "reset": True, "session_id": third["session_id"]}
    assert (third["session_id"] != first["session_id"], third["turn"]) == (True, 1)


def test_a_line_that_can_not_be_served_is_answered_in_its_place(console: Console, tmp_path: Path) -> None:
    file = script(
        tmp_path / "talk.jsonl",
        {"id": 1, "message": "a red dress"}, {"id": 2, "message": ""}, {"id": 3, "message": "x" * 5000}, {"id": 4},
        {"id": 5, "message": "like this", "photo": "me.jpg"}, {"id": 6, "message": "not red"},
    )  # fmt: skip
    printed = console("chat", "--script", file, "--json")
    assert printed.status == 2
    assert ["error" in line for line in printed.lines] == [False, True, True, True, True, False]
    assert printed.lines[-1]["turn"] == 2


def test_a_session_goes_on_in_another_run(console: Console) -> None:
    (first,) = console("chat", "a red dress", "--json").lines
    (second,) = console("chat", "not red", "--session", first["session_id"], "--json").lines
    assert second["turn"] == 2


def test_an_unknown_session_is_refused(console: Console) -> None:
    printed = console("chat", "hello", "--session", "nobody")
    assert (printed.status, printed.err.count("\n")) == (2, 1)


def test_a_message_and_a_script_are_not_both_taken(console: Console, tmp_path: Path) -> None:
    assert console("chat", "hello", "--script", tmp_path / "x").status == 2


def test_for_a_person_the_articles_stand_before_the_sentences(console: Console) -> None:
    out = console("chat", "a red dress").out
    assert out.index("[1] Ann (Dress, Red)") < len(out.rstrip()) - 1
    assert out.lstrip().startswith("[1]")


def test_what_a_row_says_can_not_steer_the_terminal(console: Console) -> None:
    assert "\x1b" not in console("chat", "a yellow beanie \x1b[2J").out


def test_a_conversation_from_a_pipe_goes_on_after_a_message_that_is_refused(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "a red dress\n" + "x" * 5000 + "\n\nnot red\n/new\ntrousers\n/quit\nnever read\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    printed = console("chat", "--json")
    assert [turn["turn"] for turn in printed.lines] == [1, 2, 1]
    assert "shorten it" in printed.err


def test_the_planner_that_was_asked_for_is_the_one_that_answers(console: Console) -> None:
    (turn,) = console("chat", "a red dress", "--planner", "house", "--writer", "house", "--json").lines
    assert (turn["provenance"]["planner"], turn["provenance"]["writer"]) == ("house", "house")


def test_a_look_is_printed_with_its_pieces_by_number(capsys: pytest.CaptureFixture[str]) -> None:
    card = Card(1, "10", "Ada", "Dress", "Blue", "it is blue")
    look = Look("For a wedding, with a dress", (("one_piece", 1, None), ("outer", None, "navy blazer")))
    print_events([card, look, Asks("Plainer?", ("plainer", "bolder")), Done({"session_id": "s"})])
    printed = capsys.readouterr().out
    assert "For a wedding, with a dress: [1] + navy blazer" in printed
    assert "(plainer · bolder)" in printed


def test_a_turns_looks_are_printed_from_its_json(capsys: pytest.CaptureFixture[str]) -> None:
    pieces = [{"role": "top", "article_id": "7", "own": None}, {"role": "outer", "article_id": None, "own": "my coat"}]
    items = [{"article_id": "7", "prod_name": "Top", "why": "white"}]
    print_turn({"items": items, "looks": [{"title": "For work", "pieces": pieces}], "reply": "Here."})
    assert "For work: [1] + my coat" in capsys.readouterr().out
