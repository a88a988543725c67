import numpy as np
import pytest

from vision.anchors import Grid, detections, overlap

GRID = Grid(100, ((2, 1),))


def test_anchors_lie_in_the_middle_of_their_cells():
    assert GRID.centres.tolist() == [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]]
    assert len(Grid(224, ((28, 2), (14, 2), (7, 6))).centres) == 2254


def raw(*sizes: float) -> np.ndarray:
    """Boxes of those sizes on their anchors, each with one point 10 to the right of its middle."""
    return np.array([[0, 0, size, size, 10, 0] for size in sizes], dtype=np.float32)


def test_a_detection_is_its_anchor_moved():
    (found,) = detections(raw(40, 40, 40, 40), np.array([-9, 3, -9, -9], dtype=np.float32), GRID, 0.5)
    assert found.box == pytest.approx((0.55, 0.05, 0.95, 0.45))
    assert found.points.tolist() == [[pytest.approx(0.85), 0.25]]
    assert found.score == pytest.approx(1 / (1 + np.exp(-3)))


def test_each_thing_is_found_once_by_its_surest_box():
    found = detections(raw(180, 180, 40, 40), np.array([2, 3, 1, -9], dtype=np.float32), GRID, 0.5)
    assert [round(one.score, 2) for one in found] == [0.95, 0.73]


def test_where_nothing_is_sure_nothing_is_found():
    assert detections(raw(40, 40, 40, 40), np.full(4, -9, dtype=np.float32), GRID, 0.5) == []


@pytest.mark.parametrize(
    ("other", "share"), [((0, 0, 2, 2), 1.0), ((1, 0, 3, 2), 1 / 3), ((5, 5, 6, 6), 0.0), ((2, 0, 2, 0), 0.0)]
)
def test_overlap_is_the_shared_part_of_both(other: tuple[float, ...], share: float):
    assert overlap((0, 0, 2, 2), other) == pytest.approx(share)
