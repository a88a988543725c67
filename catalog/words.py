"""Words: how every text of the stylist (catalogue, lexicon, message) is cut into comparable tokens."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

import Stemmer

_TOKEN = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_MARKUP = re.compile(
    r"<(script|style)\b[^<>]*>.*?</\1>|<!--.*?-->|</?(?:a|abbr|article|audio|b|big|blockquote|body|br|button|center|code"
    r"|div|em|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|link|main|mark|meta|nav|ol|option|p"
    r"|pre|s|script|section|select|small|span|strong|style|sub|sup|svg|table|tbody|td|textarea|th|thead|title|tr|u|ul"
    r"|video)(?:\s[^<>]*)?/?>",
    re.IGNORECASE | re.DOTALL,
)
_STEMMER = Stemmer.Stemmer("english")
# The stemmer leaves these British spellings apart from the catalogue's own.
_SPELLING = {
    "color": "colour",
    "colors": "colour",
    "colored": "coloured",
    "gray": "grey",
    "grays": "grey",
    "pajama": "pyjama",
    "pajamas": "pyjama",
    "jewelry": "jewellery",
    "pyjamas": "pyjama",
    "wool": "wool",
    "woollen": "wool",
    "woolen": "wool",
    "mom": "mum",
    "moms": "mum",
}


class _Letters(dict[int, str | None]):
    """A table for `str.translate` that asks `drops(letter)` once for each letter it meets."""

    def __init__(self, drops: Callable[[str], bool]) -> None:
        super().__init__()
        self._drops = drops

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        self[code] = None if self._drops(letter) else letter
        return self[code]


_VISIBLE = _Letters(lambda letter: unicodedata.category(letter) == "Cf")
_BARE = _Letters(lambda letter: bool(unicodedata.combining(letter)) or unicodedata.category(letter) == "Cf")


def visible(text: str) -> str:
    """The text without invisible format characters, which could hide a word: 'r\\u200bed' → 'red'."""
    return text if text.isascii() else text.translate(_VISIBLE)


def unmarked(text: str) -> str:
    """The text without the tags of HTML, each a blank: '<b>red</b> dress' → ' red  dress'."""
    return _MARKUP.sub(" ", text) if "<" in text else text


def fold(text: str) -> str:
    """Lower case, compatibility form, without accents or invisible characters: 'Café' → 'cafe'."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).casefold().translate(_BARE)


def tokens(text: str) -> list[str]:
    """The folded tokens of `text` in order; hyphens and slashes part words ('V-neck' → 'v', 'neck')."""
    return _TOKEN.findall(fold(text))


@lru_cache(maxsize=100_000)
def form(token: str) -> str:
    """A folded token without possessive and apostrophes, in British spelling: "women's" → 'women', 'gray' → 'grey'."""
    plain = token.replace("’", "'").removesuffix("'s").replace("'", "")
    return _SPELLING.get(plain, plain)


def forms(text: str) -> list[str]:
    """The forms of `text` in order: what phrases are matched on. Not stemmed: 'short' is not 'shorts'."""
    return [form(token) for token in tokens(text)]


def framed(words: Iterable[str]) -> str:
    """Words between blanks, so that a phrase of whole words is found in a text's: framed(phrase) in framed(text)."""
    return f" {' '.join(words)} "


def spans(text: str) -> list[tuple[str, str]]:
    """Each form of `text` with its stretch of the text, up to the next form: ('v', 'V-'), ('neck', 'neck')."""
    found = list(_TOKEN.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)] * bool(found)
    return [
        (word, text[match.start() : end] if word is words[-1] else "")
        for match, end in zip(found, ends, strict=True)
        for words in [forms(match.group())]
        for word in words
    ]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A form's stem: 'striped' → 'stripe'. For ranking by words only, since stems also join what differs."""
    return str(_STEMMER.stemWord(word))


def stems(text: str) -> list[str]:
    """The stems of `text` in order: what BM25 ranks on."""
    return [stem(word) for word in forms(text)]


def plural(word: str) -> str:
    """A word's plural by its spelling: 'body' → 'bodies', 'dress' → 'dresses'."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def endings(word: str) -> frozenset[str]:
    """A form in the singular and the plural, as far as spelling tells: 'boxers' → boxer, boxers."""
    singular = word.removesuffix("s")
    found = {word, word + "s", word + "es", word.removesuffix("es"), word if singular.endswith("s") else singular}
    return frozenset(ending for ending in found if len(ending) > 1)
