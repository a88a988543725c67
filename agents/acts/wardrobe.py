"""Wardrobes: sets of pieces that all go together (a capsule wardrobe, a packing list), with looks made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

from agents.acts.asked import Asked
from agents.acts.orders import Wished
from agents.plan import Act
from agents.results import Insight
from catalog.describing import either
from catalog.dressing import Need
from catalog.packing import Contents, capsule, fewer, packing
from catalog.words import plural
from foundation.brief import ROLES
from retrieval.company import Piece
from retrieval.looks import Composer, Given, Order, Outfit
from retrieval.persons import PEOPLE

# What a layer is worth, and what a piece and a whole base of a look before it cost another look.
_LAYER, _SAME_PIECE, _SAME_BASE = 0.1, 0.2, 0.6
_NAMES: Mapping[str, str] = {"one_piece": "one-piece", "outer": "layer", "shoes": "pair of shoes"}


class Wardrobe:
    """Makes sets."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def contents(self, act: Act, order: Order, asked: Asked) -> Contents:
        """How many pieces of each role the set asked for has."""
        who = PEOPLE[order.person]
        full = capsule(who) if act.kind == "capsule" else packing(who, asked.brief.wanted, asked.message)
        counts = {role: count for role, count in full.roles.items() if role not in act.without}
        if act.roles:
            counts = {role: count for role, count in counts.items() if role in act.roles}
        kinds = {} if act.roles or act.pieces else full.kinds
        return replace(full, roles=fewer(counts, act.pieces, ROLES), kinds=kinds)

    def made(self, wished: Wished, contents: Contents) -> tuple[tuple[Piece, ...], tuple[Outfit, ...]]:
        """The pieces of the set, and looks made of them."""
        pieces = self._composer.collect(wished.order, contents.roles, contents.kinds)
        return pieces, self._composer.worn(wished.order, pieces)

    def of_own(self, own: Sequence[Given], needs: Sequence[Need], most: int) -> tuple[Outfit, ...]:
        """Looks of own pieces alone, the best first, each as unlike those before it as the pieces allow."""
        pieces = [self._composer.given(one) for one in own]
        by_role = {role: [piece for piece in pieces if piece.role == role] for role in ROLES}
        bases = [*((one,) for one in by_role["one_piece"]), *product(by_role["top"], by_role["bottom"])]
        left = [look for base in bases for look in _around(base, by_role)]
        found: list[tuple[Piece, ...]] = []
        while left and len(found) < most:
            best = max(left, key=lambda look: self._fitness(look, needs) - _repeated(look, found))
            left = [look for look in left if _names(look) != _names(best)]
            found.append(best)
        return tuple(Outfit(tuple(sorted(look, key=lambda piece: ROLES.index(piece.role)))) for look in found)

    def _fitness(self, look: Sequence[Piece], needs: Sequence[Need]) -> float:
        """How well its pieces go together, and how far they are from what the occasion asks."""
        away = sum(
            max(need.dressy[0] - piece.dressy, piece.dressy - need.dressy[1], 0) for need in needs for piece in look
        )
        layered = any(piece.role == "outer" for piece in look)
        return self._composer.company.together(look) - away / len(look) + _LAYER * layered

    def insight(self, act: Act, contents: Contents, pieces: tuple[Piece, ...]) -> Insight:
        """What the set holds, or what makes it work, with the reason."""
        text = contents.insight.format(days=contents.days, pieces=_counted(pieces))
        return Insight(f"set-{act.kind}", text, contents.reason, contents.source)


def _around(base: tuple[Piece, ...], by_role: Mapping[str, list[Piece]]) -> list[tuple[Piece, ...]]:
    """Every way to wear a base with one of each other role, a layer or none."""
    layers = [(piece,) for piece in by_role["outer"]] + [()]
    others = [by_role[role] for role in ("shoes", "bag", "accessory") if by_role[role]]
    return [(*base, *layer, *rest) for layer in layers for rest in product(*others)]


def _repeated(look: Sequence[Piece], before: Sequence[Sequence[Piece]]) -> float:
    """What speaks against a look for each look before it: the pieces it has too, and most of all the same base."""
    return sum(
        _SAME_PIECE * sum(piece in other for piece in look) + _SAME_BASE * (_base(look) == _base(other))
        for other in before
    )


def _names(look: Sequence[Piece]) -> frozenset[str | None]:
    return frozenset(piece.own for piece in look)


def _base(look: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in look if piece.role in ("one_piece", "top", "bottom")]


def _counted(pieces: tuple[Piece, ...]) -> str:
    """'4 tops, 2 bottoms and a bag'."""
    counts = {role: sum(piece.role == role for piece in pieces) for role in ROLES}
    return either([_number(count, _NAMES.get(role, role)) for role, count in counts.items() if count], "and")


def _number(count: int, name: str) -> str:
    if count == 1:
        return f"{'an' if name[0] in 'aeiu' else 'a'} {name}"
    head, _, tail = name.partition(" ")
    return f"{count} {plural(head)}{' ' + tail if tail else ''}"
