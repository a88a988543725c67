"""The judge of looks: whether each look of a turn is one that a person could wear, and what a scenario expects of it.

Which roles an article can have and whom it is made for is written by hand in `roles.yaml`, apart from what the
stylist composes with.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from evaluation.answer import Catalogue, Look, Moment, Piece
from evaluation.expectation import Expectation, Looks, found
from evaluation.files import read_mapping, validate
from evaluation.gold import (
    HERE,
    Alternative,
    GoldFile,
    Row,
    TermFile,
    compile_all,
    describe,
    name_row,
    satisfies,
)  # fmt: skip

ONE_PIECE_COVERS = ("top", "bottom")
Groups = Mapping[str, tuple[Alternative, ...]]


@dataclass(frozen=True)
class Roles:
    """What articles can be in a look (`roles`) and for whom they are made (`ages`, `sexes`)."""

    roles: Groups
    ages: Groups
    sexes: Groups

    def of(self, row: Row) -> set[str]:
        """The roles that an article can have; empty where its type is none of a look's."""
        return _matches(self.roles, row)


def _matches(groups: Groups, row: Row) -> set[str]:
    return {name for name, any_of in groups.items() if any(one.matches(row) for one in any_of)}


@cache
def load_roles(path: Path = HERE / "roles.yaml") -> Roles:
    """The roles file, compiled. Raises BadInput."""
    content = read_mapping(path)
    groups = {key: _compile(content.get(key, {}), f"{path}: {key}") for key in ("roles", "ages", "sexes")}
    return Roles(**groups)


def _compile(named: Mapping[str, object], where: str) -> Groups:
    files = {name: {"slot": "product_type", "any": any_of} for name, any_of in named.items()}
    return {name: compile_all(validate(TermFile, file, where).any, where) for name, file in files.items()}


def judge_looks(expect: Expectation, moment: Moment) -> Iterable[str]:
    """Why a look can't be worn, or is not what is expected."""
    looks = moment.answer.looks
    for number, look in enumerate(looks, 1):
        faults = chain(_judge_pieces(look, moment), _judge_roles(look, moment.catalogue), _judge_people(look, moment))
        yield from (f"look {number}: {fault}" for fault in faults)
    if not expect.looks:
        return
    if not expect.looks.min <= len(looks) <= expect.looks.max:
        yield f"{len(looks)} looks, expected {expect.looks.min} to {expect.looks.max}"
    for number, look in enumerate(looks, 1):
        faults = chain(_judge_wanted(expect.looks, look), _judge_named(expect.looks, look, moment))
        yield from (f"look {number}: {fault}" for fault in faults)
    if expect.looks.keeps:
        yield from _judge_kept(expect.looks.keeps, moment)


def _judge_pieces(look: Look, moment: Moment) -> Iterable[str]:
    if len(look.pieces) < 2:
        yield f"{len(look.pieces)} piece, which is no look"
    for piece in look.pieces:
        if (piece.article_id is None) == (not (piece.own or "").strip()):
            yield f"the {piece.role} is neither an article alone nor an own piece alone"
    for one in look.ids:
        if one not in moment.catalogue:
            yield f"invented article {one}"
        elif one not in moment.answer.ids:
            yield f"{name_row(moment.catalogue[one])} is not among the items"


def _judge_roles(look: Look, catalogue: Catalogue) -> Iterable[str]:
    given = Counter(look.roles)
    yield from (f"{count} pieces are {role}" for role, count in given.items() if count > 1 and role != "accessory")
    if given["one_piece"]:
        yield from (f"a {role} beside a one_piece" for role in ONE_PIECE_COVERS if given[role])
    for piece in look.pieces:
        can = _roles_of(piece, catalogue)
        if can and piece.role not in can:
            yield f"{name_row(catalogue[piece.article_id or ''])} is {piece.role}, which it can't be: {sorted(can)}"


def _roles_of(piece: Piece, catalogue: Catalogue) -> set[str]:
    row = catalogue.get(piece.article_id or "")
    return load_roles().of(row) if row else set()


def _judge_people(look: Look, moment: Moment) -> Iterable[str]:
    rows, known = moment.find(look.ids), load_roles()
    for what, groups in (("age", known.ages), ("sex", known.sexes)):
        stated = [people for row in rows if (people := _matches(groups, row))]
        if stated and not set.intersection(*stated):
            yield f"its pieces are for people of another {what}: {[sorted(people) for people in stated]}"


def _judge_wanted(wanted: Looks, look: Look) -> Iterable[str]:
    has = set(look.roles)
    yield from (f"no {role} among {list(look.roles)}" for role in wanted.roles if role not in has)
    if wanted.roles_any and not has & set(wanted.roles_any):
        yield f"none of {list(wanted.roles_any)} among {list(look.roles)}"
    yield from (f"a {role}, which was not wanted" for role in wanted.lacks_role if role in has)
    if wanted.owns and not any(found(wanted.owns, piece.own or "") for piece in look.pieces):
        yield f"no own piece matches /{wanted.owns}/: {[piece.own for piece in look.pieces if piece.own]}"


def _judge_named(wanted: Looks, look: Look, moment: Moment) -> Iterable[str]:
    if wanted.includes and moment.recall_id(wanted.includes) not in look.ids:
        yield f"item {wanted.includes.item} of turn {wanted.includes.turn} is not a piece of it"
    if wanted.lacks and moment.recall_id(wanted.lacks) in look.ids:
        yield f"item {wanted.lacks.item} of turn {wanted.lacks.turn} is still a piece of it"
    if wanted.some and not has_piece(look, wanted.some, moment):
        yield f"no piece holds {describe(moment.read(wanted.some))}"
    if wanted.none and has_piece(look, wanted.none, moment):
        yield f"a piece holds {describe(moment.read(wanted.none))}"


def has_piece(look: Look, gold: GoldFile, moment: Moment) -> bool:
    """Whether some piece of a look, own ones apart, meets a gold."""
    constraints = moment.read(gold)
    return any(satisfies(row, constraints) for row in moment.find(look.ids))


def _judge_kept(turn: int, moment: Moment) -> Iterable[str]:
    earlier = moment.before[turn - 1].looks
    if not earlier:
        yield f"turn {turn} had no look to go on with"
        return
    before = {_identity(piece) for piece in earlier[0].pieces}
    kept = max((len(before & {_identity(piece) for piece in look.pieces}) for look in moment.answer.looks), default=0)
    if 2 * kept < len(before):
        yield f"{kept} of {len(before)} pieces of turn {turn}'s look are kept"


def _identity(piece: Piece) -> str:
    return piece.article_id or (piece.own or "").casefold()
