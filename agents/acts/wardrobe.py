"""Wardrobes: sets of pieces that all go together (a capsule wardrobe, a packing list), with looks made of them."""

from collections.abc import Mapping
from dataclasses import replace

from agents.acts.asked import Asked
from agents.acts.orders import Wished
from agents.plan import Act
from agents.results import Insight
from catalog.describing import either
from catalog.packing import Contents, capsule, fewer, packing
from catalog.words import plural
from foundation.brief import ROLES
from retrieval.company import Piece
from retrieval.looks import Composer, Order, Outfit
from retrieval.persons import PEOPLE

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

    def insight(self, act: Act, contents: Contents, pieces: tuple[Piece, ...]) -> Insight:
        """What the set holds, or what makes it work, with the reason."""
        text = contents.insight.format(days=contents.days, pieces=_counted(pieces))
        return Insight(f"look-{act.kind}", text, contents.reason, contents.source)


def _counted(pieces: tuple[Piece, ...]) -> str:
    """'4 tops, 2 bottoms and a bag'."""
    counts = {role: sum(piece.role == role for piece in pieces) for role in ROLES}
    return either([_number(count, _NAMES.get(role, role)) for role, count in counts.items() if count], "and")


def _number(count: int, name: str) -> str:
    if count == 1:
        return f"one {name}"
    head, _, tail = name.partition(" ")
    return f"{count} {plural(head)}{' ' + tail if tail else ''}"
