"""Translation: which language a message is in, its gloss in English words, and how values read in that language.

Nothing is loaded for English: a message whose words are English ones can't score higher in another language, and
the files are read only where that bound does not hold.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

from catalog.cues import Cues
from catalog.language import STEMMERS, Language, Piece, Word
from catalog.lexicon import Lexicon
from catalog.words import fold, form, forms

LANGUAGES = ("en", *STEMMERS)
_COMMON_WORDS = Path(__file__).parent / "common_words.txt"
_TOKEN = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_ASKED = 200
# Whether a language has something near a word is remembered for so many words: those of talks recur.
_REMEMBERED = 20_000
# What a word says for a language: for English by its kind, for another by whether English has it as well; and what it
# says that a language has every word of the message.
_TELLING, _SLIP, _COMMON = 1.0, 0.6, 0.4
_ACCENTED, _FOREIGN, _SHARED = 1.5, 1.0, 0.5
_BY_ENDING = 0.8
_WHOLE = 0.75
# The language of the talk goes on unless another has more than this ahead of it.
_STAYS = dict.fromkeys(STEMMERS, 0.75) | {"en": 0.25}
_DESCRIBING = frozenset({"colour", "pattern", "material", "length", "sleeve", "neckline", "fit", "detail"})
# What is no language: marks of a page, addresses, code.
_MARKUP = re.compile(r"<[^<>]{0,80}>")
_CODE = re.compile(r"\w+://\S+|www\.\S+|\S*[{}<>%=_\\|@#^~`]\S*|(?:\.{0,2}/\w+){2,}")
# What closes a clause on a piece of the shopper's own.
_HAD = "i already have"
_ARTICLES = frozenset({"the", "a", "an"})
# What may stand between the values of one wish.
_SMALL = frozenset({"", "the", "a", "an", "my", "of", "in", "with", "and", "or", "it", "also", "too"})
_SPACES = re.compile(r"[ \t]{2,}")
_BEFORE_POINT = re.compile(r" +(?=[,.;:!?](?:\s|$))")


class Translator:
    """Tells languages apart, glosses messages into English, and names values; a language is read at its first use."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._loaded: dict[str, Language] = {}
        self._is_slip = lru_cache(maxsize=_REMEMBERED)(lambda code, word: self._language(code).is_slip(word))

    @classmethod
    def read(cls, lexicon: Lexicon | None = None) -> "Translator":
        """A translator; `lexicon` is the catalogue's where one is open, else the written words alone."""
        return cls(lexicon or Lexicon.build(lambda column: ()))

    @property
    def loaded(self) -> frozenset[str]:
        """The codes of the languages read so far."""
        return frozenset(self._loaded)

    def language_of(self, text: str, before: str = "en") -> str:
        """The code of the language that most words of `text` speak for; `before` where nothing tells."""
        text = _CODE.sub(" ", _MARKUP.sub(" ", text))
        words = _words(text)
        if self._score(before, text, words) + _STAYS[before] >= self._most(words):
            return before
        scores = {code: self._score(code, text, words) + _STAYS[code] * (code == before) for code in LANGUAGES}
        strange = {written: word for written, word in words if not self._is_english(word)}
        # Slips are looked for only in a language that they could put ahead of what is sure already.
        most = _WHOLE + sum(_SLIP * self._foreign_weight(*word) for word in strange.items())
        sure = max(scores.values())
        likely = [code for code in STEMMERS if strange and scores[code] + most >= sure]
        scores |= {code: scores[code] + self._slips(code, text, strange) for code in likely}
        best = self._language(max(STEMMERS, key=lambda code: (scores[code], code == before)))
        # A word that the likeliest language does not have as it is may be a slip for an English one.
        unsure = [word for word in strange.values() if not best.has(word)] if likely else []
        mended = {word for word in unsure if self._lexicon.mend(word) is not None}
        whole = bool(mended) and all(self._is_telling(word) or word in mended for _, word in _words(text))
        scores["en"] += _SLIP * len(mended) + _WHOLE * whole
        return max(scores, key=lambda code: (scores[code], code == before))

    def _slips(self, code: str, text: str, strange: Mapping[str, str]) -> float:
        """What words that no language has say for one that has something near them, and if it then has every word."""
        near = {written: word for written, word in strange.items() if self._is_slip(code, word)}
        language, meant = self._language(code), {*near.values()}
        words = [word.form for word in language.words(text)[:_ASKED] if _tells(word.form)]
        # A word that another language has as it is was meant so; what English says as well tells nothing.
        had = any(self._language(other).has(word) for other in STEMMERS for word in meant)
        told = any(language.has(word) and not self._is_telling(word) for word in words)
        whole = told and not had and all(language.has(word) or word in meant for word in words)
        return _WHOLE * whole + sum(_SLIP * self._foreign_weight(*word) for word in near.items())

    def _score(self, code: str, text: str, words: Sequence[tuple[str, str]]) -> float:
        """What `text`, whose `words` are these, says for a language."""
        if code == "en":
            weights = [self._english_weight(written, word) for written, word in words]
            return sum(weights) + _WHOLE * all(weight == _TELLING for weight in weights)
        language = self._language(code)
        told = [word for word in language.words(text)[:_ASKED] if _tells(word.form)]
        weights = [self._weight(language, word) for word in told]
        return sum(weights) + _WHOLE * (bool(told) and all(language.has(word.form) for word in told))

    def _most(self, words: Sequence[tuple[str, str]]) -> float:
        """The most that words can say for a language that is not read yet."""
        return _WHOLE + sum(
            max(self._foreign_weight(written, word), self._english_weight(written, word) * self._may_be_loan(word))
            for written, word in words
        )

    def _weight(self, language: Language, word: Word) -> float:
        """What a word says for a language other than English; a loan says as much for it as for English."""
        plain = form(fold(word.written))
        if not language.has(word.form):
            return _BY_ENDING if not self._is_english(plain) and language.knows(word.form) else 0.0
        if language.is_loan(word.form) and self._may_be_loan(plain):
            return self._english_weight(word.written, plain)
        return self._foreign_weight(word.written, plain)

    def _may_be_loan(self, word: str) -> bool:
        return word in self._lexicon.vocabulary and word not in self._cues.words

    def _foreign_weight(self, written: str, word: str) -> float:
        if not written.isascii():
            return _ACCENTED
        return _SHARED if self._is_english(word) else _FOREIGN

    def _english_weight(self, written: str, word: str) -> float:
        if not written.isascii():
            return 0.0
        if self._is_telling(word):
            return _TELLING
        return _COMMON if word in self._common_words else 0.0

    def gloss(self, text: str, language: str) -> str:
        """`text` in English words, phrase by phrase; punctuation, numbers and unknown words stay as they are."""
        if language == "en":
            return self._with_foreign_words_glossed(text)
        known = self._language(language)
        pieces = known.pieces(text)
        if not pieces:
            return text
        before = text[: text.index(known.words(text)[0].written)]
        if known.adjectives_follow:
            pieces = self._with_adjectives_first(pieces)
        pieces = self._with_closings_first(pieces)
        written = before + "".join(self._spoken(piece, known) + piece.gap for piece in pieces)
        return _BEFORE_POINT.sub("", _SPACES.sub(" ", written)).strip()

    def _with_foreign_words_glossed(self, text: str) -> str:
        """An English message with the words that another language lends it, in English: 'a red Kleid'."""
        words = _words(text)
        strange = frozenset(word for _, word in words if not self._is_english_form(word))
        lender = max(STEMMERS, key=lambda code: self._lent(code, strange)) if strange else ""
        if not lender or not self._lent(lender, strange):
            return text
        language = self._language(lender)
        pieces = language.pieces(text, mend=False)
        before = text[: text.index(language.words(text)[0].written)]
        # An accent makes "für" as strange as any word, but alone it may be a café's.
        strange |= {word for written, word in words if not written.isascii()}
        lent = (piece.english if self._is_lent(piece, strange) else piece.written for piece in pieces)
        return before + "".join(f"{word}{piece.gap}" for word, piece in zip(lent, pieces, strict=True)).strip()

    def _lent(self, code: str, strange: Collection[str]) -> float:
        """What strange words say for one language: two of them, or one that names a value."""
        language = self._language(code)
        known = [word for word in strange if language.has(word)]
        values = sum(self._names_value(language, word) for word in known)
        return len(known) + values if values or len(known) > 1 else 0

    def _names_value(self, language: Language, word: str) -> bool:
        pieces = language.pieces(word, mend=False)
        return bool(pieces) and bool(self._slot(pieces[0]))

    def _is_lent(self, piece: Piece, strange: Collection[str]) -> bool:
        """Whether a piece of an English message is foreign: strange, or a value that is none in English."""
        if piece.english is None:
            return False
        words = forms(piece.written)
        if any(word in strange for word in words):
            return True
        # "Rot" beside "ein Kleid" is red; in a message with hardly a foreign word every English word is English.
        plain = any(map(self._is_telling if len(strange) > 1 else self._is_english_form, words))
        return not plain and bool(self._slot(piece))

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
        if piece.english is not None:
            return piece.english
        return piece.written.lower() if language.capital_nouns else piece.written

    def _with_adjectives_first(self, pieces: Sequence[Piece]) -> list[Piece]:
        """'dress red long' → 'red long dress', for the reader keeps heads of refusals in English order only."""
        ordered = list(pieces)
        for place, piece in enumerate(pieces):
            end = self._described_up_to(pieces, place) if self._slot(piece) == "product_type" else place
            if end > place:
                ordered[place : end + 1] = _turned(pieces[place : end + 1])
        return ordered

    def _with_closings_first(self, pieces: Sequence[Piece]) -> list[Piece]:
        """'black please not' → 'not black please': what is said of values stands before them, as in English."""
        ordered = list(pieces)
        for place, piece in enumerate(pieces):
            start = self._valued_from(ordered, place) if piece.closing is not None else place
            if start < place:
                english = self._said_of(ordered[start:place], piece.closing or "")
                ordered[start : place + 1] = _fronted([*ordered[start:place], replace(piece, english=english)])
        return ordered

    def _said_of(self, pieces: Sequence[Piece], closing: str) -> str:
        """What a closing phrase says: of a colour that it is there already, that it is not wished for again."""
        garment = any(self._slot(piece) == "product_type" for piece in pieces)
        return closing if garment or closing != _HAD else "no"

    def _valued_from(self, pieces: Sequence[Piece], place: int) -> int:
        """The first of the values right before `place`, in its clause, small words between them; `place` where none."""
        start = first = place
        while start > 0 and pieces[start - 1].is_joined:
            start -= 1
            if self._slot(pieces[start]):
                first = start
            elif pieces[start].english not in _SMALL:
                break
        led = first < place and first > 0 and pieces[first - 1].is_joined and pieces[first - 1].english in _ARTICLES
        return first - led

    def _described_up_to(self, pieces: Sequence[Piece], place: int) -> int:
        """The place of the last value that follows the noun at `place`, over words that are dropped."""
        end = last = place
        while end + 1 < len(pieces) and pieces[end].is_joined:
            end += 1
            if self._slot(pieces[end]) in _DESCRIBING:
                last = end
            elif pieces[end].english != "":
                break
        return last

    def _slot(self, piece: Piece) -> str:
        """The slot of the value that a piece's English is, whole; empty where it is none."""
        words = forms(piece.english or "")
        mentions = self._lexicon.mentions(words)
        return mentions[0].slot if len(mentions) == 1 and mentions[0].end - mentions[0].start == len(words) else ""

    def _is_english(self, word: str) -> bool:
        return self._is_telling(word) or word in self._common_words

    def _is_english_form(self, word: str) -> bool:
        """Whether the word, or the one it is the plural of, is English."""
        return self._is_english(word) or self._is_english(word.removesuffix("s"))

    def _is_telling(self, word: str) -> bool:
        """Whether the stylist listens for the English word."""
        return word in self._cues.words or word in self._lexicon.vocabulary

    def _language(self, code: str) -> Language:
        if code not in self._loaded:
            self._loaded[code] = Language.read(code, self._is_english, self._is_telling)
        return self._loaded[code]

    @cached_property
    def _cues(self) -> Cues:
        return Cues.read()

    @cached_property
    def _common_words(self) -> frozenset[str]:
        return frozenset(_COMMON_WORDS.read_text(encoding="ascii").split())


def _turned(pieces: Sequence[Piece]) -> list[Piece]:
    """The first piece behind the others; what stands between them stays in its place."""
    return [replace(piece, gap=at.gap) for piece, at in zip([*pieces[1:], pieces[0]], pieces, strict=True)]


def _fronted(pieces: Sequence[Piece]) -> list[Piece]:
    """The last piece before the others; what stands between them stays in its place."""
    return [replace(piece, gap=at.gap) for piece, at in zip([pieces[-1], *pieces[:-1]], pieces, strict=True)]


def _words(text: str) -> list[tuple[str, str]]:
    """The words of `text`, numbers apart: as written, and as they are matched."""
    found = ((token, form(fold(token))) for token in _TOKEN.findall(text)[:_ASKED])
    return [(token, word) for token, word in found if _tells(word)]


def _tells(word: str) -> bool:
    """Whether a word may tell its language: no number, no single letter."""
    return len(word) > 1 and not word.isdigit()
