"""Harmony: how well two colour families go together, and why, from harmony.yaml; as tables for whole arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from catalog.lexicon import Lexicon
from catalog.predicate import AnyOf, Condition
from catalog.rule import Values, compile_rule

FILE = Path(__file__).parents[1] / "catalog" / "knowledge" / "harmony.yaml"
_NEIGHBOURS, _OPPOSITES = 55.0, 150.0
_CONTRAST = 0.4
UNKNOWN = -1


@dataclass(frozen=True)
class Family:
    """A family of colours: a neutral, or a `hue` in degrees on the painters' wheel; `light` from 0 to 1."""

    name: str
    condition: Condition
    values: frozenset[str]
    neutral: bool = False
    metal: bool = False
    mixed: bool = False
    soft: bool = False
    hue: float = 0.0
    light: float = 0.5
    warmth: str = ""


@dataclass(frozen=True)
class Law:
    """A rule of harmony: how well two families that meet it go together, how it is said of one piece, and as advice."""

    id: str
    score: float
    says: str
    insight: str
    reason: str
    source: str
    of: str = ""
    says_other: str = ""

    def said_of(self, family: Family) -> str:
        """How the rule is said of a piece of this family."""
        holds = {"warm": family.warmth == "warm", "accent": not family.neutral, "mixed": family.mixed}
        return self.says if holds.get(self.of, True) else self.says_other


class Harmony:
    """The families of one catalogue and the rules between them."""

    def __init__(self, written: Mapping[str, Any], lexicon: Lexicon, values: Values) -> None:
        self.families = tuple(_family(name, rule, lexicon, values) for name, rule in written["families"].items())
        self._places = {family.name: place for place, family in enumerate(self.families)}
        self._written = written["pairs"]
        self.laws = tuple(_law(name, rule) for name, rule in ({**written["pairs"], **written["rules"]}).items())
        self.loud = _condition(written["loud"], "pattern", lexicon, values)
        self.quiet = _condition(written["quiet"], "pattern", lexicon, values)
        self.loud_values = frozenset(written["loud"]["values"])
        self.quiet_values = frozenset(written["quiet"]["values"])

    @classmethod
    def read(cls, lexicon: Lexicon, values: Values, file: Path = FILE) -> "Harmony":
        """The rules of `file` over a catalogue, whose distinct values a column `values(column)` lists."""
        with file.open("rb") as written:
            return cls(yaml.load(written, Loader=yaml.CSafeLoader), lexicon, values)

    def place(self, name: str) -> int:
        """The number of a family; raises KeyError."""
        return self._places[name]

    def family_of(self, colour: str) -> int:
        """The number of the family that holds a colour of the lexicon; UNKNOWN where none does."""
        named = (place for place, family in enumerate(self.families) if colour in family.values)
        return self._places.get(colour, next(named, UNKNOWN))

    @cached_property
    def scores(self) -> NDArray[np.float32]:
        """How well two families go together (0–1), shape (families + 1, families + 1); the last is the unknown one."""
        size = len(self.families) + 1
        table = np.full((size, size), 0.7, np.float32)
        for one, row in enumerate(self._law_places):
            for other, place in enumerate(row):
                table[one, other] = self.laws[place].score
        return table

    def law(self, one: int, other: int) -> Law | None:
        """The rule that two families meet; None where one is unknown."""
        return None if UNKNOWN in (one, other) else self.laws[self._law_places[one][other]]

    def named(self, name: str) -> Law:
        """A rule by its id; raises StopIteration."""
        return next(law for law in self.laws if law.id == name)

    @cached_property
    def accents(self) -> NDArray[np.bool_]:
        """Which families are no neutrals, shape (families + 1,)."""
        return np.array([not family.neutral for family in self.families] + [False])

    @cached_property
    def _law_places(self) -> list[list[int]]:
        return [[self._first_law(one, other) for other in self.families] for one in self.families]

    def _first_law(self, one: Family, other: Family) -> int:
        rules = enumerate(self._written.values())
        return next(place for place, rule in rules if _meets(rule, one, other))


def _meets(rule: Mapping[str, Any], one: Family, other: Family) -> bool:
    if "pairs" in rule:
        return any({one.name, other.name} == set(pair) and one.name != other.name for pair in rule["pairs"])
    apart = abs(one.hue - other.hue) % 360
    apart = min(apart, 360 - apart)
    neutral = one.neutral and other.neutral
    match rule["when"]:
        case "metal":
            return one.metal or other.metal
        case "neutral contrast":
            return neutral and abs(one.light - other.light) >= _CONTRAST
        case "same neutral":
            return neutral and one.name == other.name
        case "neutral":
            return neutral
        case "mixed neutral":
            return (one.mixed or other.mixed) and (one.neutral or other.neutral)
        case "mixed":
            return one.mixed or other.mixed
        case "neutral accent":
            return one.neutral != other.neutral
        case "same":
            return one.name == other.name
        case "neighbours":
            return apart <= _NEIGHBOURS
        case "opposites soft":
            return apart >= _OPPOSITES and (one.soft or other.soft or min(one.light, other.light) <= 0.25)
    return True


def _family(name: str, rule: Mapping[str, Any], lexicon: Lexicon, values: Values) -> Family:
    flags = {key: rule[key] for key in ("neutral", "metal", "mixed", "soft", "hue", "light", "warmth") if key in rule}
    held = frozenset((*rule.get("values", ()), *rule.get("words", ())))
    return Family(name, _condition(rule, "colour", lexicon, values), held, **flags)


def _condition(rule: Mapping[str, Any], slot: str, lexicon: Lexicon, values: Values) -> Condition:
    held: Sequence[str] = [value for value in rule.get("values", ()) if value in lexicon.entries[slot]]
    parts = [lexicon.predicate(slot, value).yes for value in held]
    return AnyOf((*parts, *([compile_rule(rule["rule"], values)] if "rule" in rule else [])))


def _law(name: str, rule: Mapping[str, Any]) -> Law:
    says, insight, reason, source = (rule[key] for key in ("says", "insight", "reason", "source"))
    told = {key: rule[key] for key in ("of", "says_other") if key in rule}
    return Law(name, rule.get("score", 0.0), says, insight, reason, source, **told)
