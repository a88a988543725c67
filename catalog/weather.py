"""Weather: the season that a temperature in a message stands for ('minus ten', '32 degrees', '-5°C', '90°F')."""

import re

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_WORDS = _SMALL.split()
_VALUES = {word: n for n, word in enumerate(_WORDS)} | {word: 10 * n for n, word in enumerate(_TENS.split("|"), 2)}
_NUMBER = rf"\d{{1,3}}|(?:{'|'.join(sorted(_VALUES, key=len, reverse=True))})(?:[- ](?:{'|'.join(_WORDS[1:10])}))?"
_DEGREES = r"\s*(?:°\s*([CF])?|degrees?\b(?:\s+(celsius|fahrenheit|c|f))?|(celsius|fahrenheit))"
_TEMPERATURE = re.compile(
    rf"(?:\b(minus)\s+|(?<!\w)([-−–]))?(?<![\w.])({_NUMBER}){_DEGREES}(?!\s*(?:wash|cycle|angle|turn))"
    rf"|\b(minus|below)\s+({_NUMBER})\b",
    re.IGNORECASE,
)
_LAUNDRY = re.compile(r"\bwash\w*\b|\blaundry\b|\bironed\b", re.IGNORECASE)
_COLD, _HOT = 5, 25


def season_told(text: str) -> tuple[str, int] | None:
    """The season a temperature in `text` stands for and where the temperature begins; None for a mild one or none."""
    match = _TEMPERATURE.search(text)
    if match is None or _LAUNDRY.search(text):
        return None
    celsius = _celsius(match)
    season = "winter" if celsius <= _COLD else "summer" if celsius >= _HOT else ""
    return (season, match.start()) if season else None


def _celsius(match: re.Match[str]) -> float:
    minus, dash, number, sign, unit, alone, below, under = match.groups()
    if below:
        return -_value(under)
    degrees = -_value(number) if minus or dash else _value(number)
    scale = (sign or unit or alone or "").lower()[:1]
    # Nobody dresses for 50 degrees Celsius or more: then Fahrenheit is meant.
    return (degrees - 32) / 1.8 if scale == "f" or (not scale and degrees >= 50) else degrees


def _value(said: str) -> int:
    return int(said) if said.isdigit() else sum(_VALUES[word] for word in re.split(r"[- ]", said.lower()))
