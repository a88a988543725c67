"""Skin is measured as charts say it is, and made lighter or darker where it is skin, and nowhere else."""

from math import atan2, degrees

import numpy as np
import pytest

from evaluation.skin import made, tone_of, typology_angle
from foundation.photo import Photo
from tests.evaluation.test_gate import FACE, body, photo
from vision.body import Bodies


@pytest.mark.parametrize(
    ("colour", "tone"), [((241, 219, 202), "light"), ((180, 130, 100), "between"), ((76, 54, 43), "dark")]
)
def test_skin_is_light_dark_or_between_by_its_angle(colour: tuple[int, int, int], tone: str):
    assert tone_of(photo(colour), body(FACE)) == tone


@pytest.mark.parametrize(
    ("colour", "lightness", "yellow"), [((194, 150, 130), 65.7, 17.8), ((115, 82, 68), 38.0, 14.1)]
)
def test_the_angle_is_that_of_lightness_over_yellow(colour: tuple[int, int, int], lightness: float, yellow: float):
    # The two skins of the ColorChecker chart, with the L* and b* that its maker gives.
    assert typology_angle(photo(colour), FACE) == pytest.approx(degrees(atan2(lightness - 50, yellow)), abs=3)


@pytest.mark.parametrize("faces", [(), ((10.0, 10.0, 20.0, 20.0),)])
def test_no_skin_is_told_without_a_face_that_is_large_enough(faces: tuple[tuple[float, float, float, float], ...]):
    assert tone_of(photo(), body(*faces)) is None


def someone() -> tuple[Photo, Bodies]:
    """A face and a hand of one skin in different light, a blue shirt, and a wall of the skin's colour."""
    pixels = np.full((100, 80, 3), (180, 130, 100), dtype=np.uint8)
    pixels[50:80], pixels[80:] = (40, 60, 160), (120, 84, 63)
    mask = np.ones((100, 80), np.float32)
    mask[:, 60:] = 0
    return Photo(pixels, "0" * 64), Bodies(faces=(FACE,), mask=mask)


@pytest.mark.parametrize("tone", ["light", "dark"])
def test_skin_is_made_lighter_and_darker_and_nothing_else_is(tone: str):
    seen, bodies = someone()
    turned = made(seen, bodies, tone)
    assert tone_of(turned, bodies) == tone
    hand, before = turned.pixels[90, 30].astype(int), seen.pixels[90, 30].astype(int)
    assert (hand > before).all() if tone == "light" else (hand < before).all()
    assert np.abs(turned.pixels[65, 30].astype(int) - (40, 60, 160)).max() <= 1
    assert np.abs(turned.pixels[20, 75].astype(int) - (180, 130, 100)).max() <= 1
    assert turned.sha256 != seen.sha256
