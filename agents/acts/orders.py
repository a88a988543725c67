"""Orders: what a look act and the brief ask of a look, as orders for the composer."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from agents.acts.asked import Asked
from agents.acts.wishes import Wishes
from agents.plan import Act
from catalog.dressing import Need
from catalog.measures import keeps_to
from catalog.reading import Reader, Reading
from foundation.brief import HARD_SLOTS, SOFT_SLOTS, Brief, Constraints, Piece
from retrieval.filters import Bitmap
from retrieval.looks import MOST_LOOKS, Composer, Given, Order
from retrieval.persons import EVERYBODY, PERSONS, bit, meant, persons_of
from retrieval.query import Query, groups

_WISHED = 40
_USUAL_LOOKS = 2
_NUMBERS = {"one": 1, "single": 1, "two": 2, "couple": 2, "three": 3, "few": 3, "several": 3, "some": 3}
_LOOKS = re.compile(
    r"\b(one|single|two|couple of|three|few|several|some|[1-9])\s+(?:\w+\s+){0,2}?(?:looks?|outfits?|ensembles?)\b",
    re.I,
)
_ALL_OVER = re.compile(
    r"\b(all|head[- ]to[- ]toe|entirely|completely|only|top to toe|monochrome|total|everything"
    r"|every (?:single )?piece)\b",
    re.I,
)
# "A look from only what I own", "with nothing new", "out of my wardrobe".
_ONLY_OWN = re.compile(
    r"\bonly (?:from |with |of |out of )?(?:those|these|that|them|my|what i|things i|pieces i|the pieces|clothes i)"
    r"|\b(?:just|nothing but) (?:those|these|my own|what i|things i|pieces i)|\bnothing new\b|\bwithout buying\b"
    r"|\b(?:from|out of|with) (?:my (?:own )?(?:wardrobe|closet|clothes|things)|what i (?:already )?(?:own|have))\b"
    r"|\b(?:from|out of|of|with) (?:these|those|the following)(?: \w+)? (?:pieces|items|clothes|things)\b",
    re.IGNORECASE,
)
_A_WARDROBE = 4
_BETWEEN_PIECES = re.compile(r"\s*(?:,|;|\band\b|&|\bwith\b)\s*", re.I)
# What no look goes without, and the words for all of such a role.
_WORN = ("top", "bottom", "one_piece", "shoes")
_WHOLE = frozenset({"shoes", "top", "bottoms", "dress"})
_MAIN = ("top", "bottom", "one_piece", "outer")
# Where nobody is named, a look is for the grown-ups whose clothes the catalogue has most of.
_GROWN = ("woman", "man")
_SUIT = frozenset({"outer", "bottom"})
_ANY_DAY: Constraints = {"occasion": ("casual",)}
_DRESSED_UP = 1.7
_PALETTES = frozenset({"neutral", "pastel", "dark"})


@dataclass(frozen=True)
class Wished:
    """An order with what its title tells: the pieces given, the words of the wish, the roles swapped and left out."""

    order: Order
    about: str = ""
    swapped: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


class Orders:
    """Makes orders of briefs."""

    def __init__(self, wishes: Wishes, composer: Composer, reader: Reader) -> None:
        self._wishes, self._composer, self._finder, self._reader = wishes, composer, wishes.finder, reader

    def of(self, act: Act, asked: Asked) -> tuple[Wished, ...]:
        """The orders of one act: one, or one for each of several pieces that can't be worn together."""
        brief, occasions = asked.brief, frozenset(asked.brief.wanted.get("occasion", ()))
        kept = self._kept(act, asked)
        if kept is not None:
            return (self._changed(self._exchanged(act, asked), asked, kept, occasions),)
        given = [*self._pointed(act, asked, occasions), *self.owned(act.own or _carried(act, asked), brief)]
        if len({piece.role for piece in given}) < len(given):
            return tuple(self._new(act, asked, (piece,), 1) for piece in given[:MOST_LOOKS])
        return (self._new(act, asked, tuple(given), self.number(act, asked.message)),)

    def _kept(self, act: Act, asked: Asked) -> tuple[Piece, ...] | None:
        """The last look where the act only changes it: swaps, leaves out or asks for fewer; None for a new one."""
        look = asked.brief.look
        if act.handles or act.own or not look:
            return None
        if act.swap:
            return look
        return look if (act.without or act.pieces) and not asked.plan.edits else None

    def _exchanged(self, act: Act, asked: Asked) -> Act:
        """'No heels' asks for other shoes: what covers the body or the feet is not left out for a kind of it."""
        kinds = self._reader.read(asked.message).refused("product_type") if act.without else ()
        roles = {self._composer.roles.of_value(kind) for kind in kinds if kind not in _WHOLE}
        other = tuple(role for role in act.without if role in roles and role in _WORN)
        rest = tuple(role for role in act.without if role not in other)
        return act.model_copy(update={"swap": (*act.swap, *other), "without": rest}) if other else act

    def _changed(self, act: Act, asked: Asked, look: Sequence[Piece], occasions: frozenset[str]) -> Wished:
        """The last look with the swapped roles open, without those left out."""
        gone = {*act.swap, *act.without}
        if "one_piece" in act.swap:
            gone |= {"top", "bottom"}
        if {"top", "bottom"} & set(act.swap) and any(piece.role == "one_piece" for piece in look):
            gone |= {"one_piece"}
        stay = [piece for piece in look if piece.role not in gone]
        if act.pieces:
            stay = stay[: act.pieces]
        given = tuple(filter(None, (self._again(piece, asked.brief) for piece in stay)))
        opened = act.swap
        if "one_piece" in gone - set(act.swap):
            opened = tuple(dict.fromkeys((*opened, "top", "bottom")))
        accessories = sum(piece.role == "accessory" for piece in look) if "accessory" in opened else 0
        roles = (*opened, *["accessory"] * max(accessories - 1, 0))
        order = self._order(act, asked, given, occasions, roles)
        shown = [row for row in map(self._finder.index.table.row, asked.brief.shown) if row is not None]
        allowed = order.allowed.copy()
        allowed[shown] = False
        for kind in self._reader.read(asked.message).refused("product_type") if act.swap else ():
            if kind not in _WHOLE:
                allowed &= ~self._finder.filters.rows(self._wishes.lexicon.predicate("product_type", kind).ruled_out)
        return Wished(replace(order, allowed=allowed, looks=1, pieces=None), swapped=act.swap, left_out=act.without)

    def _again(self, piece: Piece, brief: Brief) -> Given | None:
        if piece.own:
            found = self.owned(piece.own, brief)
            return replace(found[0], role=piece.role, own=piece.own) if found else None
        row = self._finder.index.table.row(piece.article_id or "")
        return None if row is None else Given(piece.role, row)

    def _new(self, act: Act, asked: Asked, given: tuple[Given, ...], looks: int) -> Wished:
        occasions = frozenset(asked.brief.wanted.get("occasion", ()))
        order = self._order(act, asked, given, occasions, act.roles or None)
        if act.roles:
            order = _built_on_wishes(order)
        return Wished(replace(order, looks=looks))

    def worn_alone(self, act: Act, asked: Asked) -> tuple[Given, ...]:
        """The shopper's own pieces where a look is to be made of nothing else: they say so, or list more than one
        look holds; none where articles are to come to them.
        """
        before = asked.brief.look
        only = bool(_ONLY_OWN.search(asked.message)) or (bool(before) and all(piece.own for piece in before))
        pieces = act.own or (" and ".join(asked.brief.wardrobe) if only else "")
        if act.kind != "look" or act.handles or act.swap or (act.roles and not only) or not pieces:
            return ()
        owned = tuple(self.owned(pieces, asked.brief))
        roles = [piece.role for piece in owned]
        whole = {"top", "bottom"} <= set(roles) or "one_piece" in roles
        listed = len(owned) >= _A_WARDROBE and len(set(roles)) < len(roles) and whole
        return owned if only or listed else ()

    def number(self, act: Act, message: str) -> int:
        """How many looks: as many as the message says, several where one role is open, two else."""
        found = _LOOKS.search(message)
        if found:
            word = found[1].lower().split()[0]
            return min(int(word) if word.isdigit() else _NUMBERS[word], MOST_LOOKS)
        return MOST_LOOKS if len(act.roles) == 1 else _USUAL_LOOKS

    def _order(
        self,
        act: Act,
        asked: Asked,
        given: tuple[Given, ...],
        occasions: frozenset[str],
        roles: tuple[str, ...] | None,
    ) -> Order:
        brief = asked.brief
        person = self._person(brief, given)
        allowed = self.allowed(brief, asked.avoid)
        if "product_type" not in brief.wanted and _is_of_every_piece(act, asked):
            allowed = allowed & self._said(brief, "colour")
        wishes = self._wishes_by_role(brief, person, {piece.role for piece in given}, occasions)
        needs = self._composer.dressing.needs(_asked_of(brief))
        return Order(
            allowed=allowed,
            person=person,
            given=given,
            needs=needs if needs or given or wishes else self._composer.dressing.needs(_ANY_DAY),
            occasions=occasions if _bathes(occasions, needs) else occasions - {"beach"},
            roles=roles,
            without=frozenset(act.without),
            wishes=wishes,
            matched=_SUIT if _is_suit(brief) else frozenset(),
            lean=self._lean(asked, bool(given)),
            text=self._text(brief),
            pieces=act.pieces,
            seed=asked.seed,
            budget=self._budget(brief),
        )

    def _budget(self, brief: Brief) -> float | None:
        """What a whole look may cost, where the catalogue maps prices."""
        limit = brief.limits.get("price")
        return float(limit) if limit and "price" in self._finder.measured else None

    def _pointed(self, act: Act, asked: Asked, occasions: frozenset[str]) -> list[Given]:
        rows = (self._finder.index.table.row(article.article_id) for article in asked.pointed_at(act).values())
        return [
            Given(role, row)
            for row in rows
            if row is not None and (role := self._composer.role_of(row, occasions | {"beach"})) is not None
        ]

    def owned(self, words: str | None, brief: Brief) -> list[Given]:
        """The shopper's own pieces named in words, each with a row that stands in for it."""
        return [given for part in _BETWEEN_PIECES.split(words or "") if part and (given := self._owned(part, brief))]

    def _owned(self, words: str, brief: Brief) -> Given | None:
        reading = self._reader.read(words)
        wanted = {slot: held for slot in HARD_SLOTS if (held := reading.wanted(slot))}
        if "audience" in brief.wanted:
            wanted["audience"] = brief.wanted["audience"]
        hits = self._finder.find(Query(text=words, wanted=groups(wanted), k=1))
        if not hits.hits:
            return None
        types = reading.wanted("product_type")
        row = hits.hits[0].row
        role = self._composer.roles.of_value(types[-1]) if types else self._composer.role_of(row)
        return Given(role, row, words.strip(), *self._said_of(reading)) if role else None

    def _said_of(self, reading: Reading) -> tuple[int | None, int | None]:
        """The colour family and loudness that words name; None where they name none."""
        harmony = self._composer.harmony
        colours, patterns = reading.wanted("colour"), reading.wanted("pattern")
        jeans = "jeans" in reading.wanted("product_type") and not colours
        family = harmony.place("denim") if jeans else harmony.family_of(colours[-1]) if colours else None
        loud = 2 if set(patterns) & harmony.loud_values else 1 if set(patterns) & harmony.quiet_values else 0
        return family, loud

    def _person(self, brief: Brief, given: Sequence[Given]) -> str:
        """For whom the look is: whom the pieces given suit, of those whom the shopper named."""
        wear = self._composer.wear
        bits = EVERYBODY
        for piece in given:
            if piece.own is None and bits & int(wear.persons[piece.row]):
                bits &= int(wear.persons[piece.row])
        named = meant(brief.wanted.get("audience", ()))
        fitting = [person for person in named if bits & bit(person)]
        if fitting:
            return fitting[0]
        if bits != EVERYBODY:
            return persons_of(bits)[0]
        return self._usual(brief, given)

    def _usual(self, brief: Brief, given: Sequence[Given]) -> str:
        """Of whose clothes the catalogue has most that are wished for: it is said of nobody whom they are for."""
        values = [value for one in self._wishes.each(brief) for value in one.wanted.get("product_type", ())]
        values += [name for piece in given for name in self._reader.read(piece.own or "").wanted("product_type")]
        rows = self.allowed(replace(brief, excluded={}))
        if values:
            predicates = [self._wishes.lexicon.predicate("product_type", value) for value in values]
            rows = rows & np.logical_or.reduce([self._finder.filters.rows(predicate.yes) for predicate in predicates])
        persons = self._composer.wear.persons[rows]
        counts = {person: int(((persons & bit(person)) > 0).sum()) for person in PERSONS}
        grown = {person: counts[person] for person in _GROWN if counts[person]}
        return max(grown or counts, key=lambda person: (grown or counts)[person])

    def allowed(self, brief: Brief, avoid: Iterable[str] = ()) -> Bitmap:
        """The rows that no exclusion and no limit rules out; exclusions hold for every piece of a look."""
        table, filters = self._finder.index.table, self._finder.filters
        rows = np.ones(len(table), bool)
        for slot, values in brief.excluded.items():
            for value in values:
                rows &= ~filters.rows(self._wishes.lexicon.predicate(slot, value).ruled_out)
        for name, limit in brief.limits.items():
            if name in self._finder.measured:
                held = np.fromiter((keeps_to(name, limit, value) for value in table.values(name)), bool)
                rows &= held[table.codes(name)]
        rows[[row for row in map(table.row, avoid) if row is not None]] = False
        return rows

    def _wishes_by_role(
        self, brief: Brief, person: str, taken: set[str], occasions: frozenset[str]
    ) -> Mapping[str, NDArray[np.int64]]:
        """For each garment named, the rows that are it, the best first, under its role."""
        found: dict[str, NDArray[np.int64]] = {}
        for one in self._wishes.each(brief):
            for value in one.wanted.get("product_type", ()):
                for role, wanted in self._garments(value, one):
                    if role not in taken and role not in found:
                        rows = self._rows(wanted, person, value == "suit")
                        if len(rows):
                            found[role] = rows
        return self._of_one_cloth(found) if _is_suit(brief) else found

    def _of_one_cloth(self, wishes: Mapping[str, NDArray[np.int64]]) -> Mapping[str, NDArray[np.int64]]:
        """The jackets and trousers of suits: those whose cloth the other has too, else its colour, where any has."""
        if not wishes.keys() >= _SUIT:
            return wishes
        for cloth in (self._composer.cloth, self._composer.colour):
            jackets, trousers = wishes["outer"], wishes["bottom"]
            jackets = jackets[np.isin(cloth[jackets], cloth[trousers])]
            if len(jackets):
                trousers = trousers[np.isin(cloth[trousers], cloth[jackets])]
                # The trousers of the first jacket come first.
                other = cloth[trousers] != cloth[jackets[0]]
                return {**wishes, "outer": jackets, "bottom": trousers[np.argsort(other, kind="stable")]}
        return wishes

    def _garments(self, value: str, brief: Brief) -> Iterable[tuple[str, Brief]]:
        """The role of a garment named with the brief that finds it; a suit is its jacket and its trousers."""
        names = ("blazer", "suit trousers") if value == "suit" else (value,)
        for name in names:
            role = self._composer.roles.of_value(name)
            if role:
                yield role, replace(brief, wanted={**brief.wanted, "product_type": (name,)}, anchor=None)

    def _rows(self, brief: Brief, person: str, variants: bool) -> NDArray[np.int64]:
        """The best rows for a garment named, that the person may wear."""
        wear = self._composer.wear
        # A suit may want the jacket in another of its colours.
        query = replace(self._wishes.query(brief), k=_WISHED, variants=variants)
        wanted = [group for group in query.wanted if group[0] != "audience"]
        hits = self._finder.find(replace(query, wanted=(*wanted, ("audience", (_audience(person),)))))
        rows = np.array([hit.row for hit in hits.hits], np.int64)
        return rows[(wear.persons[rows] & bit(person)) > 0] if len(rows) else rows

    def _lean(self, asked: Asked, given: bool) -> Mapping[str, NDArray[np.float32]]:
        """What is wanted of the whole look, not of one garment: 'a pink outfit', 'something in linen'."""
        brief = asked.brief
        edited = {edit.slot for edit in asked.plan.edits}
        slots = [slot for slot in HARD_SLOTS if slot in brief.wanted and slot not in ("product_type", "audience")]
        if "product_type" in brief.wanted:
            slots = []
        if given:
            slots = [slot for slot in slots if slot in edited]
        lean: dict[str, NDArray[np.float32]] = {}
        for slot in slots:
            said = self._said(brief, slot).astype(np.float32)
            for role in _MAIN:
                lean[role] = lean[role] + said if role in lean else said
        return lean

    def _said(self, brief: Brief, slot: str) -> Bitmap:
        """The rows that have one of the values wanted of a slot; all where none is."""
        values = brief.wanted.get(slot, ())
        if not values:
            return np.ones(len(self._finder.index.table), bool)
        rows = [self._finder.filters.rows(self._wishes.lexicon.predicate(slot, value).yes) for value in values]
        return np.asarray(np.logical_or.reduce(rows))

    def _text(self, brief: Brief) -> str:
        """What pieces shall be near to: the occasion, the season, the shopper's own words."""
        soft = [
            f"{value} {self._wishes.lexicon.entry(slot, value).ideas}"
            for slot in SOFT_SLOTS
            for value in brief.wanted.get(slot, ())
        ]
        return " ".join(dict.fromkeys([*soft, *brief.words, *brief.ideas]))


def _carried(act: Act, asked: Asked) -> str | None:
    """The own pieces of the look before, where it is only to be another: 'something less formal'."""
    anew = any(edit.op in ("reset", "refer") or edit.slot in ("product_type", "audience") for edit in asked.plan.edits)
    if act.handles or act.kind != "look" or anew:
        return None
    return " and ".join(piece.own for piece in asked.brief.look if piece.own) or None


def _asked_of(brief: Brief) -> Constraints:
    """What is wanted; 'nothing formal' wants a casual look."""
    refused = brief.excluded.get("occasion", ())
    return {**brief.wanted, **_ANY_DAY} if "formal" in refused and "occasion" not in brief.wanted else brief.wanted


def _bathes(occasions: frozenset[str], needs: Sequence[Need]) -> bool:
    """Whether what is for the beach alone has a place: not at a wedding there."""
    return not any(need.name in occasions and need.dressy[0] >= _DRESSED_UP for need in needs)


def _is_suit(brief: Brief) -> bool:
    wanted = (brief.wanted, *(part.wanted for part in brief.parts))
    return any("suit" in one.get("product_type", ()) for one in wanted)


def _is_of_every_piece(act: Act, asked: Asked) -> bool:
    """Whether a colour wanted without a garment is every piece's: all black, a palette, the colours of a set."""
    colours = set(asked.brief.wanted.get("colour", ()))
    return act.kind != "look" or bool(_ALL_OVER.search(asked.message)) or bool(colours and colours <= _PALETTES)


def _built_on_wishes(order: Order) -> Order:
    """'What top goes with a black skirt?' builds on the skirt; one role with nothing to go with makes a whole look."""
    roles = order.roles or ()
    heart = {role: rows for role, rows in order.wishes.items() if role not in roles}
    given = (*order.given, *(Given(role, int(rows[0])) for role, rows in heart.items()))
    wishes = {role: rows for role, rows in order.wishes.items() if role in roles}
    return replace(order, given=given, wishes=wishes, roles=roles if len(given) + len(roles) > 1 else None)


def _audience(person: str) -> str:
    """A person as the lexicon names their audience."""
    return {"woman": "women", "man": "men"}.get(
        person, person.split()[0] if person.startswith("baby") else f"{person}s"
    )
