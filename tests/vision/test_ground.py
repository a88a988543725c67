"""The ground behind a thing: found whatever its light, and told from a thing of nearly its own colour."""

import numpy as np
import pytest

from vision.ground import find_foreground, find_ground, grow, shrink

HEIGHT, WIDTH = 144, 96


def scene(ground: tuple[float, float], thing: float, gap: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A thing with a thin dark outline on a ground that darkens downwards, in Lab, and where the thing is.

    `gap` is how many pixels of the outline are missing.
    """
    lab = np.zeros((HEIGHT, WIDTH, 3), dtype=np.float32)
    lab[..., 0] = np.linspace(*ground, HEIGHT)[:, None]
    where = np.zeros((HEIGHT, WIDTH), dtype=bool)
    where[40:110, 25:70] = True
    lab[where, 0] = lab[40:110, 25:70, 0].ravel() - 10
    inside = shrink(shrink(where))
    lab[inside, 0] = thing
    lab[60 : 60 + gap, 25:27, 0] = lab[60 : 60 + gap, :1, 0]
    return lab, where


def likeness(found: np.ndarray, wanted: np.ndarray) -> float:
    return float((found & wanted).sum() / (found | wanted).sum())


@pytest.mark.parametrize("thing", [97.0, 96.0, 90.0, 50.0, 5.0])
def test_a_thing_is_found_whatever_its_lightness(thing: float) -> None:
    lab, where = scene((97, 95), thing)
    assert likeness(find_foreground(lab, find_ground(lab)), where) > 0.97


def test_light_that_falls_off_is_no_thing() -> None:
    lab, where = scene((97, 70), 40.0)
    ground = find_ground(lab)
    assert ground[:, 0, 0] == pytest.approx(np.linspace(97, 70, HEIGHT), abs=0.5)
    assert likeness(find_foreground(lab, ground), where) > 0.97


def test_a_small_gap_in_the_outline_holds_and_a_wide_one_does_not() -> None:
    held, where = scene((97, 97), 97.0, gap=5)
    assert likeness(find_foreground(held, find_ground(held)), where) > 0.95
    open_, _ = scene((97, 97), 97.0, gap=30)
    assert likeness(find_foreground(open_, find_ground(open_)), where) < 0.5


def test_what_touches_the_rim_leaves_the_ground_as_it_is() -> None:
    lab, _ = scene((96, 96), 50.0)
    lab[60:90, :40, 0] = 20
    assert find_ground(lab)[..., 0] == pytest.approx(np.full((HEIGHT, WIDTH), 96), abs=0.5)
    assert find_foreground(lab, find_ground(lab))[75, 1]


def test_a_blank_picture_is_all_foreground() -> None:
    lab = np.full((HEIGHT, WIDTH, 3), 60, dtype=np.float32)
    assert find_foreground(lab, find_ground(lab)).all()


def test_growing_and_shrinking_undo_each_other_on_a_box() -> None:
    mask = np.zeros((20, 30), dtype=bool)
    mask[5:12, 8:20] = True
    assert (shrink(grow(mask)) == mask).all()
    assert shrink(mask).sum() == 5 * 10
