"""The view: a photo of any shape is shown whole, its own border filling the rest."""

import numpy as np
import pytest
from PIL import Image

from vision.traits import traits
from vision.view import HEIGHT, WIDTH, view_of


@pytest.mark.parametrize("size", [(360, 540), (500, 500), (900, 200), (40, 300)])
def test_every_shape_becomes_the_eyes_own(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size, (200, 220, 240))
    image.paste((10, 20, 30), (size[0] // 4, size[1] // 4, 3 * size[0] // 4, 3 * size[1] // 4))
    seen = np.asarray(view_of(image))
    assert seen.shape == (HEIGHT, WIDTH, 3)
    assert tuple(seen[0, 0]) == tuple(seen[-1, -1]) == (200, 220, 240)
    assert tuple(seen[HEIGHT // 2, WIDTH // 2]) == (10, 20, 30)


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (10, 200, 30)])
def test_traits_of_a_blank_picture_are_numbers(colour: tuple[int, int, int]) -> None:
    assert np.isfinite(traits(Image.new("RGB", (WIDTH, HEIGHT), colour))).all()


def test_traits_tell_colours_apart_whatever_the_ground() -> None:
    def garment(colour: tuple[int, int, int], ground: tuple[int, int, int]) -> np.ndarray:
        image = Image.new("RGB", (WIDTH, HEIGHT), ground)
        image.paste(colour, (80, 100, 180, 300))
        return traits(image)

    red, red_elsewhere = garment((180, 20, 30), (250, 250, 250)), garment((180, 20, 30), (150, 160, 170))
    blue = garment((20, 30, 120), (250, 250, 250))
    assert np.linalg.norm(red - red_elsewhere) < np.linalg.norm(red - blue)
