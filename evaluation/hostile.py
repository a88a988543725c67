"""Hostile: sentences with a planted falsehood beside true ones, drawn from a catalogue's own rows.

What is planted is checked against the row's text and columns word by word and knows nothing of the lexicon, so that the
filter on trial doesn't judge itself.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from catalog.article import Article
from catalog.words import forms
from foundation.brief import Brief

FILE = Path(__file__).with_suffix(".yaml")
MESSAGES = ("something nice, please", "show me what you have", "what would you pick for me?", "I need a new outfit")
_NEAR = ({"Beige", "Brown", "White", "Grey", "Yellow", "Orange"}, {"Red", "Pink", "Orange", "Lilac Purple"},
         {"Black", "Grey"}, {"Blue", "Green", "Lilac Purple", "Grey"})  # fmt: skip
_NAMES = re.compile(r"\$([12nvtwab])(?!\d)")
_SHELF = 4
_TRIES = 400


@dataclass(frozen=True)
class Case:
    """A sentence on `articles` (handle 1 is the first), the `kind` of what it tells, and whether it is a lie."""

    sentence: str
    articles: tuple[Article, ...]
    kind: str
    lie: bool
    message: str = MESSAGES[0]
    brief: Brief = field(default_factory=Brief)

    @property
    def handles(self) -> Mapping[int, Article]:
        """The articles by handle."""
        return dict(enumerate(self.articles, 1))


class Hostile:
    """Draws cases from the articles of a catalogue; the same seed draws the same."""

    def __init__(self, articles: Sequence[Article], seed: int = 0) -> None:
        self._articles, self._seed = articles, seed
        with FILE.open("rb") as file:
            self._data: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)

    def lies(self, count: int) -> list[Case]:
        """So many lies, each kind as often as the others."""
        return self._draw("lies", count)

    def truths(self, count: int) -> list[Case]:
        """So many true sentences, each kind as often as the others."""
        return self._draw("truths", count)

    def _draw(self, sort: str, count: int) -> list[Case]:
        kinds = [*self._data[sort]]
        dice = random.Random(f"{sort} {self._seed}")
        cases: list[Case] = []
        while len(cases) < count:
            kind = kinds[len(cases) % len(kinds)]
            cases.append(self._case(sort, kind, dice))
        return cases

    def _case(self, sort: str, kind: str, dice: random.Random) -> Case:
        for _ in range(_TRIES):
            shelf = tuple(dice.sample(self._articles, _SHELF))
            template, language = self._template(sort, kind, dice)
            values = self._values(sort, kind, shelf, template, language, dice)
            if values is None:
                continue
            sentence = _NAMES.sub(partial(_value_of, values), template)
            brief = Brief(language=language if dice.random() < 0.5 else "en")
            return Case(sentence, shelf, kind, sort == "lies", dice.choice(MESSAGES), brief)
        raise ValueError(f"no row of this catalogue can carry a case of {kind}")

    def _template(self, sort: str, kind: str, dice: random.Random) -> tuple[str, str]:
        held = self._data[sort][kind]
        if isinstance(held, Mapping):
            language = dice.choice([*held])
            return dice.choice(held[language]), language
        return dice.choice(held), "en"

    def _values(
        self, sort: str, kind: str, shelf: Sequence[Article], template: str, language: str, dice: random.Random
    ) -> dict[str, str] | None:
        """What the template's names stand for; None where these rows can't carry it."""
        first, second = shelf[0], shelf[1]
        found: dict[str, str | None] = {"1": "1", "2": "2", "n": first.prod_name}
        if "$n" in template and not first.prod_name.isascii():
            return None
        draw = self._planted if sort == "lies" else self._true
        if "$v" in template:
            found["v"] = draw(kind, first, language, dice)
        if "$t" in template:
            found["t"] = self._own(first, dice)
        if "$w" in template:
            found["w"] = self._planted("colour", first, language, dice)
        if "$a" in template or "$b" in template:
            found["a"], found["b"] = self._pair(first, second)
        return None if None in found.values() else {name: str(value) for name, value in found.items()}

    def _planted(self, kind: str, article: Article, language: str, dice: random.Random) -> str | None:
        """A value of a kind that the row does not carry."""
        data = self._data
        choices: Mapping[str, Callable[[], Sequence[str]]] = {
            "colour": lambda: [word for m in _others(article, data["colours"]) for word in data["colours"][m]],
            "type": lambda: [
                w for t, several in data["types"].items() if t != article.product_type_name for w in several
            ],
            "material": lambda: data["materials"],
            "detail": lambda: data["details"],
            "pattern": lambda: data["patterns"] if article.graphical_appearance_name == "Solid" else [],
            "audience": lambda: _other_people(article, data["people"]),
            "occasion": lambda: data["occasions"] if _is_everyday(article) else [],
            "foreign": lambda: _foreign(article, data["foreign_colours"][language], true=False),
        }
        free = [word for word in choices[kind]() if _is_free(article, word)]
        return dice.choice(free) if free else None

    def _true(self, kind: str, article: Article, language: str, dice: random.Random) -> str | None:
        """A value of a kind that the row's own columns or text carry."""
        data = self._data
        told = set(forms(article.detail_desc))
        materials = [m for m in data["materials"] if m in told and "imitation" not in told and "faux" not in told]
        choices: Mapping[str, Callable[[], Sequence[str]]] = {
            "colour": lambda: (
                [article.colour_group_name.lower()] if article.colour_group_name in data["colours"] else []
            ),
            "type": lambda: data["types"].get(article.product_type_name, []),
            "material": lambda: materials,
            "foreign": lambda: _foreign(article, data["foreign_colours"][language], true=True),
        }
        found = choices[kind]()
        return dice.choice(found) if found else None

    def _own(self, article: Article, dice: random.Random) -> str | None:
        """A colour that the row has, to be denied."""
        name = article.colour_group_name
        return name.lower() if name in self._data["colours"] else None

    def _pair(self, first: Article, second: Article) -> tuple[str | None, str | None]:
        """The colours of two rows, neither of which the other has."""
        names = [first.colour_group_name, second.colour_group_name]
        known = all(name in self._data["colours"] for name in names)
        if not known or names[1] not in _others(first, names) or names[0] not in _others(second, names):
            return None, None
        free = _is_free(first, names[1]) and _is_free(second, names[0])
        return (names[0].lower(), names[1].lower()) if free else (None, None)


def _value_of(values: Mapping[str, str], name: re.Match[str]) -> str:
    return values[name[1]]


def _others(article: Article, colours: Sequence[str] | Mapping[str, Any]) -> list[str]:
    """Colours that are neither the row's nor near it."""
    own = {article.colour_group_name, article.perceived_colour_master_name}
    own |= {word for name in own for word in name.split()}
    near = own.union(*(group for group in _NEAR if group & own))
    return [colour for colour in colours if colour not in near] if article.colour_group_name else []


def _other_people(article: Article, people: Mapping[str, str]) -> list[str]:
    """Whom a row is not for; of unisex and unknown rows nobody."""
    told = f"{article.index_group_name} {article.index_name} {article.section_name}"
    own = [who for column, who in people.items() if column in told]
    if len(own) != 1 or "unisex" in told.lower():
        return []
    return [who for who in people.values() if who not in own]


def _is_everyday(article: Article) -> bool:
    return article.product_type_name in (
        "T-shirt",
        "Earring",
        "Socks",
        "Bra",
        "Sunglasses",
        "Scarf",
        "Necklace",
        "Hair clip",
    )


def _foreign(article: Article, words: Mapping[str, str], true: bool) -> list[str]:
    if true:
        return [word for colour, word in words.items() if colour == article.colour_group_name]
    return [words[colour] for colour in _others(article, words)]


def _is_free(article: Article, value: str) -> bool:
    """Whether no word of the value stands in the row, articles apart."""
    held = set(forms(" ".join(article.values())))
    words = [
        word
        for word in forms(value)
        if word not in ("a", "an", "the", "of", "pair", "down", "side", "front", "light", "with")
    ]
    return not any(word in held or word.rstrip("s") in held or f"{word}s" in held for word in words)


def split(cases: Sequence[Case], caught: Callable[[Case], bool]) -> Iterator[tuple[str, int, int]]:
    """For each kind, how many of its cases were caught, of how many."""
    for kind in dict.fromkeys(case.kind for case in cases):
        of_kind = [case for case in cases if case.kind == kind]
        yield kind, sum(map(caught, of_kind)), len(of_kind)
