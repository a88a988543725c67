"""Expectation: the whole vocabulary in which a scenario asserts what must hold after one turn."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from evaluation.files import FromFile
from evaluation.gold import GoldFile, Slot


def _require_expression(expression: str) -> str:
    try:
        re.compile(expression)
    except re.error as error:
        raise ValueError(f"broken expression {expression!r}: {error}") from error
    return expression


Turn = Annotated[int, Field(ge=1)]
Expression = Annotated[str, AfterValidator(_require_expression)]


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


class Expectation(FromFile):
    """What one turn must hold; an assertion left out asserts nothing.

    `items` bounds the number of cards; `every`, `some` and `none` hold the cards against gold; `acts` must all
    be there; `relaxed` is whether anything was given up, or an expression that what was given up matches;
    `question` is whether the shopper is asked something back; `wants`, `wants_no` and `excludes` name slots that
    the brief must want, must no longer want, or must exclude something in; `count` lists golds, the number of whose
    articles or products the reply must say; `keeps_items` and `new_items` name earlier turns whose cards are
    all kept, or none of them shown again; `same_product_as`, `variants_of` (that product again, and
    another article of it where there is one), `shares` and `facts` point at one earlier card;
    `reply_has` (each) and `reply_lacks` (none) are expressions, for what state cannot tell.
    """

    items: Between | None = None
    every: GoldFile | None = None
    some: GoldFile | None = None
    none: GoldFile | None = None
    acts: tuple[str, ...] = ()
    relaxed: bool | Expression | None = None
    question: bool | None = None
    wants: tuple[Slot, ...] = ()
    wants_no: tuple[Slot, ...] = ()
    excludes: tuple[Slot, ...] = ()
    count: tuple[GoldFile, ...] = ()
    keeps_items: Turn | None = None
    new_items: tuple[Turn, ...] = ()
    same_product_as: Reference | None = None
    variants_of: Reference | None = None
    shares: Shared | None = None
    facts: Facts | None = None
    reply_has: tuple[Expression, ...] = ()
    reply_lacks: tuple[Expression, ...] = ()
    max_words: int = 120
