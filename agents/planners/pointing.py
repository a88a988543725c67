"""Pointing: what of a talk's photos a message means: "this", "the second one", "the trousers", "in that colour"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from agents.listening import Said
from agents.sights import Sight, words_of
from agents.talk import Talk
from catalog.reading import Named

PICTURE = r"(?:photo|picture|pic|image|selfie|screenshot|snap|shot|photograph)s?"
OF_PHOTO = re.compile(rf"\b{PICTURE}\b")
# What points at a photo or at what it shows, the plainest first.
POINTERS = (
    re.compile(
        rf"\b(?:the |an? |this |that |these |those )?(?:\w+ ){{0,2}}?(?:in|from|on|of) (?:this|that|these|those|the|my)"
        rf"(?: \w+)? {PICTURE}\b"
    ),
    re.compile(rf"\b(?:this|that|these|those|the|my|attached)(?: (?:first|second|third|last|attached))? {PICTURE}\b"),
    re.compile(
        r"\b(?:this|that|these|those)"
        r"(?: (?:very|exact|one|ones|item|piece|thing|outfit|look|stuff|kind|style|type))*\b"
    ),
    re.compile(r"\b(?:the|my|her|his|their) (?:outfit|look|item|piece|thing|ones?)\b"),
    re.compile(r"\b(?:it|them|both|the same|same)\b"),
)
_ORDINALS = {"first": 0, "1st": 0, "former": 0, "second": 1, "2nd": 1, "latter": 1, "third": 2, "3rd": 2, "last": -1}
_NO_PLACE = r"(?! (?:time|date|day|birthday|job|impression|night|week|year|month|of all))"
_BEHIND_PLACE = rf"(?: (?:one|{PICTURE})\b)?"
_PLACE = rf"(?:the )?(?:{'|'.join(_ORDINALS)})\b{_NO_PLACE}{_BEHIND_PLACE}|the other\b{_BEHIND_PLACE}"
_ORDINAL = re.compile(rf"\b(?:{_PLACE})", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;.]|\b(?:and|but|while)\b)\s*", re.IGNORECASE)
_OUTLINE = re.compile(r"\b(?:with |in )?the (?:shape|cut|style|silhouette) (?:of|from) ", re.IGNORECASE)
_ON_TOP = re.compile(r"\bon top(?: of it| of this)?\b", re.IGNORECASE)
_TRAITS = {"colour": "colou?r|shade", "pattern": "pattern|print"}
_THIS = r"(?:exactly |just |precisely )?(?:this|that|these|those|the same|the exact same|same)(?: very| exact| same)?"
# A trait of what is shown that something else shall have.
_ANY_TRAIT = "|".join(_TRAITS.values())
HERE = re.compile(
    rf"(?:^|\b(?:in|with|has) ){_THIS} ({_ANY_TRAIT})\b|\b(?:same|exact) ({_ANY_TRAIT})\b(?! (?:is|are)\b)",
    re.IGNORECASE,
)
# Slots of which the words of a correction may be.
SEEN_SLOTS = ("product_type", "colour", "pattern")

Span = tuple[int, int]


def pointer(said: Said) -> Span | None:
    """Where the message's text points at the photo."""
    found = (match for pattern in POINTERS if (match := pattern.search(said.text)))
    return next((match.span() for match in found), None)


def noun_behind(said: Said, span: Span | None) -> Named | None:
    """The shopper's own name of the garment right behind 'this': 'this jacket'."""
    if span is None:
        return None
    place = len(said.text[: span[1]].split())
    heads = (n for n in said.reading.named if n.slot == "product_type" and not n.refused)
    walls = said.reading.walls
    return next((n for n in heads if place <= n.start <= place + 2 and not walls & {*range(place, n.start + 1)}), None)


def spoken(message: str) -> str:
    """A message as it is spoken, without punctuation, its "it's" as "its"."""
    return " ".join(re.sub(r"[^\w\s]", "", message.lower()).split())


def photos_of(talk: Talk) -> list[str]:
    """The photos that may be meant by their place, the oldest first."""
    return list(dict.fromkeys(sight.photo for sight in (*talk.held, *talk.sights)))


def by_place(talk: Talk, text: str) -> tuple[Sight, ...]:
    """The garments of 'the second one', where there are several photos; none where no place is told."""
    photos = list(dict.fromkeys(sight.photo for sight in talk.sights))
    photos = photos if len(photos) > 1 else photos_of(talk)
    match = _ORDINAL.search(text)
    if match is None or len(photos) < 2:
        return ()
    others = [photo for photo in photos if not (talk.brief.photo or photos[0]).startswith(photo)]
    place = next((_ORDINALS[word] for word in match[0].lower().split() if word in _ORDINALS), None)
    chosen = others[-1] if place is None else photos[min(place, len(photos) - 1)]
    return tuple(sight for sight in talk.photos if sight.photo == chosen)


def cut_by_place(talk: Talk, clause: str) -> Iterator[str]:
    """A clause that speaks of several photos by their places, each with what is said of it."""
    places = [*_ORDINAL.finditer(clause)] if len(photos_of(talk)) > 1 else []
    start = 0
    for one, other in pairwise(places):
        if cuts := [*_BETWEEN.finditer(clause, one.end(), other.start())]:
            yield clause[start : cuts[-1].start()]
            start = cuts[-1].end()
    yield clause[start:]


def spelled_out(talk: Talk, message: str) -> str:
    """A message with a trait of one photo by its name: 'the cut of the first in the colour of the second' → 'like the
    first in navy'.
    """
    message = _ON_TOP.sub("over it", _OUTLINE.sub("like ", message))
    for slot, words in _TRAITS.items():
        of = rf"(?:the )?(?:{words}) (?:of|from|in|on) ({_PLACE})|({_PLACE})['’]?s (?:{words})\b"
        there = re.search(rf"\b(?:in |with )?(?:{of})", message, re.IGNORECASE)
        value = (
            next((s.values[slot] for s in by_place(talk, there[1] or there[2]) if slot in s.values), None)
            if there
            else None
        )
        if there and value:
            message = f"{message[: there.start()]}in {value}{message[there.end() :]}"
    return message


def shared(text: str) -> list[str]:
    """The slots in which something else shall be as what is shown: 'a top in this colour'."""
    words = [(match[1] or match[2]).lower() for match in HERE.finditer(text)]
    return [slot for slot, names in _TRAITS.items() if any(re.fullmatch(names, word) for word in words)]


def corrected(said: Said, sights: Sequence[Sight], opens: re.Match[str] | None) -> Sight | None:
    """The garment as the shopper says it is: 'no, it's a skirt', 'that's navy'; None where nothing is set right.

    `opens` is how such a sentence begins; what it says stands right behind.
    """
    if opens is None or not sights:
        return None
    told: dict[str, str] = {}
    place = len(opens[0].split())
    for named in sorted(said.reading.named, key=lambda n: n.start):
        if named.start == place:
            told |= {named.slot: named.value}
            place = named.end
    told = {slot: value for slot, value in told.items() if slot in SEEN_SLOTS}
    return as_told(_spoken_of(said, sights), told) if told else None


def as_told(sight: Sight, told: dict[str, str]) -> Sight:
    """A garment with what the shopper told of it."""
    values = {**sight.values, **told}
    kinds = (told["product_type"],) if "product_type" in told else sight.kinds
    return replace(sight, values=values, words=words_of(values), kinds=kinds, maybe=())


def _spoken_of(said: Said, sights: Sequence[Sight]) -> Sight:
    """The garment that a correction is on: the one gone by, else one that could not be told, else the first."""
    key = said.brief.photo
    by_photo = (sight for sight in sights if sight.key == key)
    return next(by_photo, next((sight for sight in sights if not sight.is_sure), sights[0]))
