"""Describing: a brief and an article in a stylist's words, built only from lexicon values and the row itself."""

from collections.abc import Mapping, Sequence

from catalog.article import Article
from catalog.lexicon import Lexicon
from catalog.predicate import article_forms
from catalog.words import forms
from foundation.brief import HARD_SLOTS, Brief

_BEFORE = ("pattern", "colour", "material", "length", "fit")
_AFTER = ("sleeve", "neckline", "detail")
_TELLING = ("material", "neckline", "sleeve", "fit", "length", "detail")
_MASS = ("s", "wear", "jewellery", "footwear", "underwear", "make-up")
_MOST_EXTRAS = 2


def describe(brief: Brief) -> str:
    """What is looked for: 'navy linen blazers with pockets for men, without checked'."""
    wanted = brief.wanted
    kinds = either([_plural(value) for value in wanted.get("product_type", ())]) or "pieces"
    before = [either(wanted[slot]) for slot in _BEFORE if slot in wanted]
    after = [either(wanted[slot], "and" if slot == "detail" else "or") for slot in _AFTER if slot in wanted]
    text = " ".join([*before, kinds])
    text += f" with {', '.join(after)}" if after else ""
    text += f" in {either(wanted['brand_line'])}" if "brand_line" in wanted else ""
    text += f" for {either([_person(value) for value in wanted['audience']])}" if "audience" in wanted else ""
    return text


def describe_refused(brief: Brief) -> str:
    """What is ruled out: 'black, striped'; empty where nothing is."""
    return ", ".join(value for values in brief.excluded.values() for value in values)


def either(values: Sequence[str], word: str = "or") -> str:
    """'a', 'a or b', 'a, b or c'."""
    named = [name_of(value) for value in values]
    return f" {word} ".join(filter(None, [", ".join(named[:-1]), named[-1]])) if named else ""


def name_of(value: str) -> str:
    """A value as words in a sentence: the lexicon's are lower case already, catalogue strings become so."""
    return value if value in ("H&M+",) else value.lower()


def _person(value: str) -> str:
    return {"baby": "babies"}.get(value, name_of(value))


def _plural(value: str) -> str:
    if value.endswith(_MASS) and not value.endswith("ss"):
        return value
    if value.endswith("y") and value[-2] not in "aeiou":
        return value[:-1] + "ies"
    return value + ("es" if value.endswith(("s", "x", "ch", "sh")) else "s")


def reasons(article: Article, wanted: Mapping[str, Sequence[str]], lexicon: Lexicon) -> tuple[str, ...]:
    """Why an article fits, each borne out by its row: first what was asked for, then what else its text says."""
    asked = [
        phrase
        for slot, values in wanted.items()
        if slot in HARD_SLOTS and slot not in ("product_type", "audience")
        for value in values
        if lexicon.predicate(slot, value).holds(article) and (phrase := _as_stated(slot, value, article))
    ]
    told = [phrase for phrase in telling(article, lexicon) if not _repeats(phrase, asked)]
    return tuple(dict.fromkeys([*asked, *told[:_MOST_EXTRAS]]))


def _as_stated(slot: str, value: str, article: Article) -> str:
    """The value, or the row's own word for it where a column has one ('dark red' for burgundy)."""
    if slot == "colour":
        return article.colour_group_name.lower() or name_of(value)
    return name_of(value)


def telling(article: Article, lexicon: Lexicon) -> list[str]:
    """What the article's own text says of material, cut and details, in its own words."""
    words = forms(article.detail_desc)
    found = [m for m in lexicon.mentions(words) if m.slot in _TELLING]
    true = [m for m in found if lexicon.predicate(m.slot, m.value).holds(article)]
    return list(dict.fromkeys(" ".join(words[m.start : m.end]) for m in sorted(true, key=_by_interest)))


def _by_interest(mention: object) -> int:
    return _TELLING.index(getattr(mention, "slot"))  # noqa: B009


def _repeats(phrase: str, asked: Sequence[str]) -> bool:
    return any(set(phrase.split()) & set(forms(other)) for other in asked)


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
    texts = [article_forms(article), *(forms(text) for text in columns)]
    size = len(phrase)
    return any(list(phrase) == text[i : i + size] for text in texts for i in range(len(text) - size + 1))
