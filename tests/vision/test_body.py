import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from foundation.photo import read_photo
from tests.vision.conftest import drawing, noise, photo_of
from vision.body import Bodies, Body, Person, Pose

REAL = Path(os.environ.get("STYLIST_REAL_DATA", "absent")) / "tryon" / "person"
PEOPLE = sorted(REAL.glob("*.jpg"))


def person(*box: float) -> Person:
    return Person(box, Pose(np.zeros((33, 3), np.float32), np.ones(33, np.float32), 1.0))  # type: ignore[arg-type]


@pytest.mark.parametrize("image", [drawing(), noise(), noise(40, 600)])
def test_where_nobody_is_nobody_is_found(body: Body, image: Image.Image):
    found = body.find(photo_of(image))
    assert (found.count, found.people, found.faces, found.mask) == (0, (), (), None)


@pytest.mark.parametrize(
    ("faces", "count"), [((), 1), (((40.0, 10.0, 60.0, 30.0),), 1), (((300.0, 10.0, 320.0, 30.0),), 2)]
)
def test_a_face_counts_only_where_no_body_has_it(faces: tuple[tuple[float, float, float, float], ...], count: int):
    assert Bodies((person(20, 15, 90, 300),), faces).count == count


def test_a_landmark_is_asked_for_by_name():
    points = np.arange(99, dtype=np.float32).reshape(33, 3)
    assert Pose(points, np.full(33, 0.5, np.float32), 1.0).point("left_shoulder") == (33.0, 34.0, 0.5)


@pytest.mark.real_data
@pytest.mark.parametrize("path", PEOPLE or [pytest.param(None, marks=pytest.mark.skip("STYLIST_REAL_DATA is not set"))])
def test_the_person_of_a_photo_is_found_once_and_whole(body: Body, path: Path):
    photo = read_photo(path)
    found = body.find(photo)
    assert found.count == 1
    (one,) = found.people
    assert one.pose.score > 0.9
    left, top, right, bottom = one.box
    assert bottom - top > photo.height * 0.6
    assert found.mask is not None
    assert found.mask.shape == (photo.height, photo.width)
    inside = found.mask[int(top) : int(bottom), int(left) : int(right)].mean()
    assert inside > 3 * found.mask[:, : max(1, int(left) // 2)].mean()


@pytest.mark.real_data
@pytest.mark.skipif(not PEOPLE, reason="STYLIST_REAL_DATA is not set")
def test_landmarks_follow_a_photo_that_is_turned_or_padded(body: Body):
    photo = read_photo(PEOPLE[2])
    straight = body.find(photo).people[0].pose
    padded = Image.new("RGB", (photo.width + 400, photo.height), (128, 128, 128))
    padded.paste(photo.image, (400, 0))
    moved = body.find(photo_of(padded)).people[0].pose
    shift = moved.points[11:25, 0] - straight.points[11:25, 0]
    assert np.abs(shift - 400).max() < photo.width * 0.06
