"""Layout: what tells a page from a photograph: seams, lines of text, strokes of pure ink. No camera makes any of them.

A screenshot, a collage or a caption beside a photo joins areas along a line that lies exactly across or upright and
runs from one side to the other; letters put over a photo are as light as can be between strokes as dark as can be.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.int16]
Shown = NDArray[np.bool_]
# What differs so little along a row or column is filler around the picture, and cut away before seams are looked for.
_FILLER, _BLUR = 10, 3
LEAST_SIDE = 40
# A seam is a step of at least so much lightness, twice as large as what happens on either side of it.
_STEP, _ABOVE = 6, 2
# A seam so near the rim, as a share of the side, is its frame.
_RIM = 0.01
# No print on cloth is photographed so light beside so dark.
_LIGHT, _DARK, _STROKE = 250, 16, 0.008
STRIPS = 8
# A line of text is so high at most, as a share of the height, and changes so often in a strip of 96 pixels.
_LINE_HEIGHT, _LEAST_HEIGHT, _CHANGES = 0.06, 3, 8


def seams(pixels: Pixels) -> tuple[float, float]:
    """The share of the height, and of the width, that the longest upright and the longest level seam run along.

    `pixels` are RGB (h, w, 3); 0 where the picture is too small to tell.
    """
    inner = _without_filler(pixels)
    if min(inner.shape[:2]) < LEAST_SIDE:
        return 0.0, 0.0
    grey = np.asarray(Image.fromarray(inner.astype(np.uint8)).convert("L"), dtype=np.int16)
    return _longest_seam(grey), _longest_seam(grey.T)


def strokes(grey: Pixels) -> float:
    """The share of pixels that are white with black close by on both sides, as letters with an outline are."""
    reach = max(3, int(_STROKE * max(grey.shape)))
    return max(_held(grey, reach), _held(grey.T, reach))


def text_lines(shown: Shown) -> float:
    """How many lines of text stand below each other, as most upright strips of the picture tell.

    `shown` (h, w) is what differs clearly from the ground. A strip is narrow, so that a page may lie aslant.
    """
    rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    if min(len(rows), len(columns)) < 2 * LEAST_SIDE:
        return 0.0
    printed = shown[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return float(np.median([_lines(strip, shown.shape[0]) for strip in np.array_split(printed, STRIPS, axis=1)]))


def _without_filler(pixels: Pixels) -> Pixels:
    """The picture without what only fills its frame, and without the blur that scaling left beside that."""
    top, bottom = _filled(pixels)
    left, right = _filled(pixels[top:bottom].swapaxes(0, 1))
    return pixels[top:bottom, left:right]


def _filled(pixels: Pixels) -> tuple[int, int]:
    """From where to where rows are more than filler; all of them where all are filler."""
    held = np.flatnonzero((pixels.max(axis=1) - pixels.min(axis=1)).max(axis=1) > _FILLER)
    if not held.size:
        return 0, len(pixels)
    first, last = int(held[0]), int(held[-1]) + 1
    return first + (_BLUR if first else 0), last - (_BLUR if last < len(pixels) else 0)


def _longest_seam(grey: Pixels) -> float:
    """The largest share of rows in which the same column holds a step that stands alone."""
    jump = np.abs(grey[:, 4:-2] - grey[:, 2:-4])
    beside = np.maximum(np.abs(grey[:, 2:-4] - grey[:, :-6]), np.abs(grey[:, 6:] - grey[:, 4:-2]))
    shares = ((jump >= _STEP) & (jump >= 2 * beside + _ABOVE)).mean(axis=0)
    rim = max(3, int(_RIM * grey.shape[1]))
    return float(shares[rim:-rim].max())


def _held(grey: Pixels, reach: int) -> float:
    """The share of light pixels between dark ones in their rows."""
    width = grey.shape[1]
    dark = np.cumsum(np.pad(grey <= _DARK, ((0, 0), (reach + 1, reach))), axis=1)
    before = dark[:, reach : reach + width] > dark[:, :width]
    behind = dark[:, 2 * reach : 2 * reach + width] > dark[:, reach : reach + width]
    return float(((grey >= _LIGHT) & before & behind).mean())


def _lines(strip: Shown, height: int) -> int:
    """How many bands of ink, as high as text and changing as often, lie in a strip with ground between them."""
    inked = np.concatenate([[False], strip.mean(axis=1) > 0.02, [False]]).astype(np.int8)
    edges = np.diff(inked)
    changes = (strip[:, 1:] != strip[:, :-1]).sum(axis=1) * (96 / strip.shape[1])
    bands = zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True)
    return sum(
        bool(_LEAST_HEIGHT <= end - begin <= _LINE_HEIGHT * height and changes[begin:end].mean() >= _CHANGES)
        for begin, end in bands
    )
