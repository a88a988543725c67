"""Language: which one a reply is in, told by the small words it uses.

Counting function words is the oldest way to tell languages apart and enough for six that are known beforehand
(G. Grefenstette, Comparing two language identification schemes, JADT 1995). What a reply quotes is left out: the
catalogue's own words stay in the catalogue's language.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

LISTS = Path(__file__).parent / "languages.yaml"
_QUOTED = re.compile(r"„[^“”]*[“”]|“[^”]*”|”[^”]*”|«[^»]*»|»[^«]*«|\"[^\"]*\"")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@cache
def small_words() -> Mapping[str, frozenset[str]]:
    """The small words of each language."""
    lists = yaml.load(LISTS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {language: frozenset(words) for language, words in lists.items()}


def count_small_words(text: str) -> dict[str, int]:
    """How many words of a text, quotations apart, are small words of each language."""
    said = [word.replace("’", "'") for word in _WORD.findall(_QUOTED.sub(" ", text.lower()))]
    return {language: sum(word in small for word in said) for language, small in small_words().items()}


def speaks(text: str, language: str) -> bool:
    """Whether nothing in a text speaks for another language more than for this one."""
    counts = count_small_words(text)
    return counts[language] >= max(counts.values())
