"""Measuring: talks that leave no trace, and figures printed for a person or as JSON lines."""

import json
from argparse import Namespace
from collections.abc import Iterator

import pytest

from agents.stylist import Stylist
from cli.measuring import open_catalogue, opened, opens_chats, searches, show, show_metrics, told
from evaluation.metrics import Metric
from evaluation.report import Failure, Report
from foundation.settings import Settings
from storage.store import open_store
from tests.api.shop import PICTURED_ID

METRIC = Metric("turns right", 0.5, 0.25, 0.75, 8)
FAILURES = (Failure("s/1", None, "a red\x1b[2J dress", "no card is red"),)


@pytest.fixture(scope="module")
def stylist(shop: Settings) -> Iterator[Stylist]:
    with opened(shop) as (stylist, _):
        yield stylist


def args(**given: bool) -> Namespace:
    return Namespace(**{"json": False, "show": False, **given})


def test_a_talk_that_is_measured_is_not_kept(shop: Settings) -> None:
    with opened(shop) as (passing, store):
        told_turn = passing.chat("hello")
        assert store.turn(told_turn["message_id"], shop.owner_id).message == "hello"
    kept = open_store(shop.home)
    assert not kept.sessions(shop.owner_id)
    kept.close()


def test_each_chat_is_a_session_of_its_own_that_remembers(stylist: Stylist) -> None:
    new_chat = opens_chats(stylist)
    one, other = new_chat(), new_chat()
    first, second, apart = one("a red dress"), one("in black"), other("a dress")
    assert first["session_id"] == second["session_id"] != apart["session_id"]
    assert second["brief"]["wanted"]["product_type"] == ["dress"]


def test_a_search_is_asked_as_the_verb_asks_it(stylist: Stylist) -> None:
    found = searches(stylist)("a red dress", 2)
    none = searches(stylist)("a red dress in silk", 2)
    assert found.ids == (PICTURED_ID[:-1] + "2",)
    assert found.relaxed == ()
    assert any("silk" in line for line in none.relaxed)


def test_the_catalogue_is_every_article_by_its_id(shop: Settings) -> None:
    catalogue = open_catalogue(shop)
    assert len(catalogue) == 13
    assert all(article.article_id == name for name, article in catalogue.items())


def test_progress_is_told_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    def measure(tell: object) -> int:
        tell(1, 2)  # type: ignore[operator]
        return 7

    assert told(measure, "talks") == 7
    out, err = capsys.readouterr()
    assert (out, err) == ("", "talks: 1 of 2\n")


def test_a_metric_is_a_row_with_its_interval(capsys: pytest.CaptureFixture[str]) -> None:
    show_metrics([METRIC], args())
    assert capsys.readouterr().out.split() == ["turns", "right", "0.500", "0.250", "to", "0.750", "n", "=", "8"]


def test_or_a_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    show_metrics([METRIC], args(json=True))
    told_metric = json.loads(capsys.readouterr().out)
    assert Metric(**told_metric) == METRIC


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "for a person"])
def test_what_failed_is_shown_where_that_is_asked_for(capsys: pytest.CaptureFixture[str], as_json: bool) -> None:
    report = Report((METRIC,), FAILURES, ("s/1 failed\n  and how",))
    show(report, args(json=as_json))
    assert "no card is red" not in capsys.readouterr().out
    show(report, args(json=as_json, show=True))
    shown = capsys.readouterr().out
    assert "no card is red" in shown
    assert "and how" in shown
    assert "\x1b" not in shown
