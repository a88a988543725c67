"""Plan: what a planner makes of one message (edits + acts + ideas), as one schema for every planner."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from foundation.brief import Role, Slot

Topic = Literal[
    "greeting",
    "thanks",
    "goodbye",
    "how_are_you",
    "who_are_you",
    "capabilities",
    "privacy",
    "forget_me",
    "forget_photo",
    "out_of_scope",
    "unclear",
    "praise",
    "complaint",
    "abuse",
    "body_image",
    "grief",
    "noted",
    "photo",
    "photo_unseen",
    "photo_silent",
    "photo_person",
    "photo_unlike",
    "seen",
    "unknown_item",
    "secret",
]
Aspect = Literal[
    "price",
    "size",
    "stock",
    "material",
    "colour",
    "pattern",
    "type",
    "audience",
    "length",
    "sleeve",
    "neckline",
    "fit",
    "lining",
    "pockets",
    "closing",
    "care",
    "brand",
    "description",
    "heel",
    "hood",
    "warmth",
    "lightness",
    "dressiness",
    "softness",
    "stretch",
    "waterproof",
    "other",
]


class Edit(BaseModel):
    """One change to the brief. `refer` points at articles shown; `reset` starts a new search."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    op: Literal["add", "exclude", "replace", "drop", "reset", "refer"]
    slot: Slot | Literal["wardrobe", "language"] | None = Field(
        None, description="which slot changes; wardrobe: a piece the shopper owns; none for reset and refer"
    )
    values: tuple[str, ...] = Field((), description="words such as 'jeans', 'navy', 'boys'; none: all")
    handles: tuple[int, ...] = Field((), description="for refer: numbers of the articles shown last")
    article_ids: tuple[str, ...] = Field((), description="for refer: ids of articles shown in earlier turns")
    photos: tuple[int, ...] = Field((), description="for refer: number of the garment seen in a photo that is meant")
    part: int = Field(0, ge=0, le=6, description="of several garments asked for together, which one; 0 is the first")


class Act(BaseModel):
    """One thing to do in this turn."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Literal["search", "look", "compare", "count", "facts", "advise", "try_on", "paint", "ask", "say"]
    topic: Topic | None = Field(None, description="for say: what is talked of")
    aspects: tuple[Aspect, ...] = Field((), description="for facts and compare: what is asked of the articles")
    handles: tuple[int, ...] = Field((), description="for facts, compare, look, try_on: numbers of articles shown last")
    values: tuple[str, ...] = Field((), description="for facts and advise: 'slot=value' pairs, e.g. 'material=cotton'")
    more: bool = Field(False, description="for search: other articles than those shown already")
    variants: bool = Field(False, description="for search: the other colours of the article referred to")
    article_ids: tuple[str, ...] = Field((), description="for search: articles that the shopper named by number")
    kind: Literal["look", "capsule", "packing"] = Field("look", description="for look: one outfit, or a set of pieces")
    own: str | None = Field(None, description="for look: the shopper's own piece it is built on, in their words")
    roles: tuple[Role, ...] = Field((), description="for look: only these roles beside the piece it is built on")
    swap: tuple[Role, ...] = Field((), description="for look: roles of the last look to fill anew")
    without: tuple[Role, ...] = Field((), description="for look: roles to leave out")
    pieces: int | None = Field(None, ge=1, le=24, description="for look: at most so many pieces")


class Limit(BaseModel):
    """What a shopper limits: the highest price, a size, or that it is in stock."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Literal["price", "size", "stock"]
    value: str = Field(description="a number for price, the size, 'yes' for stock")


class Plan(BaseModel):
    """A planner's whole output for one message."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    edits: tuple[Edit, ...] = Field((), description="changes to what is wanted and excluded, in order")
    acts: tuple[Act, ...] = Field((), description="what to do now; several where the message asks several things")
    limits: tuple[Limit, ...] = Field((), description="price, size or stock that the shopper asks for")
    words: tuple[str, ...] = Field((), description="the message's own descriptive words that fit no slot")
    ideas: tuple[str, ...] = Field((), description="soft styling terms of your own that should colour the search")
    asked: tuple[str, ...] = Field(
        (), description="parts of the request no catalogue column carries: price, size, stock, delivery"
    )
