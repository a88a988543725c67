"""Grounding: one filter on every writer's stream: a sentence with an unknown article or an untrue fact is dropped."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from catalog.article import Article
from catalog.describing import bears
from catalog.reading import Named, Reader, Reading
from catalog.words import forms
from foundation.brief import HARD_SLOTS, Brief

_HANDLE = re.compile(r"\[(\d+)\]")
_ANY_BRACKET = re.compile(r"\[([^\]]*)\]")
_LONG_NUMBER = re.compile(r"\d{6,}")
_MONEY = re.compile(
    r"[€£$]\s?\d|\b(?:eur|usd|gbp|sek)\s?\d"
    r"|\b\d+(?:[.,]\d+)?\s?(?:€|£|\$|eur(?:os?)?|usd|dollars?|pounds?|gbp|sek|kr)\b",
    re.IGNORECASE,
)
_STOCK = re.compile(r"\b(?:in stock|sold out|available in sizes?|sizes? (?:xs|s|m|l|xl|\d+))\b", re.IGNORECASE)
_AMOUNT = re.compile(r"(?<![\[\d])\d+(?:[.,]\d+)?(?![\d\]])")
# What a shop may say of itself and a row never does.
_CLAIM = re.compile(
    r"\b(?:\d+ ?% (?:off|discount)|on sale|half price|best ?sell\w*|free (?:delivery|shipping|returns?)|next[- ]day"
    r"|only \w+ left|limited stock|made in [A-Z]\w+|(?:five|four|\d) stars?|award[- ]winning|hand-?made|customers? love"
    r"|discount\w*|(?:price|priced|costs?) (?:of |at |only )*(?:\d+|ten|twenty|thirty|forty|fifty)"
    r"|(?:ten|twenty|thirty|forty|fifty|\w+ty-\w+|a hundred) (?:euros?|pounds?|dollars?))\b",
    re.IGNORECASE,
)
_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n+")
_MARKUP = re.compile(r"[<>*_`#|~]|!\[|\]\(|https?://", re.IGNORECASE)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-zA-Z]+(?: [A-Z][a-zA-Z]+)+")


@dataclass(frozen=True)
class Ground:
    """What sentences may speak of: articles by handle, the brief, and the shopper's own words."""

    handles: Mapping[int, Article]
    brief: Brief
    message: str
    allowed: str = ""


class Grounding:
    """Checks sentences against rows. `fault` says in words what is wrong with one; None lets it pass."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._allowed_words = lru_cache(maxsize=64)(self._read_words)

    def passing(self, pieces: Iterable[str], ground: Ground, dropped: list[str]) -> Iterator[str]:
        """The sentences of a stream that hold; those that don't are added to `dropped` with their fault."""
        for sentence in sentences(pieces):
            fault = self.fault(sentence, ground)
            if fault is None:
                yield sentence
            else:
                dropped.append(f"{fault}: {sentence}")

    def fault(self, sentence: str, ground: Ground) -> str | None:
        """What makes the sentence untrue or unsafe, or None."""
        named = [int(number) for number in _HANDLE.findall(sentence)]
        unknown = [number for number in named if number not in ground.handles]
        if unknown or any(not text.isdigit() for text in _ANY_BRACKET.findall(sentence)):
            return f"unknown handle {unknown or sentence}"
        if _MARKUP.search(sentence):
            return "markup"
        articles = [ground.handles[number] for number in named] or [*ground.handles.values()]
        return (
            self._number_fault(sentence, articles, ground)
            or self._measure_fault(sentence, articles, ground)
            or self._name_fault(sentence, ground)
            or self._value_fault(sentence, articles, ground, by_handle=bool(named))
        )

    def _number_fault(self, sentence: str, articles: list[Article], ground: Ground) -> str | None:
        known = " ".join([ground.message, ground.allowed, *(article.article_id for article in articles)])
        return next((f"unknown number {n}" for n in _LONG_NUMBER.findall(sentence) if n not in known), None)

    def _measure_fault(self, sentence: str, articles: list[Article], ground: Ground) -> str | None:
        """Prices, sizes and stock are told only where a row carries them."""
        told = " ".join([ground.message, ground.allowed, *(article.price for article in articles)])
        known = {number.replace(",", ".") for number in _AMOUNT.findall(told)}
        if _MONEY.search(sentence) and not known.issuperset(n.replace(",", ".") for n in _AMOUNT.findall(sentence)):
            return "a price no row states"
        if _CLAIM.search(sentence) and not _CLAIM.search(told):
            return "a claim no row makes"
        if _STOCK.search(sentence) and not any(article.stock or article.size for article in articles):
            return "stock or sizes no row states"
        return None

    def _name_fault(self, sentence: str, ground: Ground) -> str | None:
        """A name of several capitalised words must be an article's or the shopper's own."""
        known = " ".join(
            [ground.message, ground.allowed, *(a.prod_name + " " + a.detail_desc for a in ground.handles.values())]
        )
        padded = f" {' '.join(forms(known))} "
        return next(
            (f"unknown name {n}" for n in _NAME.findall(sentence) if f" {' '.join(forms(n))} " not in padded), None
        )

    def _value_fault(self, sentence: str, articles: list[Article], ground: Ground, by_handle: bool) -> str | None:
        reading = self._reader.read(_HANDLE.sub(" ", sentence))
        mended = {better for _, better in reading.mended}
        for value in reading.named:
            # A writer's word is meant as it stands: 'stride' is no slip of 'stripe'.
            if value.slot not in HARD_SLOTS or mended & {*reading.words[value.start : value.end]}:
                continue
            if not self._is_grounded(value, reading, articles, ground, by_handle):
                return f"{value.slot} {value.value} is not borne out"
        return None

    def _is_grounded(
        self, value: Named, reading: Reading, articles: list[Article], ground: Ground, by_handle: bool
    ) -> bool:
        """True of a row named, or a wish repeated. A refusal is true where the row does not say the contrary."""
        phrase = reading.words[value.start : value.end]
        predicate = self._reader.lexicon.predicate(value.slot, value.value)
        spoken = self._is_spoken(value, phrase, ground)
        if value.refused:
            return spoken or not any(predicate.holds(article) for article in articles)
        if f" {' '.join(phrase)} " in f" {' '.join(self._allowed_words(ground.allowed))} ":
            return True
        if any(predicate.holds(article) or bears(article, phrase) for article in articles):
            return True
        return spoken and not (by_handle and any(predicate.holds(article) is False for article in articles))

    def _read_words(self, text: str) -> tuple[str, ...]:
        """The words of a text as a sentence's are read, so that the same words are found in it."""
        return self._reader.read(text).words

    def _is_spoken(self, value: Named, phrase: tuple[str, ...], ground: Ground) -> bool:
        """Whether the shopper spoke of it: it stands in the brief, or in the message."""
        held = (*ground.brief.wanted.get(value.slot, ()), *ground.brief.excluded.get(value.slot, ()))
        said = f" {' '.join(forms(ground.message + ' ' + ground.allowed))} "
        return value.value in held or f" {' '.join(phrase)} " in said


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Whole sentences of a stream of pieces, as soon as each is complete."""
    held = ""
    for piece in pieces:
        held += piece
        *whole, held = _split(held)
        yield from whole
    if held.strip():
        yield held.strip()


def _split(text: str) -> list[str]:
    """Complete sentences, and last what is not complete yet."""
    parts: list[str] = []
    start = 0
    for match in _END.finditer(text):
        sentence = (text[start : match.start()] + match.group().rstrip()).strip()
        if sentence:
            parts.append(sentence)
        start = match.end()
    return [*parts, text[start:]]
