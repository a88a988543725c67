"""Wear: what every row is in a look (kind, role, colour family, dressiness, warmth …), as arrays made once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalog.dressing import Dressing
from catalog.lexicon import Lexicon
from catalog.predicate import NEVER, Condition
from catalog.roles import Roles
from foundation.brief import ROLES
from retrieval.filters import Bitmap, Filters
from retrieval.harmony import Harmony
from retrieval.index import Index
from retrieval.persons import Bits, find_persons

NO_ROLE = -1
_DRESSIEST = 4.0
_SPORTY = 0.6


@dataclass(frozen=True)
class Wear:
    """One value a row in each array.

    `kind` and `role` are places in the kinds of Roles and in ROLES (NO_ROLE: no piece of a look); `dressy` and `warm`
    go from 0 to 4, `warm` is nan where weather is nothing to it; `family` is a place in the families of Harmony, -1
    unknown; `loud` is 0 plain, 1 quiet, 2 loud; `persons` are bits; `apart` numbers special cuts, 0 none; `out` are
    rows that stand in no look.
    """

    kind: NDArray[np.int16]
    role: NDArray[np.int8]
    dressy: NDArray[np.float32]
    warm: NDArray[np.float32]
    family: NDArray[np.int8]
    loud: NDArray[np.int8]
    persons: Bits
    sporty: Bitmap
    apart: NDArray[np.int8]
    out: Bitmap


def find_wear(index: Index, lexicon: Lexicon, roles: Roles, dressing: Dressing, harmony: Harmony) -> Wear:
    """The wear of every row; some tenths of a second on a hundred thousand rows."""
    # Filters of its own: some hundred bitmaps needed once would drive out those that queries come back to.
    filters = Filters(index.table, index.terms)
    kinds = _first(filters, [kind.condition for kind in roles])
    none = np.append([ROLES.index(kind.role) if kind.role else NO_ROLE for kind in roles], NO_ROLE)
    sporty = filters.rows(dressing.sport)
    dressy = np.append([kind.dressy for kind in roles], 1.5).astype(np.float32)[kinds]
    warm = np.append([np.nan if k.warm is None else k.warm for k in roles], np.nan).astype(np.float32)[kinds]
    for move in dressing.moves:
        rows = filters.rows(move.condition)
        dressy[rows] += move.dressy
        warm[rows] += move.warm
    dressy[sporty] = np.minimum(dressy[sporty], _SPORTY)
    apart = _first(filters, [*dressing.apart.values()])
    return Wear(
        kind=kinds.astype(np.int16),
        role=none[kinds].astype(np.int8),
        dressy=np.clip(dressy, 0, _DRESSIEST),
        warm=np.clip(warm, 0, _DRESSIEST),
        family=_first(filters, [family.condition for family in harmony.families]).astype(np.int8),
        loud=np.where(filters.rows(harmony.loud), 2, np.where(filters.rows(harmony.quiet), 1, 0)).astype(np.int8),
        persons=find_persons(filters, lexicon),
        sporty=sporty,
        apart=(apart + 1).astype(np.int8),
        out=filters.rows(dressing.never),
    )


def _first(filters: Filters, conditions: list[Condition]) -> NDArray[np.int64]:
    """For each row the place of the first condition that it meets, -1 where it meets none."""
    found = np.full(len(filters.rows(NEVER)), -1)
    for place in reversed(range(len(conditions))):
        found[filters.rows(conditions[place])] = place
    return found
