"""Families: templates become texts the same way each time, and templates that say alike are one family."""

import random
import re
from collections.abc import Callable
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.families import (
    Pen,
    Template,
    dictate,
    group,
    mark_up,
    read_templates,
    replace_words,
    shout,
    slip,
)

FILLERS = {"thing": ["dress", "apple", "hat"], "colour": ["red", "orange"], "whole": ["{colour} {thing}"]}
WRAPPINGS = {"contexts": ["We met a {thing}."], "openers": ["well, "], "closers": [", please"]}
MANNERS = {"american": {"colour": "color"}, "hasty": {"you": "u"}}
texts = st.text("abcdef ghij,.", max_size=30)


def template(says: str, name: str = "t/1", label: str = "conversation", wrapped: bool = False) -> Template:
    return Template(name, "t", label, False, wrapped, says)


@pytest.fixture(scope="module")
def pen() -> Pen:
    return Pen(FILLERS, WRAPPINGS, MANNERS)


def test_a_template_without_choices_says_one_thing(pen: Pen) -> None:
    assert pen.write(template("good morning"), 5) == ["good morning"]


def test_fillers_and_choices_are_filled_to_the_last(pen: Pen) -> None:
    said = pen.write(template("[draw|paint] a {whole}"), 12)
    assert len(said) > 6
    assert all(re.fullmatch(r"(draw|paint) an? (red|orange) (dress|apple|hat)", text) for text in said)


def test_an_article_agrees_with_the_word_that_was_filled_in(pen: Pen) -> None:
    said = pen.write(template("a {thing}"), 3)
    assert {*said} == {"a dress", "an apple", "a hat"}


def test_a_template_is_written_the_same_way_each_time(pen: Pen) -> None:
    one = template("[draw|paint] a {whole}", wrapped=True)
    assert pen.write(one, 8) == Pen(FILLERS, WRAPPINGS, MANNERS).write(one, 8)


def test_another_name_draws_other_texts(pen: Pen) -> None:
    draws = {tuple(pen.write(template("[draw|paint] a {whole}", f"t/{number}"), 3)) for number in range(6)}
    assert len(draws) > 1


@pytest.mark.parametrize("count", [1, 2, 5])
def test_no_more_texts_are_written_than_asked_for_and_none_twice(pen: Pen, count: int) -> None:
    said = pen.write(template("[draw|paint] a {whole}", wrapped=True), count)
    assert len(said) == len({*said}) == count


def test_a_filler_that_is_not_there_is_an_error(pen: Pen) -> None:
    with pytest.raises(KeyError, match="nothing"):
        pen.write(template("a {nothing}"))


def test_the_first_text_is_the_template_as_it_stands(pen: Pen) -> None:
    assert pen.write(template("good morning", wrapped=True), 6)[0] == "good morning"


def test_only_what_is_wrapped_is_said_in_other_ways(pen: Pen) -> None:
    assert len(pen.write(template("what colour do you like", wrapped=True), 6)) == 6
    assert pen.write(template("what colour do you like"), 6) == ["what colour do you like"]


def test_templates_that_share_half_of_their_words_are_a_family() -> None:
    alike = [template("draw me a dress", "a/1"), template("draw me a hat", "b/1"), template("how are you", "c/1")]
    assert group(alike) == {"a/1": "a/1", "b/1": "a/1", "c/1": "c/1"}


def test_templates_of_two_labels_are_never_one_family() -> None:
    two = [template("draw me a dress", "a/1"), template("draw me a dress", "b/1", "image_request")]
    assert group(two) == {"a/1": "a/1", "b/1": "b/1"}


def test_a_familys_name_is_that_of_its_first_template() -> None:
    templates = [*islice(read_templates(), 400)]
    families, places = group(templates), {one.name: place for place, one in enumerate(templates)}
    assert families.keys() == places.keys()
    assert all(families[families[name]] == families[name] for name in families)
    assert all(places[families[name]] <= places[name] for name in families)


@settings(max_examples=40)
@given(text=texts)
def test_words_are_replaced_as_others_write_them_and_nothing_else_is(text: str) -> None:
    draw = random.Random(0)
    assert replace_words(text, draw, {}) == text
    assert replace_words(text + " Colour", draw, {"colour": "color"}) == text + " color"
    assert replace_words("colourful", draw, {"colour": "color"}) == "colourful"


@settings(max_examples=40)
@given(text=texts)
def test_dictated_text_has_no_marks_or_capitals(text: str) -> None:
    said = dictate(text.upper(), random.Random(0))
    assert said == said.lower()
    assert not {*said} & {*",.;:?!"}


@settings(max_examples=40)
@given(text=texts, seed=st.integers(0, 50))
def test_a_slip_is_one_letter_more_or_less_or_two_changed_about(text: str, seed: int) -> None:
    slipped = slip(text, random.Random(seed))
    assert abs(len(slipped) - len(text)) <= 1
    if len(slipped) == len(text):
        assert sorted(slipped) == sorted(text)


@pytest.mark.parametrize("text", ["", "a", "ab", "1 2 3", "…"])
def test_where_there_is_no_room_for_a_slip_there_is_none(text: str) -> None:
    assert slip(text, random.Random(1)) == text


@pytest.mark.parametrize("manner", [shout, mark_up])
@settings(max_examples=40)
@given(text=texts)
def test_shouted_or_marked_up_the_words_are_the_same(manner: Callable[..., str], text: str) -> None:
    assert text.upper() in manner(text, random.Random(len(text))).upper()
