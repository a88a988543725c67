"""The house planner: the catalogue's lexicon, cue words and dialogue rules as data; exact, offline, milliseconds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from agents.listening import Rules, Said
from agents.plan import Act, Edit, Limit, Plan
from agents.talk import Decision, Talk
from catalog.lexicon import Lexicon
from catalog.measures import MEASURES, limits_in
from catalog.reading import Named, Reader
from foundation.brief import Brief

VERSION = "1"
# A number alone, or after a word for it: an order or a telephone number is not an article's.
_ARTICLE_ID = re.compile(
    r"(?:(?:\b(?:article|item|number|product|show me|id|no|nr)[ .:#]*|^\W*)(?=\d)|(?<!\d)(?=0\d{9}(?!\d)))"
    r"(\d{6,12})(?!\d)",
    re.IGNORECASE,
)
# What belongs to one garment only, and is let go when the talk turns to another.
_GARMENT_SLOTS = ("length", "sleeve", "neckline", "fit", "detail", "brand_line")
_LOOK_SLOTS = ("colour", "pattern", "material")
_CHILDREN = frozenset({"girls", "boys", "kids"})
_PRONOUNS = frozenset({"he", "she", "him", "her", "his"})
_FREE_SLOTS = ("occasion", "season")


class HousePlanner:
    """Plans by rules over what the Reader finds; every value it names is one of the catalogue's lexicon."""

    name = "house"

    def __init__(self, reader: Reader, lexicon: Lexicon) -> None:
        self._reader, self._lexicon = reader, lexicon
        self._rules = Rules()

    def plan(self, talk: Talk) -> Decision:
        """Plan one message; never fails."""
        plan = self._plan(talk)
        if any(act.name in ("search", "count") for act in plan.acts):
            limits = limits_in(talk.message).items()
            plan = plan.model_copy(
                update={"limits": tuple(Limit.model_validate({"name": n, "value": v}) for n, v in limits)}
            )
        return Decision(plan, self.name, VERSION)

    def _plan(self, talk: Talk) -> Plan:
        said = Said(talk, self._reader, self._rules)
        topic = self._rules.first("always", said.text)
        if topic in ("forget_me", "privacy") or (topic and not said.names_goods):
            return _say(topic)
        ids = tuple(_ARTICLE_ID.findall(talk.message))
        if said.points_at_nothing:
            return _say("unknown_item")
        if ids and not said.names_goods:
            return Plan(acts=(Act(name="search", article_ids=ids),))
        for step in (self._drop, self._count, self._facts, self._variants, self._reset, self._small_talk, self._more):
            plan = step(said)
            if plan is not None:
                return plan
        return self._search(said)

    def _drop(self, said: Said) -> Plan | None:
        """'Any colour', 'forget the stripes': what was wanted or refused is let go."""
        slots = tuple(dict.fromkeys(slot for slot, pattern in self._rules.drops if pattern.search(said.text)))
        held = {**said.brief.wanted, **said.brief.excluded}
        # An exclusion outlives "any colour": it goes only where nothing else of the slot was asked, or by its name.
        edits = [_edit("drop", slot, said.brief.wanted.get(slot, ())) for slot in slots if slot in held]
        if not edits and self._rules.says("drop_values", said.text):
            edits = [
                _edit("drop", n.slot, values)
                for n in said.reading.named
                if (values := _held_values(said.brief, n, self._lexicon))
            ]
        if not edits:
            return None
        gone = {(edit.slot, value) for edit in edits for value in edit.values}
        slots_gone = {edit.slot for edit in edits}
        others = [
            n for n in said.reading.named if (n.slot, n.value) not in gone and (n.slot not in slots_gone or n.refused)
        ]
        return Plan(edits=(*edits, *self._wishes(said, others)), acts=(Act(name="search"),))

    def _count(self, said: Said) -> Plan | None:
        if not self._rules.says("count", said.text):
            return None
        if said.handles and not said.names_something:
            return None
        fresh = bool(said.reading.wanted("product_type"))
        edits = ([Edit(op="reset")] if fresh and not said.refers_back else []) + self._wishes(said, said.reading.named)
        return Plan(edits=tuple(_kept_audience(edits, said)), acts=(Act(name="count"),), asked=said.asked)

    def _facts(self, said: Said) -> Plan | None:
        """A question about an article that was shown."""
        aspects = self._rules.all("aspects", said.text)
        if not said.talk.last or not (
            said.is_question or said.is_lone_handle or (said.handles and aspects and not said.names_something)
        ):
            return None
        handles = said.handles or (said.pronoun_handles if not said.reading.wanted("product_type") else ())
        if not handles or said.is_wish or not (aspects or said.is_lone_handle or self._asks_about_values(said)):
            return None
        if said.wants_variants and not set(aspects) & set(MEASURES):
            return None
        values = tuple(f"{n.slot}={n.value}" for n in said.reading.named if not said.is_pointer(n))
        specific = tuple(aspect for aspect in aspects if aspect != "description") or aspects or ("other",)
        refer = (Edit(op="refer", handles=handles[:1]),)
        act = {"name": "facts", "aspects": specific, "handles": handles, "values": values}
        return Plan(edits=refer, acts=(Act.model_validate(act),))

    def _asks_about_values(self, said: Said) -> bool:
        return bool(said.reading.named) and not self._rules.says("like", said.text)

    def _variants(self, said: Said) -> Plan | None:
        """'Does it come in blue?', 'other colours of the second one', 'like the first but longer'."""
        handles = said.handles or said.pronoun_handles
        if not handles:
            return None
        named = [n for n in said.reading.named if not said.is_pointer(n)]
        like = self._rules.says("like", said.text) or (said.handles and bool(named))
        if not (said.wants_variants or like) or said.dislikes:
            return None
        edits = [Edit(op="refer", handles=handles[:1]), *self._wishes(said, named)]
        if said.wants_variants and not said.reading.wanted("colour") and "colour" in said.brief.wanted:
            edits.insert(0, _edit("drop", "colour", said.brief.wanted["colour"]))
        same = said.wants_variants and not self._rules.says("like", said.text.replace("same", ""))
        return Plan(edits=tuple(edits), acts=(Act(name="search", variants=same),), words=said.words)

    def _reset(self, said: Said) -> Plan | None:
        if not self._rules.says("reset", said.text):
            return None
        if not said.names_something:
            return Plan(edits=(Edit(op="reset"),), acts=(Act(name="ask"),))
        wishes = self._wishes(said, said.reading.named, Brief())
        return Plan(edits=(Edit(op="reset"), *wishes), acts=(Act(name="search"),), asked=said.asked)

    def _small_talk(self, said: Said) -> Plan | None:
        if any(n.slot not in _FREE_SLOTS for n in said.reading.named):
            return None
        if self._rules.says("more", said.text) and said.brief.wanted:
            return None
        topic = self._rules.first("alone", said.text)
        if topic in ("complaint",) and said.talk.last and said.brief.wanted and _is_refusal(said.text):
            return None
        return _say(topic) if topic else None

    def _more(self, said: Said) -> Plan | None:
        """'Something else': the same brief, other articles."""
        more = self._rules.says("more", said.text) or _is_refusal(said.text) or (said.dislikes and bool(said.handles))
        if not more or not said.brief.wanted or said.reading.wanted("product_type"):
            return None
        edits = self._wishes(said, said.reading.named)
        return Plan(edits=tuple(edits), acts=(Act(name="search", more=True),), asked=said.asked)

    def _search(self, said: Said) -> Plan:
        goes_on = said.asked or self._rules.says("show", said.text) or self._rules.says("affirm", said.text)
        if (
            not said.names_something
            and not said.words
            and not said.sensible_ideas
            and not (goes_on and said.brief.wanted)
        ):
            return _say("unclear")
        edits = self._wishes(said, said.reading.named)
        return Plan(
            edits=tuple(edits),
            acts=(Act(name="search"),),
            words=said.words,
            ideas=said.ideas,
            asked=said.asked + said.foreign,
        )

    def _wishes(self, said: Said, named: Sequence[Named], brief: Brief | None = None) -> list[Edit]:
        """The edits that fold the values named into the brief."""
        brief = said.brief if brief is None else brief
        said_values = [_of_the_children(n, said, brief) for n in named if not n.context]
        edits = self._turned(said, [n for n in said_values if n.slot == "product_type" and not n.refused], brief)
        kept = _after(brief, edits)
        for slot in dict.fromkeys(n.slot for n in said_values):
            wanted = tuple(n.value for n in said_values if n.slot == slot and not n.refused)
            refused = tuple(n.value for n in said_values if n.slot == slot and n.refused)
            if wanted:
                op = "replace" if self._replaces(said, slot, kept) else "add"
                edits.append(_edit(op, slot, wanted))
            if refused:
                edits.append(_edit("exclude", slot, refused))
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
        substituted = self._rules.says("substitute", said.text) and not self._rules.says("fresh", said.text)
        slots = _GARMENT_SLOTS if substituted else _GARMENT_SLOTS + _LOOK_SLOTS
        named = {n.slot for n in said.reading.named if not n.refused and not n.context}
        return [_edit("drop", slot, brief.wanted[slot]) for slot in slots if slot in brief.wanted and slot not in named]


def _say(topic: str) -> Plan:
    return Plan(acts=(Act.model_validate({"name": "say", "topic": topic}),))


def _edit(op: str, slot: str, values: Sequence[str]) -> Edit:
    return Edit.model_validate({"op": op, "slot": slot, "values": tuple(values)})


def _is_refusal(text: str) -> bool:
    return bool(
        re.match(
            r"(no|nope|nah|not really|not quite|not (that|those|these)|none of (these|those|them))( thanks)?$", text
        )
    )


def _of_the_children(named: Named, said: Said, brief: Brief) -> Named:
    """'For him', where the talk is of a boy and a girl, is for the boy."""
    children = {"women": "girls", "men": "boys"}.get(named.value, "")
    held = brief.wanted.get("audience", ())
    pronoun = said.reading.words[named.start] in _PRONOUNS if named.start < len(said.reading.words) else False
    return replace(named, value=children) if children and pronoun and _CHILDREN & set(held) else named


def _held_values(brief: Brief, named: Named, lexicon: Lexicon) -> tuple[str, ...]:
    """The brief's values that a dropped word means: itself, or what it names under another value."""
    held = (*brief.wanted.get(named.slot, ()), *brief.excluded.get(named.slot, ()))
    return (named.value,) if named.value in held else ()


def _kept_audience(edits: list[Edit], said: Said) -> list[Edit]:
    """A count starts afresh, but for whom the talk is stays."""
    audience = said.brief.wanted.get("audience", ())
    if not audience or not edits or edits[0].op != "reset" or said.reading.wanted("audience"):
        return edits
    return [edits[0], Edit(op="add", slot="audience", values=audience), *edits[1:]]


def _after(brief: Brief, edits: Sequence[Edit]) -> dict[str, Sequence[str]]:
    gone = {edit.slot for edit in edits if edit.op == "drop"}
    return {slot: values for slot, values in brief.wanted.items() if slot not in gone}
