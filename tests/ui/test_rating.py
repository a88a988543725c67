"""The rating panel: what a rating becomes, and that it asks for nothing by default."""

import gradio as gr
import pytest

from feedback.event import REASONS
from foundation.errors import BadInput
from ui.conversation import Conversation
from ui.rating import ABOUT_WORDS, REASON_WORDS, Target, build_rating, close_panel, open_panel


def test_every_reason_that_can_be_kept_can_be_given() -> None:
    assert tuple(REASON_WORDS) == REASONS


def test_consent_is_off_whenever_the_panel_opens() -> None:
    with gr.Blocks():
        panel = build_rating()
    assert panel.consent.value is False
    opened = dict(zip(panel.parts, open_panel(Conversation(), Target("m", None, "down")), strict=True))
    assert opened[panel.consent] is False


def test_a_thumb_alone_is_a_rating_without_consent() -> None:
    event = Target("m", "1", "down").event()
    assert (event.rating, event.article_id, event.reasons, event.consent) == ("down", "1", [], False)


def test_the_panel_adds_reasons_comment_and_consent() -> None:
    event = Target("m", None, "down").event(reasons=["tone"], comment="stiff", consent=True)
    assert (event.reasons, event.comment, event.consent) == (["tone"], "stiff", True)


@pytest.mark.parametrize("rating", ["", "sideways", "UP"])
def test_a_rating_that_the_browser_made_up_is_refused(rating: str) -> None:
    with pytest.raises(BadInput):
        Target("m", None, rating).event()


def test_an_article_is_not_asked_whether_it_is_too_long() -> None:
    reasons = open_panel(Conversation(), Target("m", "1", "down"))[2]
    assert not set(ABOUT_WORDS) & {reason for _, reason in reasons["choices"]}


def test_a_thumb_up_asks_for_no_reasons() -> None:
    assert open_panel(Conversation(), Target("m", "1", "up"))[2]["visible"] is False


def test_a_closed_panel_keeps_nothing() -> None:
    panel, title, reasons, comment, consent = close_panel()
    assert (panel["visible"], title, reasons["value"], comment, consent) == (False, "", [], "", False)
