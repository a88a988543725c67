"""Families: the project's own texts, written as templates with fillers and expanded the same way each time.

A family is one way of saying something; its texts stay together when texts are divided, so that what is measured is
how the classifier does on ways it has not seen. Templates hold {fillers} and [one|of|these] choices.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("requests")
FILLERS, WRAPPINGS, MANNERS = "fillers.yaml", "wrappings.yaml", "manners.yaml"
PER_FAMILY = 24
TRIES = 6
_FILLER = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"\[([^\[\]|]*(?:\|[^\[\]|]*)+)\]")
_BEFORE_VOWEL = re.compile(r"\b([Aa]) (?=[aeio]|u[lmn]|8\b)")
_SENTENCE = re.compile(r"[,.;:?!]")

Lists = dict[str, list[str]]


@dataclass(frozen=True)
class Text:
    """A text, what it is, and the family it is of; `hard` ones hold the words of the other label."""

    text: str
    label: str
    family: str
    hard: bool = False


@dataclass(frozen=True)
class Family:
    """Templates that say one thing; `wrapped` ones may be led and followed by other words and lose some letters."""

    name: str
    label: str
    hard: bool
    wrapped: bool
    says: tuple[str, ...]


def own_texts() -> tuple[Text, ...]:
    """Every text that the families give, each once."""
    fillers, wrappings, manners = (_read(FOLDER / name) for name in (FILLERS, WRAPPINGS, MANNERS))
    pen = Pen(fillers, wrappings, manners)
    texts = (text for family in read_families() for text in pen.write(family))
    return tuple({text.text: text for text in texts}.values())


def read_families() -> Iterator[Family]:
    """The families of every file, in the order of their files' names."""
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name in (FILLERS, WRAPPINGS, MANNERS):
            continue
        content = _read(path)
        for name, says in content["families"].items():
            full = f"{path.stem}/{name}"
            yield Family(full, content["label"], content["hard"], content.get("wrapped", True), tuple(map(str, says)))


class Pen:
    """Writes a family's texts; what it draws depends on the family's name alone."""

    def __init__(self, fillers: Lists, wrappings: Lists, manners: dict[str, Any]) -> None:
        self._fillers, self._wrappings, self._manners = fillers, wrappings, manners

    def write(self, family: Family, count: int = PER_FAMILY) -> list[Text]:
        """At most `count` different texts, the templates taken in turn: the first as they stand, then in manners."""
        draw = random.Random(family.name)
        found: dict[str, None] = {}
        for number in range(max(count, len(family.says)) * TRIES):
            if len(found) >= max(count, len(family.says)):
                break
            text = self._fill(family.says[number % len(family.says)], draw)
            plain = number < len(family.says) or not family.wrapped
            found.setdefault(text if plain else self._say(text, draw))
        return [Text(text, family.label, family.name, family.hard) for text in found]

    def _fill(self, template: str, draw: random.Random) -> str:
        """The template with its choices made and its fillers drawn, until none is left."""
        text = template
        while True:
            changed = _CHOICE.sub(lambda match: draw.choice(match[1].split("|")), text)
            changed = _FILLER.sub(lambda match: draw.choice(self._fillers[match[1]]), changed)
            if changed == text:
                return _BEFORE_VOWEL.sub(r"\1n ", " ".join(text.split()))
            text = changed

    def _say(self, text: str, draw: random.Random) -> str:
        """The text as one person or another would write it."""
        wrapped = self._wrap(text, draw)
        for share, manner in self._ways():
            if draw.random() < share:
                wrapped = manner(wrapped, draw)
        return wrapped

    def _wrap(self, text: str, draw: random.Random) -> str:
        chance = draw.random()
        if chance < 0.14:
            return self._fill(draw.choice(self._wrappings["contexts"]), draw).strip() + " " + text
        if chance < 0.28:
            return draw.choice(self._wrappings["openers"]) + text
        if chance < 0.42:
            return self._fill(text + draw.choice(self._wrappings["closers"]), draw)
        if chance < 0.46:
            return f"{text}. {self._fill(draw.choice(self._wrappings['contexts']), draw).strip()}"
        return text

    def _ways(self) -> tuple[tuple[float, Callable[[str, random.Random], str]], ...]:
        american, hasty = (partial(replace_words, words=self._manners[name]) for name in ("american", "hasty"))
        return (0.25, american), (0.08, hasty), (0.14, dictate), (0.1, slip), (0.03, shout), (0.02, mark_up)


def replace_words(text: str, draw: random.Random, words: dict[str, str]) -> str:
    """The text with some words written as others write them."""
    return re.sub(r"[A-Za-z]+", lambda match: words.get(match[0].lower(), match[0]), text)


def dictate(text: str, draw: random.Random) -> str:
    """As speech recognition gives it: no capitals, no marks."""
    return _SENTENCE.sub("", text).lower()


def slip(text: str, draw: random.Random) -> str:
    """One slip of a finger: a letter doubled, dropped, or changed with its neighbour."""
    places = [at for at in range(1, len(text) - 2) if text[at].isalpha() and text[at + 1].isalpha()]
    if not places:
        return text
    at = draw.choice(places)
    middle = draw.choice((text[at] * 2 + text[at + 1], text[at + 1], text[at + 1] + text[at]))
    return text[:at] + middle + text[at + 2 :]


def shout(text: str, draw: random.Random) -> str:
    """In capitals."""
    return text.upper()


def mark_up(text: str, draw: random.Random) -> str:
    """Pasted from a page."""
    return draw.choice(("<p>{}</p>", "<b>{}</b>", "<div><span>{}</span></div>", "“{}”", "> {}")).format(text)


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
