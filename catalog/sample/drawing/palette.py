"""A palette: an article's colour and the colours that go with it in the drawing."""

import colorsys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.float32]
"""Red, green and blue, 0 to 1."""

WHITE, INK = "f6f4ef", "2b2c33"


def colour(hexed: str) -> Colour:
    """Return the colour of six hexadecimal digits."""
    return np.array([int(hexed[i : i + 2], 16) / 255 for i in (0, 2, 4)], dtype=np.float32)


def brightness(c: Colour) -> float:
    """Return how bright the colour looks, 0 to 1."""
    return float(c @ np.array([0.3, 0.59, 0.11], dtype=np.float32))


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    """Return a with a share of b."""
    return np.asarray(a * (1 - share) + b * share, dtype=np.float32)


def turned(c: Colour, hue: float, saturation: float = 1.0, value: float = 1.0) -> Colour:
    """Return the colour with its hue moved (1 is the whole circle) and its strength scaled."""
    h, s, v = colorsys.rgb_to_hsv(*(float(x) for x in c))
    return np.array(colorsys.hsv_to_rgb((h + hue) % 1, min(1, s * saturation), min(1, v * value)), np.float32)


@dataclass(frozen=True)
class Palette:
    """Main colour, a second that stands out on it, and a few accents."""

    main: Colour
    second: Colour
    accents: tuple[Colour, ...]

    @property
    def dark(self) -> bool:
        """Whether lines on the main colour must be lighter than it to be seen."""
        return brightness(self.main) < 0.30

    def tone(self, name: str) -> Colour:
        """Return the colour of a tone that a piece names.

        Raises KeyError for a name that no rule knows.
        """
        if name.startswith("#"):
            return colour(name[1:])
        rules = {
            "main": self.main,
            "plain": self.main,
            "inside": self.main * 0.68 + (0.03 if self.dark else 0),
            "deep": self.main * 0.82,
            "trim": mixed(self.main, colour("ffffff"), 0.08) if self.dark else self.main * 0.93,
            "second": self.second,
            "accent": self.accents[0],
            "seam": mixed(self.main, colour("ffffff"), 0.13) if self.dark else self.main * 0.66,
            "stitch": mixed(self.main, colour("ffffff"), 0.22) if self.dark else self.main * 0.74,
            "button": mixed(self.main, colour("ffffff"), 0.18) if self.dark else self.main * 0.86,
        }
        rule = rules.get(name)
        return colour(_FIXED[name]) if rule is None else np.asarray(rule, dtype=np.float32)


_FIXED = {
    "white": WHITE, "ink": INK, "metal": "b4b6ba", "gold": "c7a14e", "sole": "f1efe9", "gum": "b98b55",
    "black_sole": "2a2a2d", "tan": "a8713f", "straw": "d9bd8b", "glass": "4a4b52", "label": "f4f2ec",
    "horn": "6b4a32", "copper_thread": "c98b46", "skin": "e9d3c0", "pearl": "f3ede2",
}  # fmt: skip


def palette(main: Colour, hue_seed: float) -> Palette:
    """Return the palette about a main colour; hue_seed (0 to 1) varies the accents."""
    bright = brightness(main)
    second = colour(WHITE) if bright < 0.62 else colour(INK)
    if 0.25 < hue_seed < 0.5 and bright >= 0.62:
        second = colour("2f3f66")
    lively = turned(main, 0, 1.4, 1.25) if bright < 0.75 else colour("d9836f")
    options = [colour(c) for c in ("e9a39b", "e3b04b", "7ba7a0", "6c84b5", "b9575b", "a9b87a", "e7d7c1", "8d6aa0")]
    start = int(hue_seed * len(options))
    accents = tuple(options[(start + i * 3) % len(options)] for i in range(3))
    return Palette(main, second, (lively, *accents) if hue_seed > 0.6 else accents)
