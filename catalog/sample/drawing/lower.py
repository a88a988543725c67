"""Lower garments: trousers, jeans, shorts, leggings and the legs of jumpsuits."""

from catalog.sample.drawing.design import Design, data
from catalog.sample.drawing.fronts import patch
from catalog.sample.drawing.path import STEPS, Points, both, curve, ellipse, join, mirror, points, shifted
from catalog.sample.drawing.piece import Piece, button, fill, line, stitches

_CROTCH = 108.0


def lower(design: Design) -> list[Piece]:
    """Return trousers, shorts or leggings, the waist at y = 0."""
    waist = 58.0 if design.body == "women" else 64.0
    pieces = _inside(waist)
    pieces += legs(design, waist)
    pieces += _details(design, waist)
    return pieces + _waistband(design, waist)


def legs(design: Design, waist: float, top: float = 0.0, hip: float | None = None) -> list[Piece]:
    """Return both legs and the seam between them, the waist at y = top."""
    cuts = data("cuts")
    shape = dict(cuts["legs"][design.leg or "straight"])
    length = cuts["inseams"][design.length or "full"] * {"kids": 0.82, "baby": 0.62}.get(design.body, 1.0)
    if length < 230:
        shape["outer"] = waist + {"wide": 18.0, "straight": 6.0, "cargo": 8.0}.get(design.leg, 0.0)
    wide = hip or waist + 9
    right = shifted(_leg(shape, waist, wide, length), 0, top)
    rays = (10.0, top - 40, 0.8, 12.0)
    pieces = [fill(mirror(right), lift=0.8, rays=(-10.0, top - 40, 0.8, 12.0)), fill(right, lift=0.8, rays=rays)]
    pieces += [p for hem in (_hem(design, shape, length, top),) for p in hem]
    return [*pieces, line(curve((0, top), (1, top + 60), (-2, top + _CROTCH)))]


def _leg(shape: dict[str, float], waist: float, hip: float, length: float) -> Points:
    outer, inner = shape["outer"] + 6, shape["inner"] - 6
    knee_at = _CROTCH + (length - _CROTCH) * 0.45
    knee = max(30.0, hip * shape["knee"] + inner + 14, (hip + outer * 1.6) / 2.6 if shape["knee"] > 0.56 else 0.0)
    outside = join(curve((waist, 0), (hip - 3, 16), (hip, 30)), curve((hip, 30), (hip + 1, 62), (hip, 86)))
    if knee > hip - 6:
        outside = join(outside[:-STEPS], curve((hip, 30), (hip + 3, 110), (outer - 4, length * 0.7), (outer, length)))
    elif length > 260:
        outside = join(outside, curve((hip, 86), (hip - 2, knee_at * 0.8), (knee, knee_at * 0.86), (knee, knee_at)))
        outside = join(
            outside, curve((knee, knee_at), (knee + 1, knee_at + 70), (outer - 9, length - 80), (outer, length))
        )
    else:
        outside = join(outside, curve((hip, 86), (hip + 1, length * 0.7), (outer, length)))
    inside = curve((inner, length + 3), (inner + 1, (length + _CROTCH) / 2), (4, _CROTCH + 12), (-4, _CROTCH))
    return join(points((-1, 0)), outside, inside)


def _hem(design: Design, shape: dict[str, float], length: float, top: float) -> list[Piece]:
    outer, inner = shape["outer"] + 6, shape["inner"] - 6
    y = length + top
    if design.has("ribbed_ankles"):
        half = points((outer - 1, y - 3), (inner + 1, y), (inner + 6, y + 20), (outer - 8, y + 18))
        return [fill(p, "trim", lift=0.3, weave="rib") for p in (mirror(half), half)]
    if design.has("turn_ups"):
        half = points((outer + 2, y - 18), (inner - 2, y - 15), (inner - 1, y + 4), (outer + 1, y + 1))
        return [fill(p, "inside" if design.fabric == "denim" else "main", lift=0.7) for p in (mirror(half), half)]
    hem = points((outer, y - 9), (inner, y - 6))
    tone = "copper_thread" if design.fabric == "denim" else "stitch"
    return [stitches(hem, tone), stitches(mirror(hem), tone)]


def _inside(waist: float) -> list[Piece]:
    back = both(
        join(curve((0, -20), (waist * 0.6, -20), (waist - 1, -15)), curve((waist, 2), (waist * 0.5, 6), (0, 7)))
    )
    label = points((-8, -17), (8, -17), (8, -9), (-8, -9))
    return [fill(back, "inside", lift=0.6), fill(label, "label", lift=0.2, flat=True)]


def _waistband(design: Design, waist: float) -> list[Piece]:
    top = curve((0, -6), (waist * 0.5, -8), (waist - 1, -14))
    band = both(join(top, curve((waist + 2, 4), (waist * 0.5, 9), (0, 11))))
    if design.has("elastic_waist", "drawstring", "wide_waistband"):
        return _elastic(design, band, waist)
    if design.has("paper_bag"):
        frill = both(
            join(
                curve((0, -20), (waist * 0.5, -22), (waist + 4, -30)),
                curve((waist + 4, -12), (waist * 0.5, -3), (0, -2)),
            )
        )
        return [fill(frill, lift=0.5, rays=(0, -140, 1.6, 40)), fill(band, lift=0.6), *_tie()]
    tone = "copper_thread" if design.fabric == "denim" else "stitch"
    edge = both(curve((0, 8), (waist * 0.5, 6), (waist, 1)))
    loops = [fill(points((x - 2.6, y - 10), (x + 2.6, y - 10), (x + 2.6, y + 12), (x - 2.6, y + 12)), lift=0.6)
             for x, y in ((-waist * 0.6, -3), (waist * 0.6, -3))]  # fmt: skip
    closing = button(0, 2, 4.2, "metal" if design.fabric == "denim" else "button")
    return [fill(band, lift=0.5), stitches(edge, tone), *loops, *([] if design.has("concealed_fastening") else closing)]


def _elastic(design: Design, band: Points, waist: float) -> list[Piece]:
    deep = 24 if design.has("wide_waistband") else 8
    low = both(
        join(
            curve((0, -6), (waist * 0.5, -8), (waist - 1, -14)),
            curve((waist + 3, deep - 6), (waist * 0.5, deep), (0, deep + 2)),
        )
    )
    pieces = [
        fill(
            low,
            lift=0.4,
            rays=(0, -260, 1.3, 60) if not design.has("wide_waistband") else None,
            weave="rib" if design.has("wide_waistband") else None,
        )
    ]
    if design.has("drawstring"):
        for flip in (1, -1):
            cord = curve((4 * flip, 1), (14 * flip, 22), (8 * flip, 50))
            pieces += [Piece((cord,), "trim" if design.fabric != "denim" else "white", stroke=2.8, lift=0.8)]
        pieces.append(line(curve((0, 1), (-16, -8), (-14, 8), (0, 1)), "trim", 2.6, 0.8))
        pieces.append(line(curve((0, 1), (16, -8), (14, 8), (0, 1)), "trim", 2.6, 0.8))
    return pieces


def _tie() -> list[Piece]:
    tail = join(curve((2, 2), (12, 40), (6, 66)), points((16, 68)), curve((16, 68), (22, 34), (6, 0)))
    loop = join(curve((1, 2), (18, -14), (30, 2)), curve((30, 2), (22, 12), (1, 4)))
    return [fill(p, lift=0.7) for p in (tail, mirror(tail), loop, mirror(loop))]


def _details(design: Design, waist: float) -> list[Piece]:
    pieces: list[Piece] = []
    tone = "copper_thread" if design.fabric == "denim" else "stitch"
    if design.has("five_pockets", "side_pockets"):
        pieces += _hip_pockets(design, waist, tone)
    if design.has("zip_fly", "five_pockets"):
        pieces.append(stitches(curve((13, 8), (13, 50), (11, 66), (1, 76)), tone))
    if design.has("creases"):
        length = data("cuts")["inseams"][design.length or "full"]
        outer = data("cuts")["legs"][design.leg]["outer"]
        crease = curve((36, 20), (35, length * 0.5), (outer * 0.55, length - 4))
        pieces += [line(crease, "seam", 1.4), line(mirror(crease), "seam", 1.4)]
    if design.has("leg_pockets"):
        pieces += [p for x in (-56, 56) for p in patch(x, 150, 19, 52, flap=True)]
    if design.has("side_stripes"):
        pieces += _stripes(design, waist)
    if design.has("worn_knees"):
        pieces += _rips()
    return pieces


def _stripes(design: Design, waist: float) -> list[Piece]:
    shape = data("cuts")["legs"][design.leg]
    length = data("cuts")["inseams"][design.length or "full"] * {"kids": 0.82, "baby": 0.62}.get(design.body, 1.0)
    path = _leg(shape, waist, waist + 9, length)
    start = 1
    edge = path[start : start + 44 if length > 260 else start + 30]
    edge = edge[edge[:, 1] < length - 2] - (5, 0)
    return [line(edge, "second", 4), line(mirror(edge), "second", 4)]


def _hip_pockets(design: Design, waist: float, tone: str) -> list[Piece]:
    if design.has("five_pockets"):
        edge = curve((waist * 0.40, 8), (waist * 0.48, 38), (waist + 8, 46))
        rivet = [fill(ellipse(x * (waist * 0.46), 14, 1.7), "copper_thread", lift=0.3) for x in (-1, 1)]
    else:
        edge = curve((waist * 0.62, 6), (waist * 0.8, 30), (waist + 8, 66))
        rivet = []
    low = edge - (3, -3)
    return [line(edge), line(mirror(edge)), stitches(low, tone), stitches(mirror(low), tone), *rivet]


def _rips() -> list[Piece]:
    pieces = []
    for x, y in ((36, 214), (-38, 238)):
        for i in range(4):
            pieces.append(line(curve((x - 14, y + i * 5), (x, y + i * 5 - 2), (x + 14, y + i * 5)), "#e9eef2", 1.4))
    return pieces
