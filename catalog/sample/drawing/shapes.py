"""Shapes: articles drawn from the paths of shapes.yaml (shoes, bags, headwear, underwear, accessories)."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from catalog.sample.drawing.design import Design, data
from catalog.sample.drawing.path import Points, both, mirror, parse
from catalog.sample.drawing.piece import Piece, beads, stitches

Part = Mapping[str, Any]


def shape(design: Design) -> list[Piece]:
    """Return the pieces of the drawing that the design's cut names; a pair has a second one behind.

    Raises KeyError where shapes.yaml has no such drawing.
    """
    drawing = data("shapes")[design.cut]
    one = [piece for part in drawing["parts"] if _wanted(part, design) for piece in _pieces(part)]
    if "pair" not in drawing:
        return one
    dx, dy = drawing["pair"]
    return [piece.moved(1.0, dx, dy) for piece in one] + one


def size(design: Design) -> tuple[float, float]:
    """Return the box that the drawing fits."""
    width, height = data("shapes")[design.cut]["size"]
    return float(width), float(height)


def _wanted(part: Part, design: Design) -> bool:
    return ("when" not in part or design.has(part["when"])) and not design.has(part.get("unless", ""))


def _pieces(part: Part) -> list[Piece]:
    piece = _piece(part)
    if not part.get("mirror"):
        return piece
    return [_mirrored(p) for p in piece] + piece


def _mirrored(piece: Piece) -> Piece:
    loops = tuple(mirror(loop) for loop in piece.loops)
    return Piece(loops, piece.tone, piece.stroke, piece.lift, -piece.turn, piece.rays, piece.weave, piece.flat)


def _piece(part: Part) -> list[Piece]:
    if "beads" in part:
        return [b for path in parse(part["beads"]) for b in [beads(path, part["radius"], part["step"], part["tone"])]]
    if "stitch" in part:
        return [stitches(p, part.get("tone", "stitch"), part.get("width", 1.0)) for p in parse(part["stitch"])]
    if "line" in part:
        return [_line(part, path) for path in parse(part["line"])]
    loops = [both(p) if part.get("both") else p for p in parse(part["fill"])]
    rays = part.get("rays")
    return [
        Piece((np.asarray(loop),), part.get("tone", "main"), lift=part.get("lift", 1.0), turn=part.get("turn", 0.0),
              rays=tuple(rays) if rays else None, weave=part.get("weave"), flat=part.get("flat", False))
        for loop in loops
    ]  # fmt: skip


def _line(part: Part, path: Points) -> Piece:
    lift = part.get("lift", 0.0)
    return Piece((path,), part.get("tone", "seam"), stroke=part.get("width", 1.2), lift=lift, flat=lift == 0)
