"""The compare act: shown articles held against each other, slot by slot, and which has more of an aspect if rows tell.

An aspect such as warmth is judged on a scale of steps (catalog/knowledge/scales.yaml), each with its reason and source;
a row that is silent on what a step needs leaves the question open.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import yaml

from agents.acts.asked import Asked
from agents.acts.facts import FactsAct
from agents.plan import Act, Aspect
from agents.results import Comparison, Difference, GivenUp, Results
from catalog.article import Article
from catalog.describing import either, name_of, telling
from catalog.knowledge import FOLDER
from catalog.lexicon import UNSTATED, Lexicon
from catalog.measures import MEASURES, price_of
from catalog.predicate import ANY, AllOf, AnyOf, Condition, Says, article_forms, meets, occurrences, says
from catalog.rule import phrases
from catalog.words import forms, spans

_SCALES = FOLDER / "scales.yaml"
_MOST = 4
_COLUMNS = {
    "product_type": "product_type_name",
    "colour": "colour_group_name",
    "pattern": "graphical_appearance_name",
    "price": "price",
}
_SLOTS = ("product_type", "material", "colour", "pattern", "length", "fit", "neckline", "sleeve", "detail", "price")
# Values of columns that a shopper learns nothing from.
_SAYS_LITTLE = frozenset({"Treatment", "Other structure", "Other pattern", "Mixed solid/pattern", "Denim"})
_NAMES = {"Solid": "plain"}
_SLOT_OF = {"type": "product_type", "warmth": "material", "lightness": "material", "softness": "material"}
_DEARER = re.compile(r"\b(?:dearer|dearest|(?:more|most) (?:expensive|costly)|pric(?:ier|iest))\b", re.IGNORECASE)
_SHADE = re.compile(r"\b(dark|bright|pal)(?:e?r|e?st)\b", re.IGNORECASE)
# How far each of the catalogue's depths of colour goes towards what is asked.
_SHADES: Mapping[str, Mapping[str, float]] = {
    "dark": {
        "Black": 4,
        "Dark": 3,
        "Medium": 2,
        "Medium Dusty": 2,
        "Bright": 2,
        "Dusty Light": 1,
        "Light": 1,
        "White": 0,
    },
    "pal": {
        "White": 4,
        "Light": 3,
        "Dusty Light": 3,
        "Medium": 2,
        "Medium Dusty": 2,
        "Bright": 2,
        "Dark": 1,
        "Black": 0,
    },
    "bright": {
        "Bright": 3,
        "Medium": 2,
        "Light": 2,
        "White": 2,
        "Dusty Light": 1,
        "Medium Dusty": 1,
        "Dark": 0,
        "Black": 0,
    },
}
_HEEL = re.compile(r"\bheel\w*[^.]{0,24}?(\d+(?:[.,]\d+)?)\s*cm", re.IGNORECASE)
# "Jersey lining", "imitation leather insoles", "jersey-lined": cloths of parts that say little of the whole.
_LININGS = re.compile(
    r"\b[\w-]+ (?:and [\w-]+ )?(?:linings?|insoles?|soles?|trims?|details?|sections?|panels?|appliqu\w+)\b"
    r"|\b\w+-(?:lined|trimmed)\b",
    re.IGNORECASE,
)

Chosen = Mapping[int, Article]


@dataclass(frozen=True)
class Rung:
    """One rank of a step, met by any of these lexicon values or phrases."""

    rank: float
    values: tuple[tuple[str, str], ...]
    says: Says


@dataclass(frozen=True)
class Step:
    """One side of an aspect: its rungs in the order they are tried; `needed` means silence leaves it open, `linings`
    that the cloths of linings and trims count.
    """

    rungs: tuple[Rung, ...]
    needed: bool
    linings: bool


@dataclass(frozen=True)
class Telling:
    """What an article tells of one step: its rank, and its own words for it."""

    rank: float
    words: str


class CompareAct:
    """Compares two to four articles, never beyond their rows."""

    def __init__(self, lexicon: Lexicon, facts: FactsAct | None = None) -> None:
        self._lexicon, self._facts = lexicon, facts or FactsAct(lexicon)

    def run(self, act: Act, asked: Asked) -> Results:
        """One comparison for each aspect asked for, or one of everything; none of fewer than two articles."""
        chosen = dict([*_chosen(act, asked).items()][:_MOST])
        if len(chosen) < 2:
            return Results()
        handles, differences = tuple(chosen), self._differences(chosen, act.aspects)
        compared = [self._judged(aspect, chosen, asked) for aspect in act.aspects]
        compared = compared or [Comparison(handles, ())]
        absent = [a for a in act.aspects if a in MEASURES and not any(article[a] for article in chosen.values())]
        return Results(
            comparisons=(replace(compared[0], differences=differences), *compared[1:]),
            given_up=tuple(GivenUp("no_column", f"{a}: this catalogue does not carry it", a) for a in absent),
        )

    def _differences(self, chosen: Chosen, aspects: Sequence[str]) -> tuple[Difference, ...]:
        """Where the articles don't say the same: first what is asked for, then what all of them tell."""
        told = {handle: self._told(article) for handle, article in chosen.items()}
        found = [difference for slot in _SLOTS if (difference := _difference(slot, told))]
        asked = [_SLOT_OF.get(aspect, aspect) for aspect in aspects]
        return tuple(sorted(found, key=lambda one: (one.slot not in asked, any(text is None for _, text in one.told))))

    def _told(self, article: Article) -> dict[str, dict[str, str]]:
        """What an article tells of each slot: the value's name and the article's own words for it."""
        told: dict[str, dict[str, str]] = {slot: {} for slot in _SLOTS}
        for slot, column in _COLUMNS.items():
            if article[column] not in UNSTATED | _SAYS_LITTLE:
                name = _NAMES.get(article[column], name_of(article[column]).replace("/", " or "))
                told[slot] = {article[column]: name}
        for reason in telling(article, self._lexicon):
            told[reason.slot].setdefault(self._lexicon.canonical(reason.slot, reason.text) or reason.text, reason.text)
        if not told["material"]:
            told["material"] = self._named_material(article)
        return told

    def _named_material(self, article: Article) -> dict[str, str]:
        """The materials that only the article's name tells: 'Stark wool coat'."""
        words = forms(article.prod_name)
        found = (mention for mention in self._lexicon.mentions(words) if mention.slot == "material")
        return {mention.value: " ".join(words[mention.start : mention.end]) for mention in found}

    def _judged(self, aspect: Aspect, chosen: Chosen, asked: Asked) -> Comparison:
        """Which of the articles has most of the aspect, and what each says of it."""
        comparison = Comparison(tuple(chosen), (), aspect)
        if aspect == "price":
            cheapest = -1.0 if not _DEARER.search(asked.message) else 1.0
            prices = {handle: price_of(article.price) for handle, article in chosen.items()}
            ranks = {handle: cheapest * price for handle, price in prices.items() if price is not None}
            because = tuple((handle, article.price) for handle, article in chosen.items() if article.price)
            return replace(comparison, winner=_best(ranks, len(chosen)), because=because)
        if aspect == "colour" and (shades := _SHADES.get(_shade_asked(asked.message), {})):
            ranks = {h: shades[s] for h, a in chosen.items() if (s := _shade_of(a)) in shades}
            because = tuple((h, name_of(a.colour_group_name)) for h, a in chosen.items())
            level = tuple(h for h, rank in ranks.items() if rank == max(ranks.values()))
            several = level if len(ranks) == len(chosen) > len(level) > 1 else ()
            return replace(comparison, winner=_best(ranks, len(chosen)), because=because, ahead=several)
        if aspect == "heel":
            heights = {handle: _HEEL.search(article.detail_desc) for handle, article in chosen.items()}
            ranks = {handle: float(found[1].replace(",", ".")) for handle, found in heights.items() if found}
            measured = tuple((handle, found[0]) for handle, found in heights.items() if found)
            return replace(comparison, winner=_best(ranks, len(chosen)), because=measured)
        steps = _scales().get(aspect)
        if steps is None:
            return replace(comparison, because=self._said(aspect, chosen, asked))
        tellings = [{h: t for h, a in chosen.items() if (t := self._tells(step, a))} for step in steps]
        winner, decided = _winner(steps, tellings, tuple(chosen))
        words = {handle: _joined(told.get(handle) for told in tellings[: decided + 1]) for handle in chosen}
        return replace(
            comparison,
            winner=winner,
            because=tuple((handle, text) for handle, text in words.items() if text),
            ahead=() if winner is not None else _ahead(tellings[0], tuple(chosen)),
        )

    def _said(self, aspect: Aspect, chosen: Chosen, asked: Asked) -> tuple[tuple[int, str], ...]:
        """What the rows say of an aspect that no scale orders, as the facts act finds it."""
        act = Act(name="facts", aspects=(aspect,), handles=tuple(chosen))
        return tuple((fact.handle, fact.text) for fact in self._facts.run(act, asked).facts if fact.text)

    def _tells(self, step: Step, article: Article) -> Telling | None:
        """The first rung that the article meets, with its own words; None where it is silent on the step."""
        article = article if step.linings else replace(article, detail_desc=_LININGS.sub(" ", article.detail_desc))
        text = article_forms(article)
        for rung in step.rungs:
            for slot, value in rung.values:
                condition = self._lexicon.predicate(slot, value).yes
                if meets(condition, article, text):
                    return Telling(rung.rank, _own_words(article, _phrases(condition)) or name_of(value))
            if rung.says.phrases and says(rung.says, text):
                return Telling(rung.rank, _own_words(article, rung.says.phrases))
        return None


def _shade_asked(message: str) -> str:
    """'dark', 'bright' or 'pal' of 'which is darker'; nothing where no shade is asked for."""
    asked = _SHADE.search(message)
    return asked[1].lower() if asked else ""


def _shade_of(article: Article) -> str:
    """How deep an article's colour is: black, white, 'dark …' and 'light …' by their names, others by the depth."""
    named = article.colour_group_name
    told = named.split(" ")[0] if named else ""
    return told if told in ("Black", "White", "Dark", "Light") else article.perceived_colour_value_name


def _chosen(act: Act, asked: Asked) -> Chosen:
    """The articles pointed at, or where none is those shown last."""
    if act.handles:
        return asked.pointed_at(act)
    return dict(enumerate(asked.last, 1)) or {shown.handle: shown.article for shown in asked.found}


def _difference(slot: str, told: Mapping[int, Mapping[str, Mapping[str, str]]]) -> Difference | None:
    """What each article tells of a slot that not all of them tell; None where they say the same."""
    values = {handle: slots[slot] for handle, slots in told.items()}
    shared = frozenset.intersection(*(frozenset(held) for held in values.values()))
    own = {h: either([w for value, w in held.items() if value not in shared], "and") for h, held in values.items()}
    if not any(own.values()):
        return None
    # What both are made of is worth saying where it is all that one of them says: cotton against cotton and linen.
    full = {handle: either([*held.values()], "and") for handle, held in values.items()}
    texts = own if all(own.values()) or slot == "detail" else full
    return Difference(slot, tuple((handle, text or None) for handle, text in texts.items()))


def _winner(
    steps: Sequence[Step], tellings: Sequence[Mapping[int, Telling]], handles: tuple[int, ...]
) -> tuple[int | None, int]:
    """The one article that a step puts before all others, and which step decided or left it open."""
    if any(not any(handle in told for told in tellings) for handle in handles):
        return None, len(steps)
    left = handles
    for place, (step, told) in enumerate(zip(steps, tellings, strict=True)):
        if not any(handle in told for handle in left):
            continue
        if step.needed and not all(handle in told for handle in left):
            return None, len(steps)
        ranks = {handle: told[handle].rank if handle in told else 0 for handle in left}
        left = tuple(handle for handle in left if ranks[handle] == max(ranks.values()))
        if len(left) == 1:
            return left[0], place
    return None, len(steps)


def _ahead(told: Mapping[int, Telling], handles: tuple[int, ...]) -> tuple[int, ...]:
    """Those that the first step puts before the others, where it tells of all of them and doesn't decide alone."""
    if any(handle not in told for handle in handles):
        return ()
    most = max(one.rank for one in told.values())
    ahead = tuple(handle for handle in handles if told[handle].rank == most)
    return ahead if 1 < len(ahead) < len(handles) else ()


def _best(ranks: Mapping[int, float], articles: int) -> int | None:
    """The handle with the highest rank where all have one and no other has the same."""
    best = [handle for handle, rank in ranks.items() if rank == max(ranks.values())]
    return best[0] if len(ranks) == articles and len(best) == 1 else None


def _joined(told: Any) -> str:
    return ", ".join(dict.fromkeys(one.words for one in told if one is not None and one.words))


def _phrases(condition: Condition) -> frozenset[tuple[str, ...]]:
    match condition:
        case Says(found):
            return found
        case AnyOf(parts) | AllOf(parts):
            return frozenset(phrase for part in parts for phrase in _phrases(part))
        case _:
            return frozenset()


def _own_words(article: Article, found: frozenset[tuple[str, ...]]) -> str:
    """The longest of these phrases as the article itself writes it; empty where only a column says it."""
    for text in (article.detail_desc, article.prod_name):
        words = spans(text)
        row = [word for word, _ in words]
        for phrase in sorted(found, key=lambda phrase: (-len(phrase), phrase)):
            for start in occurrences(phrase, row) if phrase[0] != ANY else ():
                stretch = "".join(part for _, part in words[start : start + len(phrase)])
                return stretch.strip(" .,;:-–()\n").lower()
    return ""


@lru_cache(maxsize=1)
def _scales() -> dict[str, tuple[Step, ...]]:
    """The steps of every aspect, from scales.yaml."""
    with _SCALES.open("rb") as file:
        read: dict[str, list[dict[str, Any]]] = yaml.load(file, Loader=yaml.CSafeLoader)
    return {
        aspect: tuple(
            Step(tuple(map(_rung, step["rungs"])), step.get("needed", False), step.get("linings", False))
            for step in steps
        )
        for aspect, steps in read.items()
    }


def _rung(row: Mapping[str, Any]) -> Rung:
    values = tuple((slot, value) for slot, held in row.items() if slot not in ("rank", "says") for value in held)
    return Rung(float(row["rank"]), values, Says(phrases(row.get("says", ()))))
