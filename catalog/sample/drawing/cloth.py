"""Cloth: an article's colour, pattern, weave and drape, sampled where a piece asks for it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from catalog.sample.drawing.palette import Palette
from catalog.sample.drawing.piece import Piece
from catalog.sample.drawing.weaves import WEAVES

Field = NDArray[np.float32]
Box = tuple[int, int, int, int]

WOVEN = frozenset({"main", "plain", "inside", "deep", "trim", "second"})
"""Tones that show the weave; all of them but "plain" and "second" show the pattern too."""
TILE_SCALE = 2
"""Pattern tiles hold two pixels a design pixel."""


@dataclass
class Cloth:
    """What the article is made of. `tile` is the pattern, to be repeated; None is a plain colour."""

    palette: Palette
    weave: str
    tile: Field | None
    seed: int
    drape: float = 1.0
    """How strongly it falls into folds."""
    _fields: dict[str, Field] = field(default_factory=dict)

    def texture(self, piece: Piece, box: Box, fine: int) -> Field:
        """Return the piece's colours over the box, (height, width, 3)."""
        base = self.palette.tone(piece.tone)
        left, top, right, bottom = box
        flat = np.broadcast_to(base, (bottom - top, right - left, 3))
        if piece.flat or (piece.tone not in WOVEN and not piece.weave):
            return np.array(flat, dtype=np.float32)
        u, v = _turned(box, piece, fine)
        colours = flat
        if self.tile is not None and piece.tone in WOVEN - {"plain", "second"}:
            colours = _repeated(self.tile, u, v) * (base / self.palette.main)
        weave = WEAVES[piece.weave or self.weave]
        relief = _repeated(weave.tile, u / weave.zoom, v / weave.zoom)[..., None] * weave.depth
        if self.palette.dark:
            return np.asarray(colours + relief * 0.16, dtype=np.float32)
        return np.asarray(np.clip(colours * (1 + relief), 0, 1), dtype=np.float32)

    def folds(self, box: Box, fine: int) -> Field:
        """Return soft folds over the box, about -0.1 to 0.1."""
        if "folds" not in self._fields:
            self._fields["folds"] = _folds(self.seed, fine)
        left, top, right, bottom = box
        return np.asarray(self._fields["folds"][top:bottom, left:right] * self._strength, dtype=np.float32)

    def fan(self, rays: tuple[float, float, float, float], box: Box, fine: int) -> Field:
        """Return folds that fan out from a point, stronger further from it."""
        x0, y0, strength, often = rays
        left, top, right, bottom = box
        y, x = np.mgrid[top:bottom, left:right].astype(np.float32) / fine
        dx, dy = x - x0, y - y0
        angle = np.arctan2(dx, dy)
        far = np.clip(np.hypot(dx, dy) / 260, 0, 1)
        waves = _wobble(self.seed, angle * often)
        return np.asarray(np.clip(waves * far * strength * self._strength, -0.32, 0.28), dtype=np.float32)

    @property
    def _strength(self) -> float:
        return self.drape * (1.5 if self.palette.dark else 1.0)


def _turned(box: Box, piece: Piece, fine: int) -> tuple[Field, Field]:
    left, top, right, bottom = box
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32) / fine
    if not piece.turn:
        return x, y
    a = np.deg2rad(piece.turn)
    cx, cy = np.concatenate(piece.loops[:1]).mean(axis=0)
    dx, dy = x - cx, y - cy
    return (
        np.asarray(dx * np.cos(a) - dy * np.sin(a) + cx, dtype=np.float32),
        np.asarray(dx * np.sin(a) + dy * np.cos(a) + cy, dtype=np.float32),
    )


def _repeated(tile: Field, u: Field, v: Field) -> Field:
    height, width = tile.shape[:2]
    rows = np.mod((v * TILE_SCALE).astype(np.int32), height)
    columns = np.mod((u * TILE_SCALE).astype(np.int32), width)
    return np.asarray(tile[rows, columns], dtype=np.float32)


def _folds(seed: int, fine: int) -> Field:
    rng = np.random.default_rng(seed)
    broad = _smooth(rng, (6, 6), fine)
    narrow = _smooth(rng, (7, 22), fine)
    creases = np.exp(-((narrow / 0.35) ** 2)) - 0.45
    folds = 0.030 * broad + 0.030 * narrow - 0.016 * creases
    return np.asarray(np.clip(folds, -0.075, 0.065), dtype=np.float32)


def _smooth(rng: np.random.Generator, shape: tuple[int, int], fine: int) -> Field:
    noise = Image.fromarray(rng.normal(size=shape).astype(np.float32))
    return np.asarray(noise.resize((360 * fine, 540 * fine), Image.Resampling.BICUBIC), dtype=np.float32)


def _wobble(seed: int, x: Field) -> Field:
    """Return a smooth random wave of x."""
    rng = np.random.default_rng(seed + 1)
    knots = rng.normal(size=512)
    fine = np.interp(np.arange(0, 511, 0.05), np.arange(512), knots)
    kernel = np.hanning(25)
    wave = np.convolve(fine, kernel / kernel.sum(), mode="same")
    return np.asarray(np.interp(np.mod(x + 256, 500), np.arange(len(wave)) * 0.05, wave) * 0.14, dtype=np.float32)
