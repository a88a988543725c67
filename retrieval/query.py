"""Query and Hits: what is looked for in an index, and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

# A slot and values of which one must hold; a query asks for all of its groups.
Group = tuple[str, tuple[str, ...]]
# Slots whose values add up when a shopper names several: pockets and a zip, not one of them.
ADDING_SLOTS = frozenset({"detail"})


@dataclass(frozen=True, eq=False)
class Picture:
    """What is looked for by a photo: its `vector` (384,) of length 1 beside the catalogue's pictures, and how `likely`
    each value of a column is, by the column's name and the catalogue's own string; `audience` is by the lexicon's
    values. `form` is the eye's code by which the very same piece is known again, where it has one. `eye` is whose
    they are: pictures that another eye looked at are not compared with it.
    """

    vector: NDArray[np.float32] | None
    likely: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    eye: str = ""
    form: NDArray[np.float32] | None = None


@dataclass(frozen=True)
class Query:
    """Groups of constraints (canonical lexicon values; of a group any, of the query all) and the words to rank by.

    `anchor` is the row of "like this one"; `variants` shows every article of a product; `limits` are prices, sizes
    and stock to keep to where the catalogue carries them; `without` are rows not to show again; `said` are the
    shopper's own words, whose very mention counts; `same_product` keeps to the anchor's product code; what a `picture`
    shows is looked for softly.
    """

    text: str = ""
    wanted: tuple[Group, ...] = ()
    excluded: tuple[Group, ...] = ()
    said: tuple[str, ...] = ()
    anchor: int | None = None
    variants: bool = False
    same_product: bool = False
    limits: tuple[tuple[str, str], ...] = ()
    without: frozenset[int] = frozenset()
    k: int = 10
    picture: Picture | None = None

    def slots(self) -> frozenset[str]:
        """The slots that something is wanted of."""
        return frozenset(slot for slot, _ in self.wanted)

    def constrained(self) -> frozenset[str]:
        """The slots that one value is wanted or refused of; of several that are wanted one may still be likelier."""
        told = (slot for slot, values in self.wanted if len(values) == 1)
        return frozenset([*told, *(slot for slot, _ in self.excluded)])


@dataclass(frozen=True)
class Hit:
    """One found row; `silent` names the wanted slots on which its columns and text say nothing, `pictured` those of
    which only its picture shows what is wanted.
    """

    row: int
    article_id: str
    score: float
    silent: tuple[str, ...] = ()
    pictured: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hits:
    """What was found, best first. `articles` and `products` count all that satisfy the query, shown or not.

    `relaxed` are the wanted slots that were given up because nothing satisfies them together.
    """

    hits: tuple[Hit, ...]
    articles: int
    products: int
    relaxed: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.hits)


def groups(constraints: Mapping[str, tuple[str, ...]]) -> tuple[Group, ...]:
    """A brief's constraints as groups: values of a slot are alternatives, those of an adding slot all hold."""
    found: list[Group] = []
    for slot, values in constraints.items():
        found += [(slot, (value,)) for value in values] if slot in ADDING_SLOTS else [(slot, values)]
    return tuple(found)
