"""The brief: what one shopper wants so far, as constraints per slot. Folded from edits, never written whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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

Constraints = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Brief:
    """The cumulative state of a talk.

    `wanted` and `excluded` map a slot to lexicon values: values of one slot are alternatives, slots add up.
    `limits` hold price, size and stock ({"price": "50"}: at most that); `words` are the shopper's own that fit no slot;
    `ideas` are soft styling terms that join the query; `anchor` is the article id of "like this one";
    `shown` are the ids already shown for this brief;
    `language` is the reply's.
    """

    wanted: Constraints = field(default_factory=dict)
    excluded: Constraints = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    ideas: tuple[str, ...] = ()
    anchor: str | None = None
    shown: tuple[str, ...] = ()
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
            "shown": list(self.shown),
            "language": self.language,
        }
        return {name: value for name, value in slots.items() if value or name in ("wanted", "excluded")}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Brief":
        """Read back what `to_json` wrote."""
        return cls(
            wanted={slot: tuple(values) for slot, values in data.get("wanted", {}).items()},
            excluded={slot: tuple(values) for slot, values in data.get("excluded", {}).items()},
            limits=dict(data.get("limits", {})),
            words=tuple(data.get("words", ())),
            ideas=tuple(data.get("ideas", ())),
            anchor=data.get("anchor"),
            shown=tuple(data.get("shown", ())),
            language=data.get("language", "en"),
        )
