"""Sights: what the photos of a talk show, garment by garment, in the catalogue's words and in a shopper's.

A sight outlives its turn only beside its photo, as JSON: what was seen goes when the photo goes.
"""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.lexicon import Lexicon
from foundation.brief import Brief
from retrieval.query import Picture
from vision.caption import COLOUR, PATTERN, TYPE, Caption, Description

# The surface of a garment that nobody mentions.
UNREMARKABLE = frozenset({"plain", "melange", "Other structure", "Other pattern", "patterned", "Treatment", "Contrast"})
# The likeliest kinds that are offered where the kind itself can't be told, and how likely each must be.
MOST_MAYBE, LEAST_MAYBE = 3, 0.08
# A search by photo keeps to so many kinds at most, of which it is one with this probability, each this likely.
MOST_KINDS, NEARLY_SURE, LEAST_KIND = 6, 0.97, 0.015
_SLOTS = {TYPE: "product_type", COLOUR: "colour", PATTERN: "pattern"}


@dataclass(frozen=True, eq=False)
class Sight:
    """One garment of a photo: `key` names it in a brief. `words` are a shopper's ('navy striped sweater'; "" where too
    little can be told), `values` the lexicon's for each slot that can be told, `maybe` kinds it may be where that is
    hard to see, `kinds` all kinds it may well be. `part` is where it is worn, empty where it lies; `picture` is what to
    search by.
    """

    key: str
    photo: str
    words: str
    values: Mapping[str, str]
    picture: Picture
    maybe: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    part: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether the kind of garment can be told."""
        return "product_type" in self.values

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON values."""
        return {
            "key": self.key, "photo": self.photo, "words": self.words, "values": dict(self.values),
            "maybe": list(self.maybe), "kinds": list(self.kinds), "part": self.part, "eye": self.picture.eye,
            "likely": {column: dict(shares) for column, shares in self.picture.likely.items()},
            "vector": _packed(self.picture.vector), "form": _packed(self.picture.form),
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Sight":
        """Read back what `to_json` wrote."""
        vector, form = _unpacked(data["vector"]), _unpacked(data.get("form"))
        picture = Picture(vector, data["likely"], data["eye"], form)
        told = (data["key"], data["photo"], data["words"], data["values"])
        return cls(*told, picture, tuple(data["maybe"]), tuple(data["kinds"]), data["part"])


@dataclass(frozen=True, eq=False)
class View:
    """One photo of a message: its id, what is `told` of it (the `caption` verb's fields), and its sights from head to
    feet.
    """

    photo: str
    told: Mapping[str, Any]
    sights: tuple[Sight, ...]

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON values."""
        return {"photo": self.photo, "told": dict(self.told), "sights": [sight.to_json() for sight in self.sights]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "View":
        """Read back what `to_json` wrote."""
        return cls(data["photo"], data["told"], tuple(map(Sight.from_json, data["sights"])))


def view(photo: str, caption: Caption, eye: str, lexicon: Lexicon) -> View:
    """A caption as a view; of an outfit, what can be told of none of its garments is left out."""
    told = [one for one in caption.garments if one.said(TYPE) or one.said(COLOUR)] or [caption.main]
    return View(photo, caption.to_json(), tuple(_sight(photo, one, eye, lexicon, alone=len(told) == 1) for one in told))


def _sight(photo: str, seen: Description, eye: str, lexicon: Lexicon, alone: bool) -> Sight:
    values = {
        _SLOTS[name]: value
        for name in _SLOTS
        if (said := seen.said(name)) and (value := spoken(_SLOTS[name], said, lexicon))
    }
    return Sight(
        key=photo if alone else f"{photo}/{seen.part}",
        photo=photo,
        words=words_of(values),
        values=values,
        picture=Picture(seen.vector, {column: _whole(s) for column, s in seen.likely.items()}, eye, seen.form),
        maybe=() if "product_type" in values else _maybe(seen, lexicon),
        kinds=_kinds(seen, lexicon),
        part=seen.part,
    )


def spoken(slot: str, string: str, lexicon: Lexicon) -> str | None:
    """The lexicon's value for a catalogue string, as a shopper would say it: 'Dark Blue' → navy, 'Hat/beanie' → hat."""
    plain = string.lower().removeprefix("other ")
    names = (lexicon.canonical(slot, name) for name in (plain, plain.split("/")[0], string))
    known = [value for value in names if value]
    return next((value for value in known if not lexicon.entry(slot, value).own), next(iter(known), None))


def words_of(values: Mapping[str, str]) -> str:
    """A garment in a shopper's words; empty where its kind is not among them."""
    kind = values.get("product_type")
    if kind is None:
        return ""
    pattern = values.get("pattern", "")
    told = [values.get("colour", ""), "" if pattern in UNREMARKABLE else pattern, kind]
    return " ".join(dict.fromkeys(word.lower() for word in told if word))


def joined(sights: Sequence[Sight]) -> str:
    """Several garments in one breath: 'navy sweater and blue jeans'."""
    return " and ".join(dict.fromkeys(sight.words for sight in sights if sight.words))


def _maybe(seen: Description, lexicon: Lexicon) -> tuple[str, ...]:
    """The likeliest kinds, to be offered."""
    return tuple(kind for kind, share in _likely_kinds(seen, lexicon) if share >= LEAST_MAYBE)[:MOST_MAYBE]


def _kinds(seen: Description, lexicon: Lexicon) -> tuple[str, ...]:
    """The fewest kinds of which it is nearly surely one."""
    kinds: list[str] = []
    covered = 0.0
    for kind, share in _likely_kinds(seen, lexicon):
        if kinds and (covered >= NEARLY_SURE or share < LEAST_KIND):
            break
        kinds.append(kind)
        covered += share
    return tuple(kinds[:MOST_KINDS])


def _likely_kinds(seen: Description, lexicon: Lexicon) -> list[tuple[str, float]]:
    """The lexicon's kinds with how likely each is, the likeliest first; a kind without a word is left out."""
    shares: dict[str, float] = {}
    for string, share in _whole(seen.likely.get("product_type_name", {})).items():
        if kind := spoken("product_type", string, lexicon):
            shares[kind] = shares.get(kind, 0.0) + share
    total = sum(shares.values()) or 1.0
    return sorted(((kind, share / total) for kind, share in shares.items()), key=lambda one: -one[1])


def _packed(vector: NDArray[np.float32] | None) -> str | None:
    return None if vector is None else base64.b64encode(vector.astype("<f4").tobytes()).decode()


def _unpacked(text: str | None) -> NDArray[np.float32] | None:
    return None if text is None else np.frombuffer(base64.b64decode(text), "<f4")


def _whole(shares: Mapping[str, float]) -> dict[str, float]:
    """Probabilities that add up to 1: of something worn, only what is worn there counts."""
    total = sum(shares.values())
    return {name: round(share / total, 5) for name, share in shares.items()} if total > 0 else {}


def list_sights(sights: Sequence[Sight]) -> Iterator[str]:
    """The garments of photos by number, as a model is told of them: '[photo 1] navy striped sweater'."""
    for number, sight in enumerate(sights, 1):
        told = sight.words or " ".join(
            [*sight.values.values(), "piece; it may be:", ", ".join(sight.maybe) or "unknown"]
        )
        yield f"[photo {number}] {told}"


def narrowed(brief: Brief, sights: Sequence[Sight]) -> Brief:
    """A brief as it is spoken of: of the kinds that a photo may show, the one that was told."""
    sight = next((sight for sight in sights if sight.key == brief.photo), None)
    kinds = brief.wanted.get("product_type", ())
    if sight is None or not sight.is_sure or len(kinds) < 2 or not set(kinds) <= set(sight.kinds):
        return brief
    return replace(brief, wanted={**brief.wanted, "product_type": (sight.values["product_type"],)})
