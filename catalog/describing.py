"""Describing: a brief and an article in a stylist's words, built only from lexicon values and the row itself."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from catalog.article import Article
from catalog.lexicon import UNSTATED, Lexicon
from catalog.predicate import article_forms, meets
from catalog.words import forms, plural, spans
from foundation.brief import HARD_SLOTS, SOFT_SLOTS, Brief

_WORDS = Path(__file__).with_suffix(".yaml")
_BEFORE = ("brand_line", "pattern", "colour", "material", "length", "fit")
_AFTER = ("sleeve", "neckline", "detail")
TELLING = ("material", "neckline", "sleeve", "fit", "length", "detail")
_ORDER = ("pattern", "colour", "material", "fit", "length", "neckline", "sleeve", "detail", "brand_line")
# Materials of buttons, soles and fillings, which say little of the piece itself.
_PARTS = frozenset({"metal", "rubber", "down", "polyester", "nylon", "ribbed", "recycled"})
_ADJECTIVE = (
    "ed", "proof", "ive", "ing", "ible", "able", "less", "-shoulder", "-up", "-on", "sheer", "thermal",
    "asymmetric", "stretchy",
)  # fmt: skip
_MASS = ("s", "wear", "jewellery", "footwear", "underwear", "make-up")
_MOST_EXTRAS = 2
# How dressy a day is, which its own name tells better.
_ANY_EVENT = frozenset({"casual", "formal"})


def describe(brief: Brief) -> str:
    """What is looked for: 'navy linen blazers with pockets for men, without checked'."""
    wanted = brief.wanted
    kinds = either([_plural(value) for value in wanted.get("product_type", ())]) or "pieces"
    before = [either(held) for slot in _BEFORE if (held := [v for v in wanted.get(slot, ()) if v not in nouns()])]
    before += [name_of(value) for slot in _AFTER for value in wanted.get(slot, ()) if _is_adjective(value)]
    after = [
        either([with_article(value) for value in held], "and" if slot == "detail" else "or")
        for slot in (*_BEFORE, *_AFTER)
        if (held := [v for v in wanted.get(slot, ()) if v in nouns() or (slot in _AFTER and not _is_adjective(v))])
    ]
    text = " ".join([*before, kinds])
    text += f" with {', '.join(after)}" if after else ""
    text += f" for {either([_person(value) for value in wanted['audience']])}" if "audience" in wanted else ""
    return text


def describe_occasion(brief: Brief, lexicon: Lexicon) -> str:
    """What for and when: ' for a wedding in summer'; empty where nothing was said."""
    told = [
        [lexicon.entry(slot, value).spoken_as for value in _telling(slot, brief.wanted.get(slot, ()), lexicon)]
        for slot in SOFT_SLOTS
    ]
    said = [_in_one(phrases) for phrases in told if any(phrases)]
    # "For a city break on cold days", "for the beach in hot places".
    later = (re.sub("^for (?=.*places)", "in ", re.sub("^for (?=.*days)", "on ", phrase)) for phrase in said[1:])
    return "".join(f" {phrase}" for phrase in (*said[:1], *later))


def _telling(slot: str, values: Sequence[str], lexicon: Lexicon) -> Sequence[str]:
    """Values without those that another says already: of a new job and work, or a party and every day, the first."""
    wider = {lexicon.entry(slot, value).within for value in values}
    narrow = [value for value in values if value not in wider]
    return [value for value in narrow if value not in _ANY_EVENT] or narrow


def _in_one(phrases: Sequence[str]) -> str:
    """'for a wedding', 'for a party' → 'for a wedding and a party'."""
    first, *more = filter(None, phrases)
    return together([first, *(phrase.removeprefix("for ") for phrase in more)])


def describe_refused(brief: Brief) -> str:
    """What is ruled out, to stand after 'anything': 'black or grey, with buttons'; empty where nothing is."""
    forms_of = {"detail": "with {}", "sleeve": "with {}", "neckline": "with a {}", "audience": "for {}"}
    kinds = {"product_type": "that counts as {}", "material": "in {}"}
    return ", ".join(
        f"with {either([_bare(value) for value in values])}"
        if all(value in nouns() for value in values)
        else f"{either(values)}"
        if all(map(_is_adjective, values))
        else {**forms_of, **kinds}.get(slot, "{}").format(either(values))
        for slot, values in brief.excluded.items()
        if slot in HARD_SLOTS
    )


@lru_cache(maxsize=1)
def nouns() -> dict[str, str]:
    """The values that read after "with", with how they read there: 'hood' → 'a hood'."""
    with _WORDS.open("rb") as file:
        read: dict[str, dict[str, str]] = yaml.load(file, Loader=yaml.CSafeLoader)
    return read["nouns"]


def with_article(value: str) -> str:
    """A value as it reads after "with": 'a hood', 'long sleeves'."""
    return nouns().get(value) or name_of(value)


def _bare(value: str) -> str:
    return re.sub(r"^an? ", "", with_article(value))


def _is_adjective(value: str) -> bool:
    """Whether a detail stands before its noun: 'ripped jeans', but 'jeans with pockets'."""
    return value not in nouns() and value.endswith(_ADJECTIVE)


def either(values: Sequence[str], word: str = "or") -> str:
    """'a', 'a or b', 'a, b or c'."""
    named = [name_of(value) for value in values]
    return f" {word} ".join(filter(None, [", ".join(named[:-1]), named[-1]])) if named else ""


def together(named: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c', each as it is written."""
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]])) if named else ""


def name_of(value: str) -> str:
    """A value as words in a sentence: the lexicon's are lower case already, catalogue strings become so."""
    if value == "H&M+" or "V-neck" in value:
        return value
    return "lace" if value == "lace pattern" else value.lower()


def says_so(slot: str, value: str) -> str:
    """A value of an article as what is said of it: 'is in cotton', 'has pockets', 'is for men'."""
    before = {
        "material": "is in", "audience": "is for", "neckline": "has", "sleeve": "has", "product_type": "counts as",
    }  # fmt: skip
    return f"{_verb(slot, value, before, 'is', 'has')} {with_article(value)}"


def says_not(slot: str, value: str) -> str:
    """The same denied: 'is not in cotton', 'has no pockets'."""
    before = {
        "material": "is not in", "audience": "is not for", "neckline": "has no", "sleeve": "has no",
        "product_type": "does not count as",
    }  # fmt: skip
    return f"{_verb(slot, value, before, 'is not', 'has no')} {_bare(value)}"


def _verb(slot: str, value: str, before: Mapping[str, str], be: str, have: str) -> str:
    if value in ("sleeveless", "off-the-shoulder", "cold shoulder", "one-shoulder"):
        return be
    if value in nouns():
        return have
    return before.get(slot, have if slot == "detail" and not _is_adjective(value) else be)


def slot_name(slot: str) -> str:
    """A slot in a sentence: 'product type'."""
    return slot.replace("_", " ")


def _person(value: str) -> str:
    return {"baby": "babies"}.get(value, name_of(value))


def _plural(value: str) -> str:
    if value == "scarf":
        return "scarves"
    return value if value.endswith(_MASS) and not value.endswith("ss") else plural(value)


@dataclass(frozen=True)
class Reason:
    """One thing true of an article: its slot, and how it reads ('dark red', 'v-neck')."""

    slot: str
    text: str


def reasons(article: Article, wanted: Mapping[str, Sequence[str]], lexicon: Lexicon) -> tuple[Reason, ...]:
    """Why an article fits, each borne out by its row: first what was asked for, then what else its text says."""
    asked = [
        Reason(slot, _as_stated(slot, value, article))
        for slot, values in wanted.items()
        if slot in HARD_SLOTS and slot not in ("product_type", "audience")
        for value in values
        if lexicon.predicate(slot, value).holds(article)
    ]
    told = [reason for reason in telling(article, lexicon) if not _repeats(reason, asked)]
    found = [*asked, *told[:_MOST_EXTRAS]]
    if not any(reason.slot == "colour" for reason in found) and article.colour_group_name not in UNSTATED:
        found.append(Reason("colour", name_of(article.colour_group_name)))
    return tuple(dict.fromkeys(sorted(found, key=lambda reason: _ORDER.index(reason.slot))))


def line_up(found: Sequence[Reason]) -> str:
    """Reasons as one line: 'dark blue, in linen and cotton, v-neck, long sleeves'."""
    look = [reason.text for reason in found if reason.slot in ("pattern", "colour")]
    materials = [reason.text for reason in found if reason.slot == "material"]
    cut = [reason.text for reason in found if reason.slot not in ("pattern", "colour", "material")]
    return ", ".join([*look, *([f"in {either(materials, 'and')}"] if materials else []), *cut])


def _as_stated(slot: str, value: str, article: Article) -> str:
    """The value, or the row's own word for it where a column has one ('dark red' for burgundy)."""
    return name_of(article.colour_group_name or value) if slot == "colour" else name_of(value)


@lru_cache(maxsize=1024)
def telling(article: Article, lexicon: Lexicon, slots: tuple[str, ...] = TELLING) -> tuple[Reason, ...]:
    """What the article's own text says of `slots`: of material, cut and details."""
    words = spans(article.detail_desc)
    # A phrase does not reach over a comma or full stop: 'waist, tie' is no tie.
    walls = frozenset(place for place, (_, text) in enumerate(words, 1) if text.rstrip()[-1:] in ".,;:!?")
    found = [m for m in lexicon.mentions([word for word, _ in words], walls) if m.slot in slots]
    found = [m for m in found if m.value not in _PARTS]
    text = article_forms(article)
    true = [m for m in found if meets(lexicon.predicate(m.slot, m.value).yes, article, text)]
    told = {Reason(m.slot, _as_worded("".join(text for _, text in words[m.start : m.end]))): None for m in true}
    return tuple(sorted(told, key=lambda reason: slots.index(reason.slot)))


def _as_worded(text: str) -> str:
    """Words of a description inside a sentence: without punctuation around, in lower case but for a lone letter."""
    plain = text.strip(" .,;:-–()").lower()
    return plain[:1].upper() + plain[1:] if plain[1:2] == "-" else plain


def _repeats(reason: Reason, asked: Sequence[Reason]) -> bool:
    return any(set(forms(reason.text)) & set(forms(other.text)) for other in asked)


def bears(article: Article, phrase: Sequence[str]) -> bool:
    """Whether the article's columns or text hold the words of `phrase` side by side."""
    columns = [
        article.product_type_name,
        article.colour_group_name,
        article.graphical_appearance_name,
        article.perceived_colour_master_name,
        article.product_group_name,
        article.material,
        article.brand,
    ]
    texts = [tuple(article_forms(article)), *map(_column_forms, columns)]
    words, size = tuple(phrase), len(phrase)
    return any(words == text[i : i + size] for text in texts for i in range(len(text) - size + 1))


@lru_cache(maxsize=4096)
def _column_forms(text: str) -> tuple[str, ...]:
    return tuple(forms(text))
