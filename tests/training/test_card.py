"""Card: the threshold that a classifier answers at, and figures that count families."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.requests.label import LABELS
from training.card import ACCURACY, COVERAGE, Judged, choose_threshold, describe, measure
from training.families import Text
from training.texts import Split

ASKED, TALK = LABELS
# Its own probability, whether a picture was asked for, and whether the text is a hard one.
chances = st.lists(st.tuples(st.floats(0, 1, width=16), st.booleans(), st.booleans()), min_size=1, max_size=40)


def judged(*given: tuple[float, bool, bool], families: int = 1000) -> Judged:
    texts = tuple(
        Text(f"text {at}", ASKED if asked else TALK, f"family {at % families}", "t", hard)
        for at, (_, asked, hard) in enumerate(given)
    )
    return Judged(texts, np.array([chance for chance, _, _ in given]))


def test_the_likelier_label_is_right_where_it_is_the_texts_own() -> None:
    one = judged((0.9, True, False), (0.9, False, False), (0.1, False, False), (0.5, True, False))
    assert one.right.tolist() == [True, False, True, True]
    assert one.confidence.tolist() == [0.9, 0.9, 0.9, 0.5]


@given(given_chances=chances)
def test_confidence_is_of_the_likelier_label(given_chances: list[tuple[float, bool, bool]]) -> None:
    confidence = judged(*given_chances).confidence
    assert ((confidence >= 0.5) & (confidence <= 1)).all()


@given(given_chances=chances)
def test_hard_and_clean_texts_are_all_texts(given_chances: list[tuple[float, bool, bool]]) -> None:
    one = judged(*given_chances)
    hard, clean = one.of(hard=True), one.of(hard=False)
    assert {text.text for text in (*hard.texts, *clean.texts)} == {text.text for text in one.texts}
    assert len(hard.probabilities) == len(hard.texts)
    assert all(text.hard for text in hard.texts)


@given(given_chances=chances)
def test_a_threshold_keeps_the_coverage_of_clean_texts_and_where_it_can_the_accuracy(
    given_chances: list[tuple[float, bool, bool]],
) -> None:
    one = judged(*given_chances)
    threshold = choose_threshold(one)
    clean = one.of(hard=False) if one.of(hard=False).texts else one
    answered = clean.confidence >= threshold
    assert 0.5 <= threshold <= 1
    assert answered.mean() >= COVERAGE - 1 / len(answered)
    usual = one.right.mean()
    if usual >= ACCURACY:
        assert threshold == 0.5


def test_a_threshold_is_no_higher_than_accuracy_needs() -> None:
    right = [(0.9, True, False)] * 97
    one = judged(*right, (0.55, False, False), (0.6, False, False), (0.7, False, False), (0.8, False, False))
    threshold = choose_threshold(one)
    assert 0.55 < threshold <= 0.7
    assert one.right[one.confidence >= threshold].mean() >= ACCURACY


def test_figures_are_named_and_count_texts_and_families() -> None:
    one = judged(*[(0.9, True, False)] * 6, *[(0.55, False, False)] * 2, families=4)
    figures = measure("test", one, 0.6)
    assert [*figures] == ["test coverage", "test accuracy when answered", "test accuracy without unsure"]
    assert figures["test coverage"]["value"] == pytest.approx(6 / 8)
    assert figures["test accuracy when answered"]["value"] == 1
    assert figures["test accuracy without unsure"]["value"] == pytest.approx(6 / 8)
    assert (figures["test coverage"]["n"], figures["test coverage"]["families"]) == (8, 4)
    assert figures["test coverage"]["low"] <= 6 / 8 <= figures["test coverage"]["high"]


def test_where_nothing_is_answered_its_accuracy_is_left_out() -> None:
    assert "test accuracy when answered" not in measure("test", judged((0.6, True, False)), 0.99)


def test_what_was_learned_from_is_counted() -> None:
    texts = judged((0.9, True, False), (0.9, True, True), (0.1, False, False), (0.1, False, False), families=3).texts
    split = Split(tuple(texts[:2]), tuple(texts[2:3]), tuple(texts[3:]))
    told = describe(split)
    assert (told["count"], told["families"], told["hard"]) == (4, 3, 1)
    assert (told[ASKED], told[TALK]) == (2, 2)
    assert (told["train"], told["validation"], told["test"]) == (2, 1, 1)
    assert len(told["sha256"]) == 64
