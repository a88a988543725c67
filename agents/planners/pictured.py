"""Pictured: how the house planner hears what is said of a photo: "find this", "what goes with it?", "what is it?"

What a photo shows is put into the shopper's words ("my navy striped sweater") where the talk is on what they have, and
becomes what the search goes by where something like it is looked for; their own words always win.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from agents.clauses import clauses
from agents.listening import Said
from agents.plan import Act, Edit, Plan
from agents.planners.edits import at_part, edit
from agents.planners.joining import joined, say
from agents.planners.styling import Styling
from agents.rules import Rules
from agents.sights import Sight, words_of
from agents.sights import joined as together
from agents.talk import Talk
from catalog.reading import Named
from foundation.brief import Brief

_PICTURE = r"(?:photo|picture|pic|image|selfie|screenshot|snap|shot|photograph)s?"
_OF_PHOTO = re.compile(rf"\b{_PICTURE}\b")
# What points at a photo or at what it shows, the plainest first.
_POINTERS = (
    re.compile(
        rf"\b(?:the |an? |this |that |these |those )?(?:\w+ ){{0,2}}?(?:in|from|on|of) (?:this|that|these|those|the|my)"
        rf"(?: \w+)? {_PICTURE}\b"
    ),
    re.compile(rf"\b(?:this|that|these|those|the|my|attached)(?: (?:first|second|third|last|attached))? {_PICTURE}\b"),
    re.compile(
        r"\b(?:this|that|these|those)"
        r"(?: (?:very|exact|one|ones|item|piece|thing|outfit|look|stuff|kind|style|type))*\b"
    ),
    re.compile(r"\b(?:the|my|her|his|their) (?:outfit|look|item|piece|thing|ones?)\b"),
    re.compile(r"\b(?:it|them|both|the same|same)\b"),
)
_ORDINALS = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "last": -1}
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)}) (?:{_PICTURE}|one)\b")
_MOST_GARMENTS = 3
_SERIOUS = frozenset({"look", "compare", "count", "facts", "advise", "try_on", "paint"})
# What wins over a photo.
_FIRST = frozenset({"forget_me", "privacy", "secret", "forget_photo"})

Span = tuple[int, int]


class Pictured:
    """Plans of messages with a photo, and of those that point at one sent before. `whole` plans a message without."""

    def __init__(
        self, rules: Rules, styling: Styling, said: Callable[[Talk], Said], whole: Callable[[Talk], Plan]
    ) -> None:
        self._rules, self._styling, self._said, self._whole = rules, styling, said, whole

    def plan(self, talk: Talk) -> Plan | None:
        """The plan of a message that speaks of a photo; None for any other."""
        if talk.unseen and not talk.sights:
            return say("photo_unseen") if not talk.message.strip() or _only_points(self._said(talk)) else None
        if not talk.photos or (not talk.sights and not self._points_back(talk)):
            return None
        if not talk.message.strip():
            return self._alike(self._said(talk), talk.sights)
        plans = [self._clause(replace(talk, message=part)) for part in clauses(talk.message)]
        return plans[0] if len(plans) == 1 else joined(plans, bool(talk.last), [True] * len(plans))

    def _points_back(self, talk: Talk) -> bool:
        """Whether a message without a photo speaks of one sent before: by its name, or where no article came since."""
        if not talk.held:
            return False
        said = self._said(talk)
        fresh = bool(talk.earlier) and not talk.earlier[-1].shown and set(talk.earlier[-1].acts) == {"say"}
        points = any(pattern.search(said.text) for pattern in _POINTERS[2:]) or self._rules.says(
            "photo_mine", said.text
        )
        return bool(_OF_PHOTO.search(said.text)) or (fresh and points)

    def _clause(self, talk: Talk) -> Plan:
        """The plan of one clause; what is plainest is tried first."""
        said, rules = self._said(talk), self._rules
        alone = self._whole(replace(talk, sights=(), held=()))
        if any(act.topic in _FIRST for act in alone.acts):
            return alone
        sights, span = self._meant(said, talk), _pointer(said)
        before = said.text[: span[0]] if span else said.text
        likens = rules.says("photo_alike", said.text)
        if rules.says("photo_sees", said.text) and not likens:
            return say("seen")
        if rules.says("photo_mine", said.text) and not (likens or "?" in talk.message or said.is_question):
            return self._noted(said, sights)
        if not likens and rules.says("photo_judges", said.text):
            return self._judged(said, span, sights)
        others = self._others(said, span, sights)
        if not likens and rules.says("photo_beside", before):
            return self._beside(said, span, sights, others)
        if others and not likens:
            # Another garment, wished for by words: of a photo beside them it is only said what it shows.
            return self._beside(said, span, sights, others) if span else alone
        seeks = span is not None or likens or said.names_something or rules.says("photo_seeks", said.text)
        talks = all(act.name == "say" and act.topic not in ("unclear", "photo") for act in alone.acts)
        return alone if talks and not seeks else self._alike(said, sights)

    def _meant(self, said: Said, talk: Talk) -> tuple[Sight, ...]:
        """The garments that are meant: those whose kind the message names, else all of the newest photos."""
        sights = talk.sights or talk.held
        photos = list(dict.fromkeys(sight.photo for sight in sights))
        if (ordinal := _ORDINAL.search(said.text)) and len(photos) > 1:
            place = min(_ORDINALS[ordinal[1]], len(photos) - 1)
            return tuple(sight for sight in sights if sight.photo == photos[place])
        kinds = said.reading.wanted("product_type")
        return tuple(s for s in sights if any(self._is_of(kind, s, said) for kind in kinds)) or sights

    def _is_of(self, kind: str, sight: Sight, said: Said) -> bool:
        held = sight.values.get("product_type")
        known = [held] if held else list(sight.kinds)
        return any(kind == one or said.is_kind(one, kind) or said.is_kind(kind, one) for one in known)

    def _others(self, said: Said, span: Span | None, sights: Sequence[Sight]) -> list[Named]:
        """The garments that the message names and the photo does not show: 'a skirt', with a photo of boots."""
        sure = [sight for sight in sights if sight.is_sure]
        taken = {self._role(sight.values["product_type"]) for sight in sure} - {None}
        behind = _noun_behind(said, span)
        named = (n for n in said.reading.named if n.slot == "product_type" and not n.refused and n != behind)
        return [
            n
            for n in named
            if sure and self._role(n.value) not in taken and not any(self._is_of(n.value, one, said) for one in sights)
        ]

    def _role(self, kind: str) -> str | None:
        return self._styling.role_of(kind.lower())

    def _judged(self, said: Said, span: Span | None, sights: Sequence[Sight]) -> Plan:
        """'Can I wear this to an interview?': advice on what the photo shows."""
        if not together(sights):
            return say("seen")
        plan = self._of_own(said, span, sights)
        if _is_serious(plan):
            return plan
        told = [f"{slot}={value}" for sight in sights if sight.is_sure for slot, value in sight.values.items()]
        told += [f"{n.slot}={n.value}" for n in said.reading.named if not n.refused]
        return Plan(acts=(Act(name="advise", values=tuple(dict.fromkeys(told))),))

    def _beside(self, said: Said, span: Span | None, sights: Sequence[Sight], others: Sequence[Named]) -> Plan:
        """'What goes with this?', 'shoes for it': a look around what the photo shows."""
        own = together(sights)
        if not own:
            return say("seen")
        plan = self._of_own(said, span, sights)
        looks = [act for act in plan.acts if act.name == "look"]
        if _is_serious(plan) and all(act.own or act.handles for act in looks):
            return plan
        roles = tuple(dict.fromkeys(role for n in others if (role := self._role(n.value))))
        if others and not roles:
            # What has no place in a look is looked for.
            return plan
        act = Act.model_validate({"name": "look", "own": own, "roles": roles})
        wished = [n for n in said.reading.named if n != _noun_behind(said, span)]
        edits = [*self._styling.situation_edits(said), *self._styling.piece_edits(said, wished)]
        return Plan(edits=tuple(edits), acts=(act,), asked=said.asked)

    def _of_own(self, said: Said, span: Span | None, sights: Sequence[Sight]) -> Plan:
        """The plan of the message with what the photo shows in the place of 'this'."""
        words, behind = said.text.split(), _noun_behind(said, span)
        start = len(said.text[: span[0]].split()) if span else len(words)
        end = behind.end if behind else len(said.text[: span[1]].split()) if span else len(words)
        own = _named_by(said, behind, sights) if behind else together(sights)
        asks = "?" if "?" in said.talk.message else ""
        text = " ".join([*words[:start], *(() if span else ("with",)), f"my {own}", *words[end:]]) + asks
        plan = self._whole(replace(said.talk, message=text, sights=(), held=()))
        if self._rules.says("photo_mine", said.text):
            return plan
        return plan.model_copy(update={"edits": tuple(one for one in plan.edits if one.slot != "wardrobe")})

    def _noted(self, said: Said, sights: Sequence[Sight]) -> Plan:
        """'I own this', 'I'm wearing this to a wedding': it is noted, with what it is worn for."""
        owned = tuple(sight.words for sight in sights if sight.words)
        if not owned:
            return say("seen")
        noted = Edit(op="add", slot="wardrobe", values=owned)
        return Plan(edits=(noted, *self._styling.situation_edits(said)), acts=say("noted").acts)

    def _alike(self, said: Said, sights: Sequence[Sight]) -> Plan:
        """A search for what the photo shows; of several garments, for each that can be told."""
        known = [sight for sight in sights if sight.kinds]
        told = [sight for sight in known if sight.is_sure] if len(known) > 1 else known
        garments = (told or known)[:_MOST_GARMENTS]
        kinds = [n.value for n in said.reading.named if n.slot == "product_type" and not n.refused]
        if not garments and not kinds:
            return say("seen")
        edits = [*_anew(said.brief), *_wishes(said)]
        edits += [] if garments else [edit("replace", "product_type", kinds)]
        number = {sight.key: place for place, sight in enumerate(said.talk.photos, 1)}
        for part, sight in enumerate(garments):
            meant = [kind for kind in kinds if self._is_of(kind, sight, said)] or (kinds if len(garments) == 1 else [])
            wanted = meant or _kinds(sight, alone=len(garments) == 1)
            edits += at_part([edit("add" if part else "replace", "product_type", wanted)], part)
            edits.append(Edit(op="refer", photos=(number[sight.key],), part=part))
        act = Act(name="count" if self._rules.says("count", said.text) else "search")
        return Plan(edits=tuple(edits), acts=(act,), words=self._words(said), asked=said.asked)

    def _words(self, said: Said) -> tuple[str, ...]:
        """The message's telling words, without those that only point at the photo."""
        rules = self._rules
        return tuple(w for w in said.words if not (_OF_PHOTO.search(w) or rules.says("photo_alike", w)))


def _wishes(said: Said) -> Iterator[Edit]:
    """What the message itself wants and refuses beside the garment."""
    named = [n for n in said.reading.named if n.slot != "product_type" or n.refused]
    for slot in dict.fromkeys(n.slot for n in named if not n.refused):
        yield edit("replace", slot, [n.value for n in named if n.slot == slot and not n.refused])
    yield from (edit("exclude", n.slot, (n.value,)) for n in named if n.refused)


def _kinds(sight: Sight, alone: bool) -> tuple[str, ...]:
    """What kinds a search by this garment keeps to."""
    sure = sight.values.get("product_type")
    return sight.kinds if alone or not sure else (sure,)


def _anew(brief: Brief) -> list[Edit]:
    """A photo begins a search of its own; for whom it is stays known."""
    held = brief.wanted.get("audience", ())
    fresh = not (brief.wanted or brief.excluded or brief.words or brief.parts)
    return [] if fresh else [Edit(op="reset"), *([edit("add", "audience", held)] if held else [])]


def _pointer(said: Said) -> Span | None:
    """Where the message's text points at the photo."""
    found = (match for pattern in _POINTERS if (match := pattern.search(said.text)))
    return next((match.span() for match in found), None)


def _noun_behind(said: Said, span: Span | None) -> Named | None:
    """The shopper's own name of the garment right behind 'this': 'this jacket'."""
    if span is None:
        return None
    place = len(said.text[: span[1]].split())
    heads = (n for n in said.reading.named if n.slot == "product_type" and not n.refused)
    return next((n for n in heads if place <= n.start <= place + 2), None)


def _named_by(said: Said, head: Named, sights: Sequence[Sight]) -> str:
    """A garment as the shopper names it, with the photo's colour and pattern: 'navy striped jumper'."""
    seen = {slot: value for sight in sights[:1] for slot, value in sight.values.items() if slot != "product_type"}
    return words_of({**seen, "product_type": said.phrase(head)})


def _only_points(said: Said) -> bool:
    """Whether a message says nothing without its photo: 'find this'."""
    return not said.names_something and not said.words


def _is_serious(plan: Plan) -> bool:
    return any(act.name in _SERIOUS for act in plan.acts)
