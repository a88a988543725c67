"""Cards: what a row says is text and never markup, and what is not there is left out."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.brief import ROLES
from foundation.events import Card
from tests.ui.test_turns import Reader
from ui.cards import ROLE_WORDS, kind, render_card, render_own, render_thumbs

CARD = Card(2, "0700001001", "Ada", "Dress", "Black", "Black, in cotton", "/pictures/1.jpg", None, "19.99")
texts = st.text(max_size=12)


PLAIN = Reader(render_card(CARD, "card-2", "m1", None, "one_piece"))


@settings(max_examples=30)
@given(name=texts, why=texts, colour=texts, price=texts.filter(str.strip))
def test_whatever_a_row_says_the_card_has_the_same_tags(name: str, why: str, colour: str, price: str) -> None:
    odd = replace(CARD, prod_name=f"<b>{name}", why=f'"><script>{why}', colour=f"{colour}'", price=price)
    card = Reader(render_card(odd, "card-2", "m1", None, "one_piece"))
    assert card.tags == PLAIN.tags
    assert [name for name, _ in card.attributes] == [name for name, _ in PLAIN.attributes]


def test_a_card_shows_its_number_name_kind_reason_and_price() -> None:
    for told in ("2", "Ada", "Dress · Black", "Black, in cotton", "19.99", ROLE_WORDS["one_piece"]):
        assert told in PLAIN.text


def test_a_picture_comes_from_this_server_by_the_articles_id() -> None:
    html = render_card(replace(CARD, article_id="a/b?c"), "", "m1", None)
    assert 'src="images/a%2Fb%3Fc"' in html
    assert "/pictures/1.jpg" not in html


@pytest.mark.parametrize(("field", "gone"), [("image", "<img"), ("price", 'class="price"')])
def test_what_is_not_known_is_left_out(field: str, gone: str) -> None:
    assert gone in render_card(CARD, "", "m1", None)
    assert gone not in render_card(replace(CARD, **{field: None}), "", "m1", None)


def test_without_a_picture_the_kind_and_colour_stand_in_its_place() -> None:
    card = Reader(render_card(replace(CARD, image=None), "", "m1", None))
    assert "img" not in card.tags
    assert card.text.count("Dress") == 2


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://shop.example/1", True),
        ("http://shop.example/1", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//shop.example", False),
        ("", False),
        (None, False),
    ],
)
def test_only_a_web_address_is_linked(url: str | None, linked: bool) -> None:
    html = render_card(replace(CARD, url=url), "", "m1", None)
    assert ("<a " in html) is linked
    assert 'rel="noopener noreferrer"' in html or not linked


def test_a_row_without_a_name_is_called_by_its_id() -> None:
    assert "<h3>0700001001</h3>" in render_card(replace(CARD, prod_name=""), "", "m1", None)


@pytest.mark.parametrize(
    ("product_type", "colour", "told"), [("Dress", "Black", "Dress · Black"), ("", "Black", "Black"), ("", "", "")]
)
def test_a_kind_is_type_and_colour(product_type: str, colour: str, told: str) -> None:
    assert kind(replace(CARD, product_type=product_type, colour=colour)) == told


def test_what_is_not_stored_yet_cannot_be_rated() -> None:
    assert render_thumbs("Ada", None, "1", None).count(" disabled") == 2
    assert "disabled" not in render_thumbs("Ada", "m1", "1", None)


@pytest.mark.parametrize("thumb", ["up", "down", None])
def test_the_thumb_that_was_given_is_pressed(thumb: str | None) -> None:
    pressed = re.findall(r'data-rating="(\w+)"[^>]*aria-pressed="true"', render_thumbs("Ada", "m1", "1", thumb))
    assert pressed == ([thumb] if thumb else [])


def test_a_thumb_on_an_answer_names_no_article() -> None:
    assert "data-article" not in render_thumbs("this answer", "m1", None, None)
    assert 'data-article="1"' in render_thumbs("Ada", "m1", "1", None)


def test_an_own_piece_is_in_the_shoppers_words_and_has_no_thumbs() -> None:
    own = Reader(render_own("<i>navy</i> blazer", "outer"))
    assert "i" not in own.tags
    assert "<i>navy</i> blazer" in own.text
    assert "button" not in own.tags


def test_every_role_of_a_look_has_its_word() -> None:
    assert ROLE_WORDS.keys() == {*ROLES}


def test_a_card_has_an_id_where_it_is_the_one_to_be_pointed_at() -> None:
    assert ' id="card-2"' in render_card(CARD, "card-2", "m1", None)
    assert " id=" not in render_card(CARD, "", "m1", None)
