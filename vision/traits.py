"""Traits: a picture's colours, silhouette and texture as plain numbers, beside what a network makes of it.

Colours are counted in CIE Lab (D65) over what is no ground, each pixel shared among the bins around it, and bins lie
closer where colours are greyer, as clothes are; gradients as in N. Dalal and B. Triggs, Histograms of oriented
gradients (CVPR 2005).
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from vision.ground import find_foreground, find_ground, shrink

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
# What is measured: a small picture two wide, three high.
WIDTH, HEIGHT = 96, 144
# Bins of lightness, of green to red and of blue to yellow; what chroma is at the outermost.
BINS, STRONGEST = (10, 9, 9), 60.0
_LOWEST = np.array([0, 1, 1], dtype=np.float32)
_HIGHEST = np.array(BINS, dtype=np.float32)[:, None] - np.float32(1.001)
# What the ground's colour is taken for where colours are told beside it: nearly white.
PAPER = np.array([96, 0, 1], dtype=np.float32)
# So many colours a picture is told by, found among so many pixels in so many rounds.
PALETTE, DRAWN, ROUNDS = 4, 800, 6
# What is left of a foreground without its outermost pixels, or of its middle, must be so many pixels.
_LEAST_INNER, _LEAST_MIDDLE = 100, 50
_WHITE = np.array([0.95047, 1.0, 1.08883], dtype=np.float32)
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]],
    dtype=np.float32,
)
# sRGB's curve, for each of 256 values.
_LINEAR = np.array(
    [v / 12.92 if (v := value / 255) <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for value in range(256)],
    dtype=np.float32,
)
_ANGLES, _CELLS = 8, (6, 4)


def traits(picture: Image.Image) -> Floats:
    """All traits of an RGB picture side by side (n,), each part of a scale of about 1."""
    small = picture.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, reducing_gap=2.0)
    lab = to_lab(np.asarray(small, dtype=np.uint8))
    ground = find_ground(lab)
    mask = find_foreground(lab, ground)
    parts = [*_colours(lab, ground, mask), *_silhouette(mask), *_texture(lab[..., 0], mask)]
    return np.concatenate(parts, dtype=np.float32)


def to_lab(pixels: NDArray[np.uint8]) -> Floats:
    """sRGB (h, w, 3) in CIE Lab."""
    xyz = _LINEAR[pixels] @ _TO_XYZ.T / _WHITE
    cubic = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = np.moveaxis(cubic, -1, 0)
    lab: Floats = np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)
    return lab


def _colours(lab: Floats, ground: Floats, mask: Mask) -> list[Floats]:
    """Histograms and spreads of the foreground, of its middle, and of both as if the ground were paper."""
    inner = shrink(shrink(mask))
    inner = inner if inner.sum() >= _LEAST_INNER else mask
    inside, middle, balanced = lab[inner], lab[_middle(inner)], (lab - ground + PAPER)[inner]
    return [
        *(_histogram(colours) for colours in (inside, middle, balanced)),
        np.percentile(inside, (5, 15, 25, 35, 50, 65, 75, 85, 95), axis=0).ravel() / 50,
        *(np.percentile(colours, (10, 25, 50, 75, 90), axis=0).ravel() / 50 for colours in (middle, balanced)),
        np.percentile(np.hypot(inside[:, 1], inside[:, 2]), (10, 25, 50, 75, 90)) / 50,
        _palette(inside),
        *(_bend(np.median(colours, axis=0)) for colours in (inside, middle, balanced)),
        inside.mean(axis=0) / 50, inside.std(axis=0) / 20,
        ground[HEIGHT // 2, WIDTH // 2] / 20, (ground[0] - ground[-1]).mean(axis=0) / 10,
    ]  # fmt: skip


def _middle(mask: Mask) -> Mask:
    """The half of a mask around its middle, down and across."""
    rows, columns = np.nonzero(mask)
    (top, bottom), (left, right) = np.percentile(rows, (25, 75)), np.percentile(columns, (25, 75))
    middle = np.zeros_like(mask)
    box = slice(int(top), int(bottom) + 1), slice(int(left), int(right) + 1)
    middle[box] = mask[box]
    return middle if middle.sum() >= _LEAST_MIDDLE else mask


def _bend(lab: Floats) -> Floats:
    """Lab (…, 3) with lightness in 0 … 1 and the greys drawn apart: chroma by its square root, about -1 … 1."""
    bent = np.sign(lab) * np.sqrt(np.abs(lab) / np.float32(STRONGEST))
    bent[..., 0] = lab[..., 0] / 100
    return np.asarray(bent, dtype=np.float32)


def _histogram(lab: Floats) -> Floats:
    """Shares of (n, 3) colours in a grid of bins as square roots; a colour counts for the eight bins around it."""
    steps = np.array([BINS[0] - 1, (BINS[1] - 1) / 2, (BINS[2] - 1) / 2], dtype=np.float32)
    place = ((_bend(lab) + _LOWEST) * steps).T.clip(0, _HIGHEST)
    low = place.astype(np.int64)
    parts = place - low
    shares, first = np.stack([1 - parts, parts]), (low[0] * BINS[1] + low[1]) * BINS[2] + low[2]
    counts = np.zeros(BINS[0] * BINS[1] * BINS[2])
    for light, green, blue in np.ndindex(2, 2, 2):
        bins = first + (light * BINS[1] + green) * BINS[2] + blue
        share = shares[light, 0] * shares[green, 1] * shares[blue, 2]
        counts += np.bincount(bins, weights=share, minlength=len(counts))
    return np.sqrt(counts / max(1, len(lab))).astype(np.float32)


def _palette(lab: Floats) -> Floats:
    """The PALETTE colours that tell (n, 3) best (k-means, begun along lightness), the commonest first, with shares."""
    drawn = lab[:: max(1, len(lab) // DRAWN)]
    light = drawn[:, 0]
    begun = np.quantile(light, np.linspace(0.1, 0.9, PALETTE))
    colours = drawn[np.abs(light[:, None] - begun).argmin(axis=0)]
    for _ in range(ROUNDS):
        nearest = ((drawn[:, None] - colours) ** 2).sum(axis=-1).argmin(axis=1)
        own = [drawn[nearest == number] for number in range(PALETTE)]
        colours = np.stack([of.mean(axis=0) if len(of) else colours[number] for number, of in enumerate(own)])
    shares = np.bincount(nearest, minlength=PALETTE) / len(drawn)
    order = np.argsort(-shares)
    return np.column_stack([colours[order] / 50, shares[order] * 2]).ravel()


def _silhouette(mask: Mask) -> list[Floats]:
    """The mask in cells of 6 by 6, how wide and how high it is from place to place, and its box and area."""
    cells = mask.reshape(HEIGHT // 6, 6, WIDTH // 6, 6).mean(axis=(1, 3), dtype=np.float32)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    box = [rows[0] / HEIGHT, rows[-1] / HEIGHT, columns[0] / WIDTH, columns[-1] / WIDTH, mask.mean()]
    wide = mask.reshape(HEIGHT // 3, 3, WIDTH).mean(axis=(1, 2), dtype=np.float32)
    high = mask.reshape(HEIGHT, WIDTH // 3, 3).mean(axis=(0, 2), dtype=np.float32)
    return [cells.ravel(), wide, high, np.array(box, dtype=np.float32)]


def _texture(light: Floats, mask: Mask) -> list[Floats]:
    """Gradients by direction: in cells of the picture, and over the foreground at three scales."""
    found = [_directions(light)]
    cells = found[0].reshape(_CELLS[0], HEIGHT // _CELLS[0], _CELLS[1], WIDTH // _CELLS[1], _ANGLES).mean(axis=(1, 3))
    for scale in (2, 4):
        coarse = light.reshape(HEIGHT // scale, scale, WIDTH // scale, scale).mean(axis=(1, 3))
        found.append(_directions(coarse))
    means = []
    for number, energy in enumerate(found):
        inside = energy[mask[:: 2**number, :: 2**number]]
        means += [inside.mean(axis=0), inside.std(axis=0)] if len(inside) else [np.zeros(_ANGLES)] * 2
    return [np.sqrt(cells / 10).ravel().astype(np.float32), np.sqrt(np.concatenate(means) / 10).astype(np.float32)]


def _directions(light: Floats) -> Floats:
    """The gradient's size (h, w, angles) at its own direction, 0 at all others."""
    down, across = np.gradient(light)
    angle = (np.arctan2(down, across) % np.pi / np.pi * _ANGLES).astype(np.int64) % _ANGLES
    energy = np.zeros((*light.shape, _ANGLES), dtype=np.float32)
    np.put_along_axis(energy, angle[..., None], np.hypot(down, across)[..., None], axis=-1)
    return energy
