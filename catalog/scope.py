"""Scope: how far refusals and contexts reach in one message, by the small words of cues.yaml."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from catalog.cues import Cues
from catalog.lexicon import Mention
from catalog.named import Named
from foundation.brief import SITUATION_SLOTS

_NEVER_COMPLAINED = ("product_type", *SITUATION_SLOTS)
_POLITE = frozenset({"please", "thanks", "then", "thank"})
# After a 'no' that only answers: 'no make it blue', 'no you know what'.
_ANSWERED = frozenset({"make", "you", "try", "put", "swap", "change", "keep", "take", "go", "lets", "actually", "it"})
_MATCHES = frozenset({"a", "the", "football", "rugby", "tennis", "cricket", "hockey", "this", "that", "our"})
# After these a colon begins a list of what is refused: 'not: black, navy'.
_LISTING = frozenset({"not", "avoid", "without", "excluding", "exclude", "except", "hate", "never"})
# Who begins a clause of their own: "not a cardigan, she has loads".
_SUBJECTS = frozenset({"he", "she", "they", "we", "shes", "hes"})
_HAVING = frozenset({"have", "got", "own", "already", "ive"})
_SWAPS = frozenset({"swap", "replace", "exchange", "switch", "trade", "change"})
_FOR = frozenset({"for", "with", "to", "by"})
_ASKING = frozenset({"could", "can", "may", "might", "should", "would", "do", "shall", "did"})
_WISHING = frozenset(
    {"need", "want", "looking", "show", "find", "what", "which", "suggest", "recommend", "give", "needs", "wants"}
)


class Scope:
    """How far refusals and contexts reach in one message."""

    def __init__(
        self, words: Sequence[str], commas: set[int], breaks: set[int], mentions: Sequence[Mention], cues: Cues
    ) -> None:
        self._words, self._commas, self._breaks, self._cues = words, commas, breaks, cues
        self._mention_at = {place: m for m in mentions for place in range(m.start, m.end)}
        self._refused = self._refused_places()
        self._context = self._context_places()

    def refuses(self, mention: Mention) -> bool:
        """Whether the mention stands in a refusal."""
        return mention.start in self._refused

    def is_context(self, mention: Mention) -> bool:
        """Whether the mention only says what the item goes with."""
        return mention.start in self._context and mention.slot not in ("occasion", "season", "audience")

    def is_refused_place(self, place: int) -> bool:
        """Whether the word at `place` stands in a refusal."""
        return place in self._refused

    def kept(self, named: Sequence[Named]) -> list[Named]:
        """'White, no wait, black': what stands before a word of correction is taken back by the same slot after it."""
        turns = [start for start, _ in self._found(self._cues.mends)]
        after = {n.slot: n.start for n in named if any(turn <= n.start for turn in turns)}
        first = turns[0] if turns else 0
        # "A white shirt, no not white": what is wanted and then refused is not wanted.
        refused = {(n.slot, n.value): n.start for n in named if n.refused and not self._is_of_a_garment(n)}
        gone = [n for n in named if not n.refused and refused.get((n.slot, n.value), -1) > n.start]
        gone += [n for n in named if not n.refused and (n.slot, n.value) in refused and self._is_had(n)]
        return [n for n in named if n not in gone and (n.start >= first or n.slot not in after)]

    def _is_had(self, named: Named) -> bool:
        """'Not navy, I have three navy ones already': what somebody has enough of."""
        return bool(
            _HAVING & {*self._words[max(named.start - 4, 0) : named.start], *self._words[named.end : named.end + 3]}
        )

    def _is_of_a_garment(self, named: Named) -> bool:
        """Whether a value stands before a garment's word, of which it is said: 'no red shoes'."""
        after = self._mention_at.get(named.end)
        return after is not None and after.slot == "product_type"

    def _refused_places(self) -> set[int]:
        harmless = (*self._found(self._cues.mends), *self._found(self._cues.no_refusal))
        mending = {place for start, end in harmless for place in range(start, end)}
        after, told = self._refused_before()
        places, pointed = self._turned_down()
        places |= after
        told |= pointed
        for start, end in self._found(self._cues.refuse):
            answer = end - start == 1 and self._is_answer(start)
            if start not in self._mention_at and start not in mending | told and not answer:
                # "Nothing with sleeves": the last word of the refusal may begin the value itself.
                begun = self._mention_at.get(end - 1)
                places |= set(self._reach(begun.start if begun and begun.start > start else end))
        places |= self._exchanged()
        for start, word in enumerate(self._words):
            # 'Too short' complains of what was shown; 'not too short' is a refusal already.
            walled = start + 1 in self._commas | self._breaks
            if word == "too" and start + 1 in self._mention_at and start not in places and not walled:
                places |= set(range(start + 1, self._mention_at[start + 1].end))
        return places

    def _exchanged(self) -> set[int]:
        """'Swap the skirt for trousers': what is given in exchange for another garment."""
        places: set[int] = set()
        for start, word in enumerate(self._words):
            ahead = [self._mention_at[p] for p in range(start + 1, start + 4) if p in self._mention_at]
            if word not in _SWAPS or not ahead or ahead[-1].slot != "product_type":
                continue
            given, after = ahead[-1], ahead[-1].end
            another = {m.slot for p in range(after + 1, after + 5) if (m := self._mention_at.get(p)) is not None}
            if self._words[after : after + 1] and self._words[after] in _FOR and "product_type" in another:
                places |= set(range(given.start, given.end))
        return places

    def _is_answer(self, place: int) -> bool:
        """Whether a 'no' answers what was asked rather than refusing what follows."""
        after, word = place + 1, self._words[place]
        if after in self._commas | self._breaks:
            return not (after in self._commas & self._breaks and word in _LISTING)
        return word == "no" and self._words[after : after + 1] != [] and self._words[after] in _ANSWERED

    def _refused_before(self) -> tuple[set[int], set[int]]:
        """The places of values refused by what follows them ('red is too loud'), and those of the words that do so."""
        places: set[int] = set()
        told: set[int] = set()
        for start, end in (*self._found(self._cues.refuse_after), *self._complaints()):
            if (
                self._words[start] in ("not", "never", "neither")
                and end < len(self._words)
                and end not in self._commas | self._breaks
            ):
                continue
            before = self._mention_at.get(start - 1)
            if before is not None and before.slot != "season" and start not in self._breaks | self._commas:
                places |= set(range(before.start, before.end))
                told |= set(range(start, end))
        return places, told

    def _complaints(self) -> Iterator[tuple[int, int]]:
        """'is far too loud', behind a value that no garment's name is: 'the dress is too long' refuses no dress."""
        for start in range(1, len(self._words)):
            before = self._mention_at.get(start - 1)
            if self._words[start] in self._cues.being and before is not None and before.slot not in _NEVER_COMPLAINED:
                end = start + 1
                while end < len(self._words) and self._words[end] in self._cues.hedging:
                    end += 1
                if self._words[end : end + 1] == ["too"]:
                    yield start, min(end + 2, len(self._words))

    def _turned_down(self) -> tuple[set[int], set[int]]:
        """'... black and blue, so in neither': what was named before the words that turn it down, and those words."""
        places: set[int] = set()
        told: set[int] = set()
        mentions = list(dict.fromkeys(self._mention_at.values()))
        for start, end in self._found(self._cues.refuse_back):
            ends = end == len(self._words) or end in self._commas | self._breaks or self._words[end] in _POLITE
            before = [m for m in mentions if m.end <= start]
            telling = [m for m in before if m.slot not in ("product_type", *SITUATION_SLOTS)]
            if ends and telling:
                alike = [m for m in telling if m.slot == telling[-1].slot]
                kept = alike if {"neither", "none", "either", "those"} & set(self._words[start:end]) else alike[-1:]
                places |= {place for m in kept for place in range(m.start, m.end)}
                told |= set(range(start, end))
        return places, told

    def _found(self, cues: frozenset[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
        for start in range(len(self._words)):
            for size in range(5, 0, -1):
                end = start + size
                if end <= len(self._words) and tuple(self._words[start:end]) in cues:
                    yield start, end
                    break

    def _reach(self, place: int) -> Iterator[int]:
        """The places a refusal that ends before `place` covers."""
        met: Mention | None = None
        strayed = False
        begins = place
        while place < len(self._words) and (place not in self._breaks or (place == begins and place in self._commas)):
            if place in self._commas and (met or strayed) and not self._list_goes_on(place, met):
                return
            mention = self._mention_at.get(place)
            if met and self._words[place] in _SUBJECTS:
                return
            if mention is not None:
                met = mention
                yield from range(place, mention.end)
                place = mention.end
                continue
            word = self._words[place]
            if word in self._cues.end_scope or (met and word not in self._cues.either | self._cues.keep_in_scope):
                return
            if met and word in ("and", "&") and self._slot_after(place) != met.slot:
                return
            strayed = strayed or word not in self._cues.keep_in_scope
            yield place
            place += 1

    def _slot_after(self, place: int) -> str:
        """The slot of the value that follows `place`, over an article."""
        ahead = [self._mention_at[p] for p in (place + 1, place + 2) if p in self._mention_at]
        return ahead[0].slot if ahead else ""

    def _list_goes_on(self, place: int, met: Mention | None) -> bool:
        """After a comma, a refusal goes on only through a plain list that ends in 'or': 'no black, navy or grey'.

        'Not too short, blue or green' is no such list: what follows is all of another slot.
        """
        slots: list[str] = []
        while place < len(self._words) and place not in self._breaks:
            mention = self._mention_at.get(place)
            if mention is not None:
                slots.append(mention.slot)
                place = mention.end
            elif self._words[place] == "either":
                # "Not mini, not maxi, either camel or rust": a choice begins.
                return False
            elif self._words[place] in self._cues.either and met is not None and self._another_list(slots, place, met):
                return False
            elif self._words[place] in self._cues.either:
                return place + 1 in self._mention_at or (
                    place + 2 in self._mention_at and self._words[place + 1] in self._cues.keep_in_scope
                )
            elif self._words[place] in ("a", "an", "any"):
                place += 1
            else:
                return False
        return False

    def _another_list(self, slots: Sequence[str], place: int, met: Mention) -> bool:
        """Whether the values around the 'or' at `place` are all of one slot, and of another than what was refused."""
        last = [m.slot for p in (place + 1, place + 2) if (m := self._mention_at.get(p)) is not None]
        told = {*slots, *last[:1]}
        return len(told) == 1 and met.slot not in told

    def _context_places(self) -> set[int]:
        """What follows 'to go with', and a second garment after a plain 'with' ('a top with jeans')."""
        places: set[int] = set()
        for start, end in self._found(self._cues.context):
            owned = start not in self._mention_at and start not in self._refused
            if owned and not self._is_asked(start, end):
                places |= set(range(end, self._clause_end(end)))
        types = [m for m in dict.fromkeys(self._mention_at.values()) if m.slot == "product_type"]
        for first, later in pairwise(types):
            between = self._words[first.end : later.start]
            if first.start in self._refused or self._walled(first.end, later.start) or self._cues.either & set(between):
                continue
            joined = {"along", "together"} & set(between)
            meant = {self._mention_at[p].slot for p in range(first.end, later.start) if p in self._mention_at}
            if "with" in between and not joined:
                places |= set(range(first.end + between.index("with"), later.end))
            elif between[:1] == ["for"] and len(between) <= 5 and not meant & set(SITUATION_SLOTS):
                # 'Shoes for a navy suit': what the suit is like is no wish.
                places |= set(range(first.end, later.end))
        return places - self._refused

    def _is_asked(self, start: int, end: int) -> bool:
        """'Could I have a shirt', 'if there are any', 'a match': words of a context that speak of no own piece."""
        first, before = self._words[start], self._words[start - 1] if start else ""
        noun = end - start == 1 and first == "match" and before in _MATCHES
        return before in _ASKING or (first == "there" and before == "if") or noun

    def _clause_end(self, place: int) -> int:
        met, begins = False, place
        while place < len(self._words) and place not in self._breaks:
            if place in self._commas and (met or place == begins or self._words[place] in ("so", "but", "then", "now")):
                break
            if self._words[place] in _WISHING:
                break
            mention = self._mention_at.get(place)
            met = met or (mention is not None and mention.slot == "product_type")
            if (
                met
                and mention is None
                and self._words[place] in ("but", "for", "in", "and", "so", "with", "that", "not")
                and not (self._words[place] == "and" and self._words[0] in ("what", "which"))
            ):
                break
            place += 1
        return place

    def _walled(self, start: int, end: int) -> bool:
        return any(start <= wall <= end for wall in self._commas | self._breaks)
