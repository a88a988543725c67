"""Compounds: words written as one and their English, part by part: 'sommerkleid' → 'summer dress'."""

from collections.abc import Callable, Iterator, Mapping

_LINKS = ("s", "n", "en", "es", "er", "e")
_SHORTEST_PART, _SHORTEST_COMPOUND = 3, 6


class Compounds:
    """Opens compounds by their first parts; `single` gives the English of a word alone, None where it has none."""

    def __init__(self, parts: Mapping[str, str], single: Callable[[str], str | None]) -> None:
        self.parts, self._single = parts, single

    def english(self, word: str) -> str | None:
        """A first part, a linking letter, a word or compound; None where the word is no such thing."""
        for first, tail in self.splits(word):
            english = (self._alone(tail) or self.english(tail)) if first in self.parts else None
            if english:
                return f"{self.parts[first]} {english}".strip()
        return None

    def splits(self, word: str) -> Iterator[tuple[str, str]]:
        """A word cut in two, the longest first part first, with and without a linking letter between."""
        if len(word) < _SHORTEST_COMPOUND or not word.isalpha() or not self.parts:
            return
        for size in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 2, -1):
            first, rest = word[:size], word[size:]
            yield first, rest
            yield from ((first, rest[len(link) :]) for link in _LINKS if rest.startswith(link))

    def _alone(self, word: str) -> str | None:
        return self._single(word) if len(word) >= _SHORTEST_PART else None
