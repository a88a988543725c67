"""Ground: what of a picture of a thing is behind the thing; also where both are nearly of one colour.

The ground's colour is a quadratic through the picture's rim, since light falls off towards it. What stands out from
that is closed by a few pixels, so that a white shirt's thin outline on white holds, and flooded from the rim.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
# How far from the ground's colour, in Lab, something stands out; how many of its neighbours must; how wide the gaps in
# an outline may be, in pixels on each side; and how much of a picture must be no ground.
FAR, COMPANY, GAP, LEAST = 4.0, 4, 3, 0.02
# What is this far from the rim's middle colour is no ground at first; then what is this far from the last quadratic.
_FIRST, _ROUNDS, _LEAST_RIM = 12.0, (6.0, 3.0, 3.0), 0.3
_RIM = 3
_SWEEPS = 4


def find_ground(lab: Floats) -> Floats:
    """The ground's colour at each place of a picture (h, w, 3), as its rim tells."""
    places, rim = _powers(*lab.shape[:2]), _rim(*lab.shape[:2])
    known, colours = places[rim], lab[rim]
    kept = np.linalg.norm(colours - np.median(colours, axis=0), axis=1) < _FIRST
    if kept.mean() < _LEAST_RIM:
        kept[:] = True
    for limit in _ROUNDS:
        fitted = np.linalg.lstsq(known[kept], colours[kept], rcond=None)[0]
        left = np.linalg.norm(colours - known @ fitted, axis=1)
        near = left < max(limit, 2 * float(np.median(left)))
        if near.mean() < _LEAST_RIM:
            break
        kept = near
    return np.asarray(places @ fitted, dtype=np.float32)


def find_foreground(lab: Floats, ground: Floats) -> Mask:
    """Where a picture (h, w, 3) is no ground; everywhere where nearly nothing stands out."""
    standing_out = np.linalg.norm(lab - ground, axis=-1) > FAR
    standing_out &= _neighbours(standing_out) >= COMPANY
    closed = standing_out
    for _ in range(GAP):
        closed = grow(closed)
    inside = ~_flood(~closed)
    for _ in range(GAP):
        inside = shrink(inside)
    inside |= standing_out
    return inside if inside.mean() >= LEAST else np.ones_like(inside)


def grow(mask: Mask) -> Mask:
    """The mask and its four-neighbours."""
    grown = mask.copy()
    grown[1:] |= mask[:-1]
    grown[:-1] |= mask[1:]
    grown[:, 1:] |= mask[:, :-1]
    grown[:, :-1] |= mask[:, 1:]
    return grown


def shrink(mask: Mask) -> Mask:
    """The mask without its outermost pixels; the picture's own rim stays."""
    return ~grow(~mask)


def _neighbours(mask: Mask) -> NDArray[np.int8]:
    """How many of the 3 × 3 pixels around each are set, itself counted; none along the rim."""
    counts = np.zeros(mask.shape, dtype=np.int8)
    height, width = mask.shape
    for down in (0, 1, 2):
        for across in (0, 1, 2):
            counts[1:-1, 1:-1] += mask[down : height - 2 + down, across : width - 2 + across]
    return counts


def _flood(open_: Mask) -> Mask:
    """What of the open places the rim reaches, swept from each side until nothing is added."""
    reached = open_.copy()
    reached[1:-1, 1:-1] = False
    for _ in range(_SWEEPS):
        before = int(reached.sum())
        for wet, way in ((reached, open_), (reached.T, open_.T)):
            for flow, course in ((wet, way), (wet[::-1], way[::-1])):
                for row in range(1, len(flow)):
                    flow[row] |= flow[row - 1] & course[row]
        if int(reached.sum()) == before:
            break
    return reached


def _powers(height: int, width: int) -> Floats:
    """1, x, y, xy, x², y² at each place (h, w, 6), both of -1 … 1."""
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    return np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1)


def _rim(height: int, width: int) -> Mask:
    rim = np.ones((height, width), dtype=bool)
    rim[_RIM:-_RIM, _RIM:-_RIM] = False
    return rim
