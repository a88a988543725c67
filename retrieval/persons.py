"""Persons: for whom every row is made, as a set in bits; a look is for one person whom all its pieces suit."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from catalog.lexicon import Lexicon
from retrieval.filters import Filters

PERSONS = ("woman", "man", "girl", "boy", "teen girl", "teen boy", "baby girl", "baby boy")
# Whom an audience of the lexicon may mean, the likeliest first.
MEANT: Mapping[str, tuple[str, ...]] = {
    "women": ("woman",),
    "men": ("man",),
    "girls": ("girl", "teen girl"),
    "boys": ("boy", "teen boy"),
    "teen girls": ("teen girl",),
    "teen boys": ("teen boy",),
    "teens": ("teen girl", "teen boy"),
    "kids": ("girl", "boy", "teen girl", "teen boy"),
    "baby": ("baby girl", "baby boy"),
    "baby girls": ("baby girl",),
    "baby boys": ("baby boy",),
    "toddlers": ("girl", "boy", "baby girl", "baby boy"),
    "adults": ("woman", "man"),
}
# How the rules of dressing.yaml call them.
PEOPLE: Mapping[str, str] = {
    "woman": "women",
    "man": "men",
    "girl": "girls",
    "boy": "boys",
    "teen girl": "girls",
    "teen boy": "boys",
    "baby girl": "baby",
    "baby boy": "baby",
}
EVERYBODY = (1 << len(PERSONS)) - 1
Bits = NDArray[np.uint16]


def bit(person: str) -> int:
    """The bit of a person."""
    return 1 << PERSONS.index(person)


def persons_of(bits: int) -> tuple[str, ...]:
    """The persons in a set of bits."""
    return tuple(person for person in PERSONS if bits & bit(person))


def meant(audiences: Iterable[str]) -> tuple[str, ...]:
    """Whom audiences of the lexicon mean, the likeliest first."""
    return tuple(dict.fromkeys(person for audience in audiences for person in MEANT.get(audience, ())))


def find_persons(filters: Filters, lexicon: Lexicon) -> Bits:
    """The persons that each row is for; a row that says nothing of it is for everybody."""

    def rows(audience: str) -> NDArray[np.bool_]:
        return filters.rows(lexicon.predicate("audience", audience).yes)

    girls, boys, kids, baby = (rows(name) for name in ("girls", "boys", "kids", "baby"))
    kids = kids & ~baby
    hers, his = (girls | kids) & ~(boys & ~girls), (boys | kids) & ~(girls & ~boys)
    women, men, teens = rows("women"), rows("men"), rows("teens") & ~baby
    small = ~teens if (kids & ~teens).any() else np.ones_like(teens)
    # Shoes and hats of the children's department come in all sizes.
    sized = rows("teens") | rows("toddlers")
    sets = {
        "woman": women,
        "man": men,
        "girl": hers & (small | ~sized) & ~women & ~baby,
        "boy": his & (small | ~sized) & ~men & ~baby,
        "teen girl": hers & (teens | ~sized) & ~baby,
        "teen boy": his & (teens | ~sized) & ~baby,
        "baby girl": baby & ~rows("baby boys"),
        "baby boy": baby & ~rows("baby girls"),
    }
    bits = np.zeros(len(women), np.uint16)
    for person, held in sets.items():
        bits[held] |= bit(person)
    bits[bits == 0] = EVERYBODY
    return bits
