"""Upper garments: tops, shirts, knitwear, jackets, coats and bodysuits."""

from catalog.sample.drawing.bodice import (
    Bodice,
    back,
    measure,
    neckband,
    neckline,
    outline,
    shirt_hem,
    straight_hem,
)
from catalog.sample.drawing.collars import collar
from catalog.sample.drawing.design import Design
from catalog.sample.drawing.fronts import front, pockets
from catalog.sample.drawing.path import Points, both, curve, ellipse, join, mirror, points
from catalog.sample.drawing.piece import Piece, button, fill, line, stitches
from catalog.sample.drawing.sleeves import sleeves


def upper(design: Design) -> list[Piece]:
    """Return an upper garment's pieces, in design pixels about the axis x = 0."""
    b = measure(design)
    pieces = [*back(b, design), *sleeves(b, design)]
    pieces += _body(b, design)
    pieces += [*neckband(b, design), *front(b, design, b.hem_at + 4), *pockets(b, design)]
    return pieces + _trims(b, design) + collar(b, design)


def _body(b: Bodice, design: Design) -> list[Piece]:
    hem = shirt_hem(b) if design.has("rounded_hem") else straight_hem(b, b.hem_at, b.hem)
    body = outline(b, design, hem)
    pieces = [fill(body, lift=1.0, rays=(0, -160, 0.5, 16.0)), *_hem(b, design, hem)]
    if design.has("yoke"):
        pieces.append(
            line(both(curve((0, b.armhole * 0.62), (b.chest * 0.6, b.armhole * 0.6), (b.chest - 6, b.armhole * 0.55))))
        )
    if design.has("contrast_yoke"):
        pieces.insert(1, _block(b, design))
    return pieces


def _hem(b: Bodice, design: Design, hem: Points) -> list[Piece]:
    whole = join(hem, mirror(hem)[::-1])
    if design.has("ribbed_hem"):
        low = b.hem_at
        half = join(
            curve((0, low + 20), (b.hem * 0.5, low + 20), (b.hem * 0.92, low + 15)),
            curve((b.hem + 1, low - 2), (b.hem * 0.5, low + 3), (0, low + 4)),
        )
        return [fill(both(half), "trim", lift=0.3, weave="rib")]
    if design.has("elastic_hem"):
        return [
            fill(
                both(
                    join(
                        curve((0, b.hem_at + 10), (b.hem * 0.9, b.hem_at + 6)),
                        points((b.hem, b.hem_at - 6), (0, b.hem_at - 1)),
                    )
                ),
                "deep",
                lift=0.3,
                rays=(0, -100, 3, 60),
            )
        ]
    if design.has("tie_hem"):
        return _knot(0, b.hem_at - 2)
    if design.has("peplum"):
        low = b.hem_at + 52
        ruffle = both(
            join(
                curve((0, low + 6), (b.hem * 0.8, low + 6), (b.hem * 1.5, low - 6)),
                points((b.hem, b.hem_at), (0, b.hem_at + 5)),
            )
        )
        return [fill(ruffle, lift=0.3, rays=(0, b.hem_at - 120, 2.6, 22.0)), line(whole, "deep", 2)]
    return [stitches(whole - (0, 8), width=0.9)]


def _knot(x: float, y: float) -> list[Piece]:
    tail = join(
        curve((x, y), (x + 16, y + 14), (x + 20, y + 46)),
        points((x + 34, y + 38)),
        curve((x + 34, y + 38), (x + 26, y + 8), (x, y)),
    )
    return [
        fill(mirror(tail), lift=0.7),
        fill(tail, lift=0.7),
        fill(points((-9, y - 9), (9, y - 9), (8, y + 10), (-8, y + 10)), lift=0.9),
    ]


def _block(b: Bodice, design: Design) -> Piece:
    right = neckline(b, design)
    edge = curve((b.chest - 9, b.armhole * 0.72), (b.chest * 0.4, b.armhole * 0.80), (0, b.armhole * 0.80))
    shoulder = points(b.tip, (b.chest - 9, b.armhole * 0.5))
    return fill(both(join(right, shoulder, edge)), "second", lift=0.0)


def _trims(b: Bodice, design: Design) -> list[Piece]:
    pieces: list[Piece] = []
    if design.has("tie_belt", "belt"):
        pieces += belt(b, design)
    if design.has("drawstring_waist"):
        pieces.append(line(both(curve((0, b.waist_at + 8), (b.waist, b.waist_at + 3))), "deep", 2.4))
    if design.has("lacing"):
        pieces += _lacing(b)
    if design.has("epaulettes"):
        strap = points((b.neck + 8, 4), (b.shoulder - 2, b.slope - 2), (b.shoulder - 3, b.slope + 8), (b.neck + 8, 14))
        pieces += [fill(mirror(strap), lift=0.7), fill(strap, lift=0.7)]
    if design.has("frill_trim"):
        pieces += frill(b)
    if design.has("reflective"):
        pieces.append(line(points((b.chest * 0.3, b.armhole + 8), (b.chest * 0.62, b.armhole + 8)), "#e9ecee", 3))
    if design.has("brooch_button"):
        pieces += button(0, b.waist_at, 5)
    return pieces


def frill(b: Bodice) -> list[Piece]:
    """Return a frill that runs down from each shoulder."""
    half = join(
        curve((b.neck + 10, 3), (b.neck + 4, 60), (14, b.waist_at - 10)),
        curve((20, b.waist_at), (b.neck + 26, 70), (b.neck + 28, 8)),
    )
    return [fill(p, lift=0.8, rays=(x, -40, 2.0, 30.0)) for p, x in ((mirror(half), -60), (half, 60))]


def belt(b: Bodice, design: Design) -> list[Piece]:
    """Return a belt about the waist: of the cloth, tied, or with a buckle."""
    y, x = b.waist_at, b.waist + 1
    band = both(join(curve((0, y - 4), (x * 0.6, y - 4), (x, y - 7)), curve((x, y + 6), (x * 0.6, y + 9), (0, y + 9))))
    if design.has("tie_belt"):
        tail = join(
            curve((2, y + 4), (14, y + 40), (10, y + 88)),
            points((21, y + 86)),
            curve((21, y + 86), (24, y + 36), (8, y)),
        )
        loop = join(curve((2, y + 2), (20, y - 16), (34, y - 2)), curve((34, y - 2), (30, y + 12), (2, y + 4)))
        knot = points((-6, y - 6), (6, y - 6), (7, y + 11), (-7, y + 11))
        parts = (band, tail, mirror(tail), loop, mirror(loop), knot)
        return [fill(part, lift=0.8) for part in parts]
    buckle = points((-9, y - 8), (9, y - 8), (9, y + 13), (-9, y + 13), (-9, y - 8))
    return [fill(band, "deep", lift=0.8), Piece((buckle,), "metal", stroke=2.6, lift=0.8)]


def _lacing(b: Bodice) -> list[Piece]:
    pieces = []
    for i in range(4):
        y = b.depth + 6 + 11 * i
        pieces += [
            line(points((-7, y), (7, y + 10)), "trim", 2, 0.5),
            line(points((7, y), (-7, y + 10)), "trim", 2, 0.5),
        ]
    return pieces


def bodysuit(design: Design) -> list[Piece]:
    """Return an upper garment that ends in briefs, with press-studs at the crotch."""
    b = measure(design)
    baby = design.body == "baby"
    low = b.hem_at + (46 if baby else 88)
    legs = join(
        curve((b.hem, b.hem_at - (4 if baby else -6)), (b.hem * 0.72, low - 34), (16, low - 12)),
        points((15, low), (0, low + 1)),
    )
    pieces = [*back(b, design), *sleeves(b, design), fill(outline(b, design, legs), rays=(0, -160, 0.5, 16.0))]
    pieces += [*neckband(b, design), *front(b, design, low - 30)]
    thick = 5.0 if baby else 2.5
    pieces += [Piece((edge,), "trim", stroke=thick, lift=0.3) for edge in (legs[:-2], mirror(legs[:-2]))]
    studs = [fill(ellipse(x, low - 6, 2), "metal", lift=0.4) for x in (-9, 0, 9)]
    return [*pieces, *studs, *collar(b, design)]
