"""Lexicon: the words shoppers use, joined to what this catalogue's own columns and texts can answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.predicate import NEVER, AllOf, AnyOf, Condition, Is, Not, Predicate, Says
from catalog.rule import Values, compile_rule, phrases
from catalog.words import forms, plural
from foundation.brief import HARD_SLOTS, SLOTS
from foundation.errors import BadInput

FOLDER = Path(__file__).parent / "slots"
# The columns whose own strings are values of a slot; the first is the one that states it.
COLUMNS = {
    "product_type": ("product_type_name", "product_group_name", "garment_group_name"),
    "colour": ("colour_group_name", "perceived_colour_master_name"),
    "pattern": ("graphical_appearance_name",),
    "audience": ("audience", "index_name", "index_group_name"),
    "material": ("material",),
    "brand_line": ("brand", "section_name", "department_name"),
}
UNSTATED = frozenset({"", "Unknown", "Undefined", "undefined", "Other"})
_STATED_SLOTS = ("colour", "pattern")
_CLOSED_SLOTS = ("material", "length", "sleeve", "neckline")


@dataclass(frozen=True)
class Entry:
    """One value of a slot: the phrases that name it, the predicate it means, and for soft slots its ideas.

    `own` entries are the catalogue's own strings; those not `spoken` are names of columns no shopper says.
    `spoken_as` is how a soft value reads in a sentence: 'for a wedding'. `within` is the wider value of the same slot,
    `kinds` are the narrower ones it joins.
    """

    slot: str
    value: str
    phrases: frozenset[tuple[str, ...]]
    predicate: Predicate
    ideas: str = ""
    prefer: Condition | None = None
    avoid: Condition | None = None
    own: bool = False
    spoken: bool = True
    spoken_as: str = ""
    within: str = ""
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Mention:
    """Words of a message, from `start` up to `end`, that name a value."""

    slot: str
    value: str
    start: int
    end: int


class Lexicon:
    """All entries of a catalogue by slot and value."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: dict[str, dict[str, Entry]] = {slot: {} for slot in SLOTS}
        for entry in entries:
            self.entries[entry.slot][entry.value] = entry

    @classmethod
    def build(cls, values: Values, folder: Path = FOLDER) -> "Lexicon":
        """Read the slot files and join them to a catalogue, whose distinct values a column `values(column)` lists."""
        entries: list[Entry] = []
        for slot in SLOTS:
            entries += _slot_entries(slot, _read(folder / f"{slot}.yaml"), values)
        return cls(entries)

    def __iter__(self) -> Iterator[Entry]:
        return (entry for slot in self.entries.values() for entry in slot.values())

    def entry(self, slot: str, value: str) -> Entry:
        """The entry of a canonical value; raises KeyError."""
        return self.entries[slot][value]

    def predicate(self, slot: str, value: str) -> Predicate:
        """What a canonical value means; raises KeyError."""
        return self.entries[slot][value].predicate

    def canonical(self, slot: str, value: str) -> str | None:
        """The slot's name of `value`: an entry, a catalogue string, or any word of the lexicon; None if unknown."""
        known = self.entries.get(slot, {})
        if value in known:
            return value
        return self._named.get((slot, tuple(forms(value))))

    def kinds(self, slot: str, value: str) -> frozenset[str]:
        """The narrower values that a value is made up of: long and short sleeves are sleeves."""
        return self.entry(slot, value).kinds

    def resolve(self, slot: str, value: str) -> str:
        """Like `canonical`, but raises BadInput with the slots or near values where it is unknown."""
        if slot not in self.entries:
            raise BadInput(f"unknown slot '{slot}': use one of {', '.join(SLOTS)}")
        name = self.canonical(slot, value)
        if name is None:
            near = process.extract(value.lower(), [*self.entries[slot]], limit=4, scorer=OSA.normalized_similarity)
            raise BadInput(f"{slot} '{value}' is unknown to this catalogue: did you mean {_or(n for n, *_ in near)}?")
        return name

    @cached_property
    def _named(self) -> dict[tuple[str, tuple[str, ...]], str]:
        names: dict[tuple[str, tuple[str, ...]], str] = {}
        for entry in sorted(self, key=lambda entry: entry.own):
            for phrase in (tuple(forms(entry.value)), *entry.phrases):
                names.setdefault((entry.slot, phrase), entry.value)
        return names

    @cached_property
    def _by_phrase(self) -> dict[tuple[str, ...], Entry]:
        found: dict[tuple[str, ...], Entry] = {}
        for entry in sorted(self, key=lambda entry: (entry.own, SLOTS.index(entry.slot))):
            for phrase in entry.phrases if entry.spoken else ():
                found.setdefault(phrase, entry)
        return found

    @cached_property
    def longest(self) -> int:
        """How many words the longest phrase has."""
        return max(map(len, self._by_phrase), default=1)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of every phrase."""
        return frozenset(word for phrase in self._by_phrase for word in phrase)

    @cached_property
    def _mendable(self) -> tuple[str, ...]:
        return tuple(sorted(word for word in self.vocabulary if len(word) >= 4 and word.isalpha()))

    def mentions(self, words: Sequence[str], walls: frozenset[int] = frozenset()) -> list[Mention]:
        """The values that `words` (forms) name, longest phrase first from the left, not overlapping.

        No phrase reaches over a wall: a place before which a sentence or list breaks. A phrase that could mean
        several slots means the first of them in the order of SLOTS.
        """
        found: list[Mention] = []
        start = 0
        while start < len(words):
            entry, end = self._longest_at(words, start, walls)
            if entry is not None:
                found.append(Mention(entry.slot, entry.value, start, end))
            start = end
        return found

    def _longest_at(self, words: Sequence[str], start: int, walls: frozenset[int]) -> tuple[Entry | None, int]:
        wall = min((place for place in walls if place > start), default=len(words))
        for end in range(min(start + self.longest, wall, len(words)), start, -1):
            entry = self._by_phrase.get(tuple(words[start:end]))
            if entry is not None:
                return entry, end
        return None, start + 1

    def mend(self, word: str) -> str | None:
        """The one lexicon word that `word` is most likely a slip of the keyboard for; None if there is none."""
        if len(word) < 4 or not word.isalpha() or word in self.vocabulary:
            return None
        slips = 1 if len(word) < 8 else 2
        near = process.extract(word, self._mendable, scorer=OSA.distance, score_cutoff=slips, limit=5)
        best = [name for name, distance, _ in near if name[0] == word[0] or (distance == 1 and len(word) > 5)]
        return min(best, key=lambda name: self._unlikeliness(name, word)) if best else None

    def _unlikeliness(self, name: str, word: str) -> tuple[float, ...]:
        """Of several words a slip may stand for: the nearest, a garment's or colour's name, a doubled letter."""
        entry = self._by_phrase.get((name,))
        telling = entry is not None and entry.slot in ("product_type", "colour")
        doubled = name.startswith(word[:-1]) or name.endswith(word[1:])
        return (
            _undoubled(name) != _undoubled(word),
            OSA.distance(name, word),
            not telling,
            name[0] != word[0],
            not doubled,
            abs(len(name) - len(word)),
        )


def _undoubled(word: str) -> str:
    """A word with every doubled letter written once: 'strippy' → 'stripy'."""
    return "".join(letter for letter, before in zip(word, " " + word, strict=False) if letter != before)


def _read(path: Path) -> dict[str, dict[str, Any]]:
    with path.open("rb") as file:
        read: dict[str, dict[str, Any]] = yaml.load(file, Loader=yaml.CBaseLoader)
    return read


def _slot_entries(slot: str, written: Mapping[str, Mapping[str, Any]], values: Values) -> list[Entry]:
    """The written entries, the catalogue's own values joined to them, and an entry for each own value."""
    alone = {value: AnyOf(tuple(_own_rule(rule, values))) for value, rule in written.items()}
    bare = {value: _entry(slot, value, rule, alone[value], values) for value, rule in written.items()}
    joined, own = _own_values(slot, bare, values)
    joined = _with_families(written, joined)
    if slot == "product_type":
        joined = {value: AnyOf((joined.get(value, NEVER), _named_only(bare[value]))) for value in written}
    meanings = _meanings(
        written, {value: AnyOf((rule, joined[value])) if value in joined else rule for value, rule in alone.items()}
    )
    entries = {value: _entry(slot, value, rule, meanings[value], values) for value, rule in written.items()}
    for value, condition in joined.items():
        entries[value] = _with_core(entries[value], condition)
    negated = _with_denials(slot, written, entries)
    return [*negated.values(), *(_own_denial(entry) for entry in own if entry.value not in negated)]


def _with_families(written: Mapping[str, Mapping[str, Any]], joined: Mapping[str, Condition]) -> dict[str, Condition]:
    """A retailer's own shades, joined to their wider colour too."""
    wider: dict[str, Condition] = dict(joined)
    for value, condition in joined.items():
        family = written[value].get("of")
        if family is not None:
            wider[family] = AnyOf((wider.get(family, NEVER), condition))
    return wider


def _meanings(written: Mapping[str, Mapping[str, Any]], alone: Mapping[str, Condition]) -> dict[str, Condition]:
    """The `yes` condition of each written entry: its own, and those of its `kinds`."""
    meanings: dict[str, Condition] = {}

    def meaning(value: str) -> Condition:
        if value not in meanings:
            kinds = tuple(meaning(kind) for kind in written[value].get("kinds", ()))
            meanings[value] = AnyOf((alone[value], *kinds)) if kinds else alone[value]
        return meanings[value]

    for value in written:
        meaning(value)
    return meanings


def _own_rule(entry: Mapping[str, Any], values: Values) -> list[Condition]:
    """An entry's rule without its kinds; `any` stands for the whole of it but other columns."""
    rule = {key: given for key, given in entry.items() if key not in _NOT_RULE}
    if "any" in rule:
        rule.pop("types", None)
    return [compile_rule(rule, values)] if rule else []


def _named_only(entry: Entry) -> Condition:
    """The rows of which no type is stated, but whose name says one of the entry's words: a file of ids and titles."""
    return AllOf((Is("product_type_name", frozenset({""})), Says(entry.phrases)))


# The keys of an entry that are not part of its rule.
_NOT_RULE = frozenset(
    "words kinds of core denied denied_by silent_for refused ideas prefer avoid phrase style within".split()  # noqa: SIM905
)


def _entry(slot: str, value: str, rule: Mapping[str, Any], yes: Condition, values: Values) -> Entry:
    core = AllOf((yes, compile_rule(rule["core"], values))) if "core" in rule else None
    no = compile_rule(rule["denied"], values) if "denied" in rule else NEVER
    return Entry(
        slot,
        value,
        _with_plurals([value, *rule["words"]]),
        Predicate(slot, value, yes, no, core, compile_rule(rule["refused"], values) if "refused" in rule else None),
        ideas=" ".join(rule.get("ideas", ())),
        prefer=compile_rule(rule["prefer"], values) if "prefer" in rule else None,
        avoid=compile_rule(rule["avoid"], values) if "avoid" in rule else None,
        spoken_as=rule.get("phrase", ""),
        within=rule.get("within", ""),
        kinds=frozenset(rule.get("kinds", ())),
    )


def _with_plurals(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    found = phrases([str(word) for word in words])
    return (
        found
        | {(*phrase[:-1], plural(phrase[-1])) for phrase in found if phrase and not phrase[-1].endswith("s")}
        | {(*phrase[:-1], plural(phrase[-1])) for phrase in found if phrase and phrase[-1].endswith("ss")}
    )


def _own_values(slot: str, entries: Mapping[str, Entry], values: Values) -> tuple[dict[str, Condition], list[Entry]]:
    """The catalogue's own strings: which written entries they widen, and an exact entry for each string."""
    columns = COLUMNS.get(slot, ())
    written = Lexicon(entries.values())
    claimed = {value for entry in entries.values() for value in _values_of(entry.predicate.yes, columns[:1])}
    joined: dict[str, set[str]] = {}
    own: dict[str, Entry] = {}
    for column in columns:
        for value in values(column):
            if value in UNSTATED or value in own:
                continue
            own[value] = Entry(
                slot,
                value,
                _with_plurals([value]),
                Predicate(slot, value, Is(column, frozenset({value}))),
                own=True,
                spoken=column in (columns[0], "brand"),
            )
            head = _head(written, value) if column == columns[0] and value not in claimed else None
            if head:
                joined.setdefault(head, set()).add(value)
    return {name: Is(columns[0], frozenset(held)) for name, held in joined.items()}, [*own.values()]


def _head(written: Lexicon, value: str) -> str | None:
    """The entry that a catalogue's own string is a kind of: the words it ends with, or any it holds."""
    words = forms(value)
    found = written.mentions(words)
    ending = [mention.value for mention in found if mention.end == len(words)]
    return ending[0] if ending else (found[-1].value if found and len(words) <= 3 else None)


def _values_of(condition: Condition, columns: Sequence[str]) -> frozenset[str]:
    match condition:
        case Is(column, held):
            return held if column in columns else frozenset()
        case AnyOf(parts) | AllOf(parts):
            return frozenset(value for part in parts for value in _values_of(part, columns))
        case _:
            return frozenset()


def _with_core(entry: Entry, condition: Condition) -> Entry:
    """The entry whose typical rows include those of the catalogue's own values."""
    predicate = entry.predicate
    if predicate.core is None:
        return entry
    return replace(entry, predicate=replace(predicate, core=AnyOf((predicate.core, condition))))


def _with_denials(
    slot: str, written: Mapping[str, Mapping[str, Any]], entries: Mapping[str, Entry]
) -> dict[str, Entry]:
    """Each entry with the condition under which a row says no to it."""
    yes = {value: entry.predicate.yes for value, entry in entries.items()}
    return {value: _denied(slot, entry, _denial(slot, value, written, yes)) for value, entry in entries.items()}


def _denied(slot: str, entry: Entry, denial: Condition) -> Entry:
    if entry.predicate.no is not NEVER or slot not in HARD_SLOTS:
        return entry
    return replace(entry, predicate=replace(entry.predicate, no=denial))


def _denial(slot: str, value: str, written: Mapping[str, Mapping[str, Any]], yes: Mapping[str, Condition]) -> Condition:
    if slot == "product_type":
        return Not(yes[value])
    if slot == "brand_line":
        return AllOf((Not(yes[value]), Not(Is("section_name", UNSTATED))))
    if slot in _STATED_SLOTS:
        return AllOf((Not(yes[value]), Not(Is(COLUMNS[slot][0], UNSTATED))))
    if slot == "audience":
        return _audience_denial(value, written, yes)
    if slot in _CLOSED_SLOTS:
        if written[value].get("style"):
            return NEVER
        others = tuple(yes[other] for other in yes if other != value and not written[other].get("style"))
        return AllOf((AnyOf(others), Not(yes[value])))
    denied_by = tuple(yes[other] for other in written[value].get("denied_by", ()))
    return AllOf((AnyOf(denied_by), Not(yes[value]))) if denied_by else NEVER


def _audience_denial(value: str, written: Mapping[str, Mapping[str, Any]], yes: Mapping[str, Condition]) -> Condition:
    """A row states some audience, not this one, and is none of the mixed rows that neither affirm nor deny it."""
    mixed = tuple(
        AllOf((yes[family], *(Not(part) for name, part in yes.items() if _narrower(name, family))))
        for family in written[value].get("silent_for", ())
    )
    return AllOf((AnyOf(tuple(yes.values())), Not(yes[value]), Not(AnyOf(mixed))))


def _narrower(name: str, family: str) -> bool:
    parts = {"kids": ("girls", "boys", "teen girls", "teen boys"), "baby": ("baby girls", "baby boys")}
    return name in parts[family]


def _own_denial(entry: Entry) -> Entry:
    """A catalogue's own string is denied wherever its column states another."""
    predicate = entry.predicate
    assert isinstance(predicate.yes, Is)
    stated = Not(Is(predicate.yes.column, UNSTATED))
    return replace(entry, predicate=replace(predicate, no=AllOf((Not(predicate.yes), stated))))


def _or(names: Iterable[str]) -> str:
    return " or ".join(f"'{name}'" for name in names) or "nothing near it"
