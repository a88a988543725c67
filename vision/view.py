"""View: a photo as the eye takes it: whole, two wide and three high, the rest filled with its own border's colour."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from foundation.photo import Photo

WIDTH, HEIGHT = 256, 384


def view(photo: Photo) -> Image.Image:
    """The photo as a picture of WIDTH × HEIGHT pixels."""
    return view_of(photo.image)


def view_of(image: Image.Image) -> Image.Image:
    """An RGB image as a picture of WIDTH × HEIGHT pixels, its own proportions kept."""
    scale = min(WIDTH / image.width, HEIGHT / image.height)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    small = image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    if size == (WIDTH, HEIGHT):
        return small
    whole = Image.new("RGB", (WIDTH, HEIGHT), border_colour(small))
    whole.paste(small, ((WIDTH - size[0]) // 2, (HEIGHT - size[1]) // 2))
    return whole


def border_colour(image: Image.Image) -> tuple[int, int, int]:
    """The middle colour of an image's outermost pixels, in whole steps."""
    red, green, blue = (int(value) for value in border(np.asarray(image)))
    return red, green, blue


def border(pixels: NDArray[Any]) -> NDArray[Any]:
    """The middle value of each channel (3,) along the rim of a picture (h, w, 3)."""
    rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    return np.asarray(np.median(rim, axis=0))
