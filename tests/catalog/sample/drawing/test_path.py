"""Paths: outlines come out of their commands whole, mirrored, moved and evenly walked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.sample.drawing.path import (
    STEPS,
    Points,
    both,
    curve,
    ellipse,
    join,
    mirror,
    parse,
    points,
    resample,
    shifted,
)

numbers = st.integers(-90, 90)
pairs = st.tuples(numbers, numbers)
paths = st.lists(pairs, min_size=2, max_size=6).map(lambda found: points(*found))


def test_lines_are_their_points() -> None:
    (path,) = parse("M 0 0 L 10 0 L 10 5")
    np.testing.assert_array_equal(path, points((0, 0), (10, 0), (10, 5)))


def test_a_command_holds_until_the_next_and_points_after_a_move_are_lines() -> None:
    (path,) = parse("M 0 0 10 0 10 5 Z")
    np.testing.assert_array_equal(path, points((0, 0), (10, 0), (10, 5)))


def test_each_move_begins_a_path() -> None:
    assert [len(path) for path in parse("M 0 0 L 1 1 M 5 5 L 6 6 L 7 7")] == [2, 3]


@pytest.mark.parametrize(("text", "kind"), [("M 0 0 Q 5 10 10 0", 3), ("M 0 0 C 0 5 10 5 10 0", 4)])
def test_a_curve_is_sampled_from_its_first_point_to_its_last(text: str, kind: int) -> None:
    (path,) = parse(text)
    assert len(path) == STEPS
    np.testing.assert_allclose(path[[0, -1]], points((0, 0), (10, 0)), atol=1e-9)
    assert path[:, 1].max() == pytest.approx(5 if kind == 3 else 3.75, abs=0.1)


@pytest.mark.parametrize("text", ["M 0 0 A 1 1", "M 0 zero", "0 0"])
def test_an_unknown_command_is_an_error(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        parse(text)


@settings(max_examples=25)
@given(control=st.lists(pairs, min_size=3, max_size=4))
def test_a_curve_stays_within_the_box_of_its_control_points(control: list[tuple[int, int]]) -> None:
    path, box = curve(*control), points(*control)
    assert (path >= box.min(axis=0) - 1e-6).all()
    assert (path <= box.max(axis=0) + 1e-6).all()


@settings(max_examples=25)
@given(path=paths)
def test_mirrored_twice_a_path_is_itself(path: Points) -> None:
    np.testing.assert_array_equal(mirror(mirror(path)), path)


@settings(max_examples=25)
@given(half=paths)
def test_an_outline_of_both_halves_is_its_own_mirror(half: Points) -> None:
    whole = both(half)
    assert len(whole) == 2 * len(half)
    np.testing.assert_array_equal(mirror(whole)[::-1], whole)


@settings(max_examples=25)
@given(path=paths, dx=numbers, dy=numbers)
def test_moved_there_and_back_a_path_is_itself(path: Points, dx: int, dy: int) -> None:
    np.testing.assert_allclose(shifted(shifted(path, dx, dy), -dx, -dy), path)


@settings(max_examples=25)
@given(first=paths, second=paths)
def test_paths_are_joined_in_their_order(first: Points, second: Points) -> None:
    np.testing.assert_array_equal(join(first, second)[: len(first)], first)
    assert len(join(first, second)) == len(first) + len(second)


@settings(max_examples=25)
@given(length=st.integers(5, 80), step=st.integers(1, 5))
def test_points_along_a_line_lie_one_step_apart(length: int, step: int) -> None:
    walked = resample(points((0, 0), (length, 0)), step)
    np.testing.assert_allclose(np.diff(walked[:, 0]), step)
    assert length - step < walked[-1, 0] <= length


def test_an_ellipse_is_about_its_middle() -> None:
    round_one = ellipse(10, 20, 3, 5)
    np.testing.assert_allclose(round_one.mean(axis=0), (10, 20))
    np.testing.assert_allclose(((round_one - (10, 20)) / (3, 5)) ** 2 @ (1, 1), 1)
    np.testing.assert_allclose(np.hypot(*ellipse(0, 0, 4).T), 4)
