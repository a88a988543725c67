"""Clauses: a message cut where it begins to ask another thing, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.clauses import clauses


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("how many are there, and what goes with the second?", ("how many are there", "what goes with the second?")),
        ("Show me coats. Which is the warmest?", ("Show me coats.", "Which is the warmest?")),
        ("a red dress; how many blue ones are there", ("a red dress", "how many blue ones are there")),
        ("a red dress\nalso show me shoes", ("a red dress", "also show me shoes")),
        ("compare the first two and then show me jeans", ("compare the first two", "show me jeans")),
        ("I own a navy blazer, what do I wear with it?", ("I own a navy blazer", "what do I wear with it?")),
        ("find me a skirt but do you have it in red", ("find me a skirt", "do you have it in red")),
    ],
)
def test_a_message_that_asks_another_thing_is_cut_there(message: str, parts: tuple[str, ...]):
    assert clauses(message) == parts


@pytest.mark.parametrize(
    "message",
    [
        "a red dress and black shoes",
        "black, white and grey",
        "a dress that is not too short, in cotton",
        "jeans and a whatever top",
        "Größe 3.5",
        "it costs 19.99 or so",
        "hello",
    ],
)
def test_a_message_that_asks_one_thing_stays_whole(message: str):
    assert clauses(message) == (message,)


@pytest.mark.parametrize("message", ["", "   ", "\n\n"])
def test_a_message_that_says_nothing_has_no_clauses(message: str):
    assert clauses(message) == ()


def test_what_follows_the_fifth_clause_stays_in_one():
    parts = clauses("one. two. three. four. five. six. seven.")
    assert parts == ("one.", "two.", "three.", "four.", "five.", "six. seven.")


@given(st.text(st.sampled_from("ab .,;!?\n"), max_size=80) | st.text(max_size=60))
def test_no_word_is_lost_or_moved(message: str):
    parts = clauses(message)
    assert len(parts) <= 6
    assert all(part == part.strip() != "" for part in parts)
    rest = message
    for part in parts:
        before, found, rest = rest.partition(part)
        assert found
        assert not before.strip(" \n;,") or not any(letter.isalnum() for letter in before.replace("and", ""))
