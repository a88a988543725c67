"""The brief: what one shopper wants so far, as constraints per slot. Folded from edits, never written whole."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

HardSlot = Literal[
    "product_type", "colour", "pattern", "audience", "material", "length",
    "sleeve", "neckline", "fit", "detail", "brand_line",
]  # fmt: skip
SoftSlot = Literal["occasion", "season"]
Slot = Literal[HardSlot, SoftSlot]
HARD_SLOTS: tuple[str, ...] = get_args(HardSlot)
SOFT_SLOTS: tuple[str, ...] = get_args(SoftSlot)
SLOTS = HARD_SLOTS + SOFT_SLOTS
# For whom and what for, rather than what.
SITUATION_SLOTS = ("audience", *SOFT_SLOTS)
# What holds for every garment of a request.
SHARED_SLOTS = (*SITUATION_SLOTS, "brand_line")

LANGUAGES = ("en", "es", "de", "fr", "it", "sv")

Constraints = Mapping[str, tuple[str, ...]]


Role = Literal["top", "bottom", "one_piece", "outer", "shoes", "bag", "accessory"]
ROLES: tuple[str, ...] = get_args(Role)


@dataclass(frozen=True)
class Part:
    """Another garment asked for beside the first, with constraints of its own: the shoes of "a red dress and black
    shoes". Audience, occasion and season hold for every garment and stand in the brief alone.
    """

    wanted: Constraints = field(default_factory=dict)
    excluded: Constraints = field(default_factory=dict)
    words: tuple[str, ...] = ()
    photo: str | None = None


@dataclass(frozen=True)
class Piece:
    """One piece of the look worked on: an article by its id, or the shopper's own by their words."""

    role: str
    article_id: str | None = None
    own: str | None = None


@dataclass(frozen=True)
class Brief:
    """The cumulative state of a talk.

    `wanted` and `excluded` map a slot to lexicon values: values of one slot are alternatives, slots add up.
    `parts` are further garments asked for together with that one.
    `limits` hold price, size and stock ({"price": "50"}: at most that); `words` are the shopper's own that fit no slot;
    `ideas` are soft styling terms that join the query; `anchor` is the article id of "like this one";
    `photo` names the garment of a photo that it shall be like, `unlike` the slots in which it need not be;
    `shown` are the ids already shown for this brief; `wardrobe` are the shopper's own pieces, in their words;
    `look` is the look composed last; `language` is the reply's.
    """

    wanted: Constraints = field(default_factory=dict)
    excluded: Constraints = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    ideas: tuple[str, ...] = ()
    anchor: str | None = None
    photo: str | None = None
    unlike: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    wardrobe: tuple[str, ...] = ()
    look: tuple[Piece, ...] = ()
    language: str = "en"

    def to_json(self) -> dict[str, Any]:
        """The brief as plain JSON values, without what is empty."""
        slots = {
            "wanted": {slot: list(values) for slot, values in self.wanted.items()},
            "excluded": {slot: list(values) for slot, values in self.excluded.items()},
            "limits": dict(self.limits),
            "words": list(self.words),
            "ideas": list(self.ideas),
            "anchor": self.anchor,
            "photo": self.photo,
            "unlike": list(self.unlike),
            "shown": list(self.shown),
            "parts": [asdict(part) for part in self.parts],
            "wardrobe": list(self.wardrobe),
            "look": [asdict(piece) for piece in self.look],
            "language": self.language,
        }
        return {name: value for name, value in slots.items() if value or name in ("wanted", "excluded")}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Brief":
        """Read back what `to_json` wrote."""
        return cls(
            wanted=_read_constraints(data.get("wanted", {})),
            excluded=_read_constraints(data.get("excluded", {})),
            limits=dict(data.get("limits", {})),
            words=tuple(data.get("words", ())),
            ideas=tuple(data.get("ideas", ())),
            anchor=data.get("anchor"),
            photo=data.get("photo"),
            unlike=tuple(data.get("unlike", ())),
            shown=tuple(data.get("shown", ())),
            parts=tuple(_read_part(part) for part in data.get("parts", ())),
            wardrobe=tuple(data.get("wardrobe", ())),
            look=tuple(Piece(**piece) for piece in data.get("look", ())),
            language=data.get("language", "en"),
        )


def _read_constraints(data: Mapping[str, Any]) -> Constraints:
    return {slot: tuple(values) for slot, values in data.items()}


def _read_part(data: Mapping[str, Any]) -> Part:
    wanted, excluded = _read_constraints(data["wanted"]), _read_constraints(data["excluded"])
    return Part(wanted, excluded, tuple(data["words"]), data.get("photo"))
