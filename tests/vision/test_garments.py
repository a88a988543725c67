"""Garments: a person's pose says where each part lies, and what is around the person is painted over."""

import numpy as np

from foundation.photo import Photo
from vision.body import LANDMARKS, Bodies, Person, Pose
from vision.garments import GROUND, worn

# A person upright in a photo of 200 × 400: where some landmarks are.
STANDING = {"shoulder": 80, "elbow": 120, "wrist": 160, "hip": 180, "knee": 260, "ankle": 340, "heel": 350, "foot": 360}


def bodies(seen: dict[str, int], mask: np.ndarray | None = None) -> Bodies:
    points, visible = np.zeros((len(LANDMARKS), 3), np.float32), np.zeros(len(LANDMARKS), np.float32)
    for name, y in seen.items():
        for side, x in (("left", 115), ("right", 85)):
            place = LANDMARKS.index(f"{side}_{name}")
            points[place, :2], visible[place] = (x, y), 1
    return Bodies((Person((60, 20, 140, 380), Pose(points, visible, 1.0)),), (), mask)


def photo(height: int = 400) -> Photo:
    return Photo(np.full((height, 200, 3), 90, np.uint8), "a" * 64)


def test_a_whole_person_has_every_part() -> None:
    parts = {garment.part: garment.photo for garment in worn(photo(), bodies(STANDING))}
    assert set(parts) == {"upper", "lower", "whole", "feet"}
    assert parts["whole"].height > parts["upper"].height
    assert parts["feet"].height < parts["lower"].height


def test_a_portrait_has_an_upper_part_alone() -> None:
    seen = {name: y for name, y in STANDING.items() if y <= 180}
    assert [garment.part for garment in worn(photo(200), bodies(seen))] == ["upper"]


def test_without_anybody_there_is_nothing() -> None:
    assert worn(photo(), Bodies()) == ()


def test_what_is_around_the_person_is_painted_over() -> None:
    mask = np.zeros((400, 200), np.float32)
    mask[:, 90:110] = 1
    (upper, *_) = worn(photo(), bodies(STANDING, mask))
    assert set(np.unique(upper.photo.pixels)) == {90, GROUND}
