"""Bodices: the upper half of tops, dresses and jackets, from measures and a design."""

from dataclasses import dataclass

import numpy as np

from catalog.sample.drawing.design import Design, data
from catalog.sample.drawing.path import Points, curve, join, mirror, points, shifted
from catalog.sample.drawing.piece import Piece, fill, line, stitches


@dataclass(frozen=True)
class Bodice:
    """Measures of one bodice: half widths, heights below the shoulder, and its neckline."""

    neck: float
    shoulder: float
    slope: float
    armhole: float
    chest: float
    waist: float
    waist_at: float
    hem: float
    hem_at: float
    depth: float
    arm: float

    @property
    def tip(self) -> tuple[float, float]:
        """Return the end of the shoulder seam."""
        return self.shoulder, self.slope


def measure(design: Design) -> Bodice:
    """Return the bodice's measures for the design."""
    cuts = data("cuts")
    size = dict(cuts["bodies"][design.body])
    ease = cuts["fits"].get(design.fit, 1.0)
    neck = cuts["necks"].get(design.neck, cuts["necks"]["round"])
    for key in ("chest", "waist", "hem"):
        size[key] *= ease
    size["shoulder"] *= 1 + (ease - 1) * 0.6
    size["armhole"] *= 1 + (ease - 1) * 0.5
    size["hem_at"] *= cuts["tops"].get(design.length, 1.0)
    wide = min(size["neck"] * neck["wide"], size["shoulder"] - 4)
    scale = size["neck"] / 28 if design.body != "baby" else 0.8
    if design.sleeve == "none":
        size["shoulder"] = max(wide + 14, size["shoulder"] * 0.84)
    if design.sleeve == "vest":
        wide = min(wide * 1.15, size["shoulder"] * 0.62)
        size["shoulder"] = wide + (10 if design.body == "women" else 15)
    return Bodice(**{**size, "neck": wide}, depth=neck["depth"] * scale)


def neckline(b: Bodice, design: Design) -> Points:
    """Return the front neckline from the axis to the right shoulder."""
    end, d = (b.neck, 0.0), b.depth
    if strapped(design):
        return _strapped_neckline(b, design)
    if design.neck in ("v", "deep_v", "lapel", "shawl"):
        return curve((0, d), (b.neck * 0.62, d * 0.42), end)
    if design.neck == "square":
        return join(points((0, d)), curve((b.neck - 3, d), (b.neck - 1, d * 0.4), end))
    if design.neck == "off_shoulder":
        return curve((0, d), (b.neck * 0.6, d), (b.neck, 22))
    return curve((0, d), (b.neck * 0.62, d), (b.neck * 0.98, d * 0.62), end)


def strapped(design: Design) -> bool:
    """Whether the design hangs by straps, or has none at all."""
    return design.sleeve in ("straps", "strapless", "halter")


def _foot(b: Bodice) -> tuple[float, float]:
    return b.chest * 0.62, 46.0


def _strapped_neckline(b: Bodice, design: Design) -> Points:
    x, y = _foot(b)
    if design.sleeve == "strapless":
        y = 62
    if design.neck == "sweetheart":
        return curve((0, y + 22), (x * 0.35, y - 10), (x * 0.8, y - 6), (x, y))
    if design.neck in ("v", "deep_v"):
        return curve((0, y + 36), (x * 0.5, y + 16), (x, y))
    return curve((0, y + 8), (x * 0.6, y + 8), (x, y))


def side(b: Bodice, design: Design, down_to: float | None = None) -> Points:
    """Return the right edge from the neck over shoulder and armhole down to the hem or a height."""
    under = (b.chest, b.armhole)
    if strapped(design):
        x, y = _strapped_neckline(b, design)[-1]
        top = curve((x, y), (x + 4, b.armhole - 12), (b.chest - 8, b.armhole - 3), under)
    elif design.neck == "off_shoulder":
        top = join(points((b.neck, 22)), curve((b.neck + 2, 30), (b.chest - 2, b.armhole - 20), under))
    else:
        top = join(points((b.neck, 0)), armhole(b))
    below = _flank(b) if down_to is None else _cut(_flank(b), down_to)
    return join(top, below)


def armhole(b: Bodice) -> Points:
    """Return the seam from the shoulder's end to under the arm."""
    x, y = b.tip
    inward = min(x, b.chest) - 9
    return curve((x, y), (inward, y + (b.armhole - y) * 0.35), (b.chest - 12, b.armhole - 4), (b.chest, b.armhole))


def _flank(b: Bodice) -> Points:
    if b.hem_at <= b.waist_at + 10:
        return curve((b.chest, b.armhole), (b.waist + 2, b.hem_at * 0.7), (b.hem - 2, b.hem_at))
    to_waist = curve(
        (b.chest, b.armhole), (b.waist + 1, b.waist_at - 40), (b.waist, b.waist_at - 15), (b.waist, b.waist_at)
    )
    return join(
        to_waist,
        curve((b.waist, b.waist_at), (b.waist, b.waist_at + 18), (b.hem - 2, b.hem_at - 40), (b.hem, b.hem_at)),
    )


def _cut(path: Points, y: float) -> Points:
    kept = path[path[:, 1] < y]
    x = float(np.interp(y, path[:, 1], path[:, 0]))
    return join(kept, points((x, y)))


def outline(b: Bodice, design: Design, hem: Points) -> Points:
    """Return the closed bodice. `hem` runs from the right edge to the axis."""
    right = join(neckline(b, design), side(b, design, float(hem[0][1])), hem)
    return join(right, mirror(right)[::-1])


def straight_hem(b: Bodice, y: float, x: float, sag: float = 5) -> Points:
    """Return a hem that hangs a little lower in the middle."""
    return curve((x, y), (x * 0.55, y + sag), (0, y + sag))


def shirt_hem(b: Bodice) -> Points:
    """Return a hem with shirt tails, higher at the sides."""
    return curve((b.hem, b.hem_at - 26), (b.hem - 12, b.hem_at + 2), (b.hem * 0.5, b.hem_at + 10), (0, b.hem_at + 9))


def back(b: Bodice, design: Design) -> list[Piece]:
    """Return what is seen of the inside of the back above the front neckline, with a label."""
    if strapped(design):
        return _strapped_back(b, design)
    lowest = b.depth + 8
    top = -2.0 if design.neck in ("collar", "lapel", "shawl", "hood") else 5.0
    edge = curve((b.neck, 0 if design.neck != "off_shoulder" else 22), (b.neck * 0.5, top + 3), (0, top + 3))
    if design.neck == "off_shoulder":
        edge = curve((b.neck, 22), (b.neck * 0.5, 20), (0, 19))
    half = join(edge[::-1], points((b.neck, edge[0][1] + 4), (b.neck * 0.8, lowest), (0, lowest)))
    pieces = [fill(join(half, mirror(half)[::-1]), "inside", lift=0.7)]
    if b.depth > 15 and design.neck != "off_shoulder":
        pieces.append(
            fill(points((-7, top + 5), (7, top + 5), (7, top + 13), (-7, top + 13)), "label", flat=True, lift=0.3)
        )
    return pieces


def _strapped_back(b: Bodice, design: Design) -> list[Piece]:
    x, y = _foot(b)
    half = points((0, y + 14), (x, y + 8), (b.chest - 3, b.armhole - 4), (b.chest - 4, b.armhole + 20), (0, y + 50))
    pieces = [fill(join(half, mirror(half)[::-1]), "inside", lift=0.5)]
    if design.sleeve == "strapless":
        return pieces
    thick = 7.0 if design.has("wide_straps") else 3.0
    top = (8.0, -4.0) if design.sleeve == "halter" else (x - 4, 0.0)
    for flip in (1, -1):
        behind = points((x * flip, y + 12), (top[0] * flip, top[1]))
        before = points((x * flip, y + 2), (top[0] * flip, top[1]))
        pieces.append(Piece((shifted(behind, 3 * flip, 0),), "inside", stroke=thick, lift=0.3, flat=True))
        pieces.append(Piece((before,), "main", stroke=thick, lift=0.6))
    return pieces


def neckband(b: Bodice, design: Design) -> list[Piece]:
    """Return the trim along the neckline: a rib, or a fine stitched edge."""
    if design.neck in ("collar", "lapel", "shawl", "hood", "turtle", "off_shoulder"):
        return []
    half = neckline(b, design)
    whole = join(mirror(half)[::-1], half[1:])
    if design.has("ribbed_neck"):
        return [Piece((shifted(whole, 0, 2.5),), "trim", stroke=8, lift=0.5, weave="rib"), *_back_band(b)]
    return [Piece((shifted(whole, 0, 1),), "main", stroke=2.5, lift=0.2), stitches(shifted(whole, 0, 6.5), width=0.8)]


def _back_band(b: Bodice) -> list[Piece]:
    half = curve((b.neck, 0), (b.neck * 0.5, 7), (0, 7))
    return [line(join(half, mirror(half)[::-1]), "deep", 4)]
