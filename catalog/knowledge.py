"""Knowledge: styling advice as data, each entry with its reason and source, found by situation or by question.

A question finds entries as hybrid search does: by the lexicon values it names, by its words weighted by how rare they
are (Spärck Jones, 1972), and by the cosine of sentence vectors. A question that is near nothing finds nothing.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from catalog.cues import Cues
from catalog.words import forms, stem, stems
from encoding.encoder import TextEncoder, Vectors
from foundation.brief import SOFT_SLOTS

FOLDER = Path(__file__).with_suffix("")
_SLOTS = Path(__file__).parent / "slots"
THEMES = (
    "occasions", "dress_codes", "weather_and_fabric", "colour", "proportion", "pieces", "layering",
    "care_of_outfit", "gifts", "capsule", "packing_tips", "audiences", "cultures",
)  # fmt: skip
Named = Mapping[str, Sequence[str]]
# A question's score adds up what it names, the words it shares and its meaning; below NEAR_ENOUGH nothing is known.
# Fitted on questions inside and outside the knowledge; see docs/LOG.md.
NAMED_WEIGHT, WORDS_WEIGHT, MEANING_WEIGHT = 0.25, 0.45, 1.0
NEAR_ENOUGH = 0.62
_WIDER, _UNNAMED, _OTHERWISE = 0.7, -0.3, -0.8


@dataclass(frozen=True)
class Advice:
    """One entry: what to do, why and who says so.

    `about` maps slots to the lexicon values it is for: all slots must be met, of each one value. `unless` are values
    beside which it is no use. `prefers` are lexicon values that follow from it.
    """

    id: str
    says: str
    reason: str
    source: str
    about: Mapping[str, frozenset[str]] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    unless: Mapping[str, frozenset[str]] = field(default_factory=dict)
    prefers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of its topics and of what it says."""
        return frozenset(stems(" ".join((*self.topics, self.says))))

    @property
    def text(self) -> str:
        """What stands for it where meanings are compared."""
        return "; ".join((*self.topics, self.says))


class Knowledge:
    """All entries, found by a brief's values or by a question; safe to share between threads.

    `wider` gives the values that a slot's value is a kind of: trench coat → coat, navy → blue.
    """

    def __init__(self, entries: Iterable[Advice], wider: Mapping[tuple[str, str], frozenset[str]]) -> None:
        self.entries, self._wider = tuple(entries), wider
        self._stop = frozenset(map(stem, Cues.read().stop))
        self._shared = Counter(key for entry in self.entries for key in _keys(entry))
        self._vectors: dict[str, Vectors] = {}

    @classmethod
    def read(cls, folder: Path = FOLDER) -> "Knowledge":
        """Read the themes' files and, from the slot files, which values are kinds of others."""
        written = [row for theme in THEMES for row in _load(folder / f"{theme}.yaml")]
        return cls(map(_entry, written), _wider_values())

    def for_brief(
        self, wanted: Named, avoid: Collection[str] = (), seed: str = "", said: Collection[str] = ()
    ) -> tuple[Advice, ...]:
        """The entries whose every key the brief meets, the most specific first, equals in an order that `seed` picks.

        `avoid` holds ids not to give again and values that the shopper refuses; an entry one of whose topics is among
        the words `said` counts as more specific.
        """
        held = self._held(wanted)
        words = frozenset(map(stem, said))
        fitting = [
            (self._closeness(entry, held, words), entry)
            for entry in self.entries
            if self._fits(entry, held) and not _is_avoided(entry, avoid)
        ]
        ranked = sorted(fitting, key=lambda found: (*(-part for part in found[0]), _shuffled(seed, found[1].id)))
        return tuple(entry for _, entry in ranked)

    def answer(
        self, question: str, named: Named, encoder: TextEncoder, k: int = 3, around: Named | None = None
    ) -> tuple[Advice, ...]:
        """The `k` entries that answer a question in words that names values, the nearest first; none where it is
        outside the knowledge. `around` are values of the talk so far, which only tell equals apart.
        """
        scores = self.scores(question, named, encoder)
        context = self._held(around or {})
        near = [(score + 0.05 * self._meeting(entry, context), entry) for score, entry in scores if score > NEAR_ENOUGH]
        return tuple(entry for _, entry in sorted(near, key=lambda found: -found[0])[:k])

    def scores(self, question: str, named: Named, encoder: TextEncoder) -> list[tuple[float, Advice]]:
        """How near every entry is to the question, the nearest first."""
        held = self._held(named)
        meanings = self._entry_vectors(encoder) @ encoder.encode([question])[0]
        asked = frozenset(word for word in map(stem, forms(question)) if word not in self._stop)
        scores = (
            (
                NAMED_WEIGHT * self._naming(entry, held)
                + WORDS_WEIGHT * self._coverage(asked, entry)
                + MEANING_WEIGHT * float(meaning),
                entry,
            )
            for entry, meaning in zip(self.entries, meanings, strict=True)
        )
        return sorted(scores, key=lambda found: (-found[0], found[1].id))

    def _held(self, wanted: Named) -> dict[str, dict[str, float]]:
        """What is wanted with its wider values: slot → value → how exactly it was said."""
        held: dict[str, dict[str, float]] = {}
        for slot, values in wanted.items():
            said = {value if (slot, value) in self._wider else value.lower(): 1.0 for value in values}
            wider = {name: _WIDER for value in said for name in self._wider.get((slot, value), ())}
            held[slot] = {**wider, **said}
        return held

    def _fits(self, entry: Advice, held: Mapping[str, Mapping[str, float]]) -> bool:
        met = all(_exactness(values, held.get(slot, {})) for slot, values in entry.about.items())
        barred = any(_exactness(values, held.get(slot, {})) for slot, values in entry.unless.items())
        return bool(entry.about) and met and not barred

    def _closeness(
        self, entry: Advice, held: Mapping[str, Mapping[str, float]], words: frozenset[str]
    ) -> tuple[float, ...]:
        """How specific a fitting entry is: keys met and topics said, exactly rather than widely, rare keys first."""
        told = any(set(stems(topic)) - self._stop <= words for topic in entry.topics) if words else False
        exact = sum(_exactness(values, held[slot]) == 1 for slot, values in entry.about.items())
        soft = any(slot in SOFT_SLOTS for slot in entry.about)
        return (len(entry.about) + told, exact, soft, -self._commonness(entry))

    def _commonness(self, entry: Advice) -> int:
        """In how many entries its rarest key stands, in powers of four: near equals take turns."""
        rarest = min((self._shared[key] for key in _keys(entry)), default=1)
        return int(math.log(rarest, 4))

    def _meeting(self, entry: Advice, held: Mapping[str, Mapping[str, float]]) -> float:
        return sum(_exactness(values, held.get(slot, {})) for slot, values in entry.about.items())

    def _naming(self, entry: Advice, held: Mapping[str, Mapping[str, float]]) -> float:
        """How well what is named meets the entry's keys: a key named otherwise speaks against it."""
        met = 0.0
        for slot, values in entry.about.items():
            exactness = _exactness(values, held.get(slot, {}))
            met += exactness or (_OTHERWISE if slot in held else _UNNAMED)
        return met

    def _coverage(self, asked: frozenset[str], entry: Advice) -> float:
        """The share of the question's telling words that the entry speaks of, rare ones counting for more."""
        whole = sum(map(self._telling, asked))
        return sum(self._telling(word) for word in asked & entry.words) / whole if whole else 0.0

    def _telling(self, word: str) -> float:
        return math.log(1 + len(self.entries) / (1 + self._entries_with[word]))

    @cached_property
    def _entries_with(self) -> Counter[str]:
        return Counter(word for entry in self.entries for word in entry.words)

    def _entry_vectors(self, encoder: TextEncoder) -> Vectors:
        """The entries' vectors by this encoder, made when the first question comes."""
        if encoder.name not in self._vectors:
            self._vectors[encoder.name] = encoder.encode([entry.text for entry in self.entries])
        return self._vectors[encoder.name]


def _exactness(values: Collection[str], held: Mapping[str, float]) -> float:
    return max((held[value] for value in values if value in held), default=0.0)


def _keys(entry: Advice) -> Iterator[tuple[str, str]]:
    return ((slot, value) for slot, values in entry.about.items() for value in values)


def _is_avoided(entry: Advice, avoid: Collection[str]) -> bool:
    """Whether it was given before, or would have the shopper wear what they refuse."""
    if entry.id in avoid:
        return True
    words = f" {' '.join(forms(entry.says))} "
    return any(f" {' '.join(forms(value))} " in words for value in avoid)


def _shuffled(seed: str, name: str) -> bytes:
    return hashlib.blake2b(f"{seed} {name}".encode(), digest_size=8).digest()


def _load(path: Path) -> Any:
    with path.open("rb") as file:
        return yaml.load(file, Loader=yaml.CBaseLoader)


def _entry(row: Mapping[str, Any]) -> Advice:
    return Advice(
        row["id"],
        row["says"],
        row["reason"],
        row["source"],
        {slot: frozenset(values) for slot, values in row.get("about", {}).items()},
        tuple(row.get("topics", ())),
        {slot: frozenset(values) for slot, values in row.get("unless", {}).items()},
        {slot: tuple(values) for slot, values in row.get("prefers", {}).items()},
    )


def _wider_values() -> dict[tuple[str, str], frozenset[str]]:
    """For each written value all that it is a kind of, over any number of steps."""
    above: dict[tuple[str, str], set[str]] = {}
    for path in sorted(_SLOTS.glob("*.yaml")):
        for value, rule in _load(path).items():
            above.setdefault((path.stem, value), set()).update(filter(None, (rule.get("of"), rule.get("within"))))
            for kind in rule.get("kinds", ()):
                above.setdefault((path.stem, kind), set()).add(value)
    return {key: frozenset(_climbed(above, *key)) for key in above}


def _climbed(above: Mapping[tuple[str, str], set[str]], slot: str, value: str) -> set[str]:
    found: set[str] = set()
    ahead = [value]
    while ahead:
        new = above.get((slot, ahead.pop()), set()) - found - {value}
        found |= new
        ahead += new
    return found
