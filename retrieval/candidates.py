"""Candidates: the rows that may fill a role of a look, by person, occasion and season."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from catalog.dressing import Need
from catalog.roles import Kind, Roles
from foundation.brief import ROLES
from retrieval.filters import Bitmap, Filters
from retrieval.harmony import Harmony
from retrieval.persons import bit
from retrieval.wear import Wear

# A look for one weather lets in what is made for another only where the pieces given say so.
_COLD_FROM, _HEAT_TO = 3.0, 0.4
_ENOUGH = 4


@dataclass(frozen=True)
class Setting:
    """What holds for a whole look: the rows `allowed`, the person, what occasions ask, the weather and special cuts.

    `wishes` map roles to the rows that are wished for there, the best first; `seldom` are
    kinds that this person wears only where they are named.
    """

    allowed: Bitmap
    person: str
    needs: tuple[Need, ...] = ()
    occasions: frozenset[str] = frozenset()
    weather: frozenset[str] = frozenset()
    cuts: frozenset[int] = frozenset()
    sporty: bool = False
    seldom: frozenset[str] = frozenset()
    wishes: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)


class Candidates:
    """Finds candidates; bitmaps of roles are made once."""

    def __init__(self, wear: Wear, roles: Roles, harmony: Harmony, filters: Filters) -> None:
        self._wear, self._kinds, self._filters, self._harmony = wear, roles.kinds, filters, harmony
        self._persons_rows: dict[tuple[str, str], NDArray[np.int64]] = {}
        self._places = {kind.name: place for place, kind in enumerate(roles)}
        self._of_role = {role: np.flatnonzero((wear.role == place) & ~wear.out) for place, role in enumerate(ROLES)}

    def rows(self, role: str, setting: Setting) -> NDArray[np.int64]:
        """The rows that may be a look's `role`; a wish goes before what the occasion asks."""
        if role in setting.wishes:
            wished = setting.wishes[role]
            return wished[setting.allowed[wished] & self._suits(wished, setting.person)]
        rows = self._of_person(role, setting.person)
        rows = rows[setting.allowed[rows]]
        rows = rows[self._in_place(rows, setting)]
        sporty = self._of_sport(role, rows, setting)
        rows = rows[sporty] if sporty.any() else rows
        steps = list(self._narrowed(role, rows, setting))
        enough = (bent for least in (_ENOUGH, 1) for bent in steps if len(bent) >= least)
        return next(enough, rows[:0])

    def preference(self, role: str, rows: NDArray[np.int64], setting: Setting) -> NDArray[np.float32]:
        """How fit each row is for the occasion by itself: its kind's rank, what is preferred, how dressy it is."""
        score = np.zeros(len(rows), np.float32)
        for need in setting.needs:
            ranked = (need.kinds or {}).get(role, ())
            gains = np.zeros(len(self._kinds) + 1, np.float32)
            for rank, kind in enumerate(ranked):
                gains[self._places[kind]] += 0.45 * (1 - rank / len(ranked))
            score += gains[self._wear.kind[rows]]
            if need.prefers is not None:
                score += 0.2 * self._filters.rows(need.prefers)[rows]
            if need.quiet:
                score -= 0.25 * self._wear.loud[rows]
            low, high = need.dressy
            if (low, high) != (0.0, 4.0):
                score -= 0.15 * np.abs(self._wear.dressy[rows] - (low + high) / 2)
        score -= 0.12 * self._wear.loud[rows] * (1 if role in ("shoes", "bag", "outer", "bottom") else 0.4)
        return score

    def _of_person(self, role: str, person: str) -> NDArray[np.int64]:
        """The rows of a role that a person may wear, found once."""
        key = role, person
        if key not in self._persons_rows:
            rows = self._of_role[role]
            self._persons_rows[key] = rows[self._suits(rows, person)]
        return self._persons_rows[key]

    def _suits(self, rows: NDArray[np.int64], person: str) -> Bitmap:
        return np.asarray((self._wear.persons[rows] & bit(person)) > 0)

    def _in_place(self, rows: NDArray[np.int64], setting: Setting) -> Bitmap:
        """What never bends: no swimwear in town, no sequins at a funeral, no maternity cut beside others."""
        kinds = self._wear.kind[rows]
        held = np.array([_has_place(kind, setting) for kind in self._kinds] + [False])[kinds]
        held &= (self._wear.apart[rows] == 0) | np.isin(self._wear.apart[rows], list(setting.cuts))
        for one in setting.needs:
            if one.never is not None:
                held &= ~self._filters.rows(one.never)[rows]
            if one.families:
                held &= self._of_families(rows, one)
            if one.quiet:
                held &= self._wear.loud[rows] < 2
        return held

    def _of_families(self, rows: NDArray[np.int64], need: Need) -> Bitmap:
        white = [self._harmony.place(name) for name in ("white", "off white")]
        known = [self._harmony.place(name) for name in need.families]
        dark = np.isin(self._wear.family[rows], [place for place in known if place not in white])
        tops = np.isin(self._wear.role[rows], [ROLES.index(role) for role in need.white])
        return np.asarray(dark | (tops & np.isin(self._wear.family[rows], white)))

    def _narrowed(self, role: str, rows: NDArray[np.int64], setting: Setting) -> Iterator[NDArray[np.int64]]:
        """The rows by ever fewer demands: kind, warmth, dressiness; kind and warmth; warmth and dressiness."""
        kind, warm = self._of_kinds(role, rows, setting), self._of_warmth(role, rows, setting)
        dressy = self._of_dressiness(rows, setting)
        yield rows[kind & warm & dressy]
        yield rows[kind & warm]
        yield rows[warm & dressy]

    def _of_kinds(self, role: str, rows: NDArray[np.int64], setting: Setting) -> Bitmap:
        held = np.ones(len(rows), bool)
        for need in setting.needs:
            if role in (need.kinds or {}):
                named = frozenset((need.kinds or {})[role])
                held &= np.array([kind.name in named for kind in self._kinds] + [False])[self._wear.kind[rows]]
        return held

    def _of_warmth(self, role: str, rows: NDArray[np.int64], setting: Setting) -> Bitmap:
        warm = self._wear.warm[rows]
        held = np.ones(len(rows), bool)
        for need in setting.needs:
            low, high = (need.warm or {}).get(role, (0.0, 4.0))
            held &= np.isnan(warm) | ((warm >= low) & (warm <= high))
        return held

    def _of_dressiness(self, rows: NDArray[np.int64], setting: Setting) -> Bitmap:
        dressy = self._wear.dressy[rows]
        held = np.ones(len(rows), bool)
        for need in setting.needs:
            held &= (dressy >= need.dressy[0] - 0.4) & (dressy <= need.dressy[1])
        return held

    def _of_sport(self, role: str, rows: NDArray[np.int64], setting: Setting) -> Bitmap:
        """Sports clothes with their like; shoes and bags of any shop will do for sport."""
        sporty = self._wear.sporty[rows]
        if setting.sporty:
            return np.ones(len(rows), bool) if role in ("shoes", "bag", "accessory") else sporty
        return ~sporty


def _has_place(kind: Kind, setting: Setting) -> bool:
    """Whether a kind may be in such a look at all: swimwear on the beach, gloves in the cold."""
    fits = (kind.only is None or kind.only in setting.occasions) and kind.name not in setting.seldom
    return fits and (kind.need is None or kind.need in setting.weather)


def weather_of(needs: Sequence[Need], warmths: Sequence[float]) -> frozenset[str]:
    """The weather that seasons and occasions name, else that for which the given pieces are made."""
    named = frozenset(one for need in needs for one in need.needs)
    known = [warm for warm in warmths if warm == warm]
    if named or not known:
        return named
    cold = {"cold"} if max(known) >= _COLD_FROM else set()
    return frozenset(cold | ({"heat"} if min(known) <= _HEAT_TO else set()))
