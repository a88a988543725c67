"""Reading: which values a message names, and which of them it refuses. By lexicon and cue words, no model."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from catalog.brands import Brands
from catalog.bystanders import asked_for, of_the_wish, wish_begins
from catalog.cues import Cues
from catalog.lexicon import Lexicon, Mention
from catalog.named import Named as Named
from catalog.people import whom
from catalog.scope import Scope
from catalog.spelling import Speller, undrawn
from catalog.weather import season_told
from catalog.words import endings, forms, unmarked, visible
from foundation.brief import SITUATION_SLOTS

# The commonest whole words of all-MiniLM-L6-v2's own vocabulary (Apache-2.0), some brands and animals: never mended.
_COMMON_WORDS = Path(__file__).parent / "common_words.txt"
_PIECE = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*|[,:]|[.;!?\n()]+|\s[-–—]+\s|[–—]|&")
_PLUS = re.compile(r"(?<=\w)\s\+\s?(?=\w)")
# "Me (f)": who asks, no aside.
_TOLD = re.compile(r"(?<=\bme)\s*\(\s*([fm])\s*\)", re.IGNORECASE)
_NAME = re.compile(r"(?<=[a-z,0-9] )[A-Z][a-z]+\b")
# A word that this many places of a catalogue hold is spelt as it should be.
_SPELT_FROM = 3
_RARER = 25
# So many words are remembered with what they are slips for: those of talks and of what is said in them recur.
_REMEMBERED = 20_000
# Before a verb, who does it; before a noun that looks like one, which it is: 'that print'.
_DOERS = frozenset({"i", "we", "you", "and", "to", "not"})
# After a garment that a wish begins with: "suit for a boy of 7", "top in silk".
_SAYS_MORE = frozenset({"for", "in", "with", "without", "that"})
_POINTING = frozenset({"this", "that", "these", "those", "it"})
# 'I have broad shoulders', 'my feet': of the wearer.
_HAVING = frozenset({"have", "got", "ive", "my", "broad"})
# Slots whose words are said of bodies too: 'wide hips', 'a short man'.
_SHAPES = ("length", "fit")
# 'Which trousers suit me', 'a cut that suits short legs'.
_SUITS = frozenset({"suit", "suits"})
_SUITED = frozenset("me him her us them my a an someone somebody people women men short tall petite curvy".split())  # noqa: SIM905
# A common word that, right after one of these slots' values, is a slip by ear: 'black heals'.
_LEADING = ("colour", "material", "pattern", "length")


@dataclass(frozen=True)
class Reading:
    """A message read: its words (forms, slips mended), the values named, and the telling words left over.

    `walls` are the places before which a comma or sentence end stands; `names` the words written like names.
    """

    words: tuple[str, ...]
    named: tuple[Named, ...]
    rest: tuple[str, ...]
    walls: frozenset[int]
    mended: tuple[tuple[str, str], ...] = ()
    names: frozenset[str] = frozenset()

    def wanted(self, slot: str) -> tuple[str, ...]:
        """The slot's values that the message asks for, in order."""
        return self._values(slot, refused=False)

    def refused(self, slot: str) -> tuple[str, ...]:
        """The slot's values that the message refuses, in order."""
        return self._values(slot, refused=True)

    def _values(self, slot: str, refused: bool) -> tuple[str, ...]:
        held = (n.value for n in self.named if n.slot == slot and n.refused == refused and not n.context)
        return tuple(dict.fromkeys(held))


class Reader:
    """Reads messages against one catalogue's lexicon; `count(word)` is how often the catalogue's texts hold a word."""

    def __init__(self, lexicon: Lexicon, count: Callable[[str], int], dialogue: Collection[str] = ()) -> None:
        self.lexicon, self._count = lexicon, count
        self._common = frozenset(_COMMON_WORDS.read_text(encoding="ascii").split())
        self._cues = Cues.read()
        self._brands = Brands.read()
        known = {*dialogue, *self._cues.words, *lexicon.vocabulary, *self._brands.words}
        self._speller = Speller(known, self._common, count)
        self._mend = lru_cache(maxsize=_REMEMBERED)(self._mended)

    def spell(self, text: str) -> list[str]:
        """The forms of a message with its slips mended, nothing else rewritten."""
        words, _, _ = cut(text, self._cues.shorthand)
        names = _names(text)
        return [word if word in names else self._mend(word) or word for word in words]

    def read(self, text: str, mend: bool = True) -> Reading:
        """The reading of one message; with `mend` false, as of a glossed one, its words are taken as they are."""
        text = unmarked(text)
        words, commas, breaks, slips = self._cut(text, mend)
        walls = frozenset(commas | breaks)
        begins = self._begins(text)
        found = self.lexicon.mentions(words, walls)
        mentions = [m for m in found if not self._is_idle(m, words, found, walls, begins)]
        scope = Scope(words, commas, breaks, mentions, self._cues)
        named = [Named(m.slot, m.value, m.start, m.end, scope.refuses(m), scope.is_context(m)) for m in mentions]
        named = of_the_wish(asked_for(named, words, text), begins, text)
        named = _without_refused_heads(scope.kept(named))
        named = self._with_season(whom(named, words, text, self._cues.pronoun), text)
        brands = self._brands.named(words)
        bodily = {place for m in found if self._is_of_body(m, words) for place in (m.start, m.end)}
        bodily |= {
            p for p, word in enumerate(words) if word in self._cues.body and _HAVING & set(words[max(p - 3, 0) : p])
        }
        rest = self._rest(words, mentions, scope, begins, bodily)
        return Reading(tuple(words), tuple(named), rest, walls, slips, _names(text) | brands)

    def words(self, text: str) -> tuple[str, ...]:
        """The words of the reading of `text`, without what they name."""
        return tuple(self._cut(unmarked(text))[0])

    def _cut(self, text: str, mend: bool = True) -> tuple[list[str], set[int], set[int], tuple[tuple[str, str], ...]]:
        """The words, commas and breaks of `text` (see `cut`), slips mended, and each slip with what was meant."""
        words, commas, breaks = cut(text, self._cues.rewrite)
        names = _names(text)
        slipped = enumerate(words) if mend else ()
        mended = {i: better for i, word in slipped if word not in names and (better := self._mend_at(words, i))}
        slips = tuple((words[i], better) for i, better in mended.items())
        words = [mended.get(i, word) for i, word in enumerate(words)]
        if slips:
            words, commas, breaks = rewritten(words, commas, breaks, self._cues.rewrite)
        return words, commas, breaks, slips

    def _begins(self, text: str) -> int:
        """The place of the word with which the wish begins behind a reason for it."""
        return len(cut(text[: wish_begins(text)], self._cues.rewrite)[0])

    def _with_season(self, named: list[Named], text: str) -> list[Named]:
        """A temperature tells a season."""
        if any(n.value == "tropics" for n in named):
            # November is no autumn in Thailand.
            named = [n for n in named if n.slot != "season" or n.value == "tropics"]
        told = season_told(text)
        held = {n.value for n in named if n.slot == "season"}
        if told is None or held & {"summer", "winter", "tropics"} or told[0] not in self.lexicon.entries["season"]:
            return named
        place = len(cut(text[: told[1]], self._cues.rewrite)[0])
        return [*named, Named("season", told[0], place, place)]

    def occurs(self, word: str) -> bool:
        """Whether the catalogue's texts hold the word, in the singular or the plural."""
        return any(self._count(ending) for ending in endings(word))

    def _is_spelt(self, word: str) -> bool:
        """Whether the word, or what it is plainly made from, is a common one: kittens, bunnies, slimmer, scratchy."""
        if word in self._common:
            return True
        bare = {word.removesuffix("s"), word.removesuffix("es")} if not word.endswith("ss") else set()
        bare |= {word.removesuffix("ies") + "y"} if word.endswith("ies") else set()
        compared = word.removesuffix("er")
        bare |= {compared, *(word.removesuffix(ending) for ending in ("y", "ish", "ness", "ful", "less", "ly"))}
        bare |= {compared[:-1]} if compared != word and compared[-1:] == compared[-2:-1] else set()
        return any(len(stem) > 3 and stem != word and stem in self._common for stem in bare)

    def is_common(self, word: str) -> bool:
        """Whether the word is a common one of the language."""
        return word in self._common

    def _mend_at(self, words: Sequence[str], place: int) -> str | None:
        """What the word at `place` is a slip for, by the keyboard or, after a colour or fabric, by ear."""
        heard = self._cues.misheard.get(words[place])
        before = words[place - 1] if place else ""
        if heard is not None and any(self.lexicon.canonical(slot, before) for slot in _LEADING if before):
            return heard
        return self._mend(words[place])

    def _mended(self, word: str) -> str | None:
        """The lexicon word an unknown word is a slip for; a word that is common, or the catalogue's own, is none."""
        if self._speller.knows(word) or self._is_spelt(word):
            return None
        if drawn := self._undrawn(word):
            return drawn
        meant = self._speller.mend(word) or self.lexicon.mend(word)
        others = endings(word) - endings(meant) if meant else endings(word)
        uses = sum(map(self._count, others))
        # A retailer's own file holds slips too: 'earing' a dozen times beside thousands of earrings.
        slip = meant is not None and uses * _RARER < self._count(meant)
        return meant if uses < _SPELT_FROM or slip else None

    def _undrawn(self, word: str) -> str | None:
        """A word drawn out in writing, as it is spelt: 'neeeed' → 'need', 'blaaack' → 'black'."""
        known = (s for s in undrawn(word) if s in self.lexicon.vocabulary or s in self._cues.words or self._is_spelt(s))
        return next(known, None)

    def _is_idle(
        self, mention: Mention, words: Sequence[str], mentions: Sequence[Mention], walls: frozenset[int], begins: int
    ) -> bool:
        """A weak word ('short', 'set', 'work') names a value only beside other values or in a short wish."""
        before = words[mention.start - 1] if mention.start else ""
        if mention.slot == "audience" and self._is_hailed(mention, before, words, mentions, walls):
            return True
        if self._is_verb(mention, before, words, walls) or self._is_of_body(mention, words):
            return True
        if mention.end - mention.start > 1 or words[mention.start] not in self._cues.weak:
            return False
        wish = len(words) - begins if mention.start >= begins else len(words)
        if wish <= 4 or self._is_complained_of(mention, words):
            return False
        if mention.slot == "product_type" and mention.start == begins and words[mention.end] in _SAYS_MORE:
            return False
        beside = any(mention.start == m.end or mention.end == m.start for m in mentions)
        ahead = any(m.slot == "product_type" and mention.end <= m.start < mention.end + 5 for m in mentions)
        nearby = before in self._cues.nearby or mention.slot in ("occasion", "season", "audience")
        return not (beside or ahead or nearby)

    def _is_hailed(
        self,
        mention: Mention,
        before: str,
        words: Sequence[str],
        mentions: Sequence[Mention],
        walls: frozenset[int],
    ) -> bool:
        """'Hi guys', 'you guys': people spoken to, not 'ok, kids pyjamas'."""
        if before == "you" and words[mention.start] in self._cues.weak | {"ladies", "lads", "girls", "boys"}:
            return True
        goes_on = any(m.start == mention.end for m in mentions) and mention.end not in walls
        return before in self._cues.hailing and mention.start not in walls and not goes_on

    def _is_verb(self, mention: Mention, before: str, words: Sequence[str], walls: frozenset[int]) -> bool:
        """'That works', 'print the answer', 'work it out': what is done, not a value."""
        word = words[mention.start]
        if word in _SUITS and _SUITED & set(words[mention.end : mention.end + 1]):
            return bool({"what", "which", "that", "do", "does", "will", "would"} & set(words[: mention.start]))
        if word not in self._cues.verbs:
            return False
        after = words[mention.end] if mention.end < len(words) and mention.end not in walls else ""
        commanded = after in self._cues.verb_objects and (
            not before or before in self._cues.verb_after or before == "please"
        )
        pointing = before in _POINTING and word not in ("work", "works")
        done = before in self._cues.verb_after - _DOERS and mention.start not in walls and not pointing
        return done or commanded

    def _is_of_body(self, mention: Mention, words: Sequence[str]) -> bool:
        """'Wide hips', 'short legs', 'a short man': how the wearer is, not the garment."""
        after, behind = (*words[mention.end : mention.end + 2], "", "")[:2]
        if mention.slot not in _SHAPES or mention.end - mention.start != 1:
            return False
        # 'Loose women's tops': the people are whom the garment is for.
        of_people = self.lexicon.canonical("audience", after) and self.lexicon.canonical("product_type", behind)
        return after in self._cues.body and not of_people

    def _is_complained_of(self, mention: Mention, words: Sequence[str]) -> bool:
        """'Checks are too loud': a weak word that a complaint begins with."""
        return mention.start == 0 and words[mention.end : mention.end + 1] in (["is"], ["are"])

    def _rest(
        self, words: Sequence[str], mentions: Sequence[Mention], scope: "Scope", begins: int, bodily: Collection[int]
    ) -> tuple[str, ...]:
        named = {place for m in mentions for place in range(m.start, m.end)}
        left = (
            word
            for place, word in enumerate(words)
            if place >= begins
            and place not in named
            and not self._cues.is_idle(word)
            and not scope.is_refused_place(place)
            and place not in bodily
        )
        return tuple(dict.fromkeys(left))


def cut(text: str, rewrite: Mapping[tuple[str, ...], list[str]] | None = None) -> tuple[list[str], set[int], set[int]]:
    """The forms of `text`, the places before which a comma stands, and those before which a sentence ends.

    Phrases that `rewrite` knows are written as the words they stand for.
    """
    words: list[str] = []
    commas: set[int] = set()
    breaks: set[int] = set()
    for piece in _PIECE.findall(_TOLD.sub(r" \1", _PLUS.sub(" & ", visible(unmarked(text))))):
        parts = forms(piece)
        if parts or piece == "&":
            words += parts or ["&"]
            _rewrite_end(words, rewrite or {}, commas, breaks)
        elif piece == ",":
            commas.add(len(words))
        elif piece == ":":
            # A list may follow what it is a list of: 'not: black, navy'.
            commas.add(len(words))
            breaks.add(len(words))
        else:
            breaks.add(len(words))
    return words, commas, breaks


def rewritten(
    words: Sequence[str], commas: set[int], breaks: set[int], rewrite: Mapping[tuple[str, ...], list[str]]
) -> tuple[list[str], set[int], set[int]]:
    """Mended words with the phrases that `rewrite` knows written anew, and the walls where they then stand."""
    made: list[str] = []
    new_commas: set[int] = set()
    new_breaks: set[int] = set()
    for place, word in enumerate(words):
        for old, new in ((commas, new_commas), (breaks, new_breaks)):
            if place in old:
                new.add(len(made))
        made.append(word)
        _rewrite_end(made, rewrite, new_commas, new_breaks)
    for old, new in ((commas, new_commas), (breaks, new_breaks)):
        if len(words) in old:
            new.add(len(made))
    return made, new_commas, new_breaks


def _names(text: str) -> frozenset[str]:
    """The words written with a capital though no sentence begins with them."""
    return frozenset(word for name in _NAME.findall(text) for word in forms(name))


def _rewrite_end(
    words: list[str], rewrite: Mapping[tuple[str, ...], list[str]], commas: set[int], breaks: set[int]
) -> None:
    """Write the last one to three words anew where they are a known phrase."""
    for size in range(min(3, len(words)), 0, -1):
        start = len(words) - size
        meant = rewrite.get(tuple(words[start:]))
        if meant is not None and not any(start < wall < len(words) for wall in commas | breaks):
            words[start:] = meant
            return


def _told(named: Named) -> Named:
    """A value of a reason: what is refused or says for whom and when holds, all else is only spoken of."""
    return named if named.refused or named.slot in SITUATION_SLOTS else replace(named, context=True)


def _without_refused_heads(named: list[Named]) -> list[Named]:
    """'no skinny jeans' refuses the fit, not jeans: a refused garment word keeps its say only where it stands alone."""
    kept: list[Named] = []
    for n in named:
        qualified = (
            n.slot == "product_type"
            and n.refused
            and any(other.refused and other.end == n.start and other.slot != "product_type" for other in named)
        )
        kept.append(Named(n.slot, n.value, n.start, n.end, False, n.context) if qualified else n)
    return kept
