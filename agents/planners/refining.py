"""Refining: the edits that fold the values of a message into the brief, garment by garment."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from agents.listening import Said
from agents.plan import Edit
from agents.planners.edits import at_part, edit, parts_dropped
from agents.rules import Rules
from catalog.garments import garments
from catalog.reading import Named
from foundation.brief import HARD_SLOTS, Brief

# What belongs to one garment only, and is let go when the talk turns to another.
_GARMENT_SLOTS = ("length", "sleeve", "neckline", "fit", "detail", "brand_line")
_LOOK_SLOTS = ("colour", "pattern", "material")
_CHILDREN = frozenset({"girls", "boys", "kids"})
_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "hers"})
_MINE = re.compile(r"^(?:(?:and|but|ok|actually|can|make) )*(?:mine|my one)\b")
_THEIRS = re.compile(r"^(?:(?:and|but|ok|actually|can|make|the) )*(?:theirs|their ones?|kids ones?)\b")
_OF_ONE_KIND = {
    "women": ("women", "girls", "teen girls", "baby girls"),
    "men": ("men", "boys", "teen boys", "baby boys"),
}
# "His sister", where the talk is of a boy, is a child too.
_SIBLINGS = frozenset({"sister", "brother"})
_JOINING = frozenset({"and", "&", "plus", "also", "with"})


class Refining:
    """Makes edits of values named."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def edits(self, said: Said, named: Sequence[Named], brief: Brief | None = None) -> list[Edit]:
        """The edits that fold the values named into the brief, garment by garment."""
        brief = said.brief if brief is None else brief
        named = [n for n in named if not (said.is_owned(n) and self._has_other_wish(said))]
        reading = replace(said.reading, named=tuple(_narrowed(said, named)))
        first, *further = garments(reading, self._differ)
        if not further:
            mine = said.own_audience
            first = tuple(n for n in first if not (mine and n.slot == "audience"))
            edits = self._refined(said, first, brief)
            return [*edits, edit("replace", "audience", (mine,))] if mine else edits
        edits = parts_dropped(brief)
        edits += self._one_garment(said, first, brief)
        for part, group in enumerate(further, 1):
            edits += at_part(self._one_garment(said, group, Brief()), part)
        return edits

    def _has_other_wish(self, said: Said) -> bool:
        """Whether something is wished for beside the shopper's own piece."""
        others = [n for n in said.reading.named if n.slot == "product_type" and not said.is_owned(n)]
        return bool(others) or self._rules.says("own", said.text)

    def _differ(self, one: str, other: str) -> bool:
        """Whether two product types are worn together rather than in each other's place."""
        role = self._role(one)
        return role != self._role(other) or role == "accessory"

    def _role(self, product_type: str) -> str:
        roles = self._rules.roles.items()
        return next((role for role, words in roles if re.search(rf"\b({words})s?$", product_type)), product_type)

    def _refined(self, said: Said, named: Sequence[Named], brief: Brief) -> list[Edit]:
        """The edits of a message on one garment, which may be one of several asked for before."""
        types = [n.value for n in named if n.slot == "product_type" and not n.refused]
        given_up = {n.value for n in named if n.slot == "product_type" and n.refused}
        for part, held in enumerate(brief.parts, 1):
            if given_up.issuperset(held.wanted.get("product_type", ("",))):
                # "Not a scarf after all": that one of the garments is let go.
                rest = [n for n in named if n.slot != "product_type" or n.value not in given_up]
                return [
                    edit("drop", "product_type").model_copy(update={"part": part}),
                    *self._one_garment(said, rest, brief),
                ]
        if not types and (whose := self._whose(said, named, brief)) is not None:
            alone = brief if not whose else Brief(wanted=brief.parts[whose - 1].wanted)
            edits = self._one_garment(said, [n for n in named if n.slot != "audience"], alone)
            return at_part(edits, whose) if whose else edits
        for part, held in enumerate(brief.parts, 1):
            if types and set(types) & set(held.wanted.get("product_type", ())):
                alone = Brief(wanted=held.wanted, excluded=held.excluded)
                return at_part(self._one_garment(said, named, alone), part)
        edits = self._one_garment(said, named, brief)
        turned = [t for t in types if t not in brief.wanted.get("product_type", ())]
        if turned and brief.parts:
            return [*parts_dropped(brief), *edits]
        if brief.parts and not types and self._rules.says("all_of_them", said.text):
            ours = [edit for edit in edits if edit.slot in HARD_SLOTS]
            parts = range(1, len(brief.parts) + 1)
            edits += [one for part in parts for one in at_part(ours, part)]
        return edits

    def _whose(self, said: Said, named: Sequence[Named], brief: Brief) -> int | None:
        """'His in black', 'and mine without a zip': which of several garments is meant, 0 for the first; None: none."""
        each = [brief.wanted.get("audience", ()), *(part.wanted.get("audience", ()) for part in brief.parts)]
        if len(each) < 2 or len(set(each)) < 2:
            return None
        if _MINE.search(said.text):
            return next((place for place, people in enumerate(each) if not people), None)
        others = [place for place, people in enumerate(each) if people]
        if _THEIRS.search(said.text) and len(others) == 1:
            return others[0]
        pronouns = (n for n in named if n.slot == "audience" and _PRONOUNS & set(said.reading.words[n.start : n.end]))
        told = {person for n in pronouns for person in _OF_ONE_KIND.get(n.value, ())}
        return next((place for place, people in enumerate(each) if told & set(people)), None)

    def _one_garment(self, said: Said, named: Sequence[Named], brief: Brief) -> list[Edit]:
        """The edits that fold one garment's values into the brief."""
        said_values = [_of_the_children(n, said, brief) for n in named if not (n.context or said.speaks_of_body(n))]
        edits = self._turned(said, [n for n in said_values if n.slot == "product_type" and not n.refused], brief)
        kept = _after(brief, edits)
        turned = _turns(said_values, brief)
        for slot in dict.fromkeys(n.slot for n in said_values):
            wanted = tuple(n.value for n in said_values if n.slot == slot and not n.refused)
            refused = tuple(n.value for n in said_values if n.slot == slot and n.refused)
            # "Long sleeves, not straps instead of sleeves": what is part of a wish is not refused.
            refused = tuple(value for value in refused if not any(value in wish.split() for wish in wanted))
            if wanted:
                op = "replace" if self._replaces(said, slot, kept) or (turned and slot != "product_type") else "add"
                edits.append(edit(op, slot, wanted))
            if refused:
                edits.append(edit("exclude", slot, refused))
        return edits

    def _replaces(self, said: Said, slot: str, wanted: Mapping[str, Sequence[str]]) -> bool:
        if slot == "audience":
            return True
        if slot == "product_type":
            return slot in wanted and not self._rules.says("add_type", said.text)
        adds = self._rules.says("add", said.text) and not self._rules.says("fresh", said.text)
        return slot in wanted and slot != "detail" and not adds

    def _turned(self, said: Said, types: Sequence[Named], brief: Brief) -> list[Edit]:
        """What is let go because the talk turned to another garment."""
        before = brief.wanted.get("product_type", ())
        new = tuple(n.value for n in types if n.value not in before)
        if not new or not before or self._rules.says("add_type", said.text):
            return []
        refused = {n.value for n in said.reading.named if n.slot == "product_type" and n.refused}
        substituted = self._rules.says("substitute", said.text) and not self._rules.says("fresh", said.text)
        substituted = substituted or bool(refused & set(before))
        slots = _GARMENT_SLOTS if substituted else _GARMENT_SLOTS + _LOOK_SLOTS
        named = {n.slot for n in said.reading.named if not n.refused and not n.context}
        return [edit("drop", slot, brief.wanted[slot]) for slot in slots if slot in brief.wanted and slot not in named]


def _narrowed(said: Said, named: Sequence[Named]) -> Sequence[Named]:
    """'A bag, crossbody maybe': the wider garment gives way to the kind of it that is named after."""
    types = [n for n in named if n.slot == "product_type" and not n.refused and not n.context]
    wider = [
        one
        for one, later in pairwise(types)
        if said.is_kind(later.value, one.value) and not _JOINING & set(said.reading.words[one.end : later.start])
    ]
    return [n for n in named if n not in wider]


def _of_the_children(named: Named, said: Said, brief: Brief) -> Named:
    """'For him', where the talk is of a boy and a girl, is for the boy."""
    children = {"women": "girls", "men": "boys"}.get(named.value, "")
    held = brief.wanted.get("audience", ())
    word, before = (
        said.reading.words[named.start : named.start + 1],
        said.reading.words[max(named.start - 1, 0) : named.start],
    )
    pronoun = bool(_PRONOUNS & set(word)) or (
        bool(_SIBLINGS & set(word)) and bool({"his", "her", "their"} & set(before))
    )
    return replace(named, value=children) if children and pronoun and _CHILDREN & set(held) else named


def _turns(named: Sequence[Named], brief: Brief) -> bool:
    """Whether another garment is named than before, for which all is said anew."""
    types = {n.value for n in named if n.slot == "product_type" and not n.refused}
    held = set(brief.wanted.get("product_type", ()))
    return bool(types and held and not types & held)


def _after(brief: Brief, edits: Sequence[Edit]) -> dict[str, Sequence[str]]:
    gone = {edit.slot for edit in edits if edit.op == "drop"}
    return {slot: values for slot, values in brief.wanted.items() if slot not in gone}
