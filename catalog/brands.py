"""Brands: names of well-known houses that shoppers also write in lower case, from brands.txt (common knowledge)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from catalog.words import forms

_BRANDS = Path(__file__).with_suffix(".txt")


@dataclass(frozen=True)
class Brands:
    """Brand names as sequences of forms. Names that are ordinary words too (gap, next, coach) are none of them."""

    phrases: frozenset[tuple[str, ...]]

    @classmethod
    def read(cls) -> "Brands":
        """Read brands.txt, one name a line."""
        return cls(frozenset(tuple(forms(line)) for line in _BRANDS.read_text(encoding="ascii").splitlines() if line))

    def named(self, words: Sequence[str]) -> frozenset[str]:
        """The words of `words` (forms) that are a brand's name or part of one."""
        held = (
            phrase
            for start in range(len(words))
            for phrase in (tuple(words[start : start + size]) for size in range(1, self._longest + 1))
            if phrase in self.phrases
        )
        return frozenset(word for phrase in held for word in phrase)

    @cached_property
    def words(self) -> frozenset[str]:
        """The brands of one word, long enough to be known through a slip."""
        return frozenset(phrase[0] for phrase in self.phrases if len(phrase) == 1 and len(phrase[0]) > 3)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.phrases))
