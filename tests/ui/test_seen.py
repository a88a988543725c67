"""Photos in the talk as HTML: each can be deleted once it is answered, and what was seen is said, doubts included."""

import pytest

from foundation.events import Card, Done, Event, Seen
from tests.ui.test_turns import HOSTILE, TAGS, Reader
from ui.conversation import DELETED, Conversation
from ui.turns import render_now

CARD = Card(1, "1", "Ann", "Dress", "Red", "red")


def seen(photo: str, text: str, *unsure: str) -> Seen:
    return Seen(photo, text, {}, {}, unsure)


def shown(message: str, photos: list[str], *events: Event, busy: bool = False) -> tuple[str, Conversation]:
    """The page's last turn after `events`, and its talk."""
    talk = Conversation()
    list(talk.follow(talk.begin(message, photos), [*events, Done({"message_id": "m", "session_id": "s"})]))
    return render_now(talk, busy=busy), talk


def begun(*photos: str) -> str:
    talk = Conversation()
    talk.begin("find these", photos)
    return render_now(talk, busy=True)


def test_a_photo_stands_beside_the_words_with_a_button_that_deletes_it() -> None:
    html = Reader(shown("find this", ["p1"], seen("p1", "Blue jeans"))[0])
    assert ("src", "page/photos/p1") in html.attributes
    assert ("data-photo", "p1") in html.attributes
    assert ("alt", "Your photo 1: Blue jeans") in html.attributes
    assert "Delete photo" in html.text
    assert "find this" in html.text


def test_what_is_seen_stands_before_the_cards() -> None:
    html, _ = shown("find this", ["p1"], seen("p1", "Blue jeans"), CARD)
    assert html.index("Blue jeans") < html.index('class="card"')


def test_until_it_is_seen_the_page_says_that_it_looks_and_nothing_can_be_deleted() -> None:
    assert "Looking at the photo…" in begun("p1")
    assert "Looking at the photos…" in begun("p1", "p2")
    assert "Delete photo" not in begun("p1")
    assert "Looking" not in Reader(shown("find", ["p1"], seen("p1", "Jeans"))[0]).text


def test_several_photos_are_told_apart() -> None:
    text = Reader(shown("find these", ["p1", "p2"], seen("p1", "Blue jeans"), seen("p2", "A red dress"))[0]).text
    assert "Photo 1 Blue jeans" in text
    assert "Photo 2 A red dress" in text


@pytest.mark.parametrize(
    ("text", "unsure", "said"),
    [
        ("Something blue", ("product_type",), "Hard to see: what kind it is."),
        ("Jeans", ("colour", "pattern"), "Hard to see: the colour and the pattern."),
        ("Something blue, the type is hard to see", ("product_type",), ""),
        ("Blue jeans", ("audience",), ""),
        ("Blue jeans", (), ""),
    ],
)
def test_what_is_hard_to_see_is_said_once(text: str, unsure: tuple[str, ...], said: str) -> None:
    told = Reader(shown("find this", ["p1"], seen("p1", text, *unsure))[0]).text
    assert said in told
    assert told.lower().count("hard to see") == (1 if said or "hard" in text else 0)


def test_a_photo_without_words_is_a_message() -> None:
    html, _ = shown("", ["p1"], seen("p1", "Blue jeans"))
    assert 'class="said"' not in html
    assert 'src="page/photos/p1"' in html


def test_a_deleted_photo_leaves_what_was_seen_and_no_picture() -> None:
    _, talk = shown("find this", ["p1"], seen("p1", "Blue jeans"))
    assert talk.erase("p1")
    html = Reader(render_now(talk))
    assert "img" not in html.tags
    assert DELETED in html.text
    assert "Blue jeans" in html.text
    assert not talk.erase("p1")
    assert not talk.erase("unknown")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_of_a_caption_stay_words(text: str) -> None:
    html = Reader(shown("x", [text], seen(text, text, text))[0])
    assert text in html.text
    assert set(html.tags) <= TAGS | {"figure"}
    assert not [name for name, _ in html.attributes if name.startswith("on")]
