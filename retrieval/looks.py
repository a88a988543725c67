"""Looks: complete outfits composed role by role with a beam over the rows that go together best.

Compatibility is scored by rules of colour, pattern, dressiness and warmth (company.py), by nearness to the occasion,
and, where the index has it, by what was learned from outfits and baskets (compatibility.py).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from catalog.dressing import Dressing, Need
from catalog.measures import price_of
from catalog.roles import Roles
from foundation.brief import ROLES
from retrieval.candidates import Candidates, Setting, weather_of
from retrieval.company import Company, Piece
from retrieval.filters import Bitmap
from retrieval.finder import Finder
from retrieval.harmony import Harmony
from retrieval.persons import PEOPLE
from retrieval.wear import Wear, find_wear

MOST_LOOKS = 3
_SHORTLIST, _WIDTH, _BRANCHES = 120, 8, 8
_NEAR, _LEARNED, _CHANCE, _RANK, _LEAN = 0.5, 0.3, 0.2, 0.25, 0.8
_SEEN_COLOUR, _SEEN_KIND = 0.25, 0.2
_MATCHED = 0.8
_DEAR, _OUT_OF_REACH, _CENT = 0.15, 10.0, 0.005
# The order in which roles are filled: what covers most comes first.
_FILLED = ("one_piece", "bottom", "top", "outer", "shoes", "bag", "accessory")
_COVERS = {
    "one_piece": frozenset({"top", "bottom"}),
    "top": frozenset({"one_piece"}),
    "bottom": frozenset({"one_piece"}),
}
Rows = NDArray[np.int64]


class Learned(Protocol):
    """Compatibility learned from outfits and baskets."""

    def scores(self, context_rows: Sequence[int], candidates: Rows) -> NDArray[np.float32]:
        """How well each candidate goes with the rows of the context; higher is better."""
        ...


@dataclass(frozen=True)
class Given:
    """A piece that a look is built on: an article's row, or an `own` piece with a row that stands in for it.

    `family` and `loud` are what the shopper's words say of its colour and pattern; None: as the row.
    """

    role: str
    row: int
    own: str | None = None
    family: int | None = None
    loud: int | None = None


@dataclass(frozen=True)
class Order:
    """What looks are asked for. `roles` are all roles to fill, None: those of the occasion and person.

    `allowed` are the rows that may be chosen; `wishes` map roles to the rows wished for, the best first; `lean`
    maps them to how much each row is preferred there; `text` is what rows shall be near to; `pieces` limits the number.
    `matched` are roles whose pieces are of one cloth, as those of a suit are. `budget` is what all pieces together
    may cost where the catalogue maps prices; an own piece costs nothing.
    """

    allowed: Bitmap
    person: str
    given: tuple[Given, ...] = ()
    needs: tuple[Need, ...] = ()
    occasions: frozenset[str] = frozenset()
    roles: tuple[str, ...] | None = None
    without: frozenset[str] = frozenset()
    wishes: Mapping[str, Rows] = field(default_factory=dict)
    matched: frozenset[str] = frozenset()
    lean: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    text: str = ""
    pieces: int | None = None
    looks: int = 1
    seed: str = ""
    budget: float | None = None


@dataclass(frozen=True)
class Outfit:
    """A composed look: its pieces in the order of wearing, and the roles for which nothing fits."""

    pieces: tuple[Piece, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class _State:
    """A look in the making."""

    pieces: tuple[Piece, ...]
    score: float = 0.0
    missing: tuple[str, ...] = ()


class Composer:
    """Composes looks on one index; what it knows of every row is made at the first look."""

    def __init__(self, finder: Finder, learned: Learned | None = None) -> None:
        self._finder, self._learned = finder, learned
        values = finder.index.table.values
        self.roles = Roles.read(finder.lexicon, values)
        self.dressing = Dressing.read(finder.lexicon, values)
        self.harmony = Harmony.read(finder.lexicon, values)
        self.wear: Wear = find_wear(finder.index, finder.lexicon, self.roles, self.dressing, self.harmony)
        self.company = Company(self.wear, self.harmony, self.roles)
        self._candidates = Candidates(self.wear, self.roles, self.harmony, finder.filters)
        table = finder.index.table
        self._products = table.codes("product_code")
        patterns = table.codes("graphical_appearance_name").astype(np.int64)
        self.colour: Rows = table.codes("colour_group_name").astype(np.int64)
        self.cloth: Rows = self.colour * (int(patterns.max()) + 1) + patterns

    def compose(self, order: Order) -> tuple[Outfit, ...]:
        """The looks asked for, each really another; fewer where the catalogue has no more."""
        given = tuple(self.given(piece) for piece in order.given)
        setting = self._setting(order, given)
        found: list[Outfit] = []
        for number in range(min(order.looks, MOST_LOOKS)):
            roles = self._roles(order, given, second=number % 2 == 1)
            if found and not roles:
                break
            outfit = self._composed(order, setting, given, roles, found)
            if (roles and len(outfit.pieces) == len(given)) or (found and outfit.missing and not found[0].missing):
                break
            found.append(outfit)
        return tuple(found)

    def collect(self, order: Order, counts: Mapping[str, int], kinds: Mapping[str, int]) -> tuple[Piece, ...]:
        """So many pieces of each role, and of single kinds, that all go with each other; fewer where none is left."""
        pieces = tuple(self.given(piece) for piece in order.given)
        setting = self._setting(order, pieces)
        for role in _FILLED:
            taken = sum(piece.role == role for piece in pieces)
            for _ in range(counts.get(role, 0) - taken):
                pieces = self._with_one(role, order, setting, pieces)
        for place, kind in enumerate(self.roles):
            if kind.name in kinds and kind.role:
                rows = np.flatnonzero((self.wear.kind == place) & order.allowed & ~self.wear.out)
                wish = replace(order, wishes={kind.role: rows})
                pieces = self._with_one(kind.role, wish, self._setting(wish, pieces), pieces)
        return pieces

    def _with_one(self, role: str, order: Order, setting: Setting, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """The set with one more piece of the role: what goes with the others and is not what is there already."""
        alike = [piece for piece in pieces if piece.role == role]
        rows, alone = self._shortlist(role, order, setting, pieces, [Outfit(tuple(alike))])
        if not len(rows):
            return pieces
        score = alone + self.company.scores(role, rows, [piece for piece in pieces if piece.role != role])
        return (*pieces, self.company.piece(role, int(rows[int(np.argmax(score))])))

    def worn(self, order: Order, pieces: Sequence[Piece]) -> tuple[Outfit, ...]:
        """Example looks made of the pieces of a set alone, each on another dress or pair of trousers."""
        allowed = np.zeros_like(order.allowed)
        allowed[[piece.row for piece in pieces if piece.own is None]] = True
        owned = [piece for piece in order.given if piece.own is not None]
        base = [piece for piece in pieces if piece.role in ("bottom", "one_piece")][:MOST_LOOKS]
        found: list[Outfit] = []
        for piece in base:
            roles = tuple(
                role
                for role in ("top", "shoes", "outer", "bag")
                if any(one.role == role for one in pieces) and (role != "top" or piece.role == "bottom")
            )
            mine = tuple(one for one in owned if one.role in roles)
            given = (Given(piece.role, piece.row, piece.own), *mine)
            one = replace(order, given=given, allowed=allowed, roles=roles, wishes={}, pieces=None, looks=1)
            found += [replace(outfit, missing=()) for outfit in self.compose(one) if len(outfit.pieces) > 1]
        return tuple(found)

    def role_of(self, row: int, occasions: frozenset[str] = frozenset()) -> str | None:
        """The role of a row in a look for `occasions`; None where it is no piece of one."""
        place, kind = int(self.wear.role[row]), int(self.wear.kind[row])
        only = self.roles.kinds[kind].only if kind >= 0 else None
        return None if place < 0 or (only is not None and only not in occasions) else ROLES[place]

    def given(self, given: Given) -> Piece:
        """A piece given, in the colour and pattern that the shopper's words name."""
        piece = self.company.piece(given.role, given.row, given.own)
        family = piece.family if given.family is None else given.family
        return replace(piece, family=family, loud=piece.loud if given.loud is None else given.loud)

    def _setting(self, order: Order, given: Sequence[Piece]) -> Setting:
        warmths = [piece.warm for piece in given if piece.role not in ("bag", "accessory")]
        sporty = any(need.sporty for need in order.needs) or any(
            bool(self.wear.sporty[piece.row]) and piece.own is None for piece in given
        )
        return Setting(
            allowed=order.allowed,
            person=order.person,
            needs=order.needs,
            occasions=order.occasions,
            weather=weather_of(order.needs, warmths),
            cuts=frozenset(int(self.wear.apart[piece.row]) for piece in given if piece.own is None),
            sporty=sporty,
            seldom=self.dressing.seldom[PEOPLE[order.person]],
            wishes=order.wishes,
        )

    def _roles(self, order: Order, given: Sequence[Piece], second: bool) -> tuple[str, ...]:
        """The roles to fill beside those given, at most as many as there is room for."""
        taken = [piece.role for piece in given]
        if order.roles is not None:
            # Trousers are given, so no dress comes to them.
            wanted = tuple(role for role in order.roles if not _COVERS.get(role, frozenset()) & set(taken))
        else:
            main = {*taken, *order.wishes}
            who = PEOPLE[order.person]
            wanted = self.dressing.roles(who, order.needs, second)
            if any(_COVERS.get(role, frozenset()) & set(wanted) for role in main):
                wanted = self.dressing.roles(who, order.needs, not second)
            wanted = _around(main, wanted)
            wanted = (*(role for role in order.wishes if role not in wanted), *wanted)
        open_roles = [role for role in wanted if role not in order.without]
        for role in taken:
            if role in open_roles:
                open_roles.remove(role)
        room = None if order.pieces is None else max(order.pieces - len(given), 0)
        return tuple(open_roles[:room])

    def _composed(
        self,
        order: Order,
        setting: Setting,
        given: tuple[Piece, ...],
        roles: tuple[str, ...],
        before: Sequence[Outfit],
    ) -> Outfit:
        setting, roles, gone, kept_back = self._afforded(order, setting, given, roles)
        beam = [_State(given, missing=gone)]
        filled = sorted(roles, key=_FILLED.index)
        for place, role in enumerate(filled):
            rows, scores = self._shortlist(role, order, setting, given, before)
            known: dict[int, NDArray[np.float32]] = {}
            scores = scores - self._dearness(order, rows, len(filled))
            others = sum(kept_back[one] for one in filled[place + 1 :])
            grown = [
                state
                for one in beam
                for state in self._grown(
                    one,
                    role,
                    rows,
                    scores + self._matching(role, order, rows, one) + self._beyond(order, rows, one, others),
                    known,
                )
            ]
            beam = sorted(grown, key=lambda state: -state.score)[:_WIDTH]
        best = beam[0]
        return Outfit(tuple(sorted(best.pieces, key=lambda piece: ROLES.index(piece.role))), best.missing)

    @cached_property
    def prices(self) -> NDArray[np.float64]:
        """What every row costs; infinite where it states no price."""
        table = self._finder.index.table
        each = [price_of(value) if value else None for value in table.values("price")]
        return np.array([np.inf if price is None else price for price in each], float)[table.codes("price")]

    def _afforded(
        self, order: Order, setting: Setting, given: Sequence[Piece], roles: tuple[str, ...]
    ) -> tuple[Setting, tuple[str, ...], tuple[str, ...], Mapping[str, float]]:
        """What a budget leaves: the setting without rows that cost too much beside the cheapest of the other roles, the
        roles there is money for and those there is none for (the dispensable go first), and the least each one costs.
        """
        if order.budget is None:
            return setting, roles, (), dict.fromkeys(roles, 0.0)
        least = {role: self.prices[self._candidates.rows(role, setting)].min(initial=np.inf) for role in roles}
        left, kept = order.budget - self.spent(given), roles
        while kept and sum(least[role] for role in kept) > left:
            kept = kept[:-1]
        spare = left - sum(least[role] for role in kept)
        dearest = spare + max((least[role] for role in kept), default=0.0)
        afforded = replace(setting, allowed=setting.allowed & (self.prices <= dearest + _CENT))
        return afforded, kept, tuple(role for role in roles if role not in kept), least

    def _dearness(self, order: Order, rows: Rows, roles: int) -> NDArray[np.float32]:
        """What speaks against rows that take more than their share of a budget."""
        if order.budget is None or not len(rows):
            return np.zeros(len(rows), np.float32)
        return np.asarray(_DEAR * np.maximum(self.prices[rows] * roles / order.budget - 1, 0), np.float32)

    def _beyond(self, order: Order, rows: Rows, state: _State, kept_back: float) -> NDArray[np.float32]:
        """What rules rows out that a look can't afford any more."""
        if order.budget is None:
            return np.zeros(len(rows), np.float32)
        left = order.budget - self.spent(state.pieces) - kept_back
        return np.where(self.prices[rows] > left + _CENT, -_OUT_OF_REACH, 0.0).astype(np.float32)

    def spent(self, pieces: Sequence[Piece]) -> float:
        """What the articles among pieces cost together."""
        return float(sum(self.prices[piece.row] for piece in pieces if piece.own is None))

    def _shortlist(
        self, role: str, order: Order, setting: Setting, given: Sequence[Piece], before: Sequence[Outfit]
    ) -> tuple[Rows, NDArray[np.float32]]:
        """The likeliest rows of a role, one a product, with what speaks for each by itself."""
        rows = self._candidates.rows(role, setting)
        rows = rows[~np.isin(self._products[rows], [self._products[row] for row in _rows_of(given, before)])]
        if not len(rows):
            return rows, np.empty(0, np.float32)
        score = self._candidates.preference(role, rows, setting) + _CHANCE * _chances(order.seed, rows)
        if role in order.wishes:
            score = score - _RANK * np.arange(len(rows), dtype=np.float32) / max(len(rows), 1)
        if role in order.lean:
            score = score + _LEAN * order.lean[role][rows]
        score = score - self._repeated(role, rows, before)
        near = self.company.scores(role, rows, given) if given else 0
        short = self._one_a_product(rows, np.argsort(-(score + near), kind="stable"))
        rows, score = rows[short], score[short]
        score = score + _NEAR * self._finder.nearness(order.text, rows)
        return rows, np.asarray(score, np.float32)

    def _one_a_product(self, rows: Rows, order: Rows) -> Rows:
        """The first places of `order`, no two of them of one product."""
        order = order[: 3 * _SHORTLIST]
        _, first = np.unique(self._products[rows[order]], return_index=True)
        return order[np.sort(first)][:_SHORTLIST]

    def _repeated(self, role: str, rows: Rows, before: Sequence[Outfit]) -> NDArray[np.float32]:
        """What speaks against rows that are like those of the looks before: theirs is to be another."""
        lost = np.zeros(len(rows), np.float32)
        for piece in (piece for outfit in before for piece in outfit.pieces if piece.role == role):
            lost += _SEEN_COLOUR * (self.wear.family[rows] == piece.family)
            lost += _SEEN_KIND * (self.wear.kind[rows] == piece.kind)
        return lost

    def _matching(self, role: str, order: Order, rows: Rows, state: _State) -> NDArray[np.float32]:
        """What speaks for rows of the very cloth of the pieces that they must match."""
        gain = np.zeros(len(rows), np.float32)
        for piece in state.pieces if role in order.matched else ():
            if piece.role in order.matched:
                gain += np.where(self.colour[rows] == self.colour[piece.row], _MATCHED / 2, -_MATCHED)
                gain += np.where(self.cloth[rows] == self.cloth[piece.row], _MATCHED / 2, 0)
        return gain

    def _grown(
        self, state: _State, role: str, rows: Rows, alone: NDArray[np.float32], known: dict[int, NDArray[np.float32]]
    ) -> list[_State]:
        """The look with each of the best rows in the role; unchanged but for a missing role where none fits."""
        if not len(rows):
            return [replace(state, missing=(*state.missing, role))]
        score = alone + self.company.scores(role, rows, state.pieces, known)
        if self._learned is not None and state.pieces:
            score = score + _LEARNED * _standard(self._learned.scores([p.row for p in state.pieces], rows))
        best = np.argsort(-score, kind="stable")[:_BRANCHES]
        fit = [place for place in best if score[place] > -1]
        if not fit:
            return [replace(state, score=state.score - 0.5, missing=(*state.missing, role))]
        return [
            replace(
                state,
                pieces=(*state.pieces, self.company.piece(role, int(rows[place]))),
                score=state.score + float(score[place]),
            )
            for place in fit
        ]


def _around(main: set[str], roles: Sequence[str]) -> tuple[str, ...]:
    """The roles of a look that has `main`: a dress needs no trousers, trousers need a top."""
    if "one_piece" in main:
        return tuple(role for role in roles if role not in ("top", "bottom"))
    if main & {"top", "bottom"}:
        covered = [role for role in roles if role != "one_piece"]
        return (*(role for role in ("top", "bottom") if role not in covered), *covered)
    return tuple(roles)


def _rows_of(given: Sequence[Piece], before: Sequence[Outfit]) -> list[int]:
    mine = [piece.row for piece in given if piece.own is None]
    return mine + [piece.row for outfit in before for piece in outfit.pieces if piece.own is None]


def _chances(seed: str, rows: Rows) -> NDArray[np.float32]:
    """A number from 0 to 1 for each row, always the same for one seed: among equals somebody must be first."""
    start = int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=8).digest(), "big")
    mixed: NDArray[Any] = (rows.astype(np.uint64) + np.uint64(start % 2**32)) * np.uint64(0x9E3779B97F4A7C15)
    return np.asarray((mixed >> np.uint64(40)) / 2**24, np.float32)


def _standard(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores with mean 0 and deviation 1, so that any scale of them weighs alike."""
    spread = float(scores.std())
    return np.asarray((scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores), np.float32)
