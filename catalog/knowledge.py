"""Knowledge: styling advice as data, each entry with its reason and source, found by situation or by question.

A question finds entries as hybrid search does: by the lexicon values it names, by its words weighted by how rare they
are (Spärck Jones, 1972), and by the cosine of sentence vectors. A question that is near nothing finds nothing.
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import yaml

from catalog.cues import Cues
from catalog.words import forms, framed, stem, stems
from foundation.brief import SOFT_SLOTS

FOLDER = Path(__file__).with_suffix("")
_SLOTS = Path(__file__).parent / "slots"
THEMES = (
    "occasions", "dress_codes", "weather_and_fabric", "colour", "proportion", "pieces", "layering",
    "care_of_outfit", "gifts", "capsule", "packing_tips", "audiences", "cultures",
)  # fmt: skip
# Told only when asked for, and those that speak of grown-ups' outfits.
ASKED_THEMES = frozenset({"care_of_outfit", "packing_tips"})
GROWN_UP_THEMES = frozenset({"pieces", "proportion", "dress_codes"})
CHILDREN = frozenset({"kids", "girls", "boys", "toddlers", "baby", "baby girls", "baby boys"})
Named = Mapping[str, Sequence[str]]
Vectors = npt.NDArray[np.float32]
# A question's score adds up what it names, the words it shares and its meaning; below NEAR_ENOUGH nothing is known.
# Fitted on a hundred questions inside the knowledge and fifty outside it.
NAMED_WEIGHT, WORDS_WEIGHT, MEANING_WEIGHT = 0.2, 0.45, 1.0
NEAR_ENOUGH, MEANS_ENOUGH = 0.8, 0.48
# What follows the best answer comes near it in both.
NEXT, NEXT_MEANING = 0.8, 0.72
AROUND, NEEDED_BONUS = 0.6, 0.1
CANDIDATES = 10
_PART = re.compile(r"(?<=[.?!;])\s+|,\s*(?:and|but|also|so)\s+")
_MOST_PARTS = 4
_WIDER, _UNNAMED, _OTHERWISE = 0.7, -0.5, -0.8


class Meanings(Protocol):
    """What questions and entries are compared by: any text encoder, of which this room knows no more."""

    @property
    def name(self) -> str:
        """Whose vectors these are."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of `texts`, shape (texts, dim), of length 1."""
        ...


@dataclass(frozen=True)
class Advice:
    """One entry: what to do, why and who says so.

    `about` maps slots to the lexicon values it is for: all slots must be met, of each one value. `unless` are values
    beside which it is no use; of the words it `needs`, one must have been said. `prefers` are lexicon values that
    follow from it, `theme` is the file it stands in. One that is `asked` only answers questions: how to care for
    clothes or try them on, and what speaks of another garment than the one it is for.
    """

    id: str
    says: str
    reason: str
    source: str
    about: Mapping[str, frozenset[str]] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    unless: Mapping[str, frozenset[str]] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    prefers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    theme: str = ""
    asked: bool = False

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of its topics and of what it says."""
        return frozenset(stems(" ".join((*self.topics, self.says))))

    @cached_property
    def said(self) -> str:
        """The forms of what it says between blanks, so that whole words are found in it."""
        return framed(forms(self.says))

    @property
    def volunteered(self) -> bool:
        """Whether it may be told without being asked for: it is for a situation, or for a word that was said."""
        return bool(self.about or self.needs) and not self.asked and self.theme not in ASKED_THEMES

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands for it where meanings are compared: each topic, or without one what it says."""
        return self.topics or (self.says,)


@dataclass(frozen=True)
class Found:
    """An entry near a question: its whole score, and the cosine of their meanings."""

    advice: Advice
    score: float
    meaning: float


class Knowledge:
    """All entries, found by a brief's values or by a question; safe to share between threads.

    `wider` gives the values that a slot's value is a kind of: trench coat → coat, navy → blue.
    """

    def __init__(self, entries: Iterable[Advice], wider: Mapping[tuple[str, str], frozenset[str]]) -> None:
        self.entries, self._wider = tuple(entries), wider
        self._stop = frozenset(map(stem, Cues.read().stop))
        self._shared = Counter(key for entry in self.entries for key in _keys(entry))
        self._topical = frozenset(word for entry in self.entries for topic in entry.topics for word in stems(topic))
        self._vectors: dict[tuple[str, str], Vectors] = {}
        volunteered = [entry for entry in self.entries if entry.volunteered]
        self._keyless = {entry.id: entry for entry in volunteered if not entry.about}
        self._keyed: dict[tuple[str, str], list[Advice]] = {}
        for entry in volunteered:
            for key in _keys(entry):
                self._keyed.setdefault(key, []).append(entry)

    @classmethod
    def read(cls, folder: Path = FOLDER) -> "Knowledge":
        """Read the themes' files and, from the slot files, which values are kinds of others."""
        return cls(_written(folder), _wider_values())

    def for_brief(
        self, wanted: Named, avoid: Collection[str] = (), seed: str = "", said: Collection[str] = ()
    ) -> tuple[Advice, ...]:
        """The entries whose every key the brief meets, the most specific first, equals in an order that `seed` picks.

        `avoid` holds ids not to give again and values that the shopper refuses; `said` are the message's words, of
        which an entry may need one. How to care for clothes is left to questions.
        """
        held = self._held(wanted)
        words = frozenset(said)
        refused = [framed(forms(value)) for value in avoid]
        fitting = [
            (self._closeness(entry, held), entry)
            for entry in self._near(held)
            if _fits(entry, held, words) and entry.id not in avoid and not any(value in entry.said for value in refused)
        ]
        ranked = sorted(fitting, key=lambda found: (*(-part for part in found[0]), _shuffled(seed, found[1].id)))
        return tuple(entry for _, entry in ranked)

    def answer(
        self, question: str, named: Named, encoder: Meanings, k: int = 3, around: Named | None = None
    ) -> tuple[Advice, ...]:
        """The `k` entries that answer a question in words that names values, the nearest first; none where it is
        outside the knowledge. `around` are values of the talk so far, for slots that the question leaves open. Of a
        message that says several things, the part that comes nearest counts.
        """
        each = [self.search(part, named, encoder, around) for part in _parts(question)]
        nearest = max(each, key=lambda found: found[0].score if found else 0)
        near = [found.advice for found in nearest if _is_near(found, nearest[0])]
        held, said = self._held({**(around or {}), **named}), frozenset(forms(question))
        return tuple(one for one in near if one is near[0] or _is_beside(one, near[0], held, said))[:k]

    def search(self, question: str, named: Named, encoder: Meanings, around: Named | None = None) -> list[Found]:
        """The entries nearest to a question by names and words, ordered by these and by meaning, the nearest first.

        Only these CANDIDATES are embedded, and once: on a question's own words the best answer by all three stood
        among the first five of a hundred questions' nineteen in twenty.
        """
        held = {**_faded(self._held(around or {})), **self._held(named)}
        asked, said = self._asked(question), frozenset(forms(question))
        cheap = ((self._likeness(entry, held, asked, said), entry) for entry in self.entries)
        nearest = sorted(cheap, key=lambda found: (-found[0], found[1].id))[:CANDIDATES]
        meaning = self._meanings(question, [entry for _, entry in nearest], encoder)
        found = (Found(entry, like + MEANING_WEIGHT * meaning[entry.id], meaning[entry.id]) for like, entry in nearest)
        return sorted(found, key=lambda one: (-one.score, one.advice.id))

    def _likeness(
        self, entry: Advice, held: Mapping[str, Mapping[str, float]], asked: Mapping[str, float], said: frozenset[str]
    ) -> float:
        named = NAMED_WEIGHT * self._naming(entry, held)
        return named + WORDS_WEIGHT * self._coverage(asked, entry) + NEEDED_BONUS * bool(entry.needs & said)

    def _asked(self, question: str) -> dict[str, float]:
        """The stems of a question's telling words, each with how rare it is, as a share of all of them.

        A small word tells where an entry has it for a topic.
        """
        words = {word for word in stems(question) if word not in self._stop or word in self._topical}
        telling = {word: math.log(1 + len(self.entries) / (1 + self._entries_with[word])) for word in words}
        return {word: weight / sum(telling.values()) for word, weight in telling.items()}

    def _meanings(self, question: str, entries: Sequence[Advice], encoder: Meanings) -> dict[str, float]:
        """For each entry the cosine of the question with the nearest of its texts."""
        missing = [entry for entry in entries if (encoder.name, entry.id) not in self._vectors]
        vectors = encoder.encode([question, *(text for entry in missing for text in entry.texts)])
        start = 1
        for entry in missing:
            self._vectors[encoder.name, entry.id] = vectors[start : start + len(entry.texts)]
            start += len(entry.texts)
        return {entry.id: float((self._vectors[encoder.name, entry.id] @ vectors[0]).max()) for entry in entries}

    def _held(self, wanted: Named) -> dict[str, dict[str, float]]:
        """What is wanted with its wider values: slot → value → how exactly it was said."""
        held: dict[str, dict[str, float]] = {}
        for slot, values in wanted.items():
            said = {value if (slot, value) in self._wider else value.lower(): 1.0 for value in values}
            wider = {name: _WIDER for value in said for name in self._wider.get((slot, value), ())}
            held[slot] = {**wider, **said}
        return held

    def _near(self, held: Mapping[str, Mapping[str, float]]) -> Iterable[Advice]:
        """The volunteered entries of which a situation meets a key, and those without any; the others can't fit."""
        met = (self._keyed.get((slot, value), ()) for slot, values in held.items() for value in values)
        return {**self._keyless, **{entry.id: entry for entries in met for entry in entries}}.values()

    def _closeness(self, entry: Advice, held: Mapping[str, Mapping[str, float]]) -> tuple[float, ...]:
        """How specific a fitting entry is: keys and words met, keys met exactly, soft slots, few values, rare keys."""
        exact = sum(_exactness(values, held[slot]) == 1 for slot, values in entry.about.items())
        soft = any(slot in SOFT_SLOTS for slot in entry.about)
        breadth = sum(int(math.log(len(values), 4)) for values in entry.about.values())
        return (len(entry.about) + bool(entry.needs), exact, soft, -breadth, -self._commonness(entry, held))

    def _commonness(self, entry: Advice, held: Mapping[str, Mapping[str, float]]) -> int:
        """In how many entries the rarest key met stands, in powers of four: near equals take turns."""
        met = (self._shared[slot, value] for slot, value in _keys(entry) if value in held[slot])
        return int(math.log(min(met, default=1), 4))

    def _naming(self, entry: Advice, held: Mapping[str, Mapping[str, float]]) -> float:
        """How well what is named meets the entry's keys: a key named otherwise speaks against it."""
        met = 0.0
        for slot, values in entry.about.items():
            exactness = _exactness(values, held.get(slot, {}))
            met += exactness or (_OTHERWISE if slot in held else _UNNAMED)
        return met

    def _coverage(self, asked: Mapping[str, float], entry: Advice) -> float:
        """The share of the question's telling words that the entry speaks of."""
        return sum(weight for word, weight in asked.items() if word in entry.words)

    @cached_property
    def _entries_with(self) -> Counter[str]:
        return Counter(word for entry in self.entries for word in entry.words)


def _parts(message: str) -> list[str]:
    """The whole message, and where it has several its sentences and clauses of two words and more."""
    parts = [part for part in _PART.split(message)[:_MOST_PARTS] if len(part.split()) > 1]
    return [message, *parts] if len(parts) > 1 else [message]


def _faded(held: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """What was said earlier in the talk, which counts for less than what is named now."""
    return {slot: {value: AROUND * exactness for value, exactness in values.items()} for slot, values in held.items()}


def _exactness(values: Collection[str], held: Mapping[str, float]) -> float:
    return max((held[value] for value in values if value in held), default=0.0)


def _fits(entry: Advice, held: Mapping[str, Mapping[str, float]], words: frozenset[str]) -> bool:
    """Whether a situation meets every key of an entry and a word that it needs was said, and nothing bars it."""
    heard = not entry.needs or not entry.needs.isdisjoint(words)
    if not heard or not all(_meets(held, *key) for key in entry.about.items()):
        return False
    childish = entry.theme in GROWN_UP_THEMES and _meets(held, "audience", CHILDREN)
    return not childish and not any(_meets(held, *key) for key in entry.unless.items())


def _meets(held: Mapping[str, Mapping[str, float]], slot: str, values: frozenset[str]) -> bool:
    return slot in held and not values.isdisjoint(held[slot])


def _keys(entry: Advice) -> Iterator[tuple[str, str]]:
    return ((slot, value) for slot, values in entry.about.items() for value in values)


def _is_near(found: Found, first: Found) -> bool:
    """Whether an entry answers a question at all, and beside one that no value ties it to not much worse."""
    if first.advice.about:
        return found.score > NEAR_ENOUGH and found.meaning > MEANS_ENOUGH
    score, meaning = max(NEAR_ENOUGH, NEXT * first.score), max(MEANS_ENOUGH, NEXT_MEANING * first.meaning)
    return found.score > score and found.meaning > meaning


def _is_beside(entry: Advice, first: Advice, held: Mapping[str, Mapping[str, float]], said: Collection[str]) -> bool:
    """Whether an entry is on the same as a nearer one, and on nothing but what was named, so that it may follow it."""
    if not first.about.keys() <= entry.about.keys():
        return False
    met = all(_exactness(values, held.get(slot, {})) for slot, values in entry.about.items())
    return met and (not entry.needs or bool(entry.needs & frozenset(said)))


def _shuffled(seed: str, name: str) -> bytes:
    return hashlib.blake2b(f"{seed} {name}".encode(), digest_size=8).digest()


@cache
def _written(folder: Path) -> tuple[Advice, ...]:
    """The entries of the themes' files, each file read once in a process."""
    return tuple(_entry(row, theme) for theme in THEMES for row in _load(folder / f"{theme}.yaml"))


def _load(path: Path) -> Any:
    with path.open("rb") as file:
        return yaml.load(file, Loader=yaml.CBaseLoader)


def _entry(row: Mapping[str, Any], theme: str) -> Advice:
    return Advice(
        row["id"],
        row["says"],
        row["reason"],
        row["source"],
        {slot: frozenset(values) for slot, values in row.get("about", {}).items()},
        tuple(row.get("topics", ())),
        {slot: frozenset(values) for slot, values in row.get("unless", {}).items()},
        frozenset(form for word in row.get("needs", ()) for form in forms(word)),
        {slot: tuple(values) for slot, values in row.get("prefers", {}).items()},
        theme,
        row.get("asked") == "true",
    )


@cache
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
