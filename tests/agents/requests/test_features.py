"""Features: the same words by any hand give the same places."""

import numpy as np
import pytest

from agents.requests.features import kind_of, lexical, normalise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Draw ME, please!!", "draw me please"),
        ("I can’t", "i cant"),
        ("<p>dessine-moi</p>", "dessine moi"),
        ("génère 35 photos", "genere 0 photos"),
        ("pleeeease", "pleease"),
        ("👗", ""),
    ],
)
def test_case_marks_accents_and_tags_do_not_count(text: str, words: str) -> None:
    assert normalise(text) == words


@pytest.mark.parametrize(
    ("word", "kind"), [("photos", "PICTURE"), ("sketching", "DRAW"), ("rita", "DRAW"), ("zebra", "zebra")]
)
def test_a_word_has_the_kind_of_its_stem_in_any_language(word: str, kind: str) -> None:
    assert kind_of(word) == kind


def test_each_part_has_length_one_so_that_long_texts_weigh_no_more() -> None:
    for text in ("draw", "draw me in a long red coat at the beach " * 20):
        assert np.sum(lexical(text)[1] ** 2) == pytest.approx(3, abs=1e-3)
    assert len(lexical("!!!")[0]) == len(lexical("")[0])
