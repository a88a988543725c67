"""Translation: which language a message is in, its gloss in English words, and how values read in that language.

Nothing is loaded for English: a message whose words are English ones can't score higher in another language, and
the files are read only where that bound does not hold.
"""

import re
from collections.abc import Sequence
from functools import cached_property

from catalog.cues import Cues
from catalog.language import STEMMERS, Language, Piece
from catalog.lexicon import Lexicon
from catalog.reading import COMMON_WORDS
from catalog.words import fold, form, forms, tokens

LANGUAGES = ("en", *STEMMERS)
_ASKED = 200
# What one word says for a language: for English by its kind; for another by whether English has it too.
_TELLING, _COMMON = 1.0, 0.4
_FOREIGN, _SHARED, _LOAN = 1.0, 0.5, 0.3
# The language of the talk goes on unless more than this speaks for another.
_STAYS = 0.75
_ENGLISH_STAYS = 0.25
_DESCRIBING = frozenset({"colour", "pattern", "material", "length", "sleeve", "neckline", "fit", "detail"})
_SPACES = re.compile(r"[ \t]{2,}")
_BEFORE_POINT = re.compile(r" +(?=[,.;:!?](?:\s|$))")


class Translator:
    """Tells languages apart, glosses messages into English, and names values; a language is read at its first use."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._loaded: dict[str, Language] = {}

    @classmethod
    def read(cls, lexicon: Lexicon | None = None) -> "Translator":
        """A translator; `lexicon` is the catalogue's where one is open, else the written words alone."""
        return cls(lexicon or Lexicon.build(lambda column: ()))

    def language_of(self, text: str, before: str = "en") -> str:
        """The code of the language that most words of `text` speak for; `before` where nothing tells."""
        words = [(token, form(fold(token))) for token in tokens_as_written(text)][:_ASKED]
        if not words:
            return before
        english = sum(self._english_weight(token, word) for token, word in words)
        stays = {before: _STAYS if before != "en" else _ENGLISH_STAYS}
        bound = sum(_SHARED if self._is_english(word) and token.isascii() else _FOREIGN for token, word in words)
        if before == "en" and english + stays["en"] >= bound:
            return "en"
        scores = {"en": english + stays.get("en", 0)}
        for code in STEMMERS:
            scores[code] = self._score(code, text) + stays.get(code, 0)
        best = max(scores.values())
        leading = [code for code, score in scores.items() if score == best]
        return before if before in leading else leading[0]

    def gloss(self, text: str, language: str) -> str:
        """`text` in English words, phrase by phrase; punctuation, numbers and unknown words stay as they are."""
        if language == "en":
            return text
        known = self._language(language)
        pieces = known.pieces(text)
        if not pieces:
            return text
        if known.adjectives_follow:
            pieces = self._with_adjectives_first(pieces)
        before = text[: text.index(pieces[0].words[0].written)] if pieces else ""
        written = before + "".join(self._spoken(piece, known) + piece.gap for piece in pieces)
        return _BEFORE_POINT.sub("", _SPACES.sub(" ", written)).strip()

    def name(self, value: str, language: str, many: bool = False) -> str:
        """How a value of the lexicon reads in `language`; in English words where the language has no name for it."""
        if language == "en":
            return value
        names = self._language(language).names
        name = names.get(value) or names.get(value.lower())
        return name[many] if name else value.lower()

    def has_name(self, value: str, language: str) -> bool:
        """Whether `language` has a name of its own for the value."""
        names = self._language(language).names
        return value in names or value.lower() in names

    def slot_name(self, slot: str, language: str) -> str:
        """A slot's name in `language`."""
        return slot.replace("_", " ") if language == "en" else self._language(language).slots[slot]

    def _spoken(self, piece: Piece, language: Language) -> str:
        # Where every noun has a capital, a capital does not tell a name.
        return piece.text.lower() if piece.english is None and language.capital_nouns else piece.text

    def _with_adjectives_first(self, pieces: Sequence[Piece]) -> list[Piece]:
        """'dress red long' → 'red long dress', for the reader keeps heads of refusals in English order only."""
        ordered = list(pieces)
        for place, piece in enumerate(pieces):
            if self._slot(piece) != "product_type":
                continue
            end = place
            while end + 1 < len(pieces) and pieces[end].words[-1].is_joined and self._describes(pieces[end + 1]):
                end += 1
            ordered[place : end + 1] = _turned(pieces[place : end + 1])
        return ordered

    def _describes(self, piece: Piece) -> bool:
        return self._slot(piece) in _DESCRIBING

    def _slot(self, piece: Piece) -> str:
        """The slot of the value that a piece's English is, whole; empty where it is none."""
        words = forms(piece.english or "")
        mentions = self._lexicon.mentions(words)
        return mentions[0].slot if len(mentions) == 1 and mentions[0].end - mentions[0].start == len(words) else ""

    def _score(self, code: str, text: str) -> float:
        """What the words of `text` say for a language."""
        language = self._language(code)
        return sum(self._weight(language, word.form, word.written) for word in language.words(text)[:_ASKED])

    def _weight(self, language: Language, word: str, written: str) -> float:
        if word.isdigit():
            return 0.0
        if not (language.is_mark(word) or language.knows(word)):
            return 0.0
        if language.is_loan(word):
            return _LOAN
        return _SHARED if written.isascii() and self._is_english(form(fold(written))) else _FOREIGN

    def _english_weight(self, token: str, word: str) -> float:
        if word.isdigit() or not token.isascii():
            return 0.0
        if word in self._cues.words or word in self._lexicon.vocabulary:
            return _TELLING
        return _COMMON if word in COMMON_WORDS() else 0.0

    def _is_english(self, word: str) -> bool:
        return word in self._cues.words or word in self._lexicon.vocabulary or word in COMMON_WORDS()

    def _language(self, code: str) -> Language:
        if code not in self._loaded:
            self._loaded[code] = Language.read(code, self._is_english)
        return self._loaded[code]

    @cached_property
    def _cues(self) -> Cues:
        return Cues.read()
