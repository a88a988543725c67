"""Label: the likelier of the two, or unsure where that is not likely enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.requests.label import CONVERSATION, IMAGE_REQUEST, LABELS, UNSURE, decide

chances = st.floats(0, 1)


@given(chance=chances, threshold=st.floats(0.5, 1))
def test_a_label_is_given_where_the_confidence_reaches_the_threshold(chance: float, threshold: float) -> None:
    label = decide(chance, threshold)
    assert label.confidence == max(chance, 1 - chance)
    assert (label.label == UNSURE) is (label.confidence < threshold)


@given(chance=chances)
def test_without_a_threshold_nothing_is_unsure(chance: float) -> None:
    assert decide(chance, 0.5).label == (IMAGE_REQUEST if chance >= 0.5 else CONVERSATION)


@pytest.mark.parametrize(("chance", "label"), [(1.0, IMAGE_REQUEST), (0.0, CONVERSATION), (0.5, UNSURE)])
def test_at_the_ends_it_is_sure_and_in_the_middle_it_is_not(chance: float, label: str) -> None:
    assert decide(chance, 0.6).label == label


def test_unsure_is_no_label_that_a_text_can_have() -> None:
    assert UNSURE not in LABELS
