"""Answering on the page, with a real stylist on a small shop: what is shown at each step, and when something fails."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from agents.stylist import Stylist
from foundation.events import Event, Sentence
from foundation.photo import Photo
from tests.api.shop import HOSTILE_ID, open_shop
from ui.answering import FAULT, answer, answer_again
from ui.conversation import NOT_KEPT, Conversation
from ui.tray import Tray

FILES = (
    "style.css", "page.js", "head.html", "examples.yaml", "photos.html", "photos.js", "crop.js", "jobs.html", "jobs.js",
)  # fmt: skip


@pytest.fixture(scope="module")
def stylist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stylist]:
    opened = Stylist.open(open_shop(tmp_path_factory.mktemp("shop")))
    yield opened
    opened.close()


def say(stylist: Stylist, talk: Conversation, message: str) -> str:
    """The turn's HTML when it is finished."""
    return list(answer(stylist, talk, message))[-1].now


def test_the_message_is_shown_first_then_cards_then_sentences(stylist: Stylist) -> None:
    views = [view.now for view in answer(stylist, Conversation(), "a red dress")]
    assert "a red dress" in views[0]
    assert 'class="card"' not in views[0]
    with_cards = next(index for index, view in enumerate(views) if 'class="card"' in view)
    assert 'class="reply"' not in views[with_cards]
    assert 'class="reply"' in views[-1]


def test_the_last_turn_moves_up_when_the_next_begins(stylist: Stylist) -> None:
    talk = Conversation()
    say(stylist, talk, "a red dress")
    first = next(answer(stylist, talk, "not red"))
    assert first.earlier is not None
    assert "a red dress" in first.earlier


def test_the_talk_is_one_session(stylist: Stylist) -> None:
    talk = Conversation()
    say(stylist, talk, "a red dress")
    say(stylist, talk, "not red")
    assert talk.turns[1].answer is not None
    assert talk.turns[1].answer.turn["turn"] == 2


def test_what_is_refused_is_said_in_the_turn_and_the_talk_goes_on(stylist: Stylist) -> None:
    talk = Conversation()
    say(stylist, talk, "a red dress")
    assert "shorten it" in say(stylist, talk, "x" * 5000)
    assert 'class="card"' in say(stylist, talk, "not red")
    assert talk.turns[2].answer is not None
    assert talk.turns[2].answer.turn["turn"] == 2


def test_another_answer_shows_other_articles_or_words(stylist: Stylist) -> None:
    talk = Conversation()
    first = say(stylist, talk, "a dress")
    message_id = talk.last_message_id or ""
    second = list(answer_again(stylist, talk, message_id))[-1].now
    assert "2 of 2" in second
    assert first != second


def test_only_the_last_turn_is_answered_again(stylist: Stylist) -> None:
    talk = Conversation()
    say(stylist, talk, "a dress")
    early = talk.last_message_id or ""
    say(stylist, talk, "in red")
    assert list(answer_again(stylist, talk, early)) == []
    assert list(answer_again(stylist, talk, "made up")) == []


def test_after_another_answer_the_talk_goes_on_from_the_one_on_view(stylist: Stylist) -> None:
    talk = Conversation()
    say(stylist, talk, "a dress")
    first = talk.last_message_id
    list(answer_again(stylist, talk, first or ""))
    talk.leaf(talk.last_message_id or "", -1)
    assert talk.last_message_id == first
    assert 'class="card"' in say(stylist, talk, "in red")


def test_a_row_that_holds_markup_is_shown_as_words(stylist: Stylist) -> None:
    html = say(stylist, Conversation(), "a yellow beanie")
    assert HOSTILE_ID in html
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_asked_to_be_forgotten_the_page_keeps_only_the_answer(stylist: Stylist) -> None:
    talk = Conversation()
    say(stylist, talk, "a red dress")
    session = talk.session_id
    views = list(answer(stylist, talk, "forget me"))
    assert views[-1].earlier == ""
    assert 'class="reply"' in views[-1].now
    assert talk.session_id != session
    assert 'class="card"' in say(stylist, talk, "a red dress")


def test_a_fault_is_told_kindly_and_nothing_half_said_stays(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def stream(self, *_: object) -> Iterator[Event]:
            yield Sentence("half")
            raise RuntimeError("boom")

    html = list(answer(Broken(), Conversation(), "hello"))[-1].now  # type: ignore[arg-type]
    assert FAULT in html
    assert "half" not in html
    assert "boom" in caplog.text


def photo(shade: int = 90) -> Photo:
    return Photo(np.full((64, 48, 3), shade, dtype=np.uint8), f"{shade:064}")


def test_a_photo_leaves_the_tray_with_its_message(stylist: Stylist) -> None:
    tray, talk = Tray(), Conversation()
    photo_id = tray.add(photo())
    views = [view.now for view in answer(stylist, talk, "a red dress", tray, [photo_id])]
    assert f"page/photos/{photo_id}" in views[0]
    assert len(tray) == 0
    # Nobody trained an eye here: what could not be looked at is not kept.
    assert NOT_KEPT in views[-1]
    assert 'class="card"' in views[-1]


def test_a_photo_alone_is_a_message(stylist: Stylist) -> None:
    tray, talk = Tray(), Conversation()
    html = list(answer(stylist, talk, "", tray, [tray.add(photo())]))[-1].now
    assert talk.turns[0].error is None
    assert 'class="reply"' in html


def test_what_can_not_be_answered_leaves_its_photos_on_the_tray(stylist: Stylist) -> None:
    tray, talk = Tray(), Conversation()
    ids = [tray.add(photo(shade)) for shade in (10, 90)]
    html = list(answer(stylist, talk, "x" * 5000, tray, ids))[-1].now
    assert "shorten it" in html
    assert f'data-returned="{ids[0]} {ids[1]}"' in html
    assert "<img" not in html
    assert len(tray) == 2


def test_a_photo_whose_time_was_up_is_told(stylist: Stylist) -> None:
    tray, talk = Tray(), Conversation()
    assert "add it again" in list(answer(stylist, talk, "a dress", tray, ["unknown"]))[-1].now


def test_the_pages_files_are_there() -> None:
    folder = Path(__file__).parents[2] / "ui"
    assert all((folder / name).stat().st_size for name in FILES)
