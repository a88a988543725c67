"""Grounding: one filter on every writer's stream: a sentence with an unknown article or an untrue fact is dropped.

Each value that a sentence names is said of the articles it stands by (`attribution`), and must be true of their rows;
what no lexicon covers (prices, counts, praise, markup) is looked for by pattern (`claims`, `markup`). A sentence in
another language is checked on its gloss.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from agents.attribution import HANDLE, Attribution, marked, unmarked
from agents.claims import find_claim, find_miscount
from agents.markup import has_hidden, has_markup, strange_word
from agents.numbers import in_figures, long_numbers, pointing
from agents.wordlists import words
from catalog.article import Article
from catalog.describing import bears
from catalog.lexicon import Entry
from catalog.predicate import AllOf, Is, Predicate, article_forms, meets
from catalog.reading import Named, Reader, Reading
from catalog.words import forms, framed, plural
from foundation.brief import HARD_SLOTS, Brief

_ANY_BRACKET = re.compile(r"\[([^\]]*)\]|[【［「〔]")
# What is quoted word for word from the results is theirs, in whatever language the rest is.
_QUOTED = re.compile(r"[“„»]([^”“«]{3,})[”“«]")
_QUOTES = re.compile(r"[“\"«‘']([A-Z][^”\"»’']{2,40})[”\"»’']")
_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n+")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-zA-Z]+(?: [A-Z][a-zA-Z]+)+")
_ONE_NAME = re.compile(r"(?:(?<=[a-z,;] )|(?<=\] )|(?<=\], ))[A-Z][a-z]{2,}\b")
_CALLED = re.compile(
    r"(?:\b(?:by|from|label|brand|house of|called|named|titled|the|an?) )([A-Z][\w&']+(?: (?:[A-Z]|&)[\w']*)*)"
)
_CALENDAR = frozenset(words("calendar"))
_OPINIONS = frozenset(words("opinions"))
# What says that something is not known, wished or thought of, rather than so.
_HEDGE = re.compile(
    r"\b(?:whether|if|unless|may|might|could|would|wanted|want|wish|asked|looking for|after|hoped|says?|"
    r"state[sd]?|tells?|know|unsure|perhaps|maybe|silent|rather|instead|prefer|search(?:ed)?|"
    r"for your|find|found|no|not|without|\?)(?:\b|$)|\?",
    re.IGNORECASE,
)
# What stands behind these is claimed to be the shopper's own wish.
_YOUR_WISH = re.compile(
    r"\b(?:you (?:asked|wanted|said|mentioned|told)|(?:since|as|because) it(?: is|['’]s| was) for|for your)\b", re.I
)
# What a page of the results says of itself: "it says: …", and idioms of words that elsewhere name a value.
_QUOTING = re.compile(r"“[^”]+”|\bit says\b|\bsays:|\baccording to\b", re.I)
_IDIOM = re.compile(
    r"\bdress(?:es|ed|ing)? (?:(?:\[\d+\]|it|this|that|them|things?) )?(?:up|down)\b|"
    r"\b(?:set off|set apart|clear contrast|clear choice|warm neutral|cool neutral|in short|in the pink|top it off)\b",
    re.I,
)
_LEADS = frozenset({"the", "your"})
_BEING = frozenset({"is", "are", "as", "its", "was"})
_RUN = 5
_NONE_OF = re.compile(r"\b(?:none of|nothing about|no part of|nothing here|neither)\b", re.IGNORECASE)
# "Far from black", "anything but a dress": denials the reader of wishes does not know.
_DENIED = re.compile(
    r"\b(?:anything but|far from|nowhere near|hardly|barely|scarcely|not remotely|not exactly|not really|not at all|"
    r"by no means|lacks?|lacking|free of|devoid of|misses|missing|no trace of|no hint of|nothing)\b",
    re.IGNORECASE,
)


class Glosses(Protocol):
    """What grounding needs of a translator."""

    def gloss(self, text: str, language: str) -> str:
        """The text in English words."""
        ...

    def language_of(self, text: str, before: str = "en") -> str:
        """The code of the text's language."""
        ...


@dataclass(frozen=True)
class Ground:
    """What sentences may speak of: articles by handle, the brief, and the shopper's own words."""

    handles: Mapping[int, Article]
    brief: Brief
    message: str
    allowed: str = ""

    @cached_property
    def known(self) -> str:
        """What names and numbers may be taken from: the message, the results, the brief and the rows."""
        rows = (f"{a.prod_name} . {a.detail_desc} . {a.brand}" for a in self.handles.values())
        return " . ".join([self.message, self.allowed, *self.brief.wardrobe, *self.brief.words, *rows])

    @cached_property
    def known_words(self) -> str:
        """The forms of what is known."""
        return framed(forms(self.known))

    @cached_property
    def allowed_words(self) -> str:
        """The forms of what the results say."""
        return framed(forms(self.allowed))

    @cached_property
    def spoken_words(self) -> str:
        """The forms of what the shopper said and has, and of what the results say."""
        return framed(forms(" . ".join([self.message, self.allowed, *self.brief.wardrobe])))

    @cached_property
    def said(self) -> str:
        """What the shopper said and wishes, whose numbers a sentence may repeat."""
        wanted = [value for values in self.brief.wanted.values() for value in values]
        return " . ".join([self.message, *self.brief.limits.values(), *wanted])


class Grounding:
    """Checks sentences against rows. `fault` says in words what is wrong with one; None lets it pass."""

    def __init__(self, reader: Reader, glosses: Glosses | None = None) -> None:
        self._reader, self._glosses = reader, glosses
        # What the results say is read as a sentence is, so that the same words are found in it.
        self._read_words = lru_cache(maxsize=64)(lambda text: framed(reader.words(text)))

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
        if has_markup(sentence) or has_hidden(sentence):
            return "markup"
        if strange := strange_word(sentence, ground.known):
            return f"unknown letters in {strange!a}"
        if fault := self._number_fault(sentence, ground):
            return fault
        if self._is_word_for_word(sentence, ground):
            return None
        sentence = _QUOTED.sub(lambda quote: " it says: " if quote[1] in ground.allowed else quote[0], sentence)
        if fault := self._handle_fault(sentence, ground):
            return fault
        language = self._language_of(sentence, ground)
        if fault := self._name_fault(sentence, ground, language):
            return fault
        english = self._glosses.gloss(sentence, language) if self._glosses and language != "en" else sentence
        if english == sentence:
            return self._told_fault(sentence, ground)
        # Words of another language may look like English ones ('robe'): only claims are looked for in both.
        return self._told_fault(sentence, ground, values=False) or self._told_fault(english, ground)

    def _is_word_for_word(self, sentence: str, ground: Ground) -> bool:
        """Whether the results say the whole sentence so: a piece of advice as it is written."""
        said = forms(sentence)
        return not _ANY_BRACKET.search(sentence) and len(said) >= _RUN and framed(said) in ground.allowed_words

    def _told_fault(self, sentence: str, ground: Ground, values: bool = True) -> str | None:
        """What is untrue of what the sentence tells, its values read as English words."""
        pointed = pointing(in_figures(sentence))
        if fault := self._handle_fault(pointed, ground):
            return fault
        handles = [int(number) for number in HANDLE.findall(pointed)]
        articles = [ground.handles[number] for number in handles] or [*ground.handles.values()]
        told = f"{ground.allowed} . {' . '.join(article.prod_name for article in articles)}"
        return (
            find_claim(pointed, articles, told, ground.said)
            or find_miscount(pointed, self._garments, len(ground.handles), told, ground.said)
            or (self._value_fault(pointed, ground) if values else None)
        )

    def _language_of(self, sentence: str, ground: Ground) -> str:
        """The language of a sentence: the brief's, or the one its words speak for."""
        return self._glosses.language_of(sentence, ground.brief.language) if self._glosses else "en"

    def _handle_fault(self, sentence: str, ground: Ground) -> str | None:
        inside = [found[1] for found in _ANY_BRACKET.finditer(sentence)]
        unknown = [text for text in inside if not (text or "").isdecimal() or int(text) not in ground.handles]
        return f"unknown handle [{unknown[0]}]" if unknown else None

    def _number_fault(self, sentence: str, ground: Ground) -> str | None:
        found = long_numbers(sentence)
        held = set(long_numbers(ground.known)) if found else set()
        return next((f"unknown number {number}" for number in found if number not in held), None)

    def _name_fault(self, sentence: str, ground: Ground, language: str) -> str | None:
        """A name must be an article's or the shopper's own: several capitals, or one that is no common word."""
        held = ground.known_words
        names = [*_NAME.findall(sentence)]
        if language == "en":
            names += [*_QUOTES.findall(sentence), *(n for n in _CALLED.findall(sentence) if not self._is_word(n))]
            names += [name for name in _ONE_NAME.findall(sentence) if not self._is_word(name, common=True)]
        return next((f"unknown name {n}" for n in names if forms(n) and framed(forms(n)) not in held), None)

    def _is_word(self, name: str, common: bool = False) -> bool:
        """Whether the name is a word of the calendar, of clothes, or where `common` any of the language."""
        return all(
            word in _CALENDAR or word in self._reader.lexicon.vocabulary or (common and self._reader.is_common(word))
            for word in forms(name)
        )

    @cached_property
    def _garments(self) -> frozenset[str]:
        """Words for garments, in the singular and the plural."""
        last = {phrase[-1] for e in self._reader.lexicon.entries["product_type"].values() for phrase in e.phrases}
        return frozenset(last | {plural(word) for word in last})

    def _value_fault(self, sentence: str, ground: Ground) -> str | None:
        reading = self._reader.read(marked(_IDIOM.sub(" ", sentence)))
        said_of = Attribution(reading.words, reading.walls)
        mended = {better for _, better in reading.mended}
        for value in reading.named:
            # A writer's word is meant as it stands: 'stride' is no slip of 'stripe'.
            if mended & {*reading.words[value.start : value.end]}:
                continue
            about = [ground.handles[n] for n in said_of.subjects(value.start, value.end) if n in ground.handles]
            if not (
                self._is_grounded(value, reading, about, said_of, ground, sentence)
                or self._is_other_piece(value, reading, ground)
                or self._is_own_piece(value, reading, ground)
                or self._is_quoted(value, reading, ground)
            ):
                return f"{value.slot} {value.value} is not borne out"
        return None

    def _is_grounded(
        self,
        value: Named,
        reading: Reading,
        about: Sequence[Article],
        said_of: Attribution,
        ground: Ground,
        sentence: str,
    ) -> bool:
        """True of the rows it is said of, a wish repeated, or advice on what to wear it with."""
        phrase = unmarked(reading.words[value.start : value.end])
        entry = self._reader.lexicon.entry(value.slot, value.value)
        spoken = self._is_spoken(value, phrase, ground)
        articles = about or [*ground.handles.values()]
        if value.slot not in HARD_SLOTS:
            wish = _YOUR_WISH.search(sentence) is not None
            opinion = _OPINIONS.issuperset(phrase)
            known = value.refused or spoken or opinion or self._is_allowed(phrase, ground)
            return known or (not wish and self._suits(entry, phrase, articles))
        holds = [self._holds(entry.predicate, phrase, article, reading, value) for article in articles]
        if value.refused or self._is_denied(reading, value):
            denied = bool(about) or _NONE_OF.search(sentence) is not None
            return True not in holds if denied else spoken or True not in holds
        if said_of.is_advice(value.start) and (
            value.slot in ("product_type", "detail") or self._beside_garment(value, reading)
        ):
            return True
        if _QUOTING.search(sentence) and self._is_allowed(phrase, ground):
            return True
        if about:
            several = sum(n.slot == value.slot for n in reading.named) > 1
            if True in holds and (several or len(about) == 1 or False not in holds):
                return True
            hedged = spoken and _HEDGE.search(sentence) is not None
            return False not in holds and (hedged or self._is_allowed(phrase, ground))
        return True in holds or spoken or self._is_allowed(phrase, ground)

    def _is_quoted(self, value: Named, reading: Reading, ground: Ground) -> bool:
        """Whether the results say it in a run of words of which two at least are no values."""
        allowed = self._read_words(ground.allowed)
        named = {place for one in reading.named for place in range(one.start, one.end)}
        for start in range(max(0, value.end - _RUN), value.start + 1):
            run = range(start, min(start + _RUN, len(reading.words)))
            whole = len(run) == _RUN and value.end <= run.stop and sum(place not in named for place in run) >= 2
            if whole and framed(reading.words[start : run.stop]) in allowed:
                return True
        return False

    def _is_other_piece(self, value: Named, reading: Reading, ground: Ground) -> bool:
        """Whether it stands in 'the dark red blouse' or 'your navy blazer': another piece, which is there."""
        head = next((n for n in reading.named if n.slot == "product_type" and n.end > value.start >= n.start - 4), None)
        if head is None or head.refused:
            return False
        lead = next(
            (p for p in range(value.start - 1, max(-1, head.start - 6), -1) if reading.words[p] in _LEADS), None
        )
        if lead is None or (lead and reading.words[lead - 1] in _BEING):
            return False
        inside = [n for n in reading.named if lead < n.start and n.end <= head.end and n.slot in HARD_SLOTS]
        covered = {place for n in inside for place in range(n.start, n.end)}
        if not covered.issuperset(range(lead + 1, head.end)):
            return False
        if reading.words[lead] == "your":
            return all(self._is_spoken(n, unmarked(reading.words[n.start : n.end]), ground) for n in inside)
        predicates = [self._reader.lexicon.predicate(n.slot, n.value) for n in inside]
        return any(all(p.holds(a) for p in predicates) for a in ground.handles.values())

    def _is_own_piece(self, value: Named, reading: Reading, ground: Ground) -> bool:
        """Whether it stands in 'your tartan kilt', a piece of the shopper's own in their words."""
        for piece in map(forms, ground.brief.wardrobe):
            for start in range(max(1, value.end - len(piece)), value.start + 1):
                if reading.words[start - 1] == "your" and list(reading.words[start : start + len(piece)]) == list(
                    piece
                ):
                    return True
        return False

    def _holds(
        self, predicate: Predicate, phrase: Sequence[str], article: Article, reading: Reading, value: Named
    ) -> bool | None:
        """What the row says of it; a part's own ('black buttons' of a red dress) holds where the text says it."""
        holds = predicate.holds(article)
        if holds:
            return True
        if holds is None:
            return True if bears(article, phrase) and not self._is_imitation(predicate, article, phrase) else None
        wider = (reading.words[max(0, value.start - 1) : value.end], reading.words[value.start : value.end + 1])
        return any(len(words) > len(phrase) and bears(article, words) for words in wider)

    def _is_imitation(self, predicate: Predicate, article: Article, phrase: Sequence[str]) -> bool:
        """Whether the row holds the words only inside others that mean something else: 'imitation leather'."""
        told = framed(article_forms(article))
        words = " ".join(phrase)
        return any(
            f" {other} {words} " in told for other in ("imitation", "faux", "fake", "mock", "no", "without", "non")
        )

    def _is_denied(self, reading: Reading, value: Named) -> bool:
        before = " ".join(reading.words[max(0, value.start - 5) : value.start])
        return _DENIED.search(before) is not None

    def _beside_garment(self, value: Named, reading: Reading) -> bool:
        """Whether a garment is named right after the value: the colour of 'white trainers'."""
        return any(n.slot == "product_type" and value.end <= n.start <= value.end + 2 for n in reading.named)

    def _suits(self, entry: Entry, phrase: Sequence[str], articles: Sequence[Article]) -> bool:
        """Whether an occasion or season that nobody spoke of fits a row by its own rule."""
        if entry.prefer is None:
            return True
        parts = entry.prefer.parts if isinstance(entry.prefer, AllOf) else ()
        # A blazer suits the office whatever department sells it.
        kinds = [part for part in parts if isinstance(part, Is) and part.column == "product_type_name"]
        return any(
            bears(article, phrase) or any(meets(c, article, article_forms(article)) for c in (entry.prefer, *kinds))
            for article in articles
        )

    def _is_allowed(self, phrase: Sequence[str], ground: Ground) -> bool:
        """Whether the results say it in these words."""
        return framed(phrase) in self._read_words(ground.allowed)

    def _is_spoken(self, value: Named, phrase: Sequence[str], ground: Ground) -> bool:
        """Whether the shopper spoke of it: it stands in the brief, or in the message."""
        brief = ground.brief
        held = [*brief.wanted.get(value.slot, ()), *brief.excluded.get(value.slot, ())]
        held += [
            name
            for part in brief.parts
            for name in (*part.wanted.get(value.slot, ()), *part.excluded.get(value.slot, ()))
        ]
        return value.value in held or framed(phrase) in ground.spoken_words


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
