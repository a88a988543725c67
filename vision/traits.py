"""Traits: a picture's colours, silhouette and texture as plain numbers, beside what a network makes of it.

Colours are counted in CIE Lab (D65) and HSV over what differs from the picture's border; gradients as in N. Dalal and
B. Triggs, Histograms of oriented gradients (CVPR 2005).
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.float32]
# What is measured: a small picture two wide, three high.
WIDTH, HEIGHT = 96, 144
# How far from the border's colour, in Lab, something is no background; and how much of a picture must be so.
FAR, LEAST = 9.0, 0.02
_LAB_BINS = ((0, 100, 8), (-64, 64, 9), (-64, 64, 9))
_HSV_BINS = ((0, 1, 12), (0, 1, 3), (0, 1, 4))
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
    pixels = np.asarray(small, dtype=np.uint8)
    lab, hsv = to_lab(pixels), np.asarray(small.convert("HSV"), dtype=np.float32) / np.float32(255)
    mask = foreground(lab)
    return np.concatenate([*_colours(lab, hsv, mask), *_silhouette(mask), *_texture(lab[..., 0], mask)])


def to_lab(pixels: NDArray[np.uint8]) -> Floats:
    """sRGB (h, w, 3) in CIE Lab."""
    xyz = _LINEAR[pixels] @ _TO_XYZ.T / _WHITE
    cubic = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = np.moveaxis(cubic, -1, 0)
    lab: Floats = np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)
    return lab


def foreground(lab: Floats) -> NDArray[np.bool_]:
    """Where a picture (h, w, 3) differs from its border; everywhere where nearly nothing does."""
    border = np.concatenate([lab[:3].reshape(-1, 3), lab[:, :3].reshape(-1, 3), lab[:, -3:].reshape(-1, 3)])
    mask: NDArray[np.bool_] = np.linalg.norm(lab - np.median(border, axis=0), axis=-1) > FAR
    return mask if mask.mean() >= LEAST else np.ones_like(mask)


def _colours(lab: Floats, hsv: Floats, mask: NDArray[np.bool_]) -> list[Floats]:
    """Histograms as square roots of shares, and the spread of each channel of Lab."""
    inside, middle = lab[mask], lab[HEIGHT // 4 : -HEIGHT // 4, WIDTH // 4 : -WIDTH // 4].reshape(-1, 3)
    spread = np.percentile(inside, (5, 25, 50, 75, 95), axis=0) / 50
    return [
        _histogram(inside, _LAB_BINS),
        _histogram(middle, _LAB_BINS),
        _histogram(hsv[mask], _HSV_BINS),
        np.concatenate([spread.ravel(), inside.mean(axis=0) / 50, inside.std(axis=0) / 20]).astype(np.float32),
    ]


def _histogram(values: Floats, bins: tuple[tuple[float, float, int], ...]) -> Floats:
    """Shares of (n, channels) in a grid of bins, as square roots."""
    place = np.zeros(len(values), dtype=np.int64)
    total = 1
    for channel, (low, high, count) in enumerate(bins):
        step = ((values[:, channel] - low) / (high - low) * count).astype(np.int64)
        place, total = place * count + step.clip(0, count - 1), total * count
    shares = np.bincount(place, minlength=total) / max(1, len(values))
    return np.sqrt(shares).astype(np.float32)


def _silhouette(mask: NDArray[np.bool_]) -> list[Floats]:
    """The mask in cells of 8 by 8, how wide it is in each row of cells, and its box and area."""
    cells = mask.reshape(HEIGHT // 8, 8, WIDTH // 8, 8).mean(axis=(1, 3), dtype=np.float32)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    box = [rows[0] / HEIGHT, rows[-1] / HEIGHT, columns[0] / WIDTH, columns[-1] / WIDTH, mask.mean()]
    profile = mask.reshape(HEIGHT // 4, 4, WIDTH).mean(axis=(1, 2), dtype=np.float32)
    return [cells.ravel(), profile, np.array(box, dtype=np.float32)]


def _texture(light: Floats, mask: NDArray[np.bool_]) -> list[Floats]:
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
