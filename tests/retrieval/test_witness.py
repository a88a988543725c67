"""The witness tells a picture by the others: what its own row says has no part in it."""

import numpy as np
import pytest

from retrieval.witness import Witness, softened

KINDS, EACH, SIZE = 3, 40, 12


@pytest.fixture
def codes() -> np.ndarray:
    """Pictures of three kinds, each around a place of its own."""
    dice = np.random.default_rng(4)
    middles = dice.normal(size=(KINDS, SIZE))
    drawn = np.repeat(middles, EACH, axis=0) + 0.3 * dice.normal(size=(KINDS * EACH, SIZE))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)


@pytest.fixture
def labels() -> np.ndarray:
    return np.repeat(np.arange(KINDS), EACH)


def test_it_is_as_if_each_picture_had_been_left_out(codes: np.ndarray, labels: np.ndarray) -> None:
    told = Witness(codes)._scores(labels, labels >= 0, KINDS)
    for place in (0, 50, 119):
        without = labels.copy()
        without[place] = -1
        assert Witness(codes)._scores(without, without >= 0, KINDS)[place] == pytest.approx(told[place], abs=1e-3)


def test_a_row_that_is_wrong_does_not_speak_for_itself(codes: np.ndarray, labels: np.ndarray) -> None:
    wrong = labels.copy()
    wrong[7] = 2
    likely = Witness(codes).tells(wrong, KINDS)
    assert likely.argmax(axis=1)[7] == 0
    assert likely[7, 2] < 0.05


def test_the_shares_of_each_picture_sum_to_1(codes: np.ndarray, labels: np.ndarray) -> None:
    likely = Witness(codes).tells(labels, KINDS)
    assert likely.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert (likely.argmax(axis=1) == labels).mean() > 0.95


def test_a_picture_of_which_nothing_is_known_is_told_by_the_rest(codes: np.ndarray, labels: np.ndarray) -> None:
    unknown = labels.copy()
    unknown[::10] = -1
    assert (Witness(codes).tells(unknown, KINDS).argmax(axis=1) == labels).mean() > 0.95


def test_where_nothing_is_known_all_is_alike(codes: np.ndarray) -> None:
    assert Witness(codes).tells(np.full(len(codes), -1), 4) == pytest.approx(0.25)


def test_a_lower_temperature_is_surer() -> None:
    scores = np.array([[0.2, 0.5]], np.float32)
    assert softened(scores, 0.05)[0, 1] > softened(scores, 0.5)[0, 1] > 0.5
