"""A picture: an article's design, pattern and colour drawn on a light ground."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PIL import Image

from catalog.sample.drawing.cloth import Cloth
from catalog.sample.drawing.design import Design, data
from catalog.sample.drawing.lower import lower
from catalog.sample.drawing.onepiece import dress, dungarees, jumpsuit, pyjamas, robe, skirt
from catalog.sample.drawing.palette import brightness, colour, mixed, palette
from catalog.sample.drawing.patterns import motif, tile
from catalog.sample.drawing.piece import Piece, bounds, fit
from catalog.sample.drawing.shapes import shape, size
from catalog.sample.drawing.sheet import Sheet
from catalog.sample.drawing.upper import bodysuit, upper

_MADE: dict[str, Callable[[Design], list[Piece]]] = {
    "upper": upper, "lower": lower, "dress": dress, "skirt": skirt, "jumpsuit": jumpsuit, "dungarees": dungarees,
    "pyjamas": pyjamas, "robe": robe, "bodysuit": bodysuit,
}  # fmt: skip
_ROOM = {"women": (318.0, 468.0), "men": (326.0, 474.0), "kids": (286.0, 400.0), "baby": (264.0, 350.0)}
_MOST = {"upper": 1.36, "dress": 0.98, "lower": 1.08, "skirt": 1.32, "bodysuit": 1.24, "robe": 1.0}
_SMALLER = {"kids": 0.88, "baby": 0.74}
_UNTILED = frozenset({"front_print", "small_print", "embroidered", "applied", "block", "foil", "waffle", "slub"})


@dataclass(frozen=True)
class Subject:
    """What is to be drawn: the design, the pattern on it, its motif where it has one, the colour, a seed."""

    design: Design
    pattern: str
    motif: str
    rgb: str
    seed: int


def draw(subject: Subject) -> Image.Image:
    """Return the picture, 360 x 540."""
    pieces = _fitted(subject.design, _dressed(subject))
    sheet = Sheet(_cloth(subject), _ground(subject))
    for piece in pieces:
        sheet.paint(piece)
    return sheet.image()


def _dressed(subject: Subject) -> list[Piece]:
    design = subject.design
    if subject.pattern == "block":
        design = replace(design, details=design.details | {"contrast_yoke"})
    if subject.pattern == "mixed":
        design = replace(design, details=design.details | {"plain_top"})
    pieces = _MADE.get(design.cut, shape)(design)
    return pieces + _print(subject, pieces)


def _print(subject: Subject, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the motif on the front, large or small, flat or raised."""
    sizes = {"front_print": (3.0, 0.0), "small_print": (0.85, 26.0), "embroidered": (0.95, 0.0), "applied": (2.2, 0.0)}
    if subject.pattern not in sizes:
        return []
    scale, aside = sizes[subject.pattern]
    y = _chest(subject.design, pieces)
    raised = subject.pattern == "applied"
    spots = [(-32.0, y - 8), (0.0, y + 6), (32.0, y - 8)] if subject.pattern == "embroidered" else [(aside, y)]
    one = [Piece((path,), tone, lift=0.9 if raised else 0, flat=not raised) for path, tone in motif(subject.motif)]
    return [piece.moved(scale, dx, dy) for dx, dy in spots for piece in one]


def _chest(design: Design, pieces: Sequence[Piece]) -> float:
    _, top, _, bottom = bounds(pieces)
    if design.cut in _MADE:
        return 116.0 if design.body in ("women", "men") else 98.0
    return top + (bottom - top) * 0.55


def _fitted(design: Design, pieces: list[Piece]) -> list[Piece]:
    small = _SMALLER.get(design.body, 1.0)
    if design.cut not in _MADE:
        width, height = size(design)
        return fit(pieces, width * small, height * small)
    width, height = _ROOM[design.body]
    return fit(pieces, width, height, _MOST.get(design.cut, 1.0) * (1.0 if small == 1 else 1.06))


def _cloth(subject: Subject) -> Cloth:
    fabric = data("fabrics")[subject.design.fabric]
    colours = palette(colour(subject.rgb), (zlib.crc32(subject.rgb.encode()) + subject.seed) % 100 / 100)
    pattern = {"chambray": "washed", "mixed": "gingham"}.get(subject.pattern, subject.pattern)
    cloth_tile = None if pattern in _UNTILED else tile(pattern, colours, subject.seed)
    weave = {"waffle": "waffle", "slub": "linen"}.get(subject.pattern, fabric["weave"])
    drape = 2.6 if subject.pattern == "foil" else fabric["drape"]
    return Cloth(colours, weave, cloth_tile, subject.seed, drape)


def _ground(subject: Subject) -> tuple[float, float, float]:
    """Return a light ground, a little deeper behind pale articles."""
    pale = brightness(colour(subject.rgb)) > 0.80
    tone = colour("dfdeda" if pale else "f0efec")
    if subject.seed % 5 == 0:
        tone = mixed(tone, colour("d6d3cc"), 0.6)
    r, g, b = (float(c) for c in tone)
    return r, g, b
