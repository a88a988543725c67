"""Pictured: how the house planner hears what is said of a photo: "find this", "what goes with it?", "what is it?"

What a photo shows is put into the shopper's words ("my navy striped sweater") where the talk is on what they have, and
becomes what the search goes by where something like it is looked for; their own words always win.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from agents.clauses import clauses
from agents.listening import Said
from agents.plan import Act, Edit, Plan
from agents.planners import pointing
from agents.planners.edits import edit
from agents.planners.joining import joined, say
from agents.planners.likening import alike, apart
from agents.planners.pointing import SEEN_SLOTS, Span, noun_behind, pointer
from agents.planners.recalling import Recalling
from agents.planners.styling import Styling
from agents.planners.wearing import Wearing, is_serious, one_look
from agents.rules import Rules
from agents.sights import Sight
from agents.talk import Talk
from catalog.reading import Named
from foundation.brief import SITUATION_SLOTS

# What wins over a photo.
_FIRST = frozenset({"forget_me", "privacy", "secret", "forget_photo", "body_image", "abuse"})
# All that a message may be beside values where it asks whether something is one: "is it navy or black?"
_IS_IT = frozenset({
    "is", "are", "isnt", "arent", "it", "this", "that", "these", "those", "they", "a", "an", "or", "more", "of",
    "from", "in", "made", "really", "just", "what", "some", "kind", "sort", "so", "the", "and", "ok", "hey",
    "colour", "color", "genuine", "real", "actual", "actually", "i", "cant", "can", "see", "tell", "not", "sure",
})  # fmt: skip
_TALKS = ("photo_sees", "photo_mine", "photo_with", "photo_beside", "photo_alike", "photo_seeks", "photo_unlike")


class Pictured:
    """Plans of messages with a photo, and of those that point at one sent before. `whole` plans a message without."""

    def __init__(
        self, rules: Rules, styling: Styling, said: Callable[[Talk], Said], whole: Callable[[Talk], Plan]
    ) -> None:
        self._rules, self._styling, self._said, self._whole = rules, styling, said, whole
        self._wearing, self._recalling = Wearing(rules, styling, whole), Recalling(rules, said)

    def plan(self, talk: Talk) -> Plan | None:
        """The plan of a message that speaks of a photo; None for any other."""
        if talk.unseen and not talk.sights:
            return say("photo_unseen") if not talk.message.strip() or _only_points(self._said(talk)) else None
        if not talk.photos or (not talk.sights and not self._recalling.points_back(talk)):
            return None
        if not talk.message.strip():
            return self._alike(self._said(talk), talk.sights)
        talk = self._recalling.again(talk)
        talk = replace(talk, message=pointing.spelled_out(talk, self._recalling.plainly(talk)))
        plans = [self._clause(replace(talk, message=part)) for part in self._parts(talk)]
        return plans[0] if len(plans) == 1 else one_look(joined(apart(plans), bool(talk.last), [True] * len(plans)))

    def _parts(self, talk: Talk) -> list[str]:
        """The message's clauses; one that asks nothing goes with the next, or goes, as one that only points does."""
        cut = [one for clause in clauses(talk.message) for one in pointing.cut_by_place(talk, clause)]
        heard = [self._said(replace(talk, message=part)) for part in cut]
        asks = [self._asks(said) for said in heard]
        asks = asks if any(asks) else [pointer(said) is not None for said in heard]
        parts, before = list[str](), ""
        for part, said, serious in zip(cut, heard, asks, strict=True):
            if serious:
                parts.append(f"{before} {part}".strip())
                before = ""
            elif said.names_something:
                before = f"{before} {part}".strip().rstrip(".")
        if before and parts:
            parts[-1] = f"{parts[-1]} {before}"
        return parts or [talk.message]

    def _asks(self, said: Said) -> bool:
        """Whether a clause asks for something, and does not only point at the photo or set right what it shows."""
        rules = self._rules
        aims = pointing.by_place(said.talk, said.text) or any(rules.says(name, said.text) for name in _TALKS)
        told = rules.first("photo_silent", said.text) or rules.says("photo_person", said.text) or self._judges(said)
        names = said.reading.wanted("product_type") or is_serious(self._alone(said))
        return bool(aims or told or names) and not self._recalling.only_tells(said)

    def _alone(self, said: Said) -> Plan:
        """The plan of the words alone."""
        return self._whole(replace(said.talk, sights=(), held=()))

    def _clause(self, talk: Talk) -> Plan:
        """The plan of one clause; what is plainest is tried first."""
        said = self._said(talk)
        target = self._recalling.target(said)
        if (
            target is not None
            and not talk.sights
            and (self._recalling.only_tells(said) or self._recalling.says_little(said))
        ):
            return self._set_right(said, target)
        sights = (target,) if target is not None else self._meant(said)
        span = pointer(said)
        alone = self._alone(said)
        rules = self._rules
        if any(act.topic in _FIRST for act in alone.acts):
            return alone
        if rules.says("photo_unlike", said.text) and self._others(said, span, sights):
            return alone
        return (
            self._talked(said, sights)
            or self._done(said, span, sights, alone)
            or self._sought(said, span, sights, alone)
        )

    def _set_right(self, said: Said, target: Sight) -> Plan:
        """'No, it's a skirt': what was done is done again with what the shopper says it is."""
        talk, last = said.talk, set(said.did_last)
        if talk.brief.photo == target.key and "search" in last:
            told = [edit("replace", slot, (target.values[slot],)) for slot in SEEN_SLOTS if said.reading.wanted(slot)]
            refused = [n for n in said.reading.named if n.refused]
            place = [sight.key for sight in talk.photos].index(target.key) + 1
            edits = (*told, *(edit("exclude", n.slot, (n.value,)) for n in refused), Edit(op="refer", photos=(place,)))
            return Plan(edits=edits, acts=(Act(name="search"),))
        held = tuple(target if sight.key == target.key else sight for sight in talk.held)
        before = replace(talk, message=talk.earlier[-1].message if talk.earlier else "", held=held, question=None)
        plan = self._clause(before) if before.message and not last <= {"search"} else say("seen")
        return plan if plan != say("seen") else self._alike(said, (target,))

    def _talked(self, said: Said, sights: Sequence[Sight]) -> Plan | None:
        """What is only talked of: what the photo shows, what it can't, and people, who are not judged."""
        rules, text = self._rules, said.text
        likens = rules.says("photo_alike", text)
        if rules.says("photo_unlike", text):
            return say("photo_unlike")
        if rules.says("photo_person", text):
            return say("photo_person")
        slots = self._is_it(said)
        hidden = "material" if "material" in slots else rules.first("photo_silent", text)
        if hidden and (said.is_question or not likens):
            return Plan(acts=(Act.model_validate({"name": "say", "topic": "photo_silent", "aspects": (hidden,)}),))
        sees = rules.says("photo_sees", text) or (slots & {*SEEN_SLOTS} and not slots & {*SITUATION_SLOTS})
        return say("seen") if sees and not likens else None

    def _is_it(self, said: Said) -> set[str]:
        """The slots of the values of which the message asks whether it is one: 'is it navy or black?'"""
        words = set(said.text.split())
        asks = (said.is_question or "or" in words) and bool(words & {"is", "are", "or", "isnt", "arent"})
        asks = asks and not words - _named_words(said) - _IS_IT and not said.reading.wanted("audience")
        return {n.slot for n in said.reading.named} if asks else set()

    def _done(self, said: Said, span: Span | None, sights: Sequence[Sight], alone: Plan) -> Plan | None:
        """What is noted, judged or dressed around; None where something is looked for by the photo."""
        rules, text = self._rules, said.text
        before = (text[: span[0]] if span else text).strip()
        if rules.says("photo_alike", text) or pointing.shared(text):
            return None
        others = self._others(said, span, sights)
        worn = self._changed(said, sights)
        own = any(self._is_of(kind, one, said) for kind in said.reading.wanted("product_type") for one in sights)
        dresses = _dresses(alone) and not (own and rules.says("photo_seeks", text))
        beside = rules.says("photo_with", before) or rules.says("photo_beside", text) or dresses
        if rules.says("photo_mine", text):
            after = self._wearing.beside(said, span, sights, others) if beside or others else None
            if after or "?" not in said.talk.message:
                seeks = rules.says("photo_seeks", text) and not after and "for" in text.split()
                noted = self._wearing.noted(said, sights)
                return None if seeks else joined([noted, after], False, [True, True]) if after else noted
        if worn:
            return self._wearing.around(said, worn, [n for n in said.reading.named if n.slot == "product_type"])
        if (
            self._judges(said) and not (others and rules.says("photo_orders", text))
        ) or self._recalling.goes_on_judging(said):
            return self._wearing.judged(said, span, sights)
        if beside or (others and rules.says("photo_with", text)):
            return self._wearing.beside(said, span, sights, others)
        if others and not rules.says("photo_instead", text) and (span or said.talk.sights):
            return self._wearing.beside(said, span, sights, others)
        return alone if others else None

    def _judges(self, said: Said) -> bool:
        """Whether it is asked if what the photo shows will do."""
        rules, asks = self._rules, said.is_question or self._rules.says("photo_asks", said.text)
        occasion = self._is_it(said) & {*SITUATION_SLOTS, "season"}
        return (
            bool(occasion) or rules.says("photo_rates", said.text) or (asks and rules.says("photo_judges", said.text))
        )

    def _sought(self, said: Said, span: Span | None, sights: Sequence[Sight], alone: Plan) -> Plan:
        rules = self._rules
        likens = rules.says("photo_alike", said.text)
        placed = bool(pointing.by_place(said.talk, said.text))
        seeks = placed or span is not None or likens or said.names_something or rules.says("photo_seeks", said.text)
        talks = all(act.name == "say" and act.topic not in ("unclear", "photo") for act in alone.acts)
        return alone if talks and not seeks else self._alike(said, sights)

    def _meant(self, said: Said) -> tuple[Sight, ...]:
        """The garments that are meant: by their photo's place or their kind, else all of the newest photos."""
        if placed := pointing.by_place(said.talk, said.text):
            return placed
        sights = said.talk.sights or said.talk.held
        refused = [n.value for n in said.reading.named if n.slot == "product_type" and n.refused]
        sights = tuple(s for s in sights if not any(self._is_of(kind, s, said) for kind in refused)) or sights
        kinds, roles = said.reading.wanted("product_type"), said.role_words
        of_kind = tuple(s for s in sights if any(self._is_of(kind, s, said) for kind in kinds))
        return (
            of_kind or tuple(s for s in sights if s.is_sure and self._role(s.values["product_type"]) in roles) or sights
        )

    def _changed(self, said: Said, sights: Sequence[Sight]) -> tuple[Sight, ...]:
        """Of an outfit, what stays where a piece of it shall be another: 'swap the shoes', 'a different top'."""
        worn = [one for one in said.talk.sights or said.talk.held if one.photo == sights[0].photo]
        if len(sights) == len(worn) or not self._rules.says("photo_swaps", said.text):
            return ()
        refuses = any(n.slot == "product_type" and n.refused for n in said.reading.named)
        return tuple(one for one in worn if (one in sights) == refuses and one.words)

    def _is_of(self, kind: str, sight: Sight, said: Said) -> bool:
        held = sight.values.get("product_type")
        known = [held] if held else list(sight.kinds)
        return any(kind == one or said.is_kind(one, kind) or said.is_kind(kind, one) for one in known)

    def _others(self, said: Said, span: Span | None, sights: Sequence[Sight]) -> list[Named]:
        """The garments that the message names and the photo does not show: 'a skirt', with a photo of boots."""
        sure = [sight for sight in sights if sight.is_sure]
        taken = {self._role(sight.values["product_type"]) for sight in sure} - {None}
        behind = noun_behind(said, span)
        named = (n for n in said.reading.named if n.slot == "product_type" and not n.refused and n != behind)
        return [
            n
            for n in named
            if sure and self._role(n.value) not in taken and not any(self._is_of(n.value, one, said) for one in sights)
        ]

    def _role(self, kind: str) -> str | None:
        return self._styling.role_of(kind.lower())

    def _alike(self, said: Said, sights: Sequence[Sight]) -> Plan:
        return alike(said, sights, self._rules, self._is_of)


def _only_points(said: Said) -> bool:
    """Whether a message says nothing without its photo: 'find this'."""
    return not said.names_something and not said.words


def _dresses(plan: Plan) -> bool:
    """Whether a message asks for a look by itself."""
    return any(act.name == "look" and not (act.own or act.handles) for act in plan.acts)


def _named_words(said: Said) -> set[str]:
    """The words that name values."""
    return {word for n in said.reading.named for word in said.reading.words[n.start : n.end]}
