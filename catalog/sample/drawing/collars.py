"""Collars: what stands, lies or hangs about a neckline, from a shirt collar to a hood."""

from collections.abc import Callable

from catalog.sample.drawing.bodice import Bodice
from catalog.sample.drawing.design import Design
from catalog.sample.drawing.path import Points, both, curve, join, mirror, points
from catalog.sample.drawing.piece import Piece, fill, line, stitches


def collar(b: Bodice, design: Design) -> list[Piece]:
    """Return the design's collar; none where its neckline is plain."""
    for name, make in _COLLARS.items():
        if design.has(name) or design.neck == name:
            return make(b)
    return []


def _pair(half: Points, tone: str = "main", turn: float = 25, lift: float = 0.9) -> list[Piece]:
    return [fill(mirror(half), tone, turn=-turn, lift=lift), fill(half, tone, turn=turn, lift=lift)]


def _shirt(b: Bodice) -> list[Piece]:
    n, d = b.neck, b.depth
    stand = both(join(curve((0, -11), (n * 0.7, -11), (n, -4)), curve((n, 0), (n * 0.7, d * 0.7), (0, d))))
    leaf = join(
        curve((1, d), (n * 0.45, d * 0.45), (n * 0.8, -2), (n * 0.86, -9)),
        curve((n * 0.9, -9), (n + 8, -4), (n + 12, 8)),
        points((n * 1.0, d + 17)),
    )
    over = both(join(curve((0, -15), (n * 0.6, -15), (n * 0.95, -8)), curve((n * 0.8, -5), (n * 0.5, -7), (0, -7))))
    tips = [stitches(join(curve((n + 9, 8), (n + 6, d + 2), (n * 0.98, d + 12)), points((6, d + 2))), width=0.8)]
    tips.append(stitches(mirror(tips[0].loops[0]), width=0.8))
    return [fill(stand, "inside", lift=0.3), fill(over, "main", lift=0.4), *_pair(leaf)]


def _rib_polo(b: Bodice) -> list[Piece]:
    return [
        p if p.tone != "main" else fill(p.loops[0], "trim", lift=p.lift, turn=p.turn, weave="rib") for p in _shirt(b)
    ]


def _lapel(b: Bodice) -> list[Piece]:
    n, d = b.neck, b.depth
    lapel = join(
        curve((0, d), (n * 0.55, d * 0.55), (n * 0.85, 6)),
        points((n + 4, 22), (n + 24, 40), (n + 27, 52)),
        curve((n + 24, 58), (n * 0.9, d * 0.75), (0, d + 3)),
    )
    top = join(
        curve((0, -13), (n * 0.6, -13), (n * 0.95, -7)),
        curve((n + 6, 0), (n + 17, 16), (n + 22, 36)),
        points((n + 4, 30)),
        curve((n * 0.86, 18), (n * 0.72, 2), (0, -3)),
    )
    return [*_pair(lapel, turn=12), fill(both(top), "main", lift=0.8)]


def _shawl(b: Bodice) -> list[Piece]:
    n, d = b.neck, b.depth
    half = join(
        curve((0, d), (n * 0.6, d * 0.5), (n * 0.8, -8)),
        curve((n + 3, -7), (n + 28, 30), (n + 18, d * 0.6), (0, d + 8)),
    )
    behind = both(join(curve((0, -14), (n * 0.7, -14), (n + 3, -7)), curve((n * 0.8, -4), (n * 0.4, -5), (0, -5))))
    return [fill(behind, lift=0.4), *_pair(half, turn=10)]


def _stand(b: Bodice) -> list[Piece]:
    n, d = b.neck, b.depth
    outer = both(
        join(curve((0, -16), (n * 0.6, -16), (n * 0.92, -13)), curve((n + 1, 2), (n * 0.6, d + 1), (0, d + 1)))
    )
    inner = both(join(curve((0, -16), (n * 0.6, -16), (n * 0.92, -13)), curve((n * 0.6, -2), (n * 0.3, 1), (0, 2))))
    return [fill(outer, lift=0.6), fill(inner, "inside", lift=0)]


def _funnel(b: Bodice) -> list[Piece]:
    n, d = b.neck, b.depth
    outer = both(join(curve((0, -30), (n * 0.6, -30), (n * 0.9, -26)), curve((n + 2, 2), (n * 0.6, d + 3), (0, d + 3))))
    inner = both(join(curve((0, -30), (n * 0.6, -30), (n * 0.9, -26)), curve((n * 0.6, -19), (n * 0.3, -17), (0, -17))))
    return [fill(outer, lift=0.6), fill(inner, "inside", lift=0)]


def _turtle(b: Bodice) -> list[Piece]:
    n = b.neck
    neck = both(
        join(
            curve((0, -34), (n * 0.7, -35), (n * 0.88, -31)),
            curve((n * 1.02, -12), (n * 1.05, 4), (n * 0.5, b.depth + 3), (0, b.depth + 4)),
        )
    )
    fold = both(
        join(
            curve((0, -34), (n * 0.7, -35), (n * 0.9, -31)),
            curve((n * 1.08, -14), (n * 1.06, -6), (n * 0.5, -2), (0, 0)),
        )
    )
    return [fill(neck, weave="rib", lift=0.5), fill(fold, weave="rib", lift=0.8)]


def _hood(b: Bodice) -> list[Piece]:
    n, d = b.neck, b.depth
    hood = both(
        join(
            curve((0, -84), (n * 1.1, -84), (n * 1.55, -40), (n + 12, 2)),
            curve((n + 12, 2), (n * 0.9, d * 0.9), (0, d + 4)),
        )
    )
    opening = both(
        join(
            curve((0, -66), (n * 0.75, -64), (n * 1.0, -36), (n * 0.72, -4)),
            curve((n * 0.72, -4), (n * 0.5, d * 0.6), (0, d - 2)),
        )
    )
    rim = both(
        join(
            curve((0, -66), (n * 0.75, -64), (n * 1.0, -36), (n * 0.72, -4)),
            curve((n * 0.72, -4), (n * 0.5, d * 0.6), (0, d - 2)),
        )
    )
    return [
        fill(hood, lift=0.7, rays=(0, -120, 1.0, 9.0)),
        line(points((0, -84), (0, -66)), "seam"),
        fill(opening, "inside", lift=0.2),
        Piece((rim,), "deep", stroke=4, lift=0.3),
    ]


def _cords(b: Bodice) -> list[Piece]:
    d = b.depth
    right = curve((9, d - 4), (12, d + 24), (9, d + 52))
    return [Piece((side,), "trim", stroke=3, lift=0.7) for side in (mirror(right), right)]


def _corded_hood(b: Bodice) -> list[Piece]:
    return _hood(b) + _cords(b)


def _fur_hood(b: Bodice) -> list[Piece]:
    n, d = b.neck, b.depth
    rim = both(
        join(
            curve((0, -68), (n * 0.8, -66), (n * 1.1, -36), (n * 0.8, 0)), curve((n * 0.8, 0), (n * 0.5, d), (0, d + 4))
        )
    )
    return [*_hood(b), Piece((rim,), "#b79a78", stroke=17, lift=0.8)]


def _round(b: Bodice) -> list[Piece]:
    n, d = b.neck, b.depth
    leaf = join(
        curve((1, d), (n * 0.6, d), (n * 0.95, d * 0.5), (n, -2)),
        curve((n + 8, 0), (n + 16, 14), (n + 8, d + 6)),
        curve((n + 2, d + 18), (n * 0.4, d + 20), (1, d + 4)),
    )
    return _pair(leaf, "trim")


def _bow(b: Bodice) -> list[Piece]:
    d = b.depth + 6
    loop = curve((0, d), (26, d - 20), (38, d + 2), (0, d + 2))
    loop = join(loop, curve((0, d + 2), (30, d + 14), (34, d), (0, d)))
    tail = join(
        curve((2, d), (10, d + 40), (8, d + 78)), points((22, d + 74)), curve((22, d + 74), (20, d + 30), (4, d))
    )
    knot = points((-5, d - 5), (5, d - 5), (6, d + 6), (-6, d + 6))
    return [*_pair(tail, lift=0.8), *_pair(loop, lift=0.9), fill(knot, lift=0.8)]


_COLLARS: dict[str, Callable[[Bodice], list[Piece]]] = {
    "rib_collar": _rib_polo, "fur_hood": _fur_hood, "drawstring_hood": _corded_hood, "hood": _hood, "lapel": _lapel,
    "shawl": _shawl, "stand_collar": _stand, "funnel": _funnel, "turtle": _turtle, "round_collar": _round,
    "pussy_bow": _bow, "collar": _shirt,
}  # fmt: skip
