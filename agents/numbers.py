"""Numbers: number words of a sentence written in figures, and ordinals that point at articles written as handles."""

import re

from agents.wordlists import words

_UNITS = {word: value for value, word in enumerate(words("units"))}
_TENS = {word: 10 * place for place, word in enumerate(words("tens"), 2)}
_SCALES = {"hundred": 100, "thousand": 1000}
_WORDS = {**_UNITS, **_TENS, **_SCALES}
_ANY = "|".join(sorted(_WORDS, key=len, reverse=True))
_SPELT = re.compile(rf"\b(?:{_ANY})(?:(?:[\s-]+|\s+and\s+)(?:{_ANY}))*\b", re.IGNORECASE)
_ORDINALS = words("ordinals")
_PIECE = "one|option|piece|item|article|pick|choice|suggestion"
_NTH = re.compile(rf"\bthe ({'|'.join(_ORDINALS)}) (?:{_PIECE})\b", re.IGNORECASE)
_FIGURE_NTH = re.compile(rf"\bthe (\d{{1,3}})(?:st|nd|rd|th) (?:{_PIECE})\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\b(?:number|option|item|article|piece|pick|no\.|nr\.)\s*|#\s?)(\d{1,3})\b(?!\s?%)", re.I)
_PARENTHESIS = re.compile(
    r"\((\d{1,3})\)|【\s*(\d{1,3})\s*】|［\s*(\d{1,3})\s*］|\{(\d{1,3})\}|\[\s+(\d{1,3})\s*\]|\[(\d{1,3})\s+\]"
)
_DIGIT_WORDS = re.compile(
    r"\b(?:(?:oh|zero|one|two|three|four|five|six|seven|eight|nine)[\s-]+){4,}\w+\b", re.IGNORECASE
)
_LONG = re.compile(r"\d(?:[ .\-–/]?\d){5,}")


def in_figures(text: str) -> str:
    """Number words as figures: 'four hundred and twelve' → '412'; a lone 'one' stays, which seldom counts."""
    return _SPELT.sub(_figure, text)


def pointing(text: str) -> str:
    """Words that number an article as its handle: 'the second one', 'number 2', '(2)' → '[2]'."""
    text = _NTH.sub(lambda nth: f"[{_ORDINALS.index(nth[1].lower()) + 1}]", text)
    text = _FIGURE_NTH.sub(r"[\1]", text)
    text = _PARENTHESIS.sub(lambda found: f"[{next(filter(None, found.groups()))}]", text)
    return _NUMBERED.sub(r"[\1]", text)


def long_numbers(text: str) -> list[str]:
    """Numbers of six digits and more, however they are spaced or spelt out."""
    spelt = [_read_out(found.group()) for found in _DIGIT_WORDS.finditer(text)]
    return [re.sub(r"\D", "", found.group()) for found in _LONG.finditer(text)] + spelt


def _read_out(text: str) -> str:
    return "".join(str(_UNITS.get(word, 0)) for word in re.split(r"[\s-]+", text.lower()))


def _figure(found: re.Match[str]) -> str:
    parts = [word for word in re.split(r"[\s-]+", found.group().lower()) if word != "and"]
    if parts == ["one"] or "zero" in parts:
        return found.group()
    total = current = 0
    for word in parts:
        if word == "hundred":
            current = max(1, current) * 100
        elif word == "thousand":
            total, current = total + max(1, current) * 1000, 0
        else:
            current += _WORDS[word]
    return str(total + current)
