"""Weaves: the fine relief of a fabric, as tiles of values about 0 (1 raised, -1 sunk)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float32]
_SIDE = 240
"""Tiles are 240 x 240 pixels (120 design pixels), a multiple of every period used."""


@dataclass(frozen=True)
class Weave:
    """A relief tile, its strength and its magnification."""

    tile: Field
    depth: float
    zoom: float = 1.0


def _grid() -> tuple[Field, Field]:
    y, x = np.mgrid[0:_SIDE, 0:_SIDE].astype(np.float32)
    return x, y


def _noise(blur: float = 0.0, seed: int = 5) -> Field:
    """Return noise that repeats without a seam, softened over `blur` pixels."""
    noise = np.random.default_rng(seed).normal(size=(_SIDE, _SIDE))
    if blur:
        f = np.fft.fftfreq(_SIDE)
        soft = np.exp(-2 * (np.pi * blur) ** 2 * (f[:, None] ** 2 + f[None, :] ** 2))
        noise = np.fft.ifft2(np.fft.fft2(noise) * soft).real
    return np.asarray(noise / noise.std(), dtype=np.float32)


def _plain() -> Field:
    return _noise(0.7)


def _twill() -> Field:
    x, y = _grid()
    return np.asarray(np.sin((x + y) * 2 * np.pi / 6) * 0.7 + _noise(0.8) * 0.8, dtype=np.float32)


def _denim() -> Field:
    x, y = _grid()
    slubs = _streaked(7).T * 0.5
    return np.asarray(np.sin((x + y) * 2 * np.pi / 4) * 0.4 + _noise(0.9) + slubs, dtype=np.float32)


def _rib() -> Field:
    x, _ = _grid()
    return np.asarray(np.cos(x * 2 * np.pi / 8) + _noise(0.7) * 0.25, dtype=np.float32)


def _wide_rib() -> Field:
    x, _ = _grid()
    return np.asarray(np.clip(np.cos(x * 2 * np.pi / 15) * 1.6, -1, 1) + _noise(0.7) * 0.2, dtype=np.float32)


def _knit() -> Field:
    x, y = _grid()
    slant = np.abs(np.mod(x, 8) - 4)
    stitch = np.cos((y + slant * 0.9) * 2 * np.pi / 6)
    return np.asarray(stitch * 0.6 + np.cos(x * 2 * np.pi / 8) * 0.5 + _noise(1.0) * 0.2, dtype=np.float32)


def _cable() -> Field:
    x, y = _grid()
    column = np.mod(x, 60) - 30
    twist = np.sin(y * 2 * np.pi / 40) * 9
    strands = [np.exp(-(((column - s * twist) / 4.5) ** 2)) for s in (-1, 1)]
    front = np.where(np.cos(y * 2 * np.pi / 40) > 0, strands[0], strands[1])
    raised = np.maximum(front * 1.3, strands[0] * 0.7 + strands[1] * 0.7)
    ground = np.where(np.abs(column) < 16, -0.7, np.cos(x * 2 * np.pi / 6) * 0.3)
    return np.asarray(raised * 1.5 + ground + _noise(0.8) * 0.15, dtype=np.float32)


def _cord() -> Field:
    x, _ = _grid()
    return np.asarray(np.abs(np.sin(x * np.pi / 6)) * 1.8 - 1.1 + _noise(0.8) * 0.15, dtype=np.float32)


def _linen() -> Field:
    lying, standing = _streaked(11), _streaked(12).T
    return np.asarray(lying * 0.6 + standing * 0.6 + _noise(0.6) * 0.5, dtype=np.float32)


def _streaked(seed: int) -> Field:
    """Return noise drawn out along x into threads of some length."""
    noise = _noise(0.6, seed)
    drawn = np.sum([np.roll(noise, i, axis=1) for i in range(26)], axis=0)
    return np.asarray(drawn / drawn.std(), dtype=np.float32)


def _teddy() -> Field:
    return np.asarray(np.abs(_noise(3.0, 21)) * 1.6 - 1.2 + _noise(1.2) * 0.3, dtype=np.float32)


def _tweed() -> Field:
    x, y = _grid()
    zigzag = np.sin((x + np.abs(np.mod(y, 24) - 12) * 1.0) * 2 * np.pi / 6)
    return np.asarray(zigzag * 0.6 + _noise(0.6) * 0.9, dtype=np.float32)


def _leather() -> Field:
    return np.asarray(-np.exp(-((_noise(1.6, 31) / 0.4) ** 2)) + 0.4, dtype=np.float32)


def _straw() -> Field:
    x, y = _grid()
    over = np.where(np.mod(x // 10 + y // 8, 2) > 0, 1.0, -1.0)
    bulge = np.sin(np.mod(y, 8) * np.pi / 8) + np.sin(np.mod(x, 10) * np.pi / 10) * over * 0.5
    return np.asarray(bulge - 0.6 + _noise(0.7) * 0.25, dtype=np.float32)


def _mesh() -> Field:
    x, y = _grid()
    holes = np.cos(x * 2 * np.pi / 6) * np.cos(y * 2 * np.pi / 6)
    return np.asarray(np.where(holes > 0.45, -1.6, 0.25), dtype=np.float32)


def _waffle() -> Field:
    x, y = _grid()
    return np.asarray(np.cos(x * 2 * np.pi / 12) + np.cos(y * 2 * np.pi / 12), dtype=np.float32)


def _velvet() -> Field:
    return np.asarray(_noise(8.0, 41) * 0.9 + _noise(0.6) * 0.5, dtype=np.float32)


def _padded() -> Field:
    """Return horizontal down channels, pinched at the seams."""
    _, y = _grid()
    phase = np.mod(y, 60) / 60
    bulge = np.sin(phase * np.pi) ** 0.7
    pinch = Image.fromarray(np.random.default_rng(3).normal(size=(4, 24)).astype(np.float32))
    folds = np.asarray(pinch.resize((_SIDE, _SIDE), Image.Resampling.BICUBIC)) * (1 - bulge)
    light = np.where(phase < 0.45, 0.25, 0.0)
    return np.asarray(bulge * 1.5 - 1.25 + light + folds * 0.35, dtype=np.float32)


def _quilted() -> Field:
    x, y = _grid()
    a, b = np.abs(np.sin((x + y) * np.pi / 40)), np.abs(np.sin((x - y) * np.pi / 40))
    return np.asarray(np.minimum(a, b) ** 0.6 * 2 - 1.4, dtype=np.float32)


_MAKERS: dict[str, tuple[Callable[[], Field], float, float]] = {
    "plain": (_plain, 0.022, 1), "twill": (_twill, 0.035, 1), "denim": (_denim, 0.06, 1),
    "rib": (_rib, 0.075, 1), "wide_rib": (_wide_rib, 0.085, 1), "knit": (_knit, 0.06, 1),
    "chunky": (_knit, 0.09, 1.6), "cable": (_cable, 0.12, 1), "cord": (_cord, 0.10, 1),
    "linen": (_linen, 0.032, 1), "teddy": (_teddy, 0.10, 1), "tweed": (_tweed, 0.10, 1),
    "leather": (_leather, 0.035, 1), "straw": (_straw, 0.16, 1), "mesh": (_mesh, 0.10, 1),
    "waffle": (_waffle, 0.035, 1), "velvet": (_velvet, 0.028, 1), "padded": (_padded, 0.22, 1),
    "quilted": (_quilted, 0.16, 1), "smooth": (_plain, 0.008, 1),
}  # fmt: skip

WEAVES: dict[str, Weave] = {name: Weave(make(), depth, zoom) for name, (make, depth, zoom) in _MAKERS.items()}
