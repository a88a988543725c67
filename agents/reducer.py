"""The reducer: one pure function that folds a plan's edits into the brief, and says which were illegal."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from agents.plan import Edit, Limit, Plan
from catalog.article import Article
from catalog.words import visible
from foundation.brief import LANGUAGES, SLOTS, SOFT_SLOTS, Brief, Constraints, Part

_MOST_PARTS = 6
_MOST_OWNED = 24
_OWNED_CHARS = 80


class Values(Protocol):
    """What the reducer needs of a lexicon: whether a slot knows a value, its canonical name, and its kinds."""

    def canonical(self, slot: str, value: str) -> str | None:
        """The slot's own name of `value`, or None where the catalogue knows no such thing."""
        ...

    def kinds(self, slot: str, value: str) -> Collection[str]:
        """The narrower values that a value is made up of."""
        ...


def fold(
    brief: Brief,
    plan: Plan,
    last: tuple[Article, ...],
    values: Values,
    seen: Collection[str] = (),
    photos: Sequence[str] = (),
) -> tuple[Brief, tuple[str, ...]]:
    """Fold a plan's edits into a brief. Returns the new brief and one line for each edit that was rejected.

    `last` are the articles shown last, `seen` the ids of all shown in this talk, `photos` the keys of the garments that
    photos show: only those can be referred to.
    """
    rejected: list[str] = []
    for edit in plan.edits:
        legal, problems = _legal(edit, brief, last, values, seen, photos)
        rejected += problems
        if legal is not None:
            brief = _apply(brief, legal, last, values, photos)
    # Words of an earlier garment would only draw the search away from the new one.
    turned = any(edit.slot == "product_type" and edit.op == "replace" and not edit.part for edit in plan.edits)
    words = tuple(dict.fromkeys((() if turned else brief.words) + plan.words))
    ideas = tuple(dict.fromkeys(plan.ideas)) or brief.ideas
    limits = dict(brief.limits)
    limits.update((limit.name, limit.value) for limit in plan.limits if _is_limit(limit))
    return replace(brief, words=words, ideas=ideas, limits=limits), tuple(rejected)


def _is_limit(limit: Limit) -> bool:
    return limit.name != "price" or limit.value.replace(".", "", 1).isdigit()


def _legal(
    edit: Edit,
    brief: Brief,
    last: tuple[Article, ...],
    values: Values,
    seen: Collection[str],
    photos: Sequence[str],
) -> tuple[Edit | None, list[str]]:
    """The edit with canonical values, without what is unknown; None where nothing legal is left."""
    if edit.op == "reset":
        return edit, []
    if edit.op == "refer" and edit.photos:
        unknown = [f"no photo shows a garment {number}" for number in edit.photos if not 1 <= number <= len(photos)]
        return (None if unknown else edit), unknown
    if edit.op == "refer":
        return _legal_reference(edit, last, seen)
    if edit.slot == "wardrobe":
        owned = tuple(filter(None, (" ".join(visible(value).split())[:_OWNED_CHARS] for value in edit.values)))
        return edit.model_copy(update={"values": owned}), []
    if edit.slot == "language":
        known = edit.values[:1] if edit.values[:1] and edit.values[0] in LANGUAGES else ()
        return (edit, []) if known else (None, [f"language {edit.values} is none of {', '.join(LANGUAGES)}"])
    if edit.slot not in SLOTS:
        return None, [f"an edit '{edit.op}' names no slot"]
    if edit.part > min(len(brief.parts) + (edit.op in ("add", "replace")), _MOST_PARTS):
        return None, [f"there is no garment {edit.part} among those asked for"]
    return _legal_values(edit, edit.slot, values)


def _legal_reference(edit: Edit, last: tuple[Article, ...], seen: Collection[str]) -> tuple[Edit | None, list[str]]:
    handles = tuple(handle for handle in edit.handles if 1 <= handle <= len(last))
    shown = {article.article_id for article in last} | set(seen)
    ids = tuple(name for name in edit.article_ids if name in shown)
    problems = [f"no article [{handle}] was shown" for handle in edit.handles if handle not in handles]
    problems += [f"article {name} was not shown in this talk" for name in edit.article_ids if name not in ids]
    return (edit.model_copy(update={"handles": handles, "article_ids": ids}) if handles or ids else None), problems


def _legal_values(edit: Edit, slot: str, values: Values) -> tuple[Edit | None, list[str]]:
    named = {value: values.canonical(slot, value) for value in edit.values}
    problems = [f"{slot} '{value}' is unknown to this catalogue" for value, name in named.items() if name is None]
    known = tuple(dict.fromkeys(name for name in named.values() if name is not None))
    if not known and (edit.op != "drop" or edit.values):
        return None, problems
    return edit.model_copy(update={"values": known}), problems


def _apply(brief: Brief, edit: Edit, last: tuple[Article, ...], values: Values, photos: Sequence[str]) -> Brief:
    if edit.op == "reset":
        return Brief(language=brief.language, wardrobe=brief.wardrobe)
    if edit.op == "refer" and edit.photos:
        return _like_photo(brief, edit, photos[edit.photos[0] - 1])
    if edit.op == "refer":
        return replace(brief, anchor=edit.article_ids[0] if edit.article_ids else last[edit.handles[0] - 1].article_id)
    if edit.slot == "wardrobe":
        return replace(brief, wardrobe=_owned(brief.wardrobe, edit))
    if edit.slot == "language":
        return replace(brief, language=edit.values[0])
    if edit.part and edit.slot not in SOFT_SLOTS:
        return replace(brief, parts=_changed_parts(brief.parts, edit, values))
    wanted, excluded = _changed(brief.wanted, brief.excluded, edit, values)
    brief = _apart_from_photo(brief, edit, wanted) if brief.photo else brief
    return replace(brief, wanted=wanted, excluded=excluded)


def _like_photo(brief: Brief, edit: Edit, key: str) -> Brief:
    """The brief, or one garment of it, that goes by a garment of a photo."""
    if not edit.part:
        return replace(brief, photo=key, unlike=(), anchor=None)
    parts = [*brief.parts, Part()] if edit.part > len(brief.parts) else [*brief.parts]
    parts[edit.part - 1] = replace(parts[edit.part - 1], photo=key)
    return replace(brief, parts=tuple(parts))


def _apart_from_photo(brief: Brief, edit: Edit, wanted: Constraints) -> Brief:
    """What is let go need not be like the photo any more; another garment has nothing of it."""
    if edit.slot == "product_type" and not set(wanted.get("product_type", ())) & set(
        brief.wanted.get("product_type", ())
    ):
        return replace(brief, photo=None, unlike=())
    if edit.op == "drop" and edit.slot not in wanted:
        return replace(brief, unlike=tuple(dict.fromkeys((*brief.unlike, str(edit.slot)))))
    return brief


def _owned(wardrobe: tuple[str, ...], edit: Edit) -> tuple[str, ...]:
    if edit.op in ("drop", "exclude"):
        return tuple(piece for piece in wardrobe if edit.values and piece not in edit.values)
    held = () if edit.op == "replace" else wardrobe
    return tuple(dict.fromkeys((*held, *edit.values)))[-_MOST_OWNED:]


def _changed_parts(parts: tuple[Part, ...], edit: Edit, values: Values) -> tuple[Part, ...]:
    """The parts with one of them changed; one that names no garment any more is let go."""
    grown = [*parts, Part()] if edit.part > len(parts) else [*parts]
    part = grown[edit.part - 1]
    wanted, excluded = _changed(part.wanted, part.excluded, edit, values)
    grown[edit.part - 1] = replace(part, wanted=wanted, excluded=excluded)
    return tuple(part for part in grown if part.wanted and (edit.op != "drop" or "product_type" in part.wanted))


def _changed(wanted: Constraints, excluded: Constraints, edit: Edit, values: Values) -> tuple[Constraints, Constraints]:
    slot = edit.slot or ""
    # Long sleeves after all: then sleeves are not refused any more.
    wider = [held for held in excluded.get(slot, ()) if set(edit.values) & set(values.kinds(slot, held))]
    allowed = (*edit.values, *wider)
    match edit.op:
        case "add":
            return _with(wanted, slot, edit.values), _without(excluded, slot, allowed)
        case "replace":
            return {**wanted, slot: edit.values}, _without(excluded, slot, allowed)
        case "exclude":
            return _without(wanted, slot, edit.values), _with(excluded, slot, edit.values)
        case _:
            gone = edit.values or (*wanted.get(slot, ()), *excluded.get(slot, ()))
            return _without(wanted, slot, gone), _without(excluded, slot, gone)


def _with(constraints: Constraints, slot: str, more: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    return {**constraints, slot: tuple(dict.fromkeys((*constraints.get(slot, ()), *more)))}


def _without(constraints: Constraints, slot: str, gone: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    kept = tuple(value for value in constraints.get(slot, ()) if value not in gone)
    rest = {name: held for name, held in constraints.items() if name != slot}
    return {**rest, slot: kept} if kept else rest
