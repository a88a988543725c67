"""Paths: outlines written as a short string of M, L, C, Q and Z commands, or built from points."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""An (n, 2) array of x and y in design pixels, y downwards."""

STEPS = 14
_NUMBERS = {"M": 2, "L": 2, "Q": 4, "C": 6}


def points(*pairs: Sequence[float] | Points) -> Points:
    """Return the pairs as Points."""
    return np.asarray(pairs, dtype=np.float64)


def curve(*control: Sequence[float] | Points) -> Points:
    """Return a quadratic (3 points) or cubic (4 points) Bezier curve, sampled, both ends included."""
    p = points(*control)
    t = np.linspace(0.0, 1.0, STEPS)[:, None]
    layers = [np.broadcast_to(q, (len(t), 2)) for q in p]
    while len(layers) > 1:
        layers = [a * (1 - t) + b * t for a, b in pairwise(layers)]
    return np.asarray(layers[0], dtype=np.float64)


def join(*parts: Points) -> Points:
    """Return the parts one after the other."""
    return np.concatenate(parts)


def mirror(path: Points) -> Points:
    """Return the path mirrored at x = 0."""
    flipped: Points = path * np.array([-1.0, 1.0])
    return flipped


def both(half: Points) -> Points:
    """Return the closed outline of a right half that starts and ends on the axis x = 0."""
    return join(half, mirror(half)[::-1])


def shifted(path: Points, dx: float, dy: float) -> Points:
    """Return the path moved by dx to the right and dy down."""
    moved: Points = path + np.array([dx, dy])
    return moved


def ellipse(x: float, y: float, rx: float, ry: float | None = None) -> Points:
    """Return an ellipse about (x, y)."""
    a = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    return np.stack([x + rx * np.cos(a), y + (rx if ry is None else ry) * np.sin(a)], axis=1)


def parse(text: str) -> list[Points]:
    """Return the sub-paths of a path string with absolute M, L, Q, C and Z commands.

    Raises ValueError where a command is unknown or lacks numbers.
    """
    subs: list[list[Points]] = []
    for command, numbers in _commands(text.split()):
        pairs = np.asarray(numbers, dtype=np.float64).reshape(-1, 2)
        if command == "M":
            subs.append([pairs])
        elif command == "L":
            subs[-1].append(pairs)
        else:
            subs[-1].append(curve(subs[-1][-1][-1], *pairs)[1:])
    return [join(*sub) for sub in subs]


def _commands(words: Iterable[str]) -> Iterable[tuple[str, list[float]]]:
    command, numbers = "", list[float]()
    for word in words:
        if word == "Z":
            continue
        if word in _NUMBERS:
            command, numbers = word, []
            continue
        numbers.append(float(word))
        if len(numbers) == _NUMBERS[command]:
            yield command, numbers
            command, numbers = ("L" if command == "M" else command), []


def resample(path: Points, step: float) -> Points:
    """Return points along the path, `step` apart."""
    gaps = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(gaps)])
    at = np.arange(0.0, along[-1] + 1e-6, step)
    return np.stack([np.interp(at, along, path[:, 0]), np.interp(at, along, path[:, 1])], axis=1)
