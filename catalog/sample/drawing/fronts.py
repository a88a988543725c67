"""Fronts: how a garment opens at the front, its pockets and its trimmings."""

from collections.abc import Callable

from catalog.sample.drawing.bodice import Bodice
from catalog.sample.drawing.design import Design
from catalog.sample.drawing.path import Points, curve, ellipse, join, mirror, points, shifted
from catalog.sample.drawing.piece import Piece, button, fill, line, stitches


def front(b: Bodice, design: Design, bottom: float) -> list[Piece]:
    """Return the closing down the middle to y = bottom; nothing where the front is whole."""
    make = _FRONTS.get(design.front)
    return make(b, bottom) if make else []


def _rule(x: float, top: float, bottom: float) -> Points:
    return points((x, top), (x, bottom))


def _column(x: float, top: float, bottom: float, step: float, radius: float = 3.0) -> list[Piece]:
    count = max(2, round((bottom - top) / step) + 1)
    gap = (bottom - top) / (count - 1)
    return [piece for i in range(count) for piece in button(x, top + i * gap, radius)]


def _buttons(b: Bodice, bottom: float) -> list[Piece]:
    placket = [line(_rule(7, b.depth + 2, bottom)), stitches(_rule(-7, b.depth + 2, bottom), width=0.8)]
    return placket + _column(0, b.depth + 10, bottom - 16, 33)


def _covered(b: Bodice, bottom: float) -> list[Piece]:
    return [line(_rule(8, b.depth + 2, bottom)), stitches(_rule(-8, b.depth + 2, bottom), width=0.8)]


def _placket(b: Bodice, bottom: float) -> list[Piece]:
    end = b.depth + 56
    box = points((-7, b.depth + 1), (7, b.depth + 1), (7, end), (-7, end))
    return [fill(box, lift=0.3), *_column(0, b.depth + 12, end - 10, 17, 2.4)]


def _zip(b: Bodice, bottom: float) -> list[Piece]:
    top = min(b.depth, 30) - 22 if b.depth < 40 else b.depth
    return _zipper(max(top, b.depth - 4), bottom)


def _zipper(top: float, bottom: float) -> list[Piece]:
    tape = points((-4, top), (4, top), (4, bottom), (-4, bottom))
    tab = points((-2.2, top + 6), (2.2, top + 6), (2.6, top + 17), (-2.6, top + 17))
    return [
        fill(tape, "deep", lift=0.2, flat=True),
        stitches(_rule(0, top, bottom), "metal", 2.6),
        stitches(_rule(-8, top, bottom), width=0.8),
        stitches(_rule(8, top, bottom), width=0.8),
        fill(tab, "metal", lift=0.6),
    ]


def _half_zip(b: Bodice, bottom: float) -> list[Piece]:
    return _zipper(b.depth - 18, b.depth + 62)


def _biker(b: Bodice, bottom: float) -> list[Piece]:
    slant = points((2, b.depth - 2), (26, bottom * 0.6), (22, bottom))
    return [line(shifted(slant, 4, 0), "deep", 6), Piece((slant,), "metal", stroke=2.6, lift=0.4)]


def _double(b: Bodice, bottom: float) -> list[Piece]:
    edge = curve((4, b.depth), (24, b.depth + 20), (24, b.depth + 50), (24, bottom))
    top, low = b.depth + 14, min(b.depth + 92, bottom - 30)
    return [line(edge), *_column(-17, top, low, 36, 4), *_column(14, top, low, 36, 4)]


def _single(b: Bodice, bottom: float) -> list[Piece]:
    edge = curve((0, b.depth), (5, b.depth + 30), (5, bottom - 30), (22, bottom + 2))
    return [line(edge), *_column(0, b.depth + 10, b.depth + 44, 34, 4)]


def _coat(b: Bodice, bottom: float) -> list[Piece]:
    low = max(b.depth + 110, bottom * 0.62)
    return [line(_rule(8, b.depth, bottom)), *_column(-2, b.depth + 16, low, 52, 5)]


def _open(b: Bodice, bottom: float) -> list[Piece]:
    down = curve((0, b.depth - 2), (7, bottom * 0.5), (16, bottom + 4))
    gap = join(down, curve((16, bottom + 4), (0, bottom + 1), (-16, bottom + 4)), mirror(down)[::-1])
    rule = curve((1, b.depth - 2), (9, bottom * 0.5), (20, bottom + 2))
    return [fill(gap, "inside", lift=0), line(rule, "trim", 7, 0.5), line(mirror(rule), "trim", 7, 0.5)]


def _cardigan(b: Bodice, bottom: float) -> list[Piece]:
    band = points((-8, b.depth - 2), (8, b.depth - 2), (8, bottom), (-8, bottom))
    return [fill(band, "trim", lift=0.4, weave="rib"), *_column(0, b.depth + 8, bottom - 12, 30, 3.2)]


def _toggles(b: Bodice, bottom: float) -> list[Piece]:
    pieces = [line(_rule(9, b.depth, bottom))]
    for y in (b.depth + 16, b.depth + 58, b.depth + 100):
        cord = curve((-22, y), (-8, y - 4), (18, y))
        pieces += [Piece((cord,), "horn", stroke=2.4, lift=0.4), fill(ellipse(-2, y - 1, 9, 3.2), "horn", lift=0.9)]
    return pieces


def _wrap(b: Bodice, bottom: float) -> list[Piece]:
    return [line(curve((-2, b.depth - 2), (b.waist * 0.4, b.depth + 24), (b.waist * 0.8, b.waist_at)), "seam", 1.6)]


def _snaps(b: Bodice, bottom: float) -> list[Piece]:
    steps = range(int(b.depth + 14), int(bottom - 6), 28)
    return [line(_rule(8, b.depth, bottom)), *(fill(ellipse(0, y, 2.8), "metal", lift=0.7) for y in steps)]


_FRONTS: dict[str, Callable[[Bodice, float], list[Piece]]] = {
    "buttons": _buttons, "concealed": _covered, "placket": _placket, "zip": _zip, "half_zip": _half_zip,
    "biker": _biker, "double": _double, "single": _single, "coat": _coat, "open": _open, "cardigan": _cardigan,
    "toggles": _toggles, "wrap": _wrap, "snaps": _snaps,
}  # fmt: skip


def pockets(b: Bodice, design: Design) -> list[Piece]:
    """Return the design's pockets."""
    return [piece for name, make in _POCKETS.items() if design.has(name) for piece in make(b)]


def patch(x: float, y: float, wide: float, high: float, flap: bool = False) -> list[Piece]:
    """Return a patch pocket about x, its top at y, with stitching and perhaps a flap."""
    box = points(
        (-wide, 0), (wide, 0), (wide, high * 0.82), (wide * 0.6, high), (-wide * 0.6, high), (-wide, high * 0.82)
    )
    box = shifted(box, x, y)
    pieces = [fill(box, lift=0.5), stitches(points((x - wide, y + 5), (x + wide, y + 5)), width=0.8)]
    if flap:
        top = shifted(points((-wide - 1, -2), (wide + 1, -2), (wide + 1, 9), (0, 15), (-wide - 1, 9)), x, y)
        pieces += [fill(top, lift=0.8), *button(x, y + 9, 2.2)]
    return pieces


def _chest_pocket(b: Bodice) -> list[Piece]:
    return patch(b.chest * 0.5, b.armhole + 12, 13, 32)


def _chest_pockets(b: Bodice) -> list[Piece]:
    return [p for x in (-0.52, 0.52) for p in patch(b.chest * x, b.armhole + 10, 13, 32, flap=True)]


def _low(b: Bodice) -> float:
    return max(b.armhole + 52, min(b.hem_at - 64, b.waist_at + 26))


def _patch_pockets(b: Bodice) -> list[Piece]:
    return [p for x in (-0.6, 0.6) for p in patch(b.waist * x, _low(b), 20, 44)]


def _flap_pockets(b: Bodice) -> list[Piece]:
    pieces = []
    for x in (-0.62, 0.62):
        flap = shifted(points((-19, 0), (19, 0), (18, 13), (-18, 13)), b.waist * x, _low(b) + 6)
        pieces.append(fill(flap, lift=0.8))
    return pieces


def _welt_pockets(b: Bodice) -> list[Piece]:
    right = points((b.waist * 0.48, _low(b) + 36), (b.waist * 0.74, _low(b) - 2))
    return [Piece((path,), "deep", stroke=5, lift=0.5) for path in (mirror(right), right)]


def _zip_pockets(b: Bodice) -> list[Piece]:
    right = points((b.waist * 0.5, _low(b) + 34), (b.waist * 0.72, _low(b)))
    return [piece for path in (mirror(right), right) for piece in (line(path, "deep", 5), line(path, "metal", 1.6))]


def _kangaroo(b: Bodice) -> list[Piece]:
    low = b.hem_at - 4
    top = low - 62
    half = join(
        points((0, top), (30, top)), curve((30, top), (36, top + 26), (50, top + 34)), points((50, low), (0, low))
    )
    whole = join(half, mirror(half)[::-1])
    edge = curve((32, top), (38, top + 26), (50, top + 35))
    return [fill(whole, lift=0.4), stitches(edge - (4, 0)), stitches(mirror(edge - (4, 0)))]


_POCKETS: dict[str, Callable[[Bodice], list[Piece]]] = {
    "chest_pocket": _chest_pocket, "chest_pockets": _chest_pockets, "patch_pockets": _patch_pockets,
    "flap_pockets": _flap_pockets, "welt_pockets": _welt_pockets, "zip_pockets": _zip_pockets,
    "kangaroo_pocket": _kangaroo,
}  # fmt: skip
