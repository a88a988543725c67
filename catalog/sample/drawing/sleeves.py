"""Sleeves: set into a bodice's armhole, from a cap to a full balloon."""

import numpy as np

from catalog.sample.drawing.bodice import Bodice, armhole
from catalog.sample.drawing.design import Design, data
from catalog.sample.drawing.path import Points, curve, join, mirror, points
from catalog.sample.drawing.piece import Piece, button, fill, line, stitches

_GATHERED = ("puff", "balloon")


def sleeves(b: Bodice, design: Design, ease: float = 1.0) -> list[Piece]:
    """Return both sleeves with their cuffs; none where the design has no sleeve."""
    sizes = data("cuts")["sleeves"]
    if design.sleeve not in sizes:
        return []
    pieces = _right(b, design, sizes[design.sleeve], ease)
    return [_flipped(p) for p in pieces] + pieces


def _flipped(piece: Piece) -> Piece:
    rays = piece.rays and (-piece.rays[0], *piece.rays[1:])
    return Piece(
        tuple(mirror(loop) for loop in piece.loops), piece.tone, piece.stroke, piece.lift,
        -piece.turn, rays, piece.weave, piece.flat,
    )  # fmt: skip


def _right(b: Bodice, design: Design, size: dict[str, float], ease: float) -> list[Piece]:
    length = size["length"] * (b.arm if size["length"] > 70 else (0.6 + 0.4 * b.arm))
    angle = np.deg2rad(size["angle"])
    along, across = points((np.sin(angle), np.cos(angle)))[0], points((-np.cos(angle), np.sin(angle)))[0]
    outer = np.array(b.tip) + along * length
    cuff = size["cuff"] * ease * (1.25 if design.has("wide_sleeves") else 1)
    inner = outer + across * cuff
    arm = _outline(b, outer, inner, along, across, size["bulge"], length)
    turn = float(np.rad2deg(angle))
    rays = (b.tip[0], b.tip[1] - 60, 1.6 if size["bulge"] > 8 else 0.9, 14.0)
    pieces = [fill(arm, lift=0.6, turn=turn, rays=rays)]
    pieces += _cuff(design, outer, inner, along, turn)
    return pieces


def _outline(
    b: Bodice, outer: Points, inner: Points, along: Points, across: Points, bulge: float, length: float
) -> Points:
    tip, under = np.array(b.tip), np.array([b.chest, b.armhole])
    lift = np.array([4.0, -bulge * 0.35])
    over = curve(
        tip,
        tip + lift + along * length * 0.12 - across * (6 + bulge),
        outer - along * length * 0.25 - across * bulge,
        outer,
    )
    beneath = curve(
        inner,
        inner - along * length * 0.22 + across * bulge * 0.8,
        under + along * length * 0.2 + across * bulge * 0.2,
        under,
    )
    end = curve(outer, (outer + inner) / 2 + along * 3, inner)
    return join(over, end, beneath, armhole(b)[::-1] - (4, 0))


def _cuff(design: Design, outer: Points, inner: Points, along: Points, turn: float) -> list[Piece]:
    if design.has("ribbed_cuffs"):
        return [_band(outer, inner, along, 15, "trim", turn, "rib")]
    if design.has("buttoned_cuffs", "cuffs") and design.sleeve in ("long", "balloon"):
        band = _band(outer, inner, along, 16, "main", turn, None)
        x, y = outer + (inner - outer) * 0.25 + along * 8
        return [
            band,
            line(_across(outer, inner)),
            *(button(float(x), float(y), 2.2) if design.has("buttoned_cuffs") else []),
        ]
    if design.sleeve in _GATHERED:
        return [_band(outer, inner, along, 7, "main", turn, None)]
    if design.has("turned_up_cuffs"):
        return [_band(outer - along * 12, inner - along * 12, along, 14, "deep", turn, None)]
    return [stitches(_across(outer - along * 6, inner - along * 6))]


def _across(outer: Points, inner: Points) -> Points:
    return points(tuple(outer), tuple(inner))


def _band(outer: Points, inner: Points, along: Points, deep: float, tone: str, turn: float, weave: str | None) -> Piece:
    slack = (inner - outer) * 0.04
    shape = points(tuple(outer - slack), tuple(inner + slack), tuple(inner + along * deep), tuple(outer + along * deep))
    return fill(shape, tone, lift=0.5, turn=turn, weave=weave)
