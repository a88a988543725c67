"""Rules: listening.yaml with its patterns compiled: what the house planner listens for beside the catalogue's words."""

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from catalog.words import fold

# A word of a pattern that is not a mere stem.
_WHOLE_WORD = re.compile(r"(?<![a-z\\])[a-z]{3,}(?![a-z(\[]|\\+w)")
_LANGUAGES = {
    name: code
    for code, names in {
        "en": "english englisch ingles anglais inglese engelska",
        "es": "spanish spanisch espanol castellano espagnol spagnolo spanska",
        "de": "german deutsch aleman allemand tedesco tyska",
        "fr": "french franzosisch frances francais francese franska",
        "it": "italian italienisch italiano italien italienska",
        "sv": "swedish schwedisch sueco suedois svedese svenska",
    }.items()
    for name in names.split()
}
_NAMES = "|".join(_LANGUAGES)
_PLEASE = r"(?:please|bitte|por favor|per favore|s'il vous plait|tack)"
# "In French, please": a request for a language, where nothing else stands beside it.
_IN_LANGUAGE = re.compile(
    r"\b(?:speak|answer|reply|respond|write|talk|sprich|antworte|habla|responde|parle|repond\w*|parla|rispondi|svara|prata)"
    rf"(?: \w+){{0,3}}? ({_NAMES})\b"
    rf"|^\W*(?:(?:{_PLEASE}|and|now|can we|could we|switch|change|go on|continue) )*"
    rf"(?:in|to|auf|en|pa) ({_NAMES})\b(?:,? {_PLEASE})?\W*$"
)
_RULES = Path(__file__).with_name("listening.yaml")


class Rules:
    """listening.yaml with its patterns compiled."""

    def __init__(self) -> None:
        with _RULES.open("rb") as file:
            self._written: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)

    def says(self, name: str, text: str) -> bool:
        """Whether one of the patterns of `name` is in `text`."""
        return any(pattern.search(text) for pattern in self._compiled[name])

    def first(self, group: str, text: str) -> str | None:
        """The first topic of `group` that `text` matches."""
        return next((name for name, patterns in self._groups[group].items() if _any(patterns, text)), None)

    def all(self, group: str, text: str) -> tuple[str, ...]:
        """Every name of `group` that `text` matches."""
        return tuple(name for name, patterns in self._groups[group].items() if _any(patterns, text))

    @cached_property
    def _compiled(self) -> dict[str, list[re.Pattern[str]]]:
        lists = {name: rows for name, rows in self._written.items() if isinstance(rows, list)}
        return {name: [re.compile(str(row)) for row in rows] for name, rows in lists.items()}

    @cached_property
    def _groups(self) -> dict[str, dict[str, list[re.Pattern[str]]]]:
        groups = ("always", "alone", "aspects", "sensitive", "compare_aspects", "photo_silent")
        return {
            group: {name: [re.compile(row) for row in rows] for name, rows in self._written[group].items()}
            for group in groups
        }

    def found(self, name: str, text: str) -> str | None:
        """What the first pattern of `name` that is in `text` caught in its group."""
        matches = (pattern.search(text) for pattern in self._compiled[name])
        return next((match.group(1) for match in matches if match), None)

    def match(self, name: str, text: str) -> re.Match[str] | None:
        """How the first pattern of `name` that is in `text` matches it."""
        return next((match for pattern in self._compiled[name] if (match := pattern.search(text))), None)

    def language_asked(self, message: str) -> str | None:
        """The language that the shopper asks to be answered in."""
        match = _IN_LANGUAGE.search(fold(message))
        return _LANGUAGES.get(next(filter(None, match.groups()))) if match else None

    @cached_property
    def roles(self) -> dict[str, str]:
        """The words for each role of a look as one alternation: 'shoes|shoe|boots'."""
        return {role: "|".join(sorted(words, key=len, reverse=True)) for role, words in self._written["roles"].items()}

    @property
    def words(self) -> frozenset[str]:
        """Every word that a pattern is written with."""
        return frozenset(_WHOLE_WORD.findall(str(self._written)))

    @cached_property
    def body_words(self) -> frozenset[str]:
        """Words of sensitive talk, which are never searched for."""
        return frozenset(map(str, self._written["body_words"]))

    @cached_property
    def covers(self) -> dict[str, dict[str, str]]:
        """What a piece needs to cover a part of the body: 'arms' → long sleeves."""
        return {str(part): dict(wish) for part, wish in self._written["covers"].items()}

    @cached_property
    def slot_words(self) -> dict[str, tuple[str, ...]]:
        """The words for each slot itself: 'colour', 'shade'."""
        return {slot: tuple(words) for slot, words in self._written["slot_words"].items()}

    @cached_property
    def ordinals(self) -> dict[str, int]:
        """Words for a place in a list."""
        return {str(word): int(place) for place, words in self._written["ordinals"].items() for word in words}

    def drops_of(self, name: str, slots: Sequence[str]) -> dict[str, re.Pattern[str]]:
        """The patterns of `name`, as one for each of the slots, by the slot's own words."""
        rows = "|".join(self._written[name])
        return {slot: re.compile(rows.replace("SLOT", "|".join(self.slot_words[slot]))) for slot in slots}

    @cached_property
    def drops(self) -> list[tuple[str, re.Pattern[str]]]:
        """Patterns that let a whole slot go, each with its slot."""
        return [
            (slot, re.compile(row.replace("SLOT", "|".join(words))))
            for slot, words in self.slot_words.items()
            for row in self._written["drop_slot"]
        ]


def _any(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)
