"""Phrases are found exactly where the plain reading of the texts finds them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.predicate import ANY, article_forms
from catalog.predicate import occurrences as plain_occurrences
from retrieval.terms import Terms, tokenise

TEXTS = [
    ("V-neck dress", "Dress", "Dress in imitation leather with a V-neck."),
    ("Leather belt", "Belt", "Belt in leather. Imitation pearls."),
    ("", "Socks", ""),
    ("Women's tee", "T-shirt", "Grey tee, gray trim"),
]


def write(folder: Path, texts: list[tuple[str, str, str]]) -> Terms:
    Terms.write(folder, tokenise(texts))
    return Terms.open(folder)


@pytest.fixture
def terms(tmp_path: Path) -> Terms:
    return write(tmp_path, TEXTS)


def found(terms: Terms, *phrase: str) -> list[int]:
    return [int(text) for text in terms.text_of(terms.occurrences(phrase))]


def test_a_phrase_is_found_adjacent_and_in_order(terms: Terms) -> None:
    assert found(terms, "v", "neck") == [0, 0]
    assert found(terms, "neck", "v") == []
    assert found(terms, "imitation", "leather") == [0]


def test_a_phrase_does_not_run_from_the_name_into_the_description_or_from_text_to_text(terms: Terms) -> None:
    assert found(terms, "belt", "belt") == []
    assert found(terms, "pearls", "women") == []


def test_the_type_is_not_searched(terms: Terms) -> None:
    assert found(terms, "socks") == []


def test_spelling_and_possessives_are_joined(terms: Terms) -> None:
    assert found(terms, "grey") == [3, 3]
    assert found(terms, "women") == [3]


def test_any_word_stands_for_one_word_of_the_same_text(terms: Terms) -> None:
    assert found(terms, "dress", ANY, "imitation") == [0]
    assert found(terms, "trim", ANY) == []
    assert found(terms, ANY, "leather") == [0, 1]


def test_an_unknown_word_and_an_empty_phrase_occur_nowhere(terms: Terms) -> None:
    assert len(terms.occurrences(("kimono",))) == 0
    assert len(terms.occurrences(())) == 0


def test_counts(terms: Terms) -> None:
    assert terms.text_count == len(TEXTS)
    assert terms.count("leather") == 3
    assert terms.count("kimono") == 0


WORDS = st.sampled_from(["red", "dress", "v-neck", "leather", "of"])
PROSE = st.lists(WORDS, max_size=6).map(" ".join)
PHRASE = st.lists(st.sampled_from(["red", "dress", "v", "neck", "leather", "kimono", ANY]), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(st.tuples(PROSE, PROSE, PROSE), min_size=1, max_size=5), phrase=PHRASE)
def test_occurrences_are_those_of_the_predicate(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str, str]], phrase: list[str]
) -> None:
    if set(phrase) == {ANY}:
        return
    terms = write(tmp_path_factory.mktemp("terms"), texts)
    expected = []
    for number, (name, _, description) in enumerate(texts):
        plain = article_forms({"prod_name": name, "detail_desc": description})
        expected += [number] * len(plain_occurrences(phrase, plain))
    positions = terms.occurrences(phrase)
    assert terms.text_of(positions).tolist() == expected
    assert np.array_equal(positions, np.unique(positions))
