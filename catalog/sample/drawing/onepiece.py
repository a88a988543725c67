"""One-piece garments: dresses, skirts, jumpsuits, dungarees and nightwear sets."""

from dataclasses import replace

import numpy as np

from catalog.sample.drawing.bodice import (
    Bodice,
    back,
    measure,
    neckband,
    outline,
    straight_hem,
)
from catalog.sample.drawing.collars import collar
from catalog.sample.drawing.design import Design, data
from catalog.sample.drawing.fronts import front, patch, pockets
from catalog.sample.drawing.lower import legs, lower
from catalog.sample.drawing.path import Points, both, curve, ellipse, join, mirror, points, shifted
from catalog.sample.drawing.piece import Piece, bounds, button, fill, line, stitches
from catalog.sample.drawing.sleeves import sleeves
from catalog.sample.drawing.upper import belt, frill, upper

_SHORTER = {"kids": 0.78, "baby": 0.60}


def dress(design: Design) -> list[Piece]:
    """Return a dress: a bodice to the waist and a skirt."""
    b = measure(replace(design, length=""))
    total = data("cuts")["skirts"]["dress"][design.length or "knee"] * _SHORTER.get(design.body, 1.0)
    waist_at = b.waist_at - (34 if design.has("empire_waist") else 0)
    b = replace(b, waist_at=waist_at, hem_at=total, hem=b.hem)
    pieces = [*back(b, design), *sleeves(b, design)]
    pieces += _shift(b, design) if design.skirt in ("straight", "bodycon", "shirt") else _seamed(b, design)
    closing_end = total if design.front in ("buttons", "snaps", "concealed") else waist_at
    pieces += [
        *neckband(b, design),
        *front(b, design, closing_end),
        *pockets(replace(b, hem_at=min(total, 260)), design),
    ]
    if design.has("tie_belt", "belt"):
        pieces += belt(b, design)
    if design.has("frill_trim"):
        pieces += frill(b)
    return pieces + collar(b, design)


def _shift(b: Bodice, design: Design) -> list[Piece]:
    flare = data("cuts")["skirts"]["flare"].get(design.skirt, 76)
    waist = b.waist if design.skirt == "bodycon" else b.waist + 7
    shaped = replace(b, waist=waist, hem=max(flare, b.hem * 0.95))
    whole = outline(shaped, design, straight_hem(shaped, b.hem_at, shaped.hem))
    hem = straight_hem(shaped, b.hem_at - 8, shaped.hem - 0.5)
    return [fill(whole, rays=(0, -200, 0.8, 22.0)), stitches(join(hem, mirror(hem)[::-1]))]


def _seamed(b: Bodice, design: Design) -> list[Piece]:
    y, x = b.waist_at, b.waist
    bodice = outline(b, design, straight_hem(b, y, x, 3))
    pieces = skirt_pieces(design, x, y, b.hem_at)
    return [
        *pieces,
        fill(bodice, lift=0.6, rays=(0, -160, 0.5, 16.0)),
        line(both(curve((0, y + 3), (x * 0.6, y + 3), (x, y))), "seam", 1.6),
    ]


def skirt_pieces(design: Design, x: float, top: float, bottom: float) -> list[Piece]:
    """Return a skirt hanging from half width x at y = top down to y = bottom."""
    flare = data("cuts")["skirts"]["flare"].get(design.skirt, 100)
    reach = x + (flare - x) * min(1.15, (bottom - top) / 200) if flare > x else flare
    if design.skirt == "tiered":
        return _tiers(x, top, bottom, reach)
    folds = {"pleated": (4.0, 46.0), "full": (2.0, 20.0), "circle": (2.0, 20.0), "a_line": (1.1, 16.0)}
    strength, often = folds.get(design.skirt, (0.6, 12.0))
    apex = top - 1.1 * x / max(0.25, (reach - x) / (bottom - top))
    shape = _skirt(x, top, bottom, reach, wavy=design.skirt in ("full", "circle", "a_line", "wrap"))
    pieces = [fill(shape, rays=(0, max(apex, top - 400), strength, often))]
    if design.skirt == "pleated":
        pieces += _pleats(x, top, bottom, reach)
    if design.skirt == "wrap":
        pieces.append(
            line(curve((x * 0.55, top), (x * 0.5, (top + bottom) / 2), (reach * 0.1, bottom + 4)), "seam", 1.6)
        )
    if design.has("slit"):
        pieces.append(
            fill(
                curve(
                    (reach * 0.42, bottom + 5),
                    (reach * 0.40, bottom - 40),
                    (reach * 0.40, bottom - 90),
                    (reach * 0.56, bottom + 4),
                ),
                "inside",
                lift=0,
            )
        )
    return pieces


def _skirt(x: float, top: float, bottom: float, reach: float, wavy: bool) -> Points:
    bulge = (x + reach) / 2 + (8 if reach < x + 14 else 2)
    edge = curve(
        (x, top),
        (bulge, top + (bottom - top) * 0.30),
        (reach - (reach - x) * 0.12, top + (bottom - top) * 0.7),
        (reach, bottom),
    )
    at = np.linspace(reach, 0, 40)
    ripple = np.sin(at / max(reach, 1) * 15) * 3.0 if wavy else 0 * at
    hem = np.stack([at, bottom + 9 * (1 - (at / reach) ** 2) + ripple], axis=1)
    return both(join(points((0, top + 2)), edge, hem))


def _pleats(x: float, top: float, bottom: float, reach: float) -> list[Piece]:
    share = np.linspace(-0.9, 0.9, 15)
    return [line(points((x * s, top + 2), (reach * s, bottom + 8 * (1 - s * s))), "seam", 1.0) for s in share]


def _tiers(x: float, top: float, bottom: float, reach: float) -> list[Piece]:
    pieces: list[Piece] = []
    steps = np.linspace(top, bottom, 4)
    widths = np.linspace(x, reach, 4)
    for i in (2, 1, 0):
        shape = _skirt(widths[i] + (4 if i else 0), steps[i], steps[i + 1] + 2, widths[i + 1] + 4, wavy=True)
        pieces.append(fill(shape, lift=0.6, rays=(0, steps[i] - 150, 2.6, 34.0)))
    return pieces


def skirt(design: Design) -> list[Piece]:
    """Return a skirt with its waistband."""
    x = 60.0
    total = data("cuts")["skirts"]["skirt"][design.length or "knee"] * (0.82 if design.body in _SHORTER else 1)
    pieces = [fill(both(join(curve((0, -14), (x - 1, -9)), curve((x, 2), (0, 8)))), "inside", lift=0.5)]
    pieces += skirt_pieces(design, x, 0, total)
    band = both(join(curve((0, -2), (x * 0.6, -3), (x - 1, -8)), curve((x + 1, 8), (x * 0.6, 12), (0, 13))))
    gathered = design.has("elastic_waist", "drawstring")
    pieces.append(fill(band, lift=0.5, rays=(0, -200, 1.4, 60) if gathered else None))
    tone = "copper_thread" if design.fabric == "denim" else "stitch"
    if design.front == "buttons":
        pieces += [line(points((7, 12), (7, total + 6))), stitches(points((-7, 12), (-7, total + 6)), tone)]
        pieces += [
            p
            for y in np.arange(4, total - 8, 32)
            for p in button(0, float(y), 3.6, "metal" if design.fabric == "denim" else "button")
        ]
    if design.has("five_pockets"):
        edge = curve((x * 0.4, 11), (x * 0.5, 36), (x + 10, 44))
        pieces += [
            stitches(edge, tone),
            stitches(mirror(edge), tone),
            *button(0, 5, 4, "metal"),
            stitches(curve((12, 12), (12, 48), (1, 70)), tone),
        ]
    if design.has("patch_pockets"):
        pieces += [p for s in (-34, 34) for p in patch(s, 40, 18, 40)]
    if design.has("tie_belt"):
        pieces += _sash(6)
    return pieces


def _sash(y: float) -> list[Piece]:
    tail = join(
        curve((20, y), (32, y + 40), (28, y + 90)), points((40, y + 88)), curve((40, y + 88), (44, y + 36), (26, y))
    )
    loop = join(curve((22, y + 2), (40, y - 16), (56, y)), curve((56, y), (48, y + 14), (22, y + 4)))
    other = shifted(mirror(loop), 44, 0)
    return [fill(tail, lift=0.7), fill(loop, lift=0.8), fill(other, lift=0.8), fill(ellipse(22, y + 2, 6), lift=0.8)]


def jumpsuit(design: Design) -> list[Piece]:
    """Return a jumpsuit or playsuit: a bodice and legs."""
    b = measure(replace(design, length=""))
    y, x = b.waist_at, b.waist + 1
    pieces = [*back(b, design), *sleeves(b, design), *legs(design, x, y, max(x + 8, 68))]
    pieces.append(fill(outline(b, design, straight_hem(b, y + 2, x, 3)), lift=0.5, rays=(0, -160, 0.5, 16.0)))
    pieces += [line(both(curve((0, y + 5), (x, y + 2))), "seam", 1.6), *neckband(b, design)]
    pieces += [
        *front(b, design, y if not design.has("zip_to_leg") else y + 96),
        *pockets(replace(b, hem_at=y + 40), design),
    ]
    if design.has("tie_belt", "belt"):
        pieces += belt(b, design)
    if design.has("feet"):
        pieces += _feet(design, y)
    return pieces + collar(b, design)


def _feet(design: Design, top: float) -> list[Piece]:
    length = data("cuts")["inseams"][design.length or "full"] * 0.62 + top
    return [fill(ellipse(x, length + 4, 24, 15), lift=0.4) for x in (-32, 32)]


def dungarees(design: Design) -> list[Piece]:
    """Return dungarees: trousers or a skirt with a bib and braces."""
    x, tone = 60.0, "copper_thread" if design.fabric == "denim" else "stitch"
    pieces = [Piece((points((s * 40, -128), (s * 26, -4)),), "inside", stroke=11, lift=0.4) for s in (-1, 1)]
    pieces += skirt_pieces(design, x, 0, 170) if design.skirt else legs(design, x, 0.0)
    bib = both(join(points((0, -90), (38, -92)), curve((38, -92), (42, -40), (x, -4)), points((x, 6), (0, 10))))
    pieces += [fill(bib, lift=0.5), stitches(both(points((0, -84), (36, -86))), tone), *patch(0, -66, 22, 40)]
    for s in (-1, 1):
        strap = curve((s * 30, -90), (s * 38, -124), (s * 44, -140), (s * 40, -128))
        pieces += [
            Piece((points((s * 30, -84), (s * 42, -132)),), "main", stroke=12, lift=0.7),
            *button(s * 31, -82, 4, "metal"),
            line(strap[:2], tone, 0.8),
        ]
    pieces += [line(both(curve((0, 10), (x, 5))), "seam", 1.6), stitches(both(curve((0, 14), (x, 9))), tone)]
    edge = curve((x * 0.55, 14), (x * 0.7, 44), (x + 8, 62))
    return [*pieces, stitches(edge, tone), stitches(mirror(edge), tone)]


def pyjamas(design: Design) -> list[Piece]:
    """Return a top beside its bottoms, the bottoms a little behind."""
    bottoms = lower(
        replace(
            design,
            cut="lower",
            leg="straight",
            details=design.details | {"elastic_waist"} - {"ribbed_ankles"},
            length=design.length or "full",
        )
    )
    top = upper(replace(design, length="", details=design.details - {"drawstring", "elastic_waist"}))
    if design.has("plain_top"):
        top = [replace(p, tone="plain") if p.tone == "main" else p for p in top]
    return _beside(bottoms, 0.78, 66, 96) + _beside(top, 0.92, -50, 0)


def _beside(pieces: list[Piece], scale: float, dx: float, dy: float) -> list[Piece]:
    _, top, _, _ = bounds(pieces)
    return [p.moved(scale, dx, dy - top * scale) for p in pieces]


def robe(design: Design) -> list[Piece]:
    """Return a dressing gown, tied at the waist."""
    return upper(replace(design, neck="shawl", details=design.details | {"tie_belt", "patch_pockets"}))
