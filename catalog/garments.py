"""Garments: which of a message's values belong to which of the garments it names ("a red dress and black shoes")."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from catalog.people import is_self
from catalog.reading import Named, Reading
from foundation.brief import SHARED_SLOTS

_OTHERWISE = frozenset({"or", "nor", "either"})
_JOINING = frozenset({"and", "&", "plus", "also", "with", "along", "well"})
# Words for whole groups: "coats for men and women" are one search.
_GROUPS = frozenset(
    {"men", "mens", "women", "womens", "ladies", "gents", "kids", "children", "boys", "girls", "adults", "teens"}
)
_DETERMINERS = frozenset({"a", "an", "some", "my", "the", "one", "two", "pair", "new", "another", "matching"})
# The speaker among the people in a list, and how far from the first of them.
_AND_I = (("and", "i"), ("i", "and"))
_LISTED = frozenset({"and", "&", "plus"})
_IN_ONE_LIST = 4
_LITTLE_ONE = ("little", "one")
_OF_PEOPLE = frozenset({"me", "my", "for"})
# How many garments one message is read as asking for.
_MOST = 6

Group = tuple[Named, ...]


def garments(reading: Reading, differ: Callable[[str, str], bool]) -> tuple[Group, ...]:
    """The wanted and refused values of each garment, in the order named; of one or no garment, all of them.

    `differ(one, other)` tells whether two product types are worn together rather than in each other's place.
    """
    named = [n for n in reading.named if not n.context]
    heads = sorted((n for n in named if n.slot == "product_type" and not n.refused), key=lambda n: n.start)
    again = _one_more(reading, heads)
    if again is not None:
        heads, named = [*heads, again], sorted([*named, again], key=lambda n: n.start)
    each = _for_each(reading, named, heads) or _each_his_own(reading, named, heads)
    if each:
        return each
    starts = [heads[0].start] if heads else []
    for before, head in pairwise(heads):
        if head is again or _begins_another(before, head, reading, named, differ):
            starts.append(head.start)
    if not 1 < len(starts) <= _MOST:
        return (tuple(named),)
    return _parted(reading, named, heads, starts)


def _one_more(reading: Reading, heads: Sequence[Named]) -> Named | None:
    """'A coat for me and one for my husband': the same garment once more."""
    words = reading.words
    for place in range(heads[-1].end, len(words) - 1) if heads else ():
        follows = words[place + 1] in ("for", "in", "one", "with")
        if words[place] in ("one", "another") and follows and _JOINING & set(words[max(place - 3, 0) : place]):
            return replace(heads[-1], start=place, end=place + 1)
    people = {n.start for n in reading.named if n.slot == "audience" and not n.refused}
    ends = {n.end for n in reading.named if not (n.refused or n.context)}
    for place in range(heads[-1].end, len(words)) if heads and len(people) > 1 else ():
        # "For my daughter a yellow raincoat, and for my son a blue one".
        if words[place] == "one" and place in ends and any(heads[-1].end <= person < place for person in people):
            return replace(heads[-1], start=place, end=place + 1)
    return None


def _for_each(reading: Reading, named: Sequence[Named], heads: Sequence[Named]) -> tuple[Group, ...]:
    """'My husband and I, his wife, each need a coat': the one garment for each of the people."""
    people = {n.value: n for n in reversed(named) if n.slot == "audience" and not n.refused}
    told = sorted(people.values(), key=lambda n: n.start)
    single = any(reading.words[n.start] not in _GROUPS for n in told)
    asking = _asks_too(reading, told) and not any(is_self(reading.words, n.start) for n in told)
    if len(told) + asking < 2 or not single or len({head.value for head in heads}) != 1:
        return ()
    between = reading.words[told[0].end : told[-1].start]
    own = [n for n in named if n.slot not in (*SHARED_SLOTS, "product_type")]
    if _OTHERWISE & set(between) or (len(heads) > 1 and own):
        return ()
    rest = [n for n in named if n.slot != "audience" and n not in heads[1:]]
    first = tuple(rest) if asking else (*rest, told[0])
    other = tuple(n for n in rest if n.slot not in SHARED_SLOTS)
    return (first, *((*other, one) for one in (told if asking else told[1:])))


def _asks_too(reading: Reading, people: Sequence[Named]) -> bool:
    """'Raincoats for me and my husband': whether the speaker stands in one list with the people."""
    words = reading.words
    i_alone = [pair for pair in pairwise(words) if "i" in pair] != [pair for pair in pairwise(words) if pair in _AND_I]
    place = next((p for p, word in enumerate(words) if word in ("me", "myself") or (word == "i" and not i_alone)), None)
    if place is None or not people:
        return False
    first, last = min(place, people[0].start), max(place + 1, people[-1].start)
    near = min(abs(people[0].start - place), abs(place - people[0].end)) <= _IN_ONE_LIST
    return near and (bool(_LISTED & set(words[first:last])) or any(first < wall <= last for wall in reading.walls))


def _each_his_own(reading: Reading, named: Sequence[Named], heads: Sequence[Named]) -> tuple[Group, ...]:
    """'Pyjamas, blue for the little one and red for the big one': the one garment once for each of them."""
    words = reading.words
    ends = [p for p in range(3, len(words)) if words[p] == "one" and words[p - 2] == "the" and words[p - 3] == "for"]
    own = [n for n in named if n.slot not in SHARED_SLOTS and n.slot != "product_type"]
    if len(ends) < 2 or len({head.value for head in heads}) != 1:
        return ()
    between = any(heads[-1].end <= n.start < ends[0] for n in own)
    borders = [heads[-1].end if between else 0, *(end + 1 for end in ends)]
    each = [tuple(n for n in own if low <= n.start < high) for low, high in pairwise(borders)]
    if not all(each):
        return ()
    rest = tuple(n for n in named if n not in own and n not in heads[1:] and words[n.start : n.end] != _LITTLE_ONE)
    people = tuple(n for n in rest if n.slot == "audience")[:1]
    others = (*heads[:1], *people)
    return ((*rest, *each[0]), *((*others, *one) for one in each[1:]))


def _begins_another(
    before: Named, head: Named, reading: Reading, named: Sequence[Named], differ: Callable[[str, str], bool]
) -> bool:
    """Whether a garment named after another is asked for beside it, not as another choice."""
    between = [
        reading.words[place] for place in range(before.end, head.start) if not _joins_values(place, reading, named)
    ]
    pointed = reading.words[head.start - 1 : head.start] == ("the",)
    again = before.value == head.value and not (pointed or _told_apart(named, reading))
    if _OTHERWISE & set(between) or again or head.start < before.end:
        return False
    joined = bool(_JOINING & set(between)) or any(before.end <= wall <= head.start for wall in reading.walls)
    told_apart = bool(_DETERMINERS & set(between)) or any(before.end <= n.start < head.start for n in named)
    return joined and (told_apart or differ(before.value, head.value))


def _joins_values(place: int, reading: Reading, named: Sequence[Named]) -> bool:
    """Whether an 'or' stands between two values of a garment: 'a blazer, navy or grey, and a blouse'."""
    if reading.words[place] not in _OTHERWISE:
        return False
    before = {n.slot for n in named if n.end == place and n.slot != "product_type"}
    return any(n.slot in before and place < n.start <= place + 2 for n in named)


def _parted(
    reading: Reading, named: Sequence[Named], heads: Sequence[Named], starts: Sequence[int]
) -> tuple[Group, ...]:
    ends = {head.start: head.end for head in heads}
    borders = [_border(reading, max(e for s, e in ends.items() if s < start), start) for start in starts[1:]]
    groups: list[list[Named]] = [[] for _ in starts]
    owners = _owners(reading, heads, starts)
    pointing = {start for place, start in enumerate(starts) if owners[place] != place}
    last = max(end for start, end in ends.items() if start not in pointing)
    for one in named:
        place = sum(border <= one.start for border in borders)
        if owners[place] != place:
            # "Leggings and a bra, the leggings in black": the second time they are only pointed at.
            groups[owners[place]] += [one] if one.slot != "product_type" else []
            continue
        if one.slot in SHARED_SLOTS and not (one.slot == "audience" and _told_apart(named, reading)):
            place = 0
        groups[place].append(one)
        if one.start >= last and one.slot not in SHARED_SLOTS:
            _share(one, groups, place, walled=any(last <= wall <= one.start for wall in reading.walls))
    if not (_said_of_one(reading, heads, borders) or _told_apart(named, reading)):
        _share_leading(groups, heads)
    return tuple(tuple(group) for group in groups if group)


def _owners(reading: Reading, heads: Sequence[Named], starts: Sequence[int]) -> list[int]:
    """For each garment the one that its words are said of: itself, but for "the leggings", which were named before."""
    values = [next(head.value for head in heads if head.start == start) for start in starts]
    owners = list(range(len(starts)))
    for place, start in enumerate(starts):
        named_before = [
            i for i in range(place) if values[i] == values[place] or values[i].endswith(f" {values[place]}")
        ]
        if named_before and reading.words[start - 1 : start] == ("the",):
            owners[place] = owners[named_before[0]]
    return owners


def _told_apart(named: Sequence[Named], reading: Reading) -> bool:
    """Whether garments are for different people: 'jeans for me and a hoodie for my son'."""
    people = {one.value for one in named if one.slot == "audience" and not one.refused}
    return len(people) > 1 or (bool(people) and _for_speaker(reading.words))


def _for_speaker(words: Sequence[str]) -> bool:
    """Whether something is for the speaker: 'jeans for me', not 'show me jeans'."""
    return "myself" in words or ("for", "me") in pairwise(words)


def _border(reading: Reading, end: int, start: int) -> int:
    """Where the words of the garment at `start` begin: after the last conjunction or comma before it."""
    marks = [place + 1 for place in range(end, start) if reading.words[place] in _JOINING]
    walls = [wall for wall in reading.walls if end <= wall <= start]
    people = {place for n in reading.named if n.slot == "audience" for place in range(n.start, n.end)}
    border = max(marks + walls, default=end)
    for mark in sorted(walls, reverse=True):
        # "Me: leggings": for whom it is stands before the garment, behind a wall of its own.
        if any(place not in people and reading.words[place] not in _OF_PEOPLE for place in range(mark, border)):
            break
        border = mark
    return border


def _share(one: Named, groups: list[list[Named]], place: int, walled: bool) -> None:
    """'A dress and shoes, nothing black': what follows all garments is said of those that know no better."""
    for other, group in enumerate(groups):
        if other != place and ((one.refused and walled) or (not one.refused and not _holds(group, one.slot))):
            group.append(one)


def _said_of_one(reading: Reading, heads: Sequence[Named], borders: Sequence[int]) -> bool:
    """'A red dress and a bag': with an article before each garment, an adjective is said of the first alone."""
    return any(_DETERMINERS & set(reading.words[border : border + 2]) for border in borders)


def _share_leading(groups: list[list[Named]], heads: Sequence[Named]) -> None:
    """'Red dress and shoes': an adjective before the first of two bare garments is said of both."""
    leading = [one for one in groups[0] if one.end <= heads[0].start and one.slot in ("colour", "material", "pattern")]
    for group in groups[1:]:
        bare = all(one.slot == "product_type" or one.slot in SHARED_SLOTS for one in group)
        if bare and not any(one.refused for one in leading):
            group.extend(replace(one) for one in leading)


def _holds(group: Sequence[Named], slot: str) -> bool:
    return any(one.slot == slot for one in group)
