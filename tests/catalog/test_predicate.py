"""A predicate says yes, no or nothing of an article, from its columns and from its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.article import Article
from catalog.predicate import (
    ANY,
    NEVER,
    AllOf,
    AnyOf,
    Condition,
    Is,
    Not,
    Predicate,
    Says,
    article_forms,
    meets,
    occurrences,
)
from catalog.words import forms

WORDS = st.sampled_from(["red", "long", "dress", "with", "leather", "imitation"])
TEXTS = st.lists(WORDS, max_size=12)
PHRASES = st.frozensets(st.lists(WORDS | st.just(ANY), min_size=1, max_size=3).map(tuple), max_size=3)


def said(*texts: str, unless: tuple[str, ...] = ()) -> Says:
    return Says(frozenset(tuple(text.split()) for text in texts), frozenset(tuple(text.split()) for text in unless))


def article(text: str = "", name: str = "", **columns: str) -> Article:
    return Article("1", prod_name=name, detail_desc=text, **columns)


def holds(condition: Condition, found: Article) -> bool:
    return meets(condition, found, article_forms(found))


RED = Is("colour_group_name", frozenset({"Red", "Dark Red"}))


@pytest.mark.parametrize(("colour", "answer"), [("Dark Red", True), ("Red", True), ("red", False), ("", False)])
def test_a_column_holds_exactly_one_of_the_values(colour: str, answer: bool) -> None:
    assert holds(RED, article(colour_group_name=colour)) is answer


def test_a_column_that_articles_do_not_have_holds_nothing() -> None:
    assert not holds(Is("no_such_column", frozenset({"Red"})), article())


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Dress with long sleeves.", True),
        ("LONG-SLEEVED? No: Long Sleeves", True),
        ("Long, wide sleeves", False),
        ("sleeves long", False),
        ("long sleeveshirt", False),
    ],
)
def test_a_phrase_stands_word_by_word_in_order(text: str, answer: bool) -> None:
    assert holds(said("long sleeves"), article(text)) is answer


def test_a_star_is_any_one_word() -> None:
    assert holds(said("long * sleeves"), article("long puff sleeves"))
    assert not holds(said("long * sleeves"), article("long sleeves"))
    assert not holds(said("long * sleeves"), article("long wide puff sleeves"))


def test_words_of_the_name_count_as_those_of_the_description_do() -> None:
    assert holds(said("leather"), article(name="LEATHER belt"))


def test_no_phrase_reaches_from_the_name_into_the_description() -> None:
    assert not holds(said("wrap dress"), article("Dress in jersey", name="Ada wrap"))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Jacket in imitation leather.", False),
        ("Jacket in leather.", True),
        ("Jacket in imitation leather with leather cuffs.", True),
        ("Jacket in imitation, leather-like fabric", False),
    ],
)
def test_a_word_inside_a_longer_phrase_of_another_meaning_does_not_count(text: str, answer: bool) -> None:
    assert holds(said("leather", unless=("imitation leather",)), article(text)) is answer


def test_a_phrase_only_partly_inside_another_meaning_counts() -> None:
    condition = said("leather jacket", unless=("imitation leather",))
    assert holds(condition, article("an imitation leather jacket"))


def test_of_no_parts_none_holds_and_all_do() -> None:
    assert not holds(NEVER, article())
    assert not holds(AnyOf(()), article())
    assert holds(AllOf(()), article())


def test_parts_join_and_turn_round() -> None:
    red_lace = AllOf((RED, said("lace")))
    assert holds(red_lace, article("in lace", colour_group_name="Red"))
    assert not holds(red_lace, article("in satin", colour_group_name="Red"))
    assert holds(AnyOf((RED, said("lace"))), article("in lace", colour_group_name="Blue"))
    assert holds(Not(RED), article(colour_group_name="Blue"))


LINEN = Predicate("material", "linen", said("linen"), no=said("wool", "cotton"))


@pytest.mark.parametrize(
    ("text", "answer"),
    [("in linen", True), ("in wool", False), ("soft", None), ("", None), ("linen and cotton", True)],
)
def test_a_predicate_is_true_false_or_silent_and_yes_goes_before_no(text: str, answer: bool | None) -> None:
    assert LINEN.holds(article(text)) is answer


def test_a_plain_row_of_a_file_is_an_article_too() -> None:
    assert LINEN.holds({"detail_desc": "Shirt in linen."}) is True
    assert LINEN.holds({}) is None


def test_a_refusal_rules_out_what_says_yes_and_what_only_looks_like_it() -> None:
    leather = Predicate("material", "leather", said("real leather"), refused=said("leather look"))
    assert holds(leather.ruled_out, article("real leather"))
    assert holds(leather.ruled_out, article("leather look"))
    assert not holds(leather.yes, article("leather look"))
    assert holds(LINEN.ruled_out, article("linen"))
    assert not holds(LINEN.ruled_out, article("wool"))


def test_occurrences_are_the_places_where_a_phrase_begins() -> None:
    assert occurrences(("a", ANY), ["a", "b", "a", "a"]) == [0, 2]
    assert occurrences(("a", "b"), []) == []


@given(TEXTS, PHRASES, PHRASES)
def test_an_exception_never_makes_a_text_say_more(
    words: list[str], phrases: frozenset[tuple[str, ...]], unless: frozenset[tuple[str, ...]]
) -> None:
    found = article(" ".join(words))
    assert holds(Says(phrases), found) >= holds(Says(phrases, unless), found)


@given(TEXTS, PHRASES, PHRASES)
def test_a_text_that_says_one_of_two_lists_says_both_lists_together(
    words: list[str], some: frozenset[tuple[str, ...]], more: frozenset[tuple[str, ...]]
) -> None:
    found = article(" ".join(words))
    assert holds(Says(some | more), found) == (holds(Says(some), found) or holds(Says(more), found))


@given(TEXTS, st.lists(PHRASES.map(Says), max_size=3))
def test_not_any_is_all_not(words: list[str], parts: list[Says]) -> None:
    found = article(" ".join(words))
    none = Not(AnyOf(tuple(parts)))
    assert holds(none, found) == holds(AllOf(tuple(map(Not, parts))), found)


@given(TEXTS)
def test_whatever_stands_in_a_text_is_said_by_it(words: list[str]) -> None:
    found = article(" ".join(words))
    pieces = [tuple(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)]
    assert all(holds(Says(frozenset({piece})), found) for piece in pieces)
    assert article_forms(found) == ["", *forms(" ".join(words))]
