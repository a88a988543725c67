"""Slips: what a word of another language was meant to be, from its words, its stems and its compounds.

The kinds of slip are the Speller's (catalog/spelling.py), which undoes one; of long words two are undone, by the
distance that counts a swap as one slip (optimal string alignment).
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.compounds import Compounds
from catalog.spelling import Speller, undrawn

# From how many letters on any one slip of the keyboard is forgiven, and two; below, swapped, doubled, missing letters.
_ONE_SLIP, TWO_SLIPS = 6, 9
_SHORTEST_PART = 3
_VOWEL = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"(.)\1+")


class Slips:
    """Undoes slips in one language: to its `words`, its `stems` (as `stem` finds them), its English `singles`."""

    def __init__(
        self,
        words: Collection[str],
        stems: Collection[str],
        stem: Callable[[str], str],
        singles: Mapping[str, str],
        compounds: Compounds,
        is_english: Callable[[str], bool],
    ) -> None:
        self._stem, self._singles, self._compounds, self._is_english = stem, singles, compounds, is_english
        self._words, self._stems = Speller(words), Speller(stems)
        self._parts, self._tails = Speller(compounds.parts), Speller(singles)
        # What a word drawn out in writing ('hallloo') is found by: its letters without doubled ones.
        self._by_letters = {_DOUBLED.sub(r"\1", word): word for word in sorted(words)}
        self._long = tuple(singles)

    def mended(self, word: str) -> str | None:
        """The one word of this language that an unknown one is most likely a slip for."""
        if word.isdigit() or not _VOWEL.search(word):
            return None
        drawn = self._by_letters.get(_DOUBLED.sub(r"\1", word)) if undrawn(word) else None
        meant = drawn or self._words.mend(word) or self._mended_stem(word)
        begins = meant is not None and (meant[0] == word[0] or sorted(meant) == sorted(word))
        if meant is not None and begins and (len(word) >= _ONE_SLIP or _is_slight(word, meant)):
            return meant if not self._is_english(word) or _is_doubled_or_swapped(word, meant) else None
        if len(word) < TWO_SLIPS or self._is_english(word) or self._compounds.english(word) or self.compound(word):
            return None
        return _nearest(word, self._long, 2)

    def compound(self, word: str) -> str | None:
        """The English of a compound with one slip in it: 'winterjake' → winter jacket."""
        if self._is_english(word):
            return None
        for first, tail in self._compounds.splits(word):
            part = first if first in self._compounds.parts else self._parts.mend(first) if len(first) > 4 else None
            whole = tail if tail in self._singles else self._tails.mend(tail)
            if part and whole and (part == first or whole == tail) and min(len(part), len(whole)) > _SHORTEST_PART:
                return f"{self._compounds.parts[part]} {self._singles[whole]}".strip()
        return None

    def _mended_stem(self, word: str) -> str | None:
        """Of a word with an ending that the file does not list, the stem meant: 'schwrze' → 'schwarz'."""
        bare = [self._stem(word), *([word[:-1], word[:-2]] if len(word) >= _ONE_SLIP else ())]
        meant = ((stem, self._stems.mend(stem)) for stem in bare if len(stem) > _SHORTEST_PART)
        return next((better for stem, better in meant if better and _is_slight(stem, better)), None)


def _nearest(word: str, known: Sequence[str], slips: int) -> str | None:
    """The one of `known` that `word` is at most so many slips from, with the same first letter; swapped ones first."""
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=5)
    names = [name for name, _, _ in near if name[0] == word[0] and len(name) >= _ONE_SLIP]
    return next((name for name in names if sorted(name) == sorted(word)), next(iter(names), None))


def _is_slight(word: str, meant: str) -> bool:
    """Whether a slip is one that even a short word shows: letters swapped or doubled, one missing."""
    return _is_doubled_or_swapped(word, meant) or len(meant) == len(word) + 1


def _is_doubled_or_swapped(word: str, meant: str) -> bool:
    return sorted(word) == sorted(meant) or _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", meant)
