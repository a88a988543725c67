"""Patterns: an article's graphical appearance as a picture tile that repeats without a seam."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from catalog.sample.drawing.palette import Colour, Palette, mixed
from catalog.sample.drawing.path import Points, ellipse, parse, shifted

Field = NDArray[np.float32]
Maker = Callable[[Palette, np.random.Generator], Field]
_MOTIFS = Path(__file__).parent.parent / "motifs.yaml"
_OVER = 2
"""Tiles are drawn at twice their size and reduced, so their edges are soft."""


@cache
def motifs() -> dict[str, list[dict[str, str]]]:
    """Return the motifs by name: parts with a path about (0, 0), some 20 wide, and a tone."""
    loaded: dict[str, list[dict[str, str]]] = yaml.safe_load(_MOTIFS.read_text(encoding="utf-8"))
    return loaded


def tile(pattern: str, palette: Palette, seed: int) -> Field | None:
    """Return the tile of a pattern, two pixels a design pixel; None for a plain colour.

    Raises KeyError where no maker and no motif has the pattern's name.
    """
    if pattern == "plain":
        return None
    rng = np.random.default_rng(seed)
    if pattern in MAKERS:
        return MAKERS[pattern](palette, rng)
    return _scattered(pattern, palette, rng)


class _Canvas:
    """A tile being drawn: shapes that cross an edge come in again on the other side."""

    def __init__(self, ground: Colour, width: int, height: int) -> None:
        self.size = (width, height)
        self.image = Image.new("RGB", (width * 2 * _OVER, height * 2 * _OVER), _bytes(ground))
        self.pen = ImageDraw.Draw(self.image)

    def draw(self, shape: Points, colour: Colour) -> None:
        width, height = self.size
        for dx in (-width, 0, width):
            for dy in (-height, 0, height):
                moved = shifted(shape, dx, dy) * 2 * _OVER
                self.pen.polygon([(float(x), float(y)) for x, y in moved], fill=_bytes(colour))

    def tile(self) -> Field:
        return np.asarray(self.image.reduce(_OVER), dtype=np.float32) / np.float32(255)


def _bytes(colour: Colour) -> tuple[int, int, int]:
    r, g, b = (int(np.clip(c, 0, 1) * 255 + 0.5) for c in colour)
    return r, g, b


def _bars(palette: Palette, widths: list[tuple[float, Colour]], upright: bool) -> Field:
    rows = np.concatenate([np.repeat(c[None], round(w * 4), axis=0) for w, c in widths])
    lying = np.repeat(rows[:, None], 8, axis=1).reshape(len(rows) // 2, 2, 8, 3).mean(axis=1)
    return np.asarray(lying.transpose(1, 0, 2) if upright else lying, dtype=np.float32)


def _breton(palette: Palette, rng: np.random.Generator) -> Field:
    gap, bar = rng.choice([7.0, 9.0, 12.0]), rng.choice([3.0, 4.0, 6.0])
    return _bars(palette, [(gap, palette.main), (bar, palette.second)], upright=False)


def _block_stripe(palette: Palette, rng: np.random.Generator) -> Field:
    third = palette.accents[0]
    widths = [(16.0, palette.main), (4.0, palette.second), (10.0, third), (4.0, palette.second)]
    return _bars(palette, widths, upright=False)


def _pinstripe(palette: Palette, rng: np.random.Generator) -> Field:
    faint = mixed(palette.main, palette.second, 0.55)
    return _bars(palette, [(rng.choice([6.0, 8.0, 11.0]), palette.main), (1.0, faint)], upright=True)


def _shirt_stripe(palette: Palette, rng: np.random.Generator) -> Field:
    faint = mixed(palette.main, palette.second, 0.75)
    return _bars(palette, [(4.0, palette.main), (2.5, faint)], upright=True)


def _plaid(bands: list[tuple[float, Colour, float]], ground: Colour) -> Field:
    """Return crossing bands (width, colour, strength); a width with strength 0 is a gap."""
    strip = np.concatenate([np.repeat(np.array([[*c, s]]), round(w * 2), axis=0) for w, c, s in bands])
    cloth = np.broadcast_to(ground, (len(strip), len(strip), 3)).astype(np.float32)
    for side in (strip[:, None], strip[None, :]):
        cloth = cloth * (1 - side[..., 3:]) + side[..., :3] * side[..., 3:]
    return np.asarray(cloth, dtype=np.float32)


def _tartan(palette: Palette, rng: np.random.Generator) -> Field:
    main, second, third = palette.main, palette.second, palette.accents[0]
    dark = main * 0.45
    return _plaid([(14, main, 0), (10, dark, 0.5), (5, main, 0), (2, second, 0.6), (5, main, 0), (10, dark, 0.5),
                   (14, main, 0), (2, third, 0.7)], main)  # fmt: skip


def _gingham(palette: Palette, rng: np.random.Generator) -> Field:
    step = int(rng.choice([5, 7, 10]))
    return _plaid([(step, palette.main, 0), (step, palette.second, 0.5)], palette.main)


def _window(palette: Palette, rng: np.random.Generator) -> Field:
    faint = mixed(palette.main, palette.second, 0.7)
    return _plaid([(22, faint, 0), (1.5, faint, 0.8)], palette.main)


def _dots(palette: Palette, rng: np.random.Generator) -> Field:
    step, radius = [(12, 2.0), (16, 3.2), (22, 5.5)][int(rng.integers(3))]
    canvas = _Canvas(palette.main, step, step)
    canvas.draw(ellipse(step / 4, step / 4, radius), palette.second)
    canvas.draw(ellipse(step * 3 / 4, step * 3 / 4, radius), palette.second)
    return canvas.tile()


def _spots(palette: Palette, rng: np.random.Generator) -> Field:
    """Return an animal print: broken rings about darker hearts."""
    dark = mixed(palette.main * 0.35, palette.second, 0.15 if palette.dark else 0.0)
    if palette.dark:
        dark = mixed(palette.main, palette.second, 0.75)
    heart = mixed(palette.main, dark, 0.35)
    canvas = _Canvas(palette.main, 60, 60)
    for x, y in _spread(rng, 60, 12):
        r = rng.uniform(2.6, 4.8)
        start = rng.uniform(0, 6.28)
        canvas.draw(_blob(rng, x, y, r * 0.9), heart)
        ends = np.sort(rng.uniform(0, 0.9, 3)) + np.array([0.0, 2.0, 4.2]) + start
        for begin, length in zip(ends, rng.uniform(1.1, 1.9, 3), strict=True):
            a = np.linspace(begin, begin + length, 9)
            ring = np.stack([np.cos(a) * 1.15, np.sin(a) * 0.9], 1)
            thick = (0.35 + 0.75 * np.sin(np.linspace(0, np.pi, 9)))[:, None]
            canvas.draw(shifted(np.concatenate([ring * (r + thick), (ring * (r - thick))[::-1]]), x, y), dark)
    return canvas.tile()


def _blob(rng: np.random.Generator, x: float, y: float, r: float) -> Points:
    a = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    radius = r * (1 + 0.18 * np.sin(2 * a + rng.uniform(0, 6)) + 0.1 * np.sin(3 * a + rng.uniform(0, 6)))
    return np.stack([x + radius * np.cos(a), y + radius * np.sin(a)], axis=1)


def _brush(palette: Palette, rng: np.random.Generator) -> Field:
    """Return loose brush strokes."""
    canvas = _Canvas(palette.main, 90, 90)
    colours = [palette.second, *palette.accents[:2]]
    for i, (x, y) in enumerate(_spread(rng, 90, 14)):
        a = np.linspace(-1, 1, 12)
        bend, tilt = rng.uniform(-6, 6), rng.uniform(-0.6, 0.6)
        spine = np.stack([a * 11, bend * a**2], 1) @ np.array(
            [[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]]
        )
        thick = np.stack([0 * a, 2.6 * np.sqrt(1.02 - a**2)], 1)
        canvas.draw(shifted(np.concatenate([spine + thick, (spine - thick)[::-1]]), x, y), colours[i % len(colours)])
    return canvas.tile()


def _zebra(palette: Palette, rng: np.random.Generator) -> Field:
    side = 240
    y, x = np.mgrid[0:side, 0:side] * (2 * np.pi / side)
    bend = 1.4 * np.sin(2 * x + rng.uniform(0, 6)) + 0.8 * np.sin(3 * y + x * 2 + rng.uniform(0, 6))
    band = np.clip(np.sin(9 * y + bend) * 6 + 0.5 + np.sin(4 * x + y) * 2.2, 0, 1)[..., None]
    return np.asarray(palette.main * (1 - band) + palette.second * band, dtype=np.float32)


def _camouflage(palette: Palette, rng: np.random.Generator) -> Field:
    canvas = _Canvas(palette.main, 90, 90)
    tones = [palette.main * 0.6, mixed(palette.main, palette.second, 0.35), palette.main * 0.8]
    for i, (x, y) in enumerate(_spread(rng, 90, 15)):
        for _ in range(3):
            canvas.draw(_blob(rng, x + rng.uniform(-8, 8), y + rng.uniform(-5, 5), rng.uniform(6, 10)), tones[i % 3])
    return canvas.tile()


def _spread(rng: np.random.Generator, side: float, count: int) -> list[tuple[float, float]]:
    """Return places that keep their distance from one another, across the tile's edges too."""
    chosen: list[tuple[float, float]] = []
    gap = side / np.sqrt(count) * 0.85
    while len(chosen) < count:
        x, y = rng.uniform(0, side, 2)
        near = [np.hypot((x - a + side / 2) % side - side / 2, (y - b + side / 2) % side - side / 2) for a, b in chosen]
        if not near or min(near) > gap:
            chosen.append((float(x), float(y)))
        gap *= 0.985
    return chosen


def _scattered(name: str, palette: Palette, rng: np.random.Generator, count: int = 9) -> Field:
    canvas = _Canvas(palette.main, 80, 80)
    for x, y in _spread(rng, 80, count):
        swap = int(rng.integers(3))
        tilt, size = rng.uniform(-0.5, 0.5), rng.uniform(0.75, 1.15)
        for shape, tone in motif(name):
            canvas.draw(_placed(shape, x, y, tilt, size), _accent(palette, tone, swap))
    return canvas.tile()


def _flowers(palette: Palette, rng: np.random.Generator) -> Field:
    """Return large and small flowers among leaves."""
    canvas = _Canvas(palette.main, 100, 100)
    kinds = ["leaf"] * 8 + ["blossom"] * 8 + ["daisy"] * 4
    for kind, (x, y) in zip(kinds, _spread(rng, 100, len(kinds)), strict=True):
        swap, tilt, size = int(rng.integers(3)), rng.uniform(0, 6.28), rng.uniform(0.7, 1.2)
        for shape, tone in motif(kind):
            canvas.draw(_placed(shape, x, y, tilt, size), _accent(palette, tone, swap))
    return canvas.tile()


def motif(name: str) -> list[tuple[Points, str]]:
    """Return the motif's outlines about (0, 0) and their tones."""
    return [(shape, part["tone"]) for part in motifs()[name] for shape in parse(part["path"])]


def _placed(shape: Points, x: float, y: float, tilt: float, size: float) -> Points:
    c, s = np.cos(tilt) * size, np.sin(tilt) * size
    return shifted(shape @ np.array([[c, s], [-s, c]]), x, y)


def _accent(palette: Palette, tone: str, swap: int) -> Colour:
    if tone == "accent":
        return palette.accents[swap % len(palette.accents)]
    return palette.tone(tone)


def _flecks(palette: Palette, rng: np.random.Generator) -> Field:
    """Return yarn of two shades, streaked along the thread."""
    noise = rng.normal(size=(240, 240))
    streaks = sum(np.roll(noise, i, axis=1) for i in range(7)) / np.sqrt(7)
    light = 0.16 if palette.dark else 0.11
    return np.asarray(np.clip(palette.main + streaks[..., None] * light * 0.5, 0, 1), dtype=np.float32)


def _neps(palette: Palette, rng: np.random.Generator) -> Field:
    canvas = _Canvas(palette.main, 100, 100)
    for i, (x, y) in enumerate(_spread(rng, 100, 70)):
        canvas.draw(ellipse(x, y, rng.uniform(0.5, 1.0)), [palette.second, *palette.accents][i % 3])
    return canvas.tile()


def _glitter(palette: Palette, rng: np.random.Generator) -> Field:
    spark = rng.random((240, 240, 1)) ** 6
    shade = rng.normal(size=(240, 240, 1)) * 0.07
    return np.asarray(np.clip(palette.main * (1 + shade) + spark * 0.75, 0, 1), dtype=np.float32)


def _sequins(palette: Palette, rng: np.random.Generator) -> Field:
    canvas = _Canvas(palette.main * 0.6, 60, 60)
    for row in range(12, -1, -1):
        for column in range(10):
            shine = float(rng.choice([-0.25, -0.1, 0.0, 0.1, 0.25, 0.6], p=[0.2, 0.2, 0.2, 0.2, 0.12, 0.08]))
            base = palette.main * (1 + shine) if shine < 0 else mixed(palette.main, palette.tone("white"), shine)
            x, y = column * 6 + (row % 2) * 3, row * 5
            canvas.draw(ellipse(x, y, 3.1), np.asarray(base * 0.75, dtype=np.float32))
            canvas.draw(ellipse(x, y - 0.4, 2.7), base)
    return canvas.tile()


def _lace(palette: Palette, rng: np.random.Generator) -> Field:
    """Return petals and scallops on a net, the ground showing through as a deeper shade."""
    through = mixed(palette.main, palette.tone("white"), 0.22) if palette.dark else palette.main * 0.80
    canvas = _Canvas(np.asarray(through, dtype=np.float32), 36, 36)
    thread = palette.main if not palette.dark else palette.main * 0.8
    for i in range(0, 36, 4):
        canvas.draw(np.array([[i, 0], [i + 0.7, 0], [i + 0.7, 36], [i, 36]], dtype=float), mixed(through, thread, 0.4))
        canvas.draw(np.array([[0, i], [36, i], [36, i + 0.7], [0, i + 0.7]], dtype=float), mixed(through, thread, 0.4))
    for x, y, tilt in ((9, 9, 0.0), (27, 27, 0.6)):
        for shape, _ in motif("blossom"):
            canvas.draw(_placed(shape, x, y, tilt, 0.85), thread)
    for x, y in ((27, 9), (9, 27)):
        canvas.draw(ellipse(x, y, 4.2), thread)
        canvas.draw(ellipse(x, y, 2.2), np.asarray(through, dtype=np.float32))
    return canvas.tile()


def _jacquard(palette: Palette, rng: np.random.Generator) -> Field:
    quiet = mixed(palette.main, palette.second, 0.22)
    canvas = _Canvas(palette.main, 40, 40)
    for x, y in ((10, 10), (30, 30)):
        canvas.draw(np.array([[x, y - 9], [x + 9, y], [x, y + 9], [x - 9, y]], dtype=float), quiet)
        canvas.draw(np.array([[x, y - 5], [x + 5, y], [x, y + 5], [x - 5, y]], dtype=float), palette.main)
        canvas.draw(ellipse(x, y, 2), quiet)
    return canvas.tile()


def _fair_isle(palette: Palette, rng: np.random.Generator) -> Field:
    canvas = _Canvas(palette.main, 24, 60)
    for x in (0, 12):
        canvas.draw(np.array([[x, 10], [x + 6, 4], [x + 12, 10], [x + 6, 16]], dtype=float), palette.second)
        canvas.draw(ellipse(x + 6, 10, 2), palette.accents[0])
        canvas.draw(
            np.array([[x, 24], [x + 6, 30], [x + 12, 24], [x + 12, 28], [x + 6, 34], [x, 28]], dtype=float),
            palette.accents[0],
        )
        canvas.draw(np.array([[x + 3, 44], [x + 6, 44], [x + 6, 48], [x + 3, 48]], dtype=float), palette.second)
    return canvas.tile()


def _argyle(palette: Palette, rng: np.random.Generator) -> Field:
    canvas = _Canvas(palette.main, 36, 52)
    canvas.draw(np.array([[18, 0], [36, 26], [18, 52], [0, 26]], dtype=float), mixed(palette.main, palette.second, 0.5))
    for x0, x1 in ((0, 36), (36, 0)):
        step = np.array([[x0, 0], [x0 + 0.9, 0], [x1 + 0.9, 52], [x1, 52]], dtype=float)
        canvas.draw(step, palette.second)
    return canvas.tile()


def _tie_dye(palette: Palette, rng: np.random.Generator) -> Field:
    side = 480
    y, x = np.mgrid[0:side, 0:side] * (2 * np.pi / side)
    wave = np.sin(2 * x + 1.7 * np.sin(y + 1) + rng.uniform(0, 6)) + np.sin(3 * y + 1.5 * np.sin(2 * x))
    fine = 0.4 * np.sin(9 * x + 3 * np.sin(5 * y)) * np.sin(7 * y)
    share = np.clip(0.30 + 0.24 * (wave + fine), 0, 0.85)[..., None]
    pale = palette.tone("white")
    return np.asarray(palette.main * (1 - share) + pale * share, dtype=np.float32)


def _washed(palette: Palette, rng: np.random.Generator) -> Field:
    side = 480
    noise = np.fft.fft2(rng.normal(size=(side, side)))
    f = np.fft.fftfreq(side)
    cloud = np.fft.ifft2(noise * np.exp(-2 * (np.pi * 18) ** 2 * (f[:, None] ** 2 + f[None] ** 2))).real
    cloud /= cloud.std()
    return np.asarray(np.clip(palette.main + 0.016 * cloud[..., None], 0, 1), dtype=np.float32)


def _net(palette: Palette, rng: np.random.Generator) -> Field:
    through = mixed(palette.main, palette.tone("white"), 0.35)
    canvas = _Canvas(through, 6, 6)
    for i in (0.0, 3.0):
        canvas.draw(np.array([[i, 0], [i + 1.4, 0], [i + 1.4, 6], [i, 6]], dtype=float), palette.main)
        canvas.draw(np.array([[0, i], [6, i], [6, i + 1.4], [0, i + 1.4]], dtype=float), palette.main)
    return canvas.tile()


MAKERS: dict[str, Maker] = {
    "breton": _breton, "block_stripe": _block_stripe, "pinstripe": _pinstripe, "shirt_stripe": _shirt_stripe,
    "tartan": _tartan, "gingham": _gingham, "window": _window, "dots": _dots, "leopard": _spots,
    "zebra": _zebra, "brush": _brush, "camouflage": _camouflage, "flowers": _flowers, "flecks": _flecks,
    "neps": _neps, "glitter": _glitter, "sequins": _sequins, "lace": _lace, "jacquard": _jacquard,
    "fair_isle": _fair_isle, "argyle": _argyle, "tie_dye": _tie_dye, "washed": _washed, "net": _net,
}  # fmt: skip
