"""Families: the project's own texts, written as templates with fillers and expanded the same way each time.

Templates hold {fillers} and [one|of|these] choices, and stand under topics. Templates of one label that share half of
their words are a family, whatever their topic: its texts stay together when texts are divided, so that what is measured
is how a classifier does on ways of saying that it has not seen. Templates marked `taught` are for learning only: more
of them can be written without a change of the texts that a classifier is measured on.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("requests")
FILLERS, WRAPPINGS, MANNERS = "fillers.yaml", "wrappings.yaml", "manners.yaml"
PER_TEMPLATE, PER_TAUGHT = 2, 4
TRIES = 8
ALIKE = 0.5
_FILLER = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"\[([^\[\]|]*(?:\|[^\[\]|]*)+)\]")
_BEFORE_VOWEL = re.compile(r"\b([Aa]) (?=[aeio]|u[lmn]|8\b)")
_TOKEN = re.compile(r"\{\w+\}|\w+")
_SENTENCE = re.compile(r"[,.;:?!]")

Lists = dict[str, list[str]]


@dataclass(frozen=True)
class Text:
    """A text, what it is, its family and its topic; `hard` ones hold the words of the other label.

    A `taught` one is for learning only: nothing is measured on it.
    """

    text: str
    label: str
    family: str
    topic: str
    hard: bool = False
    taught: bool = False


@dataclass(frozen=True)
class Template:
    """One way of saying something; a `wrapped` one may be led and followed by other words and lose some letters."""

    name: str
    topic: str
    label: str
    hard: bool
    wrapped: bool
    says: str
    taught: bool = False


def own_texts() -> tuple[Text, ...]:
    """Every text that the templates give, each once, those for learning only last."""
    pen = Pen(*(_read(FOLDER / name) for name in (FILLERS, WRAPPINGS, MANNERS)))
    templates = sorted(read_templates(), key=lambda template: template.taught)
    families = group(templates)
    found: dict[str, Text] = {}
    for template in templates:
        for text in pen.write(template, PER_TAUGHT if template.taught else PER_TEMPLATE):
            if not (template.taught and text in found):
                family = families[template.name]
                found[text] = Text(text, template.label, family, template.topic, template.hard, template.taught)
    return tuple(found.values())


def read_templates() -> Iterator[Template]:
    """The templates of every file, in the order of the files' names."""
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name in (FILLERS, WRAPPINGS, MANNERS):
            continue
        content = _read(path)
        label, hard = content["label"], content["hard"]
        wrapped, taught = content.get("wrapped", True), content.get("taught", False)
        for topic, says in content["families"].items():
            for number, template in enumerate(says, start=1):
                full = f"{path.stem}/{topic}"
                yield Template(f"{full}/{number}", full, label, hard, wrapped, str(template), taught)


def group(templates: Sequence[Template]) -> dict[str, str]:
    """Each template's name to that of its family: the first one of its label that shares half of their words."""
    families: dict[str, str] = {}
    leaders: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for template in templates:
        words, known = _words(template), leaders.setdefault(template.label, [])
        family = next((name for name, said in known if _are_alike(words, said)), template.name)
        families[template.name] = family
        if family == template.name:
            known.append((family, words))
    return families


def _words(template: Template) -> frozenset[str]:
    return frozenset(_TOKEN.findall(template.says.lower()))


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)


class Pen:
    """Writes a template's texts; what it draws depends on the template's name alone."""

    def __init__(self, fillers: Lists, wrappings: Lists, manners: dict[str, Any]) -> None:
        self._fillers, self._wrappings, self._manners = fillers, wrappings, manners

    def write(self, template: Template, count: int = PER_TEMPLATE) -> list[str]:
        """At most `count` different texts: the first as the template stands, the others as people may write it."""
        draw = random.Random(template.name)
        found = {self._fill(template.says, draw): None}
        for _ in range(count * TRIES):
            if len(found) >= count:
                break
            text = self._fill(template.says, draw)
            found.setdefault(self._say(text, draw) if template.wrapped else text)
        return list(found)

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
