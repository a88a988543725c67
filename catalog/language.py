"""Language: one language's phrases and what they mean in English, from catalog/languages/<code>.yaml.

Glossing phrase by phrase, longest first, is the oldest way of machine translation; it suits short wishes, whose order
says little. Endings are matched by the Snowball stemmers, compounds parted by their first parts.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import Stemmer
import yaml

from catalog.compounds import Compounds
from catalog.slips import TWO_SLIPS, Slips
from catalog.words import fold, form

FOLDER = Path(__file__).parent / "languages"
# The codes with a file, and the Snowball stemmer that knows their endings.
STEMMERS = {"de": "german", "sv": "swedish", "es": "spanish", "fr": "french", "it": "italian"}
_TOKEN = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_APOSTROPHE = re.compile(r"[’']")
_WITHIN = re.compile(r"[\s\-‐‑–’']*")
_BREAK = re.compile(r"\s[–-]\s|\n")
# What a piece costs: fewer pieces and fewer unknown words are better; of as many, one long phrase is better than two.
_KNOWN, _GUESSED, _UNKNOWN = 1.0, 1.2, 3.0
_LONGER = 0.001


@dataclass(frozen=True)
class Word:
    """A word of a message: as it is matched, as it was written, and what stands between it and the next.

    `accented` is the written form in lower case: where a letter's accent tells words apart, it decides.
    """

    form: str
    written: str
    gap: str

    @property
    def accented(self) -> str:
        """The word in lower case, with its accents."""
        return unicodedata.normalize("NFC", self.written).lower()

    @property
    def is_joined(self) -> bool:
        """Whether a phrase may go on behind it."""
        return _joins(self.gap)


@dataclass(frozen=True)
class Piece:
    """Words as they were written, their English (None where the language does not know them), what stands behind.

    `closing` is the English of what is said of the values before it ("schwarz bitte nicht") and stands before them.
    """

    written: str
    english: str | None
    gap: str
    closing: str | None = None

    @property
    def is_joined(self) -> bool:
        """Whether what follows belongs to the same phrase or clause."""
        return _joins(self.gap)


def _joins(gap: str) -> bool:
    return bool(_WITHIN.fullmatch(gap)) and not _BREAK.search(gap)


class Language:
    """One language's words, read once.

    `is_english(form)` tells words that are no slips since English has them, `is_telling(form)` those of them that the
    stylist listens for.
    """

    def __init__(
        self,
        code: str,
        written: Mapping[str, Any],
        is_english: Callable[[str], bool],
        is_telling: Callable[[str], bool],
    ) -> None:
        self.code, self._written, self._is_english, self._is_telling = code, written, is_english, is_telling
        self.name: str = written["name"]
        self.adjectives_follow = written.get("adjectives") == "after"
        self.capital_nouns = written.get("nouns") == "capital"
        self._elided = frozenset(written.get("elided", ()))
        self._spelling: dict[str, str] = dict(written.get("spelling", {}))
        self._endings: dict[str, str] = dict(written.get("endings", {}))
        self._stemmer = Stemmer.Stemmer(STEMMERS[code])

    @classmethod
    def read(cls, code: str, is_english: Callable[[str], bool], is_telling: Callable[[str], bool]) -> "Language":
        """Read the file of a code of STEMMERS. Raises FileNotFoundError where there is none."""
        with (FOLDER / f"{code}.yaml").open("rb") as file:
            return cls(code, yaml.load(file, Loader=yaml.CBaseLoader), is_english, is_telling)

    def words(self, text: str) -> list[Word]:
        """The words of `text`, an elided article parted from its noun: "l'abito" → l, abito."""
        found = [span for match in _TOKEN.finditer(text) for span in self._parted(text, *match.span())]
        ends = [start for start, _ in found[1:]] + [len(text)] * bool(found)
        return [
            Word(self._form(text[start:end]), text[start:end], _APOSTROPHE.sub(" ", text[end:upto]))
            for (start, end), upto in zip(found, ends, strict=True)
        ]

    def _parted(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        cut = _APOSTROPHE.search(text, start, end)
        if cut is not None and self._form(text[start : cut.start()]) in self._elided:
            yield start, cut.start()
            yield from self._parted(text, cut.end(), end)
        else:
            yield start, end

    def _form(self, token: str) -> str:
        folded = form(fold(token))
        for written, meant in self._spelling.items():
            folded = re.sub(written, meant, folded)
        return folded

    def pieces(self, text: str, mend: bool = True) -> list[Piece]:
        """`text` as pieces, in order: the fewest phrases that cover it, their endings forgiven, else words alone.

        With `mend` false the words are taken as they are spelt.
        """
        words = self.words(text)
        if mend:
            words = [self._spelt(word, first=not place) for place, word in enumerate(words)]
        found: list[Piece] = []
        start = 0
        for end, english in self._cheapest(words):
            closes = start > 0 and words[start - 1].is_joined and not (end < len(words) and words[end - 1].is_joined)
            closing = self._closing.get(tuple(word.form for word in words[start:end])) if closes else None
            english = closing if english is None else english
            found.append(Piece(_written(words[start:end]), english, words[end - 1].gap, closing))
            start = end
        return found

    def _cheapest(self, words: Sequence[Word]) -> list[tuple[int, str | None]]:
        """Where each piece ends, and its English, by dynamic programming from the last word to the first."""
        cost = [0.0] * (len(words) + 1)
        steps: list[tuple[int, str | None]] = [(0, None)] * len(words)
        for start in range(len(words) - 1, -1, -1):
            found = [(price + cost[end], end, english) for price, end, english in self._ways(words, start)]
            # Of two ways alike, the later phrase gets the word between: an article belongs to what follows it.
            cost[start], end, english = min(found, key=lambda way: way[:2])
            steps[start] = (end, english)
        path, start = [], 0
        while start < len(words):
            path.append(steps[start])
            start = steps[start][0]
        return path

    def _ways(self, words: Sequence[Word], start: int) -> Iterator[tuple[float, int, str | None]]:
        """The phrases that begin at `start`: what each costs, where it ends, and its English."""
        for end in self._closed(words, start):
            yield _KNOWN - _LONGER * (end - start) ** 2, end, self._phrase(words[start:end])
        single = self._word(words[start])
        if single is not None:
            yield _KNOWN, start + 1, single
        else:
            english = self._alone(words[start].form)
            yield _GUESSED if english is not None else _UNKNOWN, start + 1, english
        end = start + 1
        while end < min(len(words), start + self._longest) and words[end - 1].is_joined:
            end += 1
            english = self._phrase(words[start:end])
            if english is not None:
                yield _KNOWN - _LONGER * (end - start) ** 2, end, english

    def _closed(self, words: Sequence[Word], start: int) -> Iterator[int]:
        """Where the closing phrases end that begin at `start`, behind other words of the clause, and end it."""
        if not start or not words[start - 1].is_joined:
            return
        end = start + 1
        while end < len(words) and end < start + self._longest and words[end - 1].is_joined:
            end += 1
        ends_clause = end == len(words) or not words[end - 1].is_joined
        if ends_clause and tuple(word.form for word in words[start:end]) in self._closing:
            yield end

    def _phrase(self, words: Sequence[Word]) -> str | None:
        phrase = tuple(word.form for word in words)
        english = self._accented.get(tuple(word.accented for word in words))
        english = self._phrases.get(phrase) if english is None else english
        return self._stemmed.get(self._stems(phrase)) if english is None else english

    def _word(self, word: Word) -> str | None:
        """A single word's English; what only resembles one of this language's words may be English itself."""
        english = self._phrase((word,))
        return english if self.has(word.form) or not self._is_telling(word.form) else None

    def _alone(self, word: str) -> str | None:
        """A word that no phrase knows: a compound, or one with a slip of the keyboard."""
        if word.isdigit() or self._is_english(word):
            return self._compounds.english(word) if len(word) > TWO_SLIPS else None
        return self._compounds.english(word) or self._slips.compound(word)

    def knows(self, word: str) -> bool:
        """Whether a form is one of this language's words with another ending, or a compound of them."""
        return self._stem(word) in self._stem_vocabulary or bool(self._compounds.english(word))

    def has(self, word: str) -> bool:
        """Whether a form is a word of this language's file as it is."""
        return word in self._vocabulary or word in self._marks

    def is_slip(self, word: str) -> bool:
        """Whether a form this language does not know is near one that it has."""
        known = self.has(word) or self.knows(word)
        return not known and bool(self._slips.mended(word) or self._slips.compound(word))

    def is_loan(self, word: str) -> bool:
        """Whether the form means in English what it is."""
        return self._phrases.get((word,)) == word

    def _single(self, word: str) -> str | None:
        english = self._phrases.get((word,))
        return self._stemmed.get((self._stem(word),)) if english is None else english

    def _spelt(self, word: Word, first: bool) -> Word:
        """A word with its slip of the keyboard mended; a name is left as it is."""
        is_name = word.written[:1].isupper() and not (first or self.capital_nouns or word.written.isupper())
        meant = None if is_name or self._is_spelt(word.form) else self._slips.mended(word.form)
        return replace(word, form=meant) if meant else word

    def _is_spelt(self, word: str) -> bool:
        return word in self._every_word or self._is_telling(word) or self.knows(word)

    def _stem(self, word: str) -> str:
        for ending, bare in self._endings.items():
            word = word.removesuffix(ending) + bare if word.endswith(ending) and len(word) > len(ending) + 2 else word
        return str(self._stemmer.stemWord(word))

    def _stems(self, phrase: Sequence[str]) -> tuple[str, ...]:
        return tuple(map(self._stem, phrase))

    @cached_property
    def _phrases(self) -> dict[tuple[str, ...], str]:
        found: dict[tuple[str, ...], str] = {}
        for written, english in self._written["words"].items():
            for phrase in written.split(","):
                found.setdefault(tuple(word.form for word in self.words(phrase)), english)
        # Common words that say nothing to a stylist are dropped, so that nobody takes them for English ones.
        for word in self._written.get("common", ()):
            found.setdefault((self._form(word),), "")
        # What the stylist calls a value means that value, where no phrase says otherwise.
        for value, names in self.names.items():
            for name in names:
                found.setdefault(tuple(word.form for word in self.words(name)), value)
        return found

    @cached_property
    def _closing(self) -> dict[tuple[str, ...], str]:
        """Phrases that end a clause and are said of the values before them."""
        return {
            tuple(word.form for word in self.words(phrase)): english
            for written, english in self._written.get("closing", {}).items()
            for phrase in written.split(",")
        }

    @cached_property
    def _accented(self) -> dict[tuple[str, ...], str]:
        """The phrases whose letters' accents tell them from others: 'här' and 'har'."""
        found: dict[tuple[str, ...], tuple[str, str]] = {}
        for written, english in self._written["words"].items():
            for phrase in written.split(","):
                words = self.words(phrase)
                folded = self._phrases[tuple(word.form for word in words)]
                found.setdefault(tuple(word.accented for word in words), (english, folded))
        return {accented: english for accented, (english, folded) in found.items() if english != folded}

    @cached_property
    def _stemmed(self) -> dict[tuple[str, ...], str]:
        found: dict[tuple[str, ...], str] = {}
        for phrase, english in self._phrases.items():
            found.setdefault(self._stems(phrase), english)
        return found

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._phrases))

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """The words that tell this language: not those that English has and only phrases of it hold."""
        told = (word for phrase in self._phrases for word in phrase if len(phrase) == 1 or not self._is_english(word))
        return frozenset(told)

    @cached_property
    def _stem_vocabulary(self) -> frozenset[str]:
        return frozenset(map(self._stem, self._vocabulary))

    @cached_property
    def _every_word(self) -> frozenset[str]:
        """Every word of every phrase, and the marks: what a slip may be meant for."""
        return self._marks.union(*self._phrases, *self._closing)

    @cached_property
    def _marks(self) -> frozenset[str]:
        return frozenset(self._form(mark) for mark in self._written["marks"])

    @cached_property
    def _compounds(self) -> Compounds:
        parts = {
            self._form(part): english
            for written, english in self._written.get("parts", {}).items()
            for part in written.replace(" ", "").split(",")
        }
        return Compounds(parts, self._single)

    @cached_property
    def _slips(self) -> Slips:
        singles = {p[0]: english for p, english in self._phrases.items() if len(p) == 1 and len(p[0]) > 3 and english}
        return Slips(self._every_word, self._stem_vocabulary, self._stem, singles, self._compounds, self._is_english)

    @cached_property
    def names(self) -> dict[str, tuple[str, str]]:
        """How each English value reads: alone, and of many."""
        return {
            value: (name["one"], name["many"]) if isinstance(name, Mapping) else (name, name)
            for value, name in self._written["names"].items()
        }

    @property
    def slots(self) -> Mapping[str, str]:
        """The slots' names."""
        slots: Mapping[str, str] = self._written["slots"]
        return slots


def _written(words: Sequence[Word]) -> str:
    """The words as they stood in the message."""
    return "".join(word.written + word.gap for word in words[:-1]) + words[-1].written
