"""Plan: what a planner makes of one message (edits + acts + ideas), and the pure reducer that folds it into a Brief."""

from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from catalog.article import Article
from foundation.brief import SLOTS, Brief, Constraints, Slot

Topic = Literal[
    "greeting",
    "thanks",
    "goodbye",
    "how_are_you",
    "who_are_you",
    "capabilities",
    "privacy",
    "forget_me",
    "out_of_scope",
    "unclear",
    "praise",
    "complaint",
    "photo",
    "look",
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
    "other",
]


class Edit(BaseModel):
    """One change to the brief. `refer` points at shown articles by handle; `reset` starts a new search."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    op: Literal["add", "exclude", "replace", "drop", "reset", "refer"]
    slot: Slot | None = Field(None, description="which slot changes; none for reset and refer")
    values: tuple[str, ...] = Field((), description="words such as 'jeans', 'navy', 'boys'; none: all")
    handles: tuple[int, ...] = Field((), description="for refer: numbers of the articles shown last")


class Act(BaseModel):
    """One thing to do in this turn."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Literal["search", "count", "facts", "ask", "say"]
    topic: Topic | None = Field(None, description="for say: what is talked of")
    aspects: tuple[Aspect, ...] = Field((), description="for facts: what is asked of the article")
    handles: tuple[int, ...] = Field((), description="for facts: numbers of the articles shown last")
    values: tuple[str, ...] = Field((), description="for facts: 'slot=value' pairs asked for, e.g. 'material=cotton'")
    more: bool = Field(False, description="for search: other articles than those shown already")
    variants: bool = Field(False, description="for search: the other colours of the article referred to")
    article_ids: tuple[str, ...] = Field((), description="for search: articles that the shopper named by number")


class Limit(BaseModel):
    """What a shopper limits: the highest price, a size, or that it is in stock."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Literal["price", "size", "stock"]
    value: str = Field(description="a number for price, the size, 'yes' for stock")


class Plan(BaseModel):
    """A planner's whole output for one message."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    edits: tuple[Edit, ...] = Field((), description="changes to what is wanted and excluded, in order")
    acts: tuple[Act, ...] = Field((), description="what to do now")
    limits: tuple[Limit, ...] = Field((), description="price, size or stock that the shopper asks for")
    words: tuple[str, ...] = Field((), description="the message's own descriptive words that fit no slot")
    ideas: tuple[str, ...] = Field((), description="soft styling terms of your own that should colour the search")
    asked: tuple[str, ...] = Field(
        (), description="parts of the request no catalogue column carries: price, size, stock, delivery"
    )


@dataclass(frozen=True)
class Talk:
    """What a planner may know: the message, the brief so far, the articles shown last ([1] is the first), the past."""

    message: str
    brief: Brief = field(default_factory=Brief)
    last: tuple[Article, ...] = ()
    history: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Decision:
    """A plan with who made it; `notes` say in words when it was repaired or another planner stepped in."""

    plan: Plan
    planner: str
    version: str
    prompt_hash: str = ""
    notes: tuple[str, ...] = ()


class Planner(Protocol):
    """Turns a talk into a Decision. A planner that can't raises PlanFailed; it never invents a plan."""

    name: str

    def plan(self, talk: Talk) -> Decision:
        """Plan one message."""
        ...


class PlanFailed(Exception):
    """The planner gave nothing usable, not even after one repair; the message says why."""


class Values(Protocol):
    """What the reducer needs of a lexicon: whether a slot knows a value, and its canonical name."""

    def canonical(self, slot: str, value: str) -> str | None:
        """The slot's own name of `value`, or None where the catalogue knows no such thing."""
        ...


def fold(brief: Brief, plan: Plan, last: tuple[Article, ...], values: Values) -> tuple[Brief, tuple[str, ...]]:
    """Fold a plan's edits into a brief. Returns the new brief and one line for each edit that was rejected."""
    rejected: list[str] = []
    for edit in plan.edits:
        legal, problems = _legal(edit, last, values)
        rejected += problems
        if legal is not None:
            brief = _apply(brief, legal, last)
    # Words of an earlier garment would only draw the search away from the new one.
    turned = any(edit.slot == "product_type" and edit.op == "replace" for edit in plan.edits)
    words = tuple(dict.fromkeys((() if turned else brief.words) + plan.words))
    ideas = tuple(dict.fromkeys(plan.ideas)) or brief.ideas
    limits = dict(brief.limits)
    limits.update((limit.name, limit.value) for limit in plan.limits if _is_limit(limit))
    return replace(brief, words=words, ideas=ideas, limits=limits), tuple(rejected)


def _is_limit(limit: Limit) -> bool:
    return limit.name != "price" or limit.value.replace(".", "", 1).isdigit()


def _legal(edit: Edit, last: tuple[Article, ...], values: Values) -> tuple[Edit | None, list[str]]:
    """The edit with canonical values, without what is unknown; None where nothing legal is left."""
    if edit.op == "reset":
        return edit, []
    if edit.op == "refer":
        known = tuple(handle for handle in edit.handles if 1 <= handle <= len(last))
        problems = [f"no article [{handle}] was shown" for handle in edit.handles if handle not in known]
        return (edit.model_copy(update={"handles": known}) if known else None), problems
    if edit.slot not in SLOTS:
        return None, [f"an edit '{edit.op}' names no slot"]
    named = {value: values.canonical(edit.slot, value) for value in edit.values}
    problems = [f"{edit.slot} '{value}' is unknown to this catalogue" for value, name in named.items() if name is None]
    known_values = tuple(dict.fromkeys(name for name in named.values() if name is not None))
    if not known_values and (edit.op != "drop" or edit.values):
        return None, problems
    return edit.model_copy(update={"values": known_values}), problems


def _apply(brief: Brief, edit: Edit, last: tuple[Article, ...]) -> Brief:
    slot = edit.slot or ""
    match edit.op:
        case "reset":
            return Brief(language=brief.language)
        case "refer":
            return replace(brief, anchor=last[edit.handles[0] - 1].article_id)
        case "add":
            return replace(
                brief,
                wanted=_with(brief.wanted, slot, edit.values),
                excluded=_without(brief.excluded, slot, edit.values),
            )
        case "replace":
            return replace(
                brief,
                wanted={**brief.wanted, slot: edit.values},
                excluded=_without(brief.excluded, slot, edit.values),
            )
        case "exclude":
            return replace(
                brief,
                wanted=_without(brief.wanted, slot, edit.values),
                excluded=_with(brief.excluded, slot, edit.values),
            )
        case "drop":
            gone = edit.values or (*brief.wanted.get(slot, ()), *brief.excluded.get(slot, ()))
            return replace(
                brief, wanted=_without(brief.wanted, slot, gone), excluded=_without(brief.excluded, slot, gone)
            )


def _with(constraints: Constraints, slot: str, more: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {**constraints, slot: tuple(dict.fromkeys((*constraints.get(slot, ()), *more)))}


def _without(constraints: Constraints, slot: str, gone: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    kept = tuple(value for value in constraints.get(slot, ()) if value not in gone)
    rest = {name: held for name, held in constraints.items() if name != slot}
    return {**rest, slot: kept} if kept else rest
