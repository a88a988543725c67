"""Turns as HTML: nothing that a shopper or a row says is markup, and every handle leads to its card."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.events import Asks, Card, Done, Event, Look, Notice, Sentence
from ui.cards import render_card
from ui.conversation import Conversation
from ui.turns import render_earlier, render_now

HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "![x](javascript:alert(1))",
    "[click](https://evil.example)", "</section></div><h1>owned", "' onclick='alert(1)", "&lt;b&gt;", "${alert(1)}",
    "{{constructor}}", "<!--", "javascript:alert(1)",
)  # fmt: skip
TAGS = {"section", "p", "span", "br", "div", "article", "h2", "h3", "b", "img", "a", "button", "footer", "i"}


class Reader(HTMLParser):
    """What a browser makes of a piece of HTML: its tags, its attributes and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def talk_of(message: str, *events: Event) -> Conversation:
    talk = Conversation()
    list(talk.follow(talk.begin(message), [*events, Done({"message_id": "m1", "session_id": "s"})]))
    return talk


def hostile_talk(text: str) -> Conversation:
    card = Card(1, text, text, text, text, text, image="x.jpg", url=text, price=text)
    done = Done({"message_id": text, "provenance": {"planner": text, "writer": text, "notes": [text]}})
    talk = Conversation()
    turn = talk.begin(text)
    look = Look(text, ((text, 1, None), (text, None, text)))
    asks = Asks(text, (text,))
    list(talk.follow(turn, [card, look, Sentence(text), asks, Notice("relaxed", text), done]))
    turn.error = text
    return talk


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(text: str) -> None:
    seen = Reader(render_now(hostile_talk(text)))
    assert text in seen.text
    assert set(seen.tags) <= TAGS
    assert not [name for name, _ in seen.attributes if name.startswith("on")]


@given(st.text())
def test_no_text_adds_a_tag_or_an_attribute(text: str) -> None:
    seen, plain = Reader(render_now(hostile_talk(f"x{text}"))), Reader(render_now(hostile_talk("x")))
    assert set(seen.tags) <= {*plain.tags, "br", "a", "p"}
    assert {name for name, _ in seen.attributes} <= {name for name, _ in plain.attributes} | {"href", "target", "rel"}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil", "ftp://x"])
def test_only_a_web_address_becomes_a_link(url: str) -> None:
    assert "href" not in render_card(Card(1, "1", "Dress", "Dress", "Red", "red", url=url), "a", None, None)


def test_a_web_address_of_the_row_becomes_a_link() -> None:
    url = "https://shop.example/1?a=b&c"
    html = render_card(Card(1, "1", "Dress", "Dress", "Red", "red", url=url), "a", None, None)
    assert ("href", url) in Reader(html).attributes


def test_a_missing_picture_is_a_placeholder_with_type_and_colour() -> None:
    seen = Reader(render_card(Card(1, "1", "Ann", "Trousers", "Dark Blue", "blue"), "a", None, None))
    assert "img" not in seen.tags
    assert "Trousers" in seen.text
    assert "Dark Blue" in seen.text


def test_an_id_with_odd_characters_stays_one_path() -> None:
    seen = Reader(render_card(Card(1, "a/../b?c#d", "Ann", "Top", "Red", "red", image="x"), "a", None, None))
    assert ("src", "images/a%2F..%2Fb%3Fc%23d") in seen.attributes


def test_cards_stand_before_the_sentences() -> None:
    html = render_now(talk_of("a dress", Card(1, "1", "Ann", "Dress", "Red", "red"), Sentence("Take [1].")))
    assert html.index('class="card"') < html.index('class="reply"')


def test_a_handle_leads_to_its_card() -> None:
    seen = Reader(render_now(talk_of("a dress", Card(2, "1", "Ann", "Dress", "Red", "red"), Sentence("Take [2]."))))
    assert ("data-anchor", "item-0-2") in seen.attributes
    assert ("id", "item-0-2") in seen.attributes


def test_a_handle_without_cards_of_its_own_leads_to_the_latest() -> None:
    talk = talk_of("a dress", Card(1, "1", "Ann", "Dress", "Red", "red"))
    list(talk.follow(talk.begin("is [1] lined?"), [Sentence("[1] is lined."), Done({"message_id": "m2"})]))
    assert ("data-anchor", "item-0-1") in Reader(render_now(talk)).attributes


def test_an_unknown_handle_is_plain_text() -> None:
    seen = Reader(render_now(talk_of("hello", Sentence("There is no [7]."))))
    assert "There is no [7]." in seen.text
    assert not [name for name, _ in seen.attributes if name == "data-anchor"]


def test_a_handle_in_the_shoppers_own_words_is_no_button() -> None:
    html = render_now(talk_of("what of [1]?", Card(1, "1", "Ann", "Dress", "Red", "red")))
    assert "what of [1]?" in Reader(html).text
    assert "data-anchor" not in html


def test_nothing_can_be_rated_before_it_is_stored() -> None:
    talk = Conversation()
    events: list[Event] = [Card(1, "1", "Ann", "Dress", "Red", "red"), Done({"message_id": "m1"})]
    following = talk.follow(talk.begin("a dress"), events)
    next(following)
    assert Reader(render_now(talk, busy=True)).attributes.count(("disabled", None)) == 2
    list(following)
    assert ("disabled", None) not in Reader(render_now(talk)).attributes


def test_a_given_thumb_is_pressed() -> None:
    talk = talk_of("a dress", Card(1, "1", "Ann", "Dress", "Red", "red"))
    talk.thumbs["m1", "1"] = "down"
    assert Reader(render_now(talk)).attributes.count(("aria-pressed", "true")) == 1


def test_every_button_has_words_for_who_does_not_see_it() -> None:
    talk = talk_of("a dress", Card(1, "1", "Ann", "Dress", "Red", "red"), Sentence("Take [1]."))
    seen = Reader(render_now(talk))
    labels = [value for name, value in seen.attributes if name == "aria-label"]
    assert "Not for me: Ann" in labels
    assert "item 1" in labels


def test_who_answered_is_told_with_every_fallback() -> None:
    done = {"message_id": "m1", "provenance": {"planner": "house", "writer": "chat", "notes": ["the model was silent"]}}
    talk = Conversation()
    list(talk.follow(talk.begin("hello"), [Sentence("Hello."), Done(done)]))
    text = Reader(render_now(talk)).text
    assert "Planned by house, written by chat" in text
    assert "the model was silent" in text


def test_earlier_turns_can_be_rated_but_not_answered_again() -> None:
    talk = talk_of("a dress", Card(1, "1", "Ann", "Dress", "Red", "red"))
    talk.begin("hello")
    html = render_earlier(talk)
    assert 'data-act="rate"' in html
    assert 'data-act="again"' not in html


def card(handle: int, role: str | None = None) -> Card:
    return Card(handle, f"{handle}00", f"Name {handle}", "Shirt", "Blue", "it is blue", role=role)


TROUSERS_LOOKS = (
    card(1, "top"), card(2, "bottom"), card(3, "top"), card(4, "shoes"),
    Look("Around the trousers, with a shirt", (("top", 1, None), ("bottom", 2, None), ("outer", None, "navy blazer"))),
    Look("Around the trousers, with a jumper", (("top", 3, None), ("bottom", 2, None))),
)  # fmt: skip


def test_a_look_stands_under_its_title_with_the_roles_of_its_pieces() -> None:
    text = Reader(render_now(talk_of("what goes with them", *TROUSERS_LOOKS))).text
    assert text.index("with a shirt") < text.index("Name 1") < text.index("with a jumper") < text.index("Name 3")
    assert [text.count(word) for word in ("Top", "Bottom", "Layer")] == [2, 2, 1]


def test_a_piece_of_the_shoppers_own_is_shown_in_their_words() -> None:
    seen = Reader(render_now(talk_of("what goes with them", *TROUSERS_LOOKS)))
    assert "navy blazer" in seen.text
    assert ("aria-label", "Yours: navy blazer") in seen.attributes


def test_a_piece_of_two_looks_is_in_both_and_found_at_the_first() -> None:
    html = render_now(talk_of("what goes with them", *TROUSERS_LOOKS))
    assert Reader(html).text.count("Name 2") == 2
    assert html.count('id="item-0-2"') == 1


def test_what_stands_in_no_look_comes_after_them() -> None:
    text = Reader(render_now(talk_of("a capsule", *TROUSERS_LOOKS))).text
    assert text.index("with a jumper") < text.index("And with these") < text.index("Name 4")


def test_short_answers_can_be_tapped_under_the_last_reply_alone() -> None:
    talk = talk_of("a dress", Sentence("Plainer?"), Asks("Plainer?", ("plainer", "more formal")))
    assert [value for name, value in Reader(render_now(talk)).attributes if name == "data-text"] == [
        "plainer", "more formal",
    ]  # fmt: skip
    list(talk.follow(talk.begin("plainer"), [Sentence("Here."), Done({"message_id": "m2"})]))
    assert "data-text" not in render_earlier(talk)
    assert "data-text" not in render_now(talk, busy=True)
