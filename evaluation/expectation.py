"""Expectation: the whole vocabulary in which a scenario asserts what must hold after one turn."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from evaluation.files import FromFile
from evaluation.gold import GoldFile, Slot


def _require_expression(expression: str) -> str:
    try:
        re.compile(expression)
    except re.error as error:
        raise ValueError(f"broken expression {expression!r}: {error}") from error
    return expression


def found(expression: str, words: str) -> bool:
    """Whether an expression is found in words, case ignored."""
    return re.search(expression, words, re.IGNORECASE) is not None


Turn = Annotated[int, Field(ge=1)]
Expression = Annotated[str, AfterValidator(_require_expression)]
BriefSlot = Literal[Slot, "occasion", "season"]
Role = Literal["top", "bottom", "one_piece", "outer", "shoes", "bag", "accessory"]
Language = Literal["en", "de", "es", "fr", "it", "sv"]


class Reference(FromFile):
    """An article shown earlier: the turn, and its place among that turn's items, both from 1."""

    turn: Turn
    item: Turn = 1


class Between(FromFile):
    """How many items a turn shows."""

    min: Annotated[int, Field(ge=0)] = 0
    max: Annotated[int, Field(ge=0)] = 1000


class Shared(Reference):
    """Columns in which every shown item equals an article shown earlier."""

    columns: tuple[str, ...]


class Facts(Reference):
    """Words that a reply about an earlier article may say only as far as its row does.

    Each expression found in the reply must be found in the row, and where the row holds some, the reply must
    say at least one of them.
    """

    words: Annotated[tuple[Expression, ...], Field(min_length=1)]


class Compared(FromFile):
    """Articles shown in one earlier turn, by their places, both of which a reply must name."""

    turn: Turn
    items: Annotated[tuple[Turn, ...], Field(min_length=2)]


class BriefIs(FromFile):
    """An expression for each slot that some value of the brief, or of one of its parts, must match."""

    wanted: Mapping[BriefSlot, Expression] = {}
    excluded: Mapping[BriefSlot, Expression] = {}


class Looks(FromFile):
    """What the looks of a turn must hold, each of them; left out, nothing is asserted.

    `min` and `max` bound their number. Of roles, each look holds all `roles`, one of `roles_any` and none of
    `lacks_role`; of pieces, an own one whose words match `owns`, the article shown earlier that `includes` names and
    not the one that `lacks` names, one that meets the gold `some`, none that meets the gold `none`. `keeps` names
    an earlier turn, at least half of the pieces of whose first look stand in some look of this one.
    """

    min: Annotated[int, Field(ge=0)] = 1
    max: Annotated[int, Field(ge=0)] = 1000
    roles: tuple[Role, ...] = ()
    roles_any: tuple[Role, ...] = ()
    lacks_role: tuple[Role, ...] = ()
    owns: Expression | None = None
    includes: Reference | None = None
    lacks: Reference | None = None
    some: GoldFile | None = None
    none: GoldFile | None = None
    keeps: Turn | None = None


class Expectation(FromFile):
    """What one turn must hold; an assertion left out asserts nothing.

    `items` bounds the number of cards, `no_items` allows neither cards nor looks; `every`, `some` and `none` hold the
    cards against gold, `some_each` several golds at once: each is met by some card, and every card meets one of them.
    With looks in the answer, `every` and `some_each` judge the cards that stand in no look; where there are none, each
    look must hold a piece that meets `every`.
    `acts` must all be there, of `acts_any` one; `relaxed` is whether anything was given up, or an expression that what
    was given up matches; `question` is whether the shopper is asked something back.
    `wants`, `wants_no` and `excludes` name slots that the brief must want, must no longer want, or must exclude
    something in; `brief_is` says by an expression a slot which value; `wardrobe` is an expression that one of the
    shopper's own pieces matches; `looks` is what complete looks must hold.
    `count` lists golds, the number of whose articles or products the reply must say. `keeps_items`, `same_items_as`
    and `new_items` name earlier turns whose cards are all kept, the very same, or none of them shown again;
    `same_product_as`, `variants_of` (that product again, and another article of it where there is one), `shares` and
    `facts` point at one earlier card; `compares` at several of one turn that the reply names by handle or name.
    `language` is the reply's; `reply_has` (each) and `reply_lacks` (none) are expressions, for what state cannot tell;
    `words_max` is how many words the reply may have.
    """

    items: Between | None = None
    no_items: bool = False
    every: GoldFile | None = None
    some: GoldFile | None = None
    none: GoldFile | None = None
    some_each: tuple[GoldFile, ...] = ()
    acts: tuple[str, ...] = ()
    acts_any: tuple[str, ...] = ()
    relaxed: bool | Expression | None = None
    question: bool | None = None
    wants: tuple[BriefSlot, ...] = ()
    wants_no: tuple[BriefSlot, ...] = ()
    excludes: tuple[BriefSlot, ...] = ()
    brief_is: BriefIs | None = None
    wardrobe: Expression | None = None
    looks: Looks | None = None
    count: tuple[GoldFile, ...] = ()
    keeps_items: Turn | None = None
    same_items_as: Turn | None = None
    new_items: tuple[Turn, ...] = ()
    same_product_as: Reference | None = None
    variants_of: Reference | None = None
    shares: Shared | None = None
    facts: Facts | None = None
    compares: Compared | None = None
    language: Language | None = None
    reply_has: tuple[Expression, ...] = ()
    reply_lacks: tuple[Expression, ...] = ()
    words_max: int = 120

    def golds(self) -> tuple[GoldFile, ...]:
        """Every gold that the turn is held against."""
        looks = (self.looks.some, self.looks.none) if self.looks else ()
        given = (self.every, self.some, self.none, *self.some_each, *self.count, *looks)
        return tuple(gold for gold in given if gold is not None)

    def references(self) -> tuple[int, ...]:
        """The turns that the assertions look back at."""
        looks = (self.looks.includes, self.looks.lacks) if self.looks else ()
        cards = (self.same_product_as, self.variants_of, self.shares, self.facts, self.compares, *looks)
        turns = (self.keeps_items, self.same_items_as, self.looks.keeps if self.looks else None)
        return (*(one.turn for one in cards if one), *(one for one in turns if one), *self.new_items)
