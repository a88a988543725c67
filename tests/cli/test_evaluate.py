"""`stylist eval`: prints a metric a line, and leaves no conversation behind."""

import pytest

from foundation.settings import Settings
from storage.store import open_store
from tests.cli.conftest import Console


@pytest.mark.slow
def test_each_line_is_a_metric_with_its_interval(console: Console, shop: Settings) -> None:
    store = open_store(shop.state)
    before = store.sessions("local")
    printed = console("eval", "--json")
    after, evaluated = store.sessions("local"), store.sessions("stylist-eval")
    store.close()
    assert printed.status == 0
    assert all(set(line) == {"metric", "value", "low", "high", "n"} for line in printed.lines)
    assert all(line["low"] <= line["value"] <= line["high"] for line in printed.lines)
    names = [line["metric"] for line in printed.lines]
    assert "constraint_satisfaction@10" in names
    assert "scenario_turns" in names
    assert (after, evaluated) == (before, ())


def test_queries_alone_hold_no_conversation(console: Console) -> None:
    names = [line["metric"] for line in console("eval", "--queries", "--json").lines]
    assert "constraint_satisfaction@10" in names
    assert "scenario_turns" not in names


def test_each_failure_is_shown_with_its_reason(console: Console) -> None:
    printed = console("eval", "--queries", "--show", "--json")
    failures = [line["failure"] for line in printed.lines if "failure" in line]
    assert failures
    assert all(failure["reason"] for failure in failures)


def test_for_a_person_it_is_a_table(console: Console) -> None:
    assert "n = " in console("eval", "--queries").out
