"""The tray: photos lie there until they are sent, removed or forgotten; nothing of a file lies with them."""

import numpy as np
import pytest

from foundation.errors import BadInput, NotFound
from foundation.photo import Photo
from ui.tray import KEEP_SECONDS, Tray


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def halves() -> Photo:
    """Red on the left, blue on the right, 200 × 100."""
    pixels = np.zeros((100, 200, 3), dtype=np.uint8)
    pixels[:, :100, 0] = pixels[:, 100:, 2] = 220
    return Photo(pixels, "f" * 64)


def test_a_photo_is_found_by_its_id_and_known_by_its_file() -> None:
    tray = Tray()
    photo_id = tray.add(halves())
    (photo,) = tray.photos([photo_id])
    assert (photo.width, photo.height, photo.sha256) == (200, 100, "f" * 64)
    assert np.abs(photo.pixels[:, 10].astype(int) - (220, 0, 0)).max() < 12


def test_a_cropped_photo_is_another_and_can_be_cropped_anew() -> None:
    tray = Tray()
    photo_id = tray.add(halves())
    tray.crop(photo_id, (0.5, 0, 1, 1))
    (right,) = tray.photos([photo_id])
    assert (right.width, right.pixels[50, 50, 2] > 200) == (100, True)
    assert right.sha256 != "f" * 64
    tray.crop(photo_id, None)
    (whole,) = tray.photos([photo_id])
    assert whole.sha256 == "f" * 64


def test_a_crop_that_leaves_nothing_to_see_changes_nothing() -> None:
    tray = Tray()
    photo_id = tray.add(halves())
    with pytest.raises(BadInput, match="larger part"):
        tray.crop(photo_id, (0.5, 0.5, 0.51, 0.51))
    assert tray.photos([photo_id])[0].width == 200


def test_a_removed_photo_is_gone_and_removing_it_again_is_no_fault() -> None:
    tray = Tray()
    photo_id = tray.add(halves())
    tray.remove([photo_id, photo_id, "unknown"])
    tray.remove([photo_id])
    assert tray.find(photo_id) is None
    for use in (lambda: tray.photos([photo_id]), lambda: tray.crop(photo_id, None)):
        with pytest.raises(NotFound, match="add it again"):
            use()


def test_what_nobody_sends_is_gone_after_a_while() -> None:
    clock = Clock()
    tray = Tray(clock)
    first = tray.add(halves())
    clock.now = KEEP_SECONDS - 1
    second = tray.add(halves())
    assert len(tray) == 2
    clock.now = KEEP_SECONDS + 1
    assert tray.find(first) is None
    assert tray.find(second) is not None


def test_a_full_tray_makes_room_by_what_lay_there_longest() -> None:
    size = len(halves().jpeg())
    tray = Tray(most_bytes=2 * size)
    ids = [tray.add(halves()) for _ in range(3)]
    assert [tray.find(photo_id) is not None for photo_id in ids] == [False, True, True]
