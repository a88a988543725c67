"""Answer: the part of a chat's answer that the evaluation looks at, and the moment in which it is judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from evaluation.expectation import Reference
from evaluation.gold import Constraint, GoldFile, Row, Terms, resolve

Catalogue = Mapping[str, Row]


class Item(BaseModel):
    """A card as the chat answers it."""

    article_id: str
    prod_name: str
    why: str


class Piece(BaseModel):
    """One piece of a look: an article, or the shopper's own in their words."""

    role: str
    article_id: str | None = None
    own: str | None = None


class Look(BaseModel):
    """A complete look as the chat answers it."""

    title: str = ""
    pieces: tuple[Piece, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The article ids of its pieces; own pieces have none."""
        return tuple(piece.article_id for piece in self.pieces if piece.article_id is not None)

    @property
    def roles(self) -> tuple[str, ...]:
        """The role of each piece, in order."""
        return tuple(piece.role for piece in self.pieces)


class Wishes(BaseModel):
    """Values by slot: those wanted and those excluded."""

    wanted: Mapping[str, Sequence[str]] = {}
    excluded: Mapping[str, Sequence[str]] = {}


class BriefState(Wishes):
    """The part of the brief that is looked at."""

    parts: tuple[Wishes, ...] = ()
    wardrobe: tuple[str, ...] = ()


class Answer(BaseModel):
    """The part of a chat's answer that is looked at."""

    acts: tuple[str, ...]
    reply: str
    items: tuple[Item, ...] = ()
    looks: tuple[Look, ...] = ()
    relaxed: tuple[str, ...] = ()
    question: str | None = None
    brief: BriefState = BriefState()
    timings_ms: Mapping[str, float] = {}
    provenance: Mapping[str, Any] = {}
    message_id: str | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The shown article ids, in order."""
        return tuple(item.article_id for item in self.items)


@dataclass(frozen=True)
class Moment:
    """All that a turn is judged by: its answer, the answers before it, the catalogue and the terms."""

    answer: Answer
    before: tuple[Answer, ...]
    catalogue: Catalogue
    terms: Terms

    def rows(self) -> list[Row]:
        """The catalogue's rows of the shown items; invented ones are judged elsewhere."""
        return self.find(self.answer.ids)

    def find(self, ids: Sequence[str]) -> list[Row]:
        """The catalogue's rows of those ids that it has."""
        return [self.catalogue[one] for one in ids if one in self.catalogue]

    def recall_id(self, reference: Reference) -> str | None:
        """The id of a card shown earlier, or None when there was none at that place."""
        ids = self.before[reference.turn - 1].ids
        return ids[reference.item - 1] if reference.item <= len(ids) else None

    def recall(self, reference: Reference) -> Row | None:
        """The row of a card shown earlier, or None when there was none at that place."""
        found = self.recall_id(reference)
        return None if found is None else self.catalogue.get(found)

    def read(self, gold: GoldFile) -> tuple[Constraint, ...]:
        """The gold's constraints."""
        return resolve(gold, self.terms, "scenario")
