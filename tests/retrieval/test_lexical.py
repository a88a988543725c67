"""BM25 scores are bm25s's own."""

from pathlib import Path

import bm25s
import numpy as np
import pytest

from catalog.words import stems
from retrieval.lexical import Lexical
from retrieval.terms import tokenise

TEXTS = [
    ("Striped dress", "Dress", "A long dress with stripes."),
    ("Wool coat", "Coat", "Coat in a wool blend with a long, wide belt."),
    ("Belt", "Belt", "Wide belt in leather"),
    ("", "Socks", ""),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Lexical.write(tmp_path, tokenise(TEXTS))
    return tmp_path


@pytest.mark.parametrize("query", ["striped dress", "wide wide belt", "socks", "long coat with belts", "unicorn"])
def test_scores_are_those_that_bm25s_gives(folder: Path, query: str) -> None:
    reference = bm25s.BM25.load(folder, mmap=True)
    known = reference.get_tokens_ids(stems(query))
    scores = Lexical.open(folder).scores(stems(query))
    assert scores == pytest.approx(reference.get_scores_from_ids(known), rel=1e-6)


def test_name_type_and_description_count_and_inflections_meet(folder: Path) -> None:
    lexical = Lexical.open(folder)
    assert int(lexical.scores(stems("stripe")).argmax()) == 0
    assert lexical.scores(stems("sock"))[3] > 0


def test_stop_words_weigh_nothing(folder: Path) -> None:
    assert not lexical_scores(folder, "with a in the").any()


def test_no_words_score_nothing(folder: Path) -> None:
    assert np.array_equal(lexical_scores(folder, ""), np.zeros(len(TEXTS), np.float32))


def test_texts_without_any_word_can_be_indexed(tmp_path: Path) -> None:
    Lexical.write(tmp_path, tokenise([("***", "", ""), ("", "", "…")]))
    assert Lexical.open(tmp_path).scores(["dress"]).tolist() == [0, 0]


def lexical_scores(folder: Path, query: str) -> np.ndarray:
    return Lexical.open(folder).scores(stems(query))
