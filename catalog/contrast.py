"""Contrast: what articles say of themselves, slot by slot, and where they differ; a silent row is never spoken for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from catalog.article import Article
from catalog.describing import TELLING, either, name_of, nouns, telling, together
from catalog.lexicon import UNSTATED, Lexicon
from catalog.predicate import meets

# What a shopper sees first comes first.
SLOTS = ("length", "pattern", "colour", "sleeve", "neckline", "material", "fit", "detail")
# Values of one of these slots rule each other out; of a material or detail, a piece may have several.
_EXCLUSIVE = frozenset({"length", "pattern", "colour", "sleeve", "neckline", "fit"})
# Where a row names two of these, it speaks of its parts ("wide legs, slim waist"), not of the whole.
_ONE_OR_NONE = frozenset({"length", "fit"})
# What the row says in its own words says more than the lexicon's value: 'wool blend', 'skinny legs'.
_WORDED = frozenset({"material", "fit", "length"})
_WORDS = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True)
class Trait:
    """One thing an article's row says: the slot, the lexicon's value (or the row's own word), and how it reads."""

    slot: str
    value: str
    text: str

    @property
    def is_noun(self) -> bool:
        """Whether it reads after "with": 'a hood'."""
        return self.text.endswith("legs") or self.text in nouns().values()

    @property
    def is_fabric(self) -> bool:
        """Whether it reads after "in": 'linen', but not 'knitted'."""
        return self.slot == "material" and self.text not in _words()["adjectives"].values()


@dataclass(frozen=True)
class Difference:
    """What one article says of a slot where another says something else."""

    ours: Trait
    theirs: Trait

    @property
    def slot(self) -> str:
        """The slot both speak of."""
        return self.ours.slot


def traits(article: Article, lexicon: Lexicon) -> tuple[Trait, ...]:
    """What the row says, one colour and one pattern, and of the text every cut, material and detail it names."""
    found = [*_colour(article), *_told(article, lexicon), *_pattern(article, lexicon)]
    clear = [trait for trait in dict.fromkeys(found) if trait.value not in _words()["vague"]]
    return tuple(trait for slot in SLOTS for trait in _settled(slot, _of(slot, clear)))


def _settled(slot: str, told: Sequence[Trait]) -> Sequence[Trait]:
    """Of one slot's traits those that can stand side by side: a loose knit with fitted cuffs has no one fit."""
    narrow = [trait for trait in told if trait.value not in _words()["broad"]] or told
    if slot in _ONE_OR_NONE:
        return narrow if len(narrow) == 1 else ()
    return narrow[:1] if slot in _EXCLUSIVE else narrow


def differences(ours: Sequence[Trait], theirs: Sequence[Trait]) -> tuple[Difference, ...]:
    """The slots that both state, and of which they state different things."""
    found = []
    for slot in SLOTS:
        mine, other = (_of(slot, told) for told in (ours, theirs))
        if slot in _EXCLUSIVE or slot == "material":
            only, instead = _beyond(mine, other), _beyond(other, mine)
            shared_fabric = slot == "material" and len(only) < len(mine)
            if only and instead and not _akin(only[0], instead[0]) and not shared_fabric:
                found.append(Difference(only[0], instead[0]))
    return tuple(found)


def own(ours: Sequence[Trait], others: Sequence[Sequence[Trait]]) -> tuple[Trait, ...]:
    """What this one says and none of the others does."""
    return tuple(trait for trait in ours if not any(_same(trait, other) for told in others for other in told))


def in_order(told: Sequence[Trait]) -> list[Trait]:
    """Traits with what is seen first before the rest."""
    return sorted(told, key=lambda trait: SLOTS.index(trait.slot))


def spoken(told: Sequence[Trait]) -> str:
    """Traits in one line: 'dark blue, midi, in chiffon, with long sleeves and a V-neck', or 'a hood and a zip'."""
    before = [trait.text for trait in told if not trait.is_noun and not trait.is_fabric]
    fabrics = [trait.text for trait in told if trait.is_fabric]
    after = [trait.text for trait in told if trait.is_noun]
    parts = [*before, *([f"in {either(fabrics, 'and')}"] if fabrics else [])]
    if not parts:
        return together(after)
    return ", ".join([*parts, *([f"with {together(after)}"] if after else [])])


def unlike(found: Sequence[Difference], other: str) -> str:
    """Differences against another: 'short and in linen, while [1] is long and in wool'."""
    ours, theirs = [one.ours for one in found], [one.theirs for one in found]
    verb = "has" if all(trait.is_noun for trait in theirs) else "is"
    return f"{together(_parts(ours))}, while {other} {verb} {together(_parts(theirs))}"


def _parts(told: Sequence[Trait]) -> list[str]:
    if all(trait.is_noun for trait in told):
        return [trait.text for trait in told]
    ordered = sorted(told, key=lambda trait: (trait.is_noun, trait.is_fabric))
    return [f"with {t.text}" if t.is_noun else f"in {t.text}" if t.is_fabric else t.text for t in ordered]


def wish(trait: Trait) -> str:
    """A trait as something to wish for: 'long sleeves', 'linen', 'something striped'."""
    if trait.is_noun or trait.is_fabric:
        return trait.text
    if trait.slot == "sleeve" and trait.value.endswith("sleeves"):
        return trait.value
    return f"something in {trait.text}" if trait.slot == "colour" or trait.text == "lace" else f"something {trait.text}"


def asked_for(slot: str, value: str) -> str:
    """A lexicon value as one asks for it: 'a zip', 'dark colours', 'linen', 'something striped'."""
    words = _words()
    if slot == "colour":
        return f"{value} colours" if value in words["vague"] else name_of(value)
    if value in nouns() or slot in ("material", "fit", "sleeve", "audience"):
        return nouns().get(value) or name_of(value)
    if slot == "length" and "-" not in value:
        return f"a {value} length"
    return f"something {words['adjectives'].get(value, name_of(value))}"


def _colour(article: Article) -> Iterator[Trait]:
    if article.colour_group_name not in UNSTATED:
        name = name_of(article.colour_group_name).removeprefix("other ")
        yield Trait("colour", name, name)


def _told(article: Article, lexicon: Lexicon) -> Iterator[Trait]:
    for reason in telling(article, lexicon, ("pattern", *TELLING)):
        value = lexicon.canonical(reason.slot, reason.text)
        if value is not None:
            # Raglan or puff says nothing on how long the sleeves are.
            slot = "detail" if value in _words()["styles"] else reason.slot
            yield Trait(slot, value, _reads(reason.slot, value, reason.text))


def _pattern(article: Article, lexicon: Lexicon) -> Iterator[Trait]:
    """What the pattern column means in the lexicon's words."""
    stated = Article("", graphical_appearance_name=article.graphical_appearance_name)
    for value, entry in lexicon.entries["pattern"].items():
        if not entry.own and meets(entry.predicate.yes, stated, ()):
            yield Trait("pattern", value, _reads("pattern", value, value))


def _reads(slot: str, value: str, text: str) -> str:
    words = _words()
    return str(words["adjectives"].get(value) or nouns().get(value) or (text if slot in _WORDED else value))


def _akin(one: Trait, other: Trait) -> bool:
    """Whether two say almost the same: organic cotton and cotton, printed and patterned."""
    words = _words()
    if one.value in words["broad"] and other.value in words["broad"]:
        return True
    if one.slot == "neckline":
        return "collar" in one.text and "collar" in other.text
    longer, shorter = sorted((one.text.split(), other.text.split()), key=len, reverse=True)
    return one.slot == "material" and longer[-1:] == shorter and longer[0] in words["kinds"]


def _of(slot: str, told: Sequence[Trait]) -> list[Trait]:
    return [trait for trait in told if trait.slot == slot]


def _beyond(mine: Sequence[Trait], other: Sequence[Trait]) -> list[Trait]:
    return [trait for trait in mine if not any(_same(trait, one) for one in other)]


def _same(one: Trait, other: Trait) -> bool:
    return one.slot == other.slot and (one.value == other.value or one.text == other.text)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    with _WORDS.open("rb") as file:
        read: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return read
