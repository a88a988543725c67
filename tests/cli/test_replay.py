"""`stylist replay`: a stored talk again, and what differs."""

from tests.cli.conftest import Console


def test_a_talk_is_run_again_turn_by_turn_with_a_summary(console: Console) -> None:
    (turn,) = console("chat", "a red dress", "--json").lines
    shown = console("replay", turn["session_id"], "--json")
    assert shown.status == 0
    one, last = shown.lines
    assert (one["turn"], one["message"], one["same"], one["differs"]) == (1, "a red dress", True, {})
    assert last["summary"] == {"turns": 1, "same": 1, "differs": {}, "planner": "house", "writer": "house"}


def test_for_a_person_a_turn_is_a_line(console: Console) -> None:
    (turn,) = console("chat", "a red dress", "--json").lines
    first, last = console("replay", turn["session_id"], "--planner", "house").out.splitlines()
    assert first == "1. a red dress  (same)"
    assert last == "1 of 1 turns are the same with house planning and house writing"


def test_an_unknown_session_is_one_clear_line(console: Console) -> None:
    printed = console("replay", "nope")
    assert (printed.status, printed.out) == (2, "")
    assert "session 'nope' does not exist" in printed.err
    assert printed.err.count("\n") == 1
