"""Wishes: what a simulated shopper has in mind, drawn from the catalogue and never told as a whole.

A wish is a target article and three to five of the gold's predicates that are plainly true of it, perhaps with one
thing refused. Any article that holds them all fulfils it. Goals drawn from a database's own rows are the agenda-based
user's (J. Schatzmann et al., Agenda-based user simulation, NAACL 2007).
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field

from evaluation.answer import Catalogue
from evaluation.expectation import Expression
from evaluation.files import FromFile, read_mapping, validate
from evaluation.gold import HERE, Constraint, GoldFile, Row, Terms, check, resolve, satisfies
from foundation.errors import BadInput

Words = Annotated[tuple[str, ...], Field(min_length=1)]

# A wish is worth talking about where few of the garments of its type fulfil it.
NARROW = 0.1
# How many rows of the catalogue the shares are estimated on, and how many targets in a row are tried for a wish.
SAMPLE, TRIES = 4000, 400
AVOIDED_SLOTS = ("colour", "pattern", "material", "sleeve", "detail")
AVOIDING = 0.3


class SaysFile(FromFile):
    """The sentences that put values to the stylist, by slot where they differ; {} is a value's words."""

    open: Words
    also: Mapping[str, Words]
    tell: Mapping[str, Words]
    answer: Words
    repeat: Words
    indifferent: Words
    avoid: Mapping[str, Words]
    others: Words
    recap: Words
    correct: Words
    change: Words
    side: Words
    thanks: Words


class SpeechFile(FromFile):
    """How shoppers speak: the words they have for each gold term, and their sentences."""

    values: Mapping[str, Mapping[str, Words]]
    suits: Mapping[str, tuple[str, ...]]
    asks: Mapping[str, tuple[Expression, ...]]
    says: SaysFile


@dataclass(frozen=True)
class Wish:
    """A target and what is true of it: `wants` with the type of garment first, `avoids` with one thing or none."""

    id: str
    target: str
    wants: tuple[Constraint, ...]
    avoids: tuple[Constraint, ...]

    def fulfilled(self, row: Row) -> bool:
        """Whether an article is what the shopper has in mind."""
        return satisfies(row, self.wants) and satisfies(row, self.avoids)

    def describe(self) -> str:
        """The wish in words, for a person who reads a failed talk."""
        said = ", ".join(one.describe() for one in (*self.wants, *self.avoids))
        return f"{said} (such as {self.target})"


def load_speech(path: Path = HERE / "shoppers.yaml") -> SpeechFile:
    """How shoppers speak. Raises BadInput for a broken file."""
    return validate(SpeechFile, read_mapping(path), str(path))


class Wishes:
    """Draws wishes from a catalogue. The same seed draws the same wishes."""

    def __init__(self, catalogue: Catalogue, speech: SpeechFile, terms: Terms, seed: int = 0) -> None:
        self._catalogue, self._speech, self._seed = catalogue, speech, seed
        spoken = {name: slot for slot, names in speech.values.items() for name in names}
        self.constraints = {name: _want(name, slot, terms) for name, slot in spoken.items()}
        # What the first way to be a thing says, it says plainly: a target states it so, and only that is refused.
        self.plain = {name: _plain(one) for name, one in self.constraints.items()}
        self._ids = sorted(catalogue)

    @cached_property
    def _sample(self) -> list[Row]:
        picked = random.Random(self._seed).sample(self._ids, min(SAMPLE, len(self._ids)))
        return [self._catalogue[one] for one in picked]

    def draw(self, count: int) -> list[Wish]:
        """That many wishes, fewer where many tries in a row find none. Raises BadInput where there is none at all."""
        dice = random.Random(f"wishes {self._seed}")
        wishes: list[Wish] = []
        tries = 0
        while len(wishes) < count and tries < TRIES:
            wish = self._try(dice, dice.choice(self._ids), f"wish-{len(wishes) + 1}")
            wishes, tries = ([*wishes, wish], 0) if wish else (wishes, tries + 1)
        if not wishes:
            raise BadInput("no wish can be drawn from this catalogue, it is too small: give a larger one")
        return wishes

    def _try(self, dice: random.Random, target: str, name: str) -> Wish | None:
        row = self._catalogue[target]
        true = [one for one, constraint in self.plain.items() if constraint.holds(row)]
        types = [one for one in true if self.constraints[one].slot == "product_type"]
        if not types:
            return None
        kind = dice.choice(types)
        others = [one for one in true if one not in types and self._suits(one, kind)]
        wants = (kind, *self._pick(dice, others))
        avoids = self._pick_avoided(dice, wants, row) if dice.random() < AVOIDING else ()
        wish = Wish(name, target, tuple(self.constraints[one] for one in wants), avoids)
        return wish if len(wants) >= 3 and wish.fulfilled(row) and self._is_narrow(wish) else None

    def _suits(self, name: str, kind: str) -> bool:
        return kind in self._speech.suits.get(name, (kind,))

    def _pick(self, dice: random.Random, names: Sequence[str]) -> list[str]:
        """Two to four of those, one a slot."""
        shuffled = dice.sample(list(names), len(names))
        by_slot = {self.constraints[name].slot: name for name in shuffled}
        slots = dice.sample(sorted(by_slot), len(by_slot))
        return [by_slot[slot] for slot in slots[: dice.randint(2, 4)]]

    def _pick_avoided(self, dice: random.Random, wants: Sequence[str], row: Row) -> tuple[Constraint, ...]:
        """Something that some garments of the type plainly are and the target isn't, of a slot that the wish leaves."""
        taken = {self.constraints[name].slot for name in wants}
        kind = self.constraints[wants[0]]
        same = [one for one in self._sample if kind.holds(one)]
        slots = [slot for slot in AVOIDED_SLOTS if slot not in taken]
        free = [name for name, one in self.plain.items() if one.slot in slots and self._suits(name, wants[0])]
        for name in dice.sample(free, len(free)):
            plain = self.plain[name]
            if not plain.holds(row) and 20 * sum(map(plain.holds, same)) >= len(same) > 0:
                return (Constraint(plain.slot, "avoid", name, plain.any),)
        return ()

    def _is_narrow(self, wish: Wish) -> bool:
        same = [row for row in self._sample if wish.wants[0].holds(row)]
        return sum(map(wish.fulfilled, same)) <= NARROW * len(same)

    def false_of(self, wish: Wish, slot: str) -> list[str]:
        """The terms of a slot that are not true of a wish's target: what a shopper may say by a slip."""
        row = self._catalogue[wish.target]
        return [name for name, one in self.constraints.items() if one.slot == slot and check(row, (one,))]


def _want(name: str, slot: str, terms: Terms) -> Constraint:
    if name in terms and terms[name].slot != slot:
        raise BadInput(f"shoppers.yaml: '{name}' is a term of {terms[name].slot}, not of {slot}: move it there")
    return resolve(GoldFile(want=(name,)), terms, "shoppers.yaml")[0]


def _plain(constraint: Constraint) -> Constraint:
    return Constraint(constraint.slot, "want", constraint.name, constraint.any[:1])
