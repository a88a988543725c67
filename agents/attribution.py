"""Attribution: which of the articles named in a sentence each of its words speaks of.

"[1] is black, [2] is white", "a red dress [1] and a blue skirt [2]", "both [1] and [2] are black": a sentence is cut
where clauses join, and a value belongs to the articles of its clause: to the one it stands right before ("the blue
skirt [2]"), else to those before it. What something is held against ("unlike [2]", "than [2]") is not its subject.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from agents.wordlists import words

HANDLE = re.compile(r"\[(\d{1,3})\]")
_MARK = re.compile(r"xq(\d+)x")
_JOINS = frozenset({"and", "but", "while", "whereas", "yet", "plus", "&", "or", "though", "although"})
_ASIDE = frozenset({"where"})
_AGAINST = frozenset({"over", "unlike", "than", "against", "versus", "vs"})
_AGAINST_PAIRS = frozenset({("instead", "of"), ("compared", "to"), ("compared", "with"), ("next", "to")})
# A noun phrase that ends in a handle holds none of these: 'black and goes with [2]'.
_ENDS_PHRASE = frozenset(words("ends_phrase"))
_PAIRING = frozenset(words("pairing"))
_BESIDE = frozenset({"with", "over", "under", "to", "beneath", "on", "into", "underneath", "atop"})
# What a shop has, unlike what somebody may wear with it.
_OURS = frozenset({"our", "these", "this", "those"})
_BEING = frozenset({"is", "are", "comes", "has", "have"})
_LONGEST_PHRASE = 3


def marked(sentence: str) -> str:
    """The sentence with every handle as a word of its own, which no lexicon knows."""
    return HANDLE.sub(r" xq\1x ", sentence)


def unmarked(words: Sequence[str]) -> tuple[str, ...]:
    """Words without the marks of handles."""
    return tuple(word for word in words if not _MARK.fullmatch(word))


@dataclass(frozen=True)
class Segment:
    """Words from `start` up to `end` and the places of the handles among them; `listed`: they are one subject."""

    start: int
    end: int
    handles: Mapping[int, int]
    listed: bool = False


class Attribution:
    """Which handles the words of one sentence speak of; `words` are those of a `marked` sentence."""

    def __init__(self, words: Sequence[str], walls: frozenset[int]) -> None:
        self._words = words
        self._segments = _settled(_cut(words, walls), words)

    @property
    def named(self) -> tuple[int, ...]:
        """Every handle of the sentence."""
        return tuple(int(mark[1]) for word in self._words if (mark := _MARK.fullmatch(word)))

    def subjects(self, start: int, end: int) -> tuple[int, ...]:
        """The handles that the words from `start` up to `end` are said of; none where the sentence names none."""
        segment = next((one for one in self._segments if one.start <= start < one.end), None)
        if segment is None or not segment.handles:
            return ()
        if segment.listed or len(segment.handles) == 1:
            return tuple(segment.handles.values())
        after = min((place for place in segment.handles if place >= end), default=None)
        if after is not None and self._is_one_phrase(end, after):
            return (segment.handles[after],)
        before = max((place for place in segment.handles if place < start), default=None)
        return (segment.handles[before],) if before is not None else tuple(segment.handles.values())

    def is_advice(self, start: int) -> bool:
        """Whether the words at `start` only say what to wear it with: 'pair it with white trainers'."""
        before = list(self._words[:start])
        verb = max((place for place, word in enumerate(before) if word in _PAIRING), default=None)
        said = set(before[verb:]) if verb is not None else set()
        return bool(said & _BESIDE) and not said & (_OURS | _BEING)

    def _is_one_phrase(self, end: int, place: int) -> bool:
        between = self._words[end:place]
        return len(between) <= _LONGEST_PHRASE and not _ENDS_PHRASE & set(between)


def _cut(words: Sequence[str], walls: frozenset[int]) -> list[Segment]:
    """Segments between walls and joining words, each with its handles."""
    cuts = sorted({0, len(words), *walls, *(place for place, word in enumerate(words) if word in _JOINS | _ASIDE)})
    return [
        Segment(start, end, {p: int(m[1]) for p in range(start, end) if (m := _MARK.fullmatch(words[p]))})
        for start, end in pairwise(cuts)
    ]


def _settled(segments: Sequence[Segment], words: Sequence[str]) -> list[Segment]:
    """Segments without a handle with those of the one before (else the one after), and bare handles as a list.

    What begins with "where" is an aside on another article: "it" is that one, and what follows goes back to the first.
    """
    settled: list[Segment] = []
    main: Segment | None = None
    aside: Segment | None = None
    for segment in segments:
        segment = _without_compared(segment, words)
        if words[segment.start] in _ASIDE:
            segment = _inheriting(segment, aside or main)
            aside = segment
        else:
            if main is not None and segment.handles and _is_bare(main, words):
                segment = Segment(segment.start, segment.end, {**main.handles, **segment.handles}, listed=True)
            segment = main = _inheriting(segment, main)
        settled.append(segment)
    return _filled(settled)


def _inheriting(segment: Segment, source: Segment | None) -> Segment:
    if segment.handles or source is None:
        return segment
    return Segment(segment.start, segment.end, source.handles, source.listed)


def _filled(segments: Sequence[Segment]) -> list[Segment]:
    """What stands before the first handle is said of it."""
    first = next((one for one in segments if one.handles), None)
    return [_inheriting(one, first) for one in segments]


def _without_compared(segment: Segment, words: Sequence[str]) -> Segment:
    """Without the handles that something else is held against, where another is left."""
    kept = {place: handle for place, handle in segment.handles.items() if not _is_compared(place, words)}
    return Segment(segment.start, segment.end, kept, segment.listed) if kept else segment


def _is_compared(place: int, words: Sequence[str]) -> bool:
    before = tuple(words[max(0, place - 2) : place])
    return before[-1:] != () and (before[-1] in _AGAINST or before in _AGAINST_PAIRS)


def _is_bare(segment: Segment, words: Sequence[str]) -> bool:
    """Whether nothing but handles stands in it, articles and joins apart."""
    rest = [w for w in words[segment.start : segment.end] if not _MARK.fullmatch(w) and w not in _JOINS | {"both"}]
    return not rest and bool(segment.handles)
