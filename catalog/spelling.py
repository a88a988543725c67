"""Spelling: the known word that an unknown one is a slip of the keyboard for.

Candidates are made by undoing one slip, as in P. Norvig, "How to Write a Spelling Corrector" (2007), the likeliest kind
of slip first: letters swapped, a letter doubled or not, one left out, one too many.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DRAWN = re.compile(r"([a-z])\1{2,}")
_SHORTEST = 3
# From how many letters on a slip other than a swap or a doubled letter is undone.
_LONG_ENOUGH = 4
# So many words are remembered with what they are slips for: those of talks and of what is said in them recur.
_REMEMBERED = 20_000


class Speller:
    """Undoes slips: to the words a message most likely `means`, else, of the likeliest slips, to any `known` one.

    Of several words that the same kind of slip explains, the one with the highest `count` is meant.
    """

    def __init__(
        self, means: Collection[str], known: Collection[str] = (), count: Callable[[str], int] = lambda _: 0
    ) -> None:
        self._groups, self._count = (frozenset(means), frozenset(known)), count
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._undone)

    def knows(self, word: str) -> bool:
        """Whether the word is spelt as one that is known."""
        return any(word in group for group in self._groups)

    def mend(self, word: str) -> str | None:
        """The known word meant; None where the word is too short or no single slip explains it."""
        return self._remembered(word)

    def _undone(self, word: str) -> str | None:
        if not word.isascii() or not word.isalpha() or len(word) < _SHORTEST:
            return None
        for undo, group in _UNDOINGS:
            words = self._groups[group]
            known = [other for other in undo(word) if other in words and other != word]
            if known:
                return min(known, key=lambda other: self._unlikeliness(other, word))
        return None

    def _unlikeliness(self, other: str, word: str) -> tuple[bool, bool, int, str]:
        """Of words that one kind of slip explains: the same first letter, the same last, the commoner word."""
        return other[0] != word[0], other[-1:] != word[-1:], -self._count(other), other


def undrawn(word: str) -> tuple[str, ...]:
    """How a word drawn out in writing may be spelt: 'neeeed' → need, ned; nothing where none is drawn out."""
    return tuple(_DRAWN.sub(kept, word) for kept in (r"\1\1", r"\1")) if _DRAWN.search(word) else ()


def _swapped(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))


def _crossed(word: str) -> Iterator[str]:
    """Two letters swapped over one between them: 'demin' → denim."""
    places = range(1, len(word) - 2) if len(word) > _LONG_ENOUGH else ()
    return (word[:i] + word[i + 2] + word[i + 1] + word[i] + word[i + 3 :] for i in places)


def _redoubled(word: str) -> Iterator[str]:
    """One letter doubled, or a double one single: 'wol' → wool, 'linnen' → linen."""
    yield from (word[: i + 1] + word[i:] for i in range(len(word)))
    yield from (word[:i] + word[i + 1 :] for i in range(1, len(word)) if word[i] == word[i - 1])


def _completed(word: str) -> Iterator[str]:
    """One letter put in; within a word of three letters only."""
    places = range(len(word) + 1) if len(word) >= _LONG_ENOUGH else range(1, len(word))
    return (word[:i] + letter + word[i:] for i in places for letter in _LETTERS)


def _shortened(word: str) -> Iterator[str]:
    """One letter left out, of a word long enough to be known by the rest."""
    return (word[:i] + word[i + 1 :] for i in range(len(word))) if len(word) > _LONG_ENOUGH else iter(())


def _substituted(word: str) -> Iterator[str]:
    """One letter put for another, the first one kept."""
    return (
        word[:i] + letter + word[i + 1 :]
        for i in range(1, len(word))
        for letter in _LETTERS
        if len(word) >= _LONG_ENOUGH
    )


_Undo = Callable[[str], Iterator[str]]
# Each kind of slip, the likeliest first, with the group of words it is looked up in: all kinds in what a message most
# likely means, before swapped and doubled letters in any other word.
_UNDOINGS: Sequence[tuple[_Undo, int]] = (
    (_swapped, 0), (_redoubled, 0), (_completed, 0), (_substituted, 0), (_shortened, 0), (_crossed, 0),
    (_swapped, 1), (_redoubled, 1),
)  # fmt: skip
