"""Markup: what a page might obey rather than show: tags, links, entities, hidden and look-alike characters."""

import re
import unicodedata

from catalog.words import forms

_MARKUP = re.compile(
    r"[<>*_`#|~\\^]|!\[|\]\(|https?:|www\.|(?:javascript|data|mailto|file):|&#?\w+;|\$\{|\{\{|%[0-9a-f]{2}"
    r"|\b[\w-]+\.(?:com|net|org|io|de|shop|xyz|co|uk|info|biz|app|ru|cn|eu|fr|es|it|se|dev|ly)\b(?:/|\b)",
    re.IGNORECASE,
)
_JOINER = "\u200d"


def has_markup(sentence: str) -> bool:
    """Whether a page could take a part of the sentence for more than words."""
    plain = unicodedata.normalize("NFKC", sentence)
    return _MARKUP.search(plain) is not None


def has_hidden(sentence: str) -> bool:
    """Whether it holds characters that nobody sees; the joiner inside an emoji is none of them."""
    return not sentence.isprintable() and any(
        unicodedata.category(letter) in ("Cf", "Cc", "Co", "Cn")
        and letter not in "\n\t"
        and not _joins(sentence, place)
        for place, letter in enumerate(sentence)
    )


def strange_word(sentence: str, known: str) -> str | None:
    """The first word with letters that are not Latin and that nothing `known` holds: a disguise or another script."""
    strange = [word for word in sentence.split() if not word.isascii() and any(map(_is_strange, word))]
    held = set(forms(known)) if strange else set()
    return next((word for word in strange if not held.issuperset(forms(word))), None)


def _is_strange(letter: str) -> bool:
    return letter.isalpha() and not unicodedata.name(letter, "LATIN").startswith(_LATIN)


_LATIN = ("LATIN", "FULLWIDTH LATIN", "FEMININE ORDINAL", "MASCULINE ORDINAL", "MICRO SIGN")


def _joins(sentence: str, place: int) -> bool:
    """Whether the character stands between two pictures, as in an emoji of several."""
    around = sentence[place - 1 : place] + sentence[place + 1 : place + 2]
    return sentence[place] == _JOINER and len(around) == 2 and not any(letter.isalnum() for letter in around)
