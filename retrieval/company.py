"""Company: how well rows go with the pieces chosen so far, by colour, pattern, dressiness and warmth.

The weights were set by reading looks on H&M's catalogue; what goes together is said in harmony.yaml with its sources.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from catalog.roles import Roles
from retrieval.harmony import Harmony
from retrieval.wear import Wear

Scores = NDArray[np.float32]
Rows = NDArray[np.int64]
_COLOUR = {"outer": 1.0, "top": 1.0, "bottom": 1.0, "one_piece": 1.0, "shoes": 0.7, "bag": 0.6, "accessory": 0.45}
_DRESSY, _WARM, _FAR_WARM = 0.3, 0.12, 2.3
_LOUD = np.array([[0.06, 0.03, 0.03], [0.03, -0.3, -0.5], [0.03, -0.5, -1.4]], np.float32)
_ALIKE = 0.15
_ACCENTS = (0.0, 0.0, -0.3, -1.0)
_UNHEARD = 3.0


@dataclass(frozen=True)
class Piece:
    """What counts of one piece of a look; `row` is its article, or the one that stands in for an own piece."""

    role: str
    row: int
    family: int
    loud: int
    dressy: float
    warm: float
    kind: int
    own: str | None = None


class Company:
    """Scores rows beside pieces."""

    def __init__(self, wear: Wear, harmony: Harmony, roles: Roles) -> None:
        self._wear, self._harmony = wear, harmony
        names = [kind.name for kind in roles]
        self._leathers = frozenset(names.index(name) for name in ("belt",))
        self._collared = frozenset(names.index(name) for name in ("shirt",))
        self._no_belt = frozenset(names.index(name) for name in ("leggings", "joggers"))
        self._beside = {place: kind.beside for place, kind in enumerate(roles) if kind.beside}

    def piece(self, role: str, row: int, own: str | None = None) -> Piece:
        """A row as a piece of a look."""
        t = self._wear
        numbers = int(t.family[row]), int(t.loud[row]), float(t.dressy[row]), float(t.warm[row]), int(t.kind[row])
        return Piece(role, row, *numbers, own)

    def scores(self, role: str, rows: Rows, pieces: Sequence[Piece], known: dict[int, Scores] | None = None) -> Scores:
        """How well each row, as a `role`, goes with all pieces: about 1 where it does, below 0 where it does not.

        `known` keeps what was found of a piece's row for the next look with it; it holds for one role and these rows.
        """
        known = {} if known is None else known
        for piece in pieces:
            if piece.row not in known:
                known[piece.row] = self._beside_one(role, rows, piece)
        total = sum((known[piece.row] for piece in pieces), np.zeros(len(rows), np.float32)) / max(len(pieces), 1)
        return np.asarray(total + self._accents(rows, pieces) + self._fitting(role, rows, pieces), np.float32)

    def together(self, pieces: Sequence[Piece]) -> float:
        """How well pieces go with each other by colour, pattern and dressiness, on average of their pairs."""
        pairs = list(combinations(pieces, 2))
        return sum(self._pair(one, other) for one, other in pairs) / max(len(pairs), 1)

    def _pair(self, one: Piece, other: Piece) -> float:
        colours = min(_COLOUR[one.role], _COLOUR[other.role]) * self._harmony.scores[one.family, other.family]
        far = max(abs(one.dressy - other.dressy) - 0.5, 0)
        return float(colours + _LOUD[one.loud, other.loud] - _DRESSY * far**2)

    def _beside_one(self, role: str, rows: Rows, piece: Piece) -> Scores:
        t = self._wear
        weight = min(_COLOUR[role], _COLOUR[piece.role])
        score = weight * self._harmony.scores[t.family[rows], piece.family]
        score = score + _LOUD[t.loud[rows], piece.loud]
        score -= _DRESSY * np.maximum(np.abs(t.dressy[rows] - piece.dressy) - 0.5, 0) ** 2
        if piece.warm == piece.warm:
            apart = np.nan_to_num(np.abs(t.warm[rows] - piece.warm))
            # A shirt under a winter coat is no fault; sandals under one are.
            slack = 1.2 if {role, piece.role} <= {"top", "outer", "one_piece"} else 0.6
            score -= _WARM * np.maximum(apart - slack, 0) ** 2
            score -= np.where(apart - slack > _FAR_WARM - 0.6, 1.0, 0.0)
        if self._are_leathers(role, piece):
            score += np.where(t.family[rows] == piece.family, _ALIKE, 0)
        return np.asarray(score, np.float32)

    def _are_leathers(self, role: str, piece: Piece) -> bool:
        small = {"shoes", "bag"}
        return (role in small and piece.role in small) or (role in small and piece.kind in self._leathers)

    def _accents(self, rows: Rows, pieces: Sequence[Piece]) -> Scores:
        """One colour beside neutrals is a look; a second is company, a third noise."""
        held = {piece.family for piece in pieces if piece.family >= 0 and self._harmony.accents[piece.family]}
        families = self._wear.family[rows]
        lost = _ACCENTS[min(len(held) + 1, 3)]
        if not lost:
            return np.zeros(len(rows), np.float32)
        fresh = self._harmony.accents[families] & ~np.isin(families, list(held))
        return np.where(fresh, lost, 0.0).astype(np.float32)

    def _fitting(self, role: str, rows: Rows, pieces: Sequence[Piece]) -> Scores:
        """What must not be without its company: a tie without a collar, a belt over leggings or a dress."""
        if role != "accessory":
            return np.zeros(len(rows), np.float32)
        kinds = {piece.kind for piece in pieces}
        alone: list[int] = [int(piece.kind) for piece in pieces if piece.role == "accessory"]
        for kind, beside in self._beside.items():
            roles = {piece.role for piece in pieces}
            collar = bool(kinds & self._collared) and not any(p.loud == 2 for p in pieces if p.role == "top")
            trousers = "bottom" in roles and not kinds & self._no_belt
            if not (collar if beside == "collared" else trousers):
                alone.append(kind)
        return np.where(np.isin(self._wear.kind[rows], alone), -_UNHEARD, 0.0).astype(np.float32)
