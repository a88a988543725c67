"""The sheet: the light ground that pieces are painted on, with rounding, folds and shadows."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from catalog.sample.drawing.cloth import Cloth
from catalog.sample.drawing.path import Points
from catalog.sample.drawing.piece import Piece

WIDTH, HEIGHT = 360, 540
FINE = 2
"""Painted pixels a design pixel; outlines are filled at twice that and reduced."""
_MARGIN = 30

Field = NDArray[np.float32]
Box = tuple[int, int, int, int]


class Sheet:
    """A picture in the making: paint pieces in order, then take the image."""

    def __init__(self, cloth: Cloth, ground: tuple[float, float, float]) -> None:
        self.cloth = cloth
        self.rgb = _ground(ground)

    def paint(self, piece: Piece) -> None:
        """Paint the piece over what is there, after the shadow that it casts."""
        box = _box(piece)
        if box is None:
            return
        mask = _mask(piece, box)
        if piece.lift:
            self._shade(box, _shadow(mask, piece.lift))
        colours = self.cloth.texture(piece, box, FINE)
        if not piece.flat:
            colours = _light(colours, self._relief(piece, mask, box))
        self._blend(box, mask, colours)

    def image(self) -> Image.Image:
        """Return the finished picture, 360 x 540."""
        fine = Image.fromarray((np.clip(self.rgb, 0, 1) * 255 + 0.5).astype(np.uint8))
        return fine.resize((WIDTH, HEIGHT), Image.Resampling.BOX)

    def _relief(self, piece: Piece, mask: Field, box: Box) -> Field:
        relief = _rounding(mask, piece)
        if piece.stroke == 0:
            relief += self.cloth.folds(box, FINE)
        if piece.rays:
            relief += self.cloth.fan(piece.rays, box, FINE)
        return relief

    def _shade(self, box: Box, shadow: Field) -> None:
        left, top, right, bottom = box
        self.rgb[top:bottom, left:right] *= 1 - shadow[..., None]

    def _blend(self, box: Box, mask: Field, colours: Field) -> None:
        left, top, right, bottom = box
        under = self.rgb[top:bottom, left:right]
        under += (colours - under) * mask[..., None]


def _ground(tone: tuple[float, float, float]) -> Field:
    return np.asarray(_daylight()[..., None] * np.asarray(tone, dtype=np.float32), dtype=np.float32)


@cache
def _daylight() -> Field:
    """Return how bright the ground is: most at the upper left of the middle."""
    y, x = np.mgrid[0 : HEIGHT * FINE, 0 : WIDTH * FINE].astype(np.float32)
    x, y = x / (WIDTH * FINE) - 0.45, y / (HEIGHT * FINE) - 0.4
    return np.asarray(1.015 - 0.075 * (x * x + y * y) - 0.012 * y, dtype=np.float32)


def _box(piece: Piece) -> Box | None:
    everything = np.concatenate(piece.loops) * FINE
    reach = _MARGIN + piece.stroke * FINE
    left, top = np.maximum(np.floor(everything.min(axis=0) - reach), 0).astype(int)
    right, bottom = np.ceil(everything.max(axis=0) + reach).astype(int)
    right, bottom = min(right, WIDTH * FINE), min(bottom, HEIGHT * FINE)
    return (int(left), int(top), int(right), int(bottom)) if right > left and bottom > top else None


def _mask(piece: Piece, box: Box) -> Field:
    left, top, right, bottom = box
    image = Image.new("L", (2 * (right - left), 2 * (bottom - top)))
    pen = ImageDraw.Draw(image)
    for loop in piece.loops:
        path = (loop * FINE - (left, top)) * 2
        if piece.stroke:
            _stroke(pen, path, piece.stroke * FINE * 2)
        else:
            pen.polygon([(float(x), float(y)) for x, y in path], fill=255)
    return np.asarray(image.reduce(2), dtype=np.float32) / np.float32(255)


def _stroke(pen: ImageDraw.ImageDraw, path: Points, width: float) -> None:
    xy = [(float(x), float(y)) for x, y in path]
    pen.line(xy, fill=255, width=max(1, round(width)), joint="curve")
    if width > 4:
        for x, y in (xy[0], xy[-1]):
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)


def _blur(mask: Field, radius: float) -> Field:
    image = Image.fromarray((mask * 255).astype(np.uint8))
    if radius < 3:
        return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), dtype=np.float32) / np.float32(255)
    # A wide blur of the half-size mask looks the same and takes a quarter of the time.
    small = image.reduce(2).filter(ImageFilter.GaussianBlur(radius / 2))
    return np.asarray(small.resize(image.size, Image.Resampling.BILINEAR), dtype=np.float32) / np.float32(255)


def _shift(field: Field, dx: int, dy: int) -> Field:
    return np.asarray(np.roll(field, (dy, dx), axis=(0, 1)), dtype=np.float32)


def _shadow(mask: Field, lift: float) -> Field:
    near = _shift(_blur(mask, 3), 2, 3) * 0.16
    far = _shift(_blur(mask, 9), 4, 9) * 0.13
    return np.asarray(np.minimum(near + far, 0.5) * min(lift, 1.5), dtype=np.float32)


def _rounding(mask: Field, piece: Piece) -> Field:
    """Return how much lighter or darker the piece is near its edges, light from the upper left."""
    if piece.stroke:
        reach = max(1.0, piece.stroke * FINE / 3)
    else:
        size = min(np.ptp(np.concatenate(piece.loops[:1]), axis=0)) * FINE
        reach = float(np.clip(size / 7, 1.5, 16))
    soft, sharp = _blur(mask, reach), _blur(mask, 1.6)
    step = max(1, round(reach / 2))
    slope = _shift(soft, -step, -step) - _shift(soft, step, step)
    deep = np.clip(2 - 2 * soft, 0, 1)
    edge = np.clip(2 - 2 * sharp, 0, 1)
    return np.asarray(0.16 * slope - 0.13 * deep**1.5 - 0.30 * edge**2, dtype=np.float32)


def _light(colours: Field, relief: Field) -> Field:
    """Return the colours darkened where relief is below 0 and drawn to white where above."""
    down = np.minimum(relief, 0)[..., None]
    up = np.maximum(relief, 0)[..., None]
    return np.asarray(colours * (1 + down) + (1 - colours) * up * 0.75, dtype=np.float32)
