"""A piece: one part of a drawn article, its outline and how it is to be painted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from catalog.sample.drawing.path import Points, ellipse, resample


@dataclass(frozen=True)
class Piece:
    """One outline and its paint. Pieces are painted in order, each over those before it."""

    loops: tuple[Points, ...]
    tone: str = "main"
    stroke: float = 0.0
    """0 fills the loops; above 0 draws them as lines of this thickness in design pixels."""
    lift: float = 1.0
    """How much shadow it casts on what lies beneath."""
    turn: float = 0.0
    """Degrees by which the cloth's pattern is turned."""
    rays: tuple[float, float, float, float] | None = None
    """Folds that fan out from a point: x, y, strength, folds a radian."""
    weave: str | None = None
    """A weave other than the cloth's own, such as the rib of a cuff."""
    flat: bool = False
    """Painted without folds and rounding (stitches, prints, labels)."""

    def moved(self, scale: float, dx: float, dy: float) -> "Piece":
        """Return the piece scaled about the origin, then moved."""
        loops = tuple(loop * scale + np.array([dx, dy]) for loop in self.loops)
        rays = self.rays
        if rays:
            rays = (rays[0] * scale + dx, rays[1] * scale + dy, rays[2], rays[3])
        return replace(self, loops=loops, rays=rays, stroke=self.stroke * scale)


def fill(outline: Points, tone: str = "main", **paint: object) -> Piece:
    """Return a filled piece."""
    return replace(Piece((outline,), tone), **paint)  # type: ignore[arg-type]


def line(path: Points, tone: str = "seam", width: float = 1.2, lift: float = 0.0) -> Piece:
    """Return a drawn line."""
    return Piece((path,), tone, stroke=width, lift=lift, flat=lift == 0)


def stitches(path: Points, tone: str = "stitch", width: float = 1.0) -> Piece:
    """Return a dashed line of stitches along the path."""
    dots = resample(path, 2.2)
    dashes = tuple(dots[i : i + 2] for i in range(0, len(dots) - 1, 2))
    return Piece(dashes, tone, stroke=width, lift=0.0, flat=True)


def beads(path: Points, radius: float, step: float, tone: str = "main") -> Piece:
    """Return round beads strung along the path."""
    return Piece(tuple(ellipse(x, y, radius) for x, y in resample(path, step)), tone, lift=0.6)


def button(x: float, y: float, radius: float = 3.0, tone: str = "button") -> list[Piece]:
    """Return a button with its holes."""
    holes = tuple(ellipse(x + dx, y, 0.55) for dx in (-0.9, 0.9))
    return [fill(ellipse(x, y, radius), tone, lift=0.8), Piece(holes, "seam", lift=0.0, flat=True)]


def bounds(pieces: Sequence[Piece]) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of all pieces."""
    everything = np.concatenate([loop for piece in pieces for loop in piece.loops])
    (left, top), (right, bottom) = everything.min(axis=0), everything.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def fit(pieces: Sequence[Piece], width: float, height: float, most: float = 9.0) -> list[Piece]:
    """Return the pieces scaled into width x height (at most `most` times) and centred on (180, 272)."""
    left, top, right, bottom = bounds(pieces)
    scale = min(width / (right - left), height / (bottom - top), most)
    dx = 180 - scale * (left + right) / 2
    dy = 272 - scale * (top + bottom) / 2
    return [piece.moved(scale, dx, dy) for piece in pieces]
