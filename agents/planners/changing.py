"""Changing: how the house planner hears that the look composed last shall be another: in a piece, a role or its air."""

import re
from collections.abc import Callable, Sequence

from agents.listening import Said
from agents.plan import Act, Edit, Plan
from agents.planners.edits import edit, told
from agents.planners.styling import OF_THE_WHOLE, WHOLE_ROLES, Styling
from agents.rules import Rules
from foundation.brief import ROLES, SITUATION_SLOTS, SOFT_SLOTS

_FEW_WORDS = 4
_FEW_PIECES = 4
# Said of a piece like the one that the look was built on.
_AND_WITH_ONE = re.compile(
    r"(?:and|or|but|what about|how about|what if its)(?: if| with| for| to)* (?:an? |the )?[\w ]+ ones?$"
)
# What a bolder choice is ranked by.
_BOLD = ("bold", "bright", "statement")
# Roles that go on with another piece, where a kind of garment is turned down, and what then takes its place.
_KINDS_APART = {
    "bottom": ("bottom",),
    "shoes": ("shoes",),
    "top": ("top",),
    "one_piece": ("top", "bottom"),
    "accessory": (),
}
_WHAT_IF = re.compile(r"(?:and |but |ok |so )?(?:what |how about |what about )?(?:if|when|for|in|on)\b")
_FOR_WHOM = re.compile(r"(?:oh |and |but |btw |by the way |ok |sorry )*(?:im|i am|its for|this is for|for)\b")


class Changing:
    """Plans of looks changed; what is known of looks at all it asks of Styling."""

    def __init__(self, rules: Rules, styling: Styling) -> None:
        self._rules, self._styling = rules, styling

    def look(self, said: Said) -> Plan | None:
        """'Other shoes', 'without the bag', 'another look': the look composed last, changed."""
        if not said.brief.look:
            return None
        return next((plan for step in self._steps if (plan := step(said))), None)

    @property
    def _steps(self) -> tuple[Callable[[Said], Plan | None], ...]:
        """What may change, in the order in which it is tried."""
        return (
            self._air, self._fewer, self._kept, self._with_another, self._with_own, self._turned_down, self._in_part,
            self._sized, self._as_a_whole, self._on_situation, self._another,
        )  # fmt: skip

    def _left_out(self, said: Said) -> tuple[str, ...]:
        """The roles of the look that shall go."""
        held = {piece.role for piece in said.brief.look}
        return tuple(role for role in ROLES if role in held and self._styling.leaves_out(said, role))

    def _in_part(self, said: Said) -> Plan | None:
        """'Other shoes', 'a skirt, not trousers', 'without the bag', 'that jacket is too formal'."""
        left_out = self._left_out(said)
        named = tuple(role for role in said.role_words if role in ROLES)
        roles = tuple(role for role in named if role not in left_out)
        exchanged = bool(said.reading.wanted("product_type")) and bool(said.reading.refused("product_type"))
        if exchanged:
            # "A skirt, not trousers": one garment of a role for another.
            wanted = tuple(filter(None, map(self._styling.role_of, said.reading.wanted("product_type"))))
            roles, left_out = tuple(dict.fromkeys(wanted)) or named, ()
        changes = bool(roles) and (exchanged or self._changes(said, roles))
        asks_anew = said.points_by_number or self._rules.says("look", said.text) or self._rules.says("count", said.text)
        if not (changes or left_out) or asks_anew:
            return None
        act = Act.model_validate({"name": "look", "swap": roles if changes else (), "without": left_out})
        # "That jacket is too formal" is said of the jacket, not of the day.
        day = [] if self._complains_of(said, roles) else self._styling.situation_edits(said)
        # "Swap the trousers for a skirt", of a look built on trousers.
        held = said.brief.wanted.get("product_type", ())
        gone = [n for n in said.reading.named if n.refused and n.slot == "product_type" and n.value in held]
        edits = [*day, *(told("drop", n) for n in gone), *self._styling.piece_edits(said, said.reading.named)]
        return Plan(edits=tuple(edits), acts=(act,))

    def _changes(self, said: Said, roles: Sequence[str]) -> bool:
        """Whether what is said of the roles asks for other pieces in them."""
        held = {piece.role for piece in said.brief.look}
        few_words = len(said.text.split()) <= _FEW_WORDS and set(roles) <= held and not said.is_question
        told = self._rules.says("change", said.text) or self._rules.says("adding", said.text)
        return few_words or told or self._complains_of(said, roles)

    def _sized(self, said: Said) -> Plan | None:
        """'In four pieces'."""
        pieces = self._styling.pieces(said)
        return Plan(acts=(Act(name="look", pieces=pieces),)) if pieces else None

    def _as_a_whole(self, said: Said) -> Plan | None:
        """'All in black': of the whole look; after a look it is the garment that was asked about."""
        wished = [n for n in said.reading.named if n.slot in OF_THE_WHOLE and not n.context]
        answers = said.talk.question and "look" in said.did_last
        if not wished or answers or said.handles or said.is_question or said.reading.wanted("product_type"):
            return None
        values = [told("exclude" if n.refused else "replace", n) for n in wished]
        return Plan(edits=(*self._styling.situation_edits(said), *values), acts=(Act(name="look"),))

    def _on_situation(self, said: Said) -> Plan | None:
        """'And if it's cold?', right after a look."""
        if not self._is_on_situation(said):
            return None
        return Plan(edits=tuple(self._styling.situation_edits(said)), acts=(Act(name="look"),))

    def _another(self, said: Said) -> Plan | None:
        """'Another look'."""
        if not self._rules.says("another_look", said.text) or said.reading.wanted("product_type"):
            return None
        return Plan(edits=tuple(self._styling.situation_edits(said)), acts=(Act(name="look", more=True),))

    def _air(self, said: Said) -> Plan | None:
        """'Too much, calmer', 'isn't that too boring?': the whole look quieter or bolder."""
        if not said.sees_look or said.reading.wanted("product_type"):
            return None
        turned = air(self._rules, said)
        if turned is None:
            return None
        edits, ideas = turned
        return Plan(edits=tuple(edits), acts=(Act(name="look", more=True),), ideas=ideas)

    def _fewer(self, said: Said) -> Plan | None:
        """'Fewer pieces': the look with one or two pieces less."""
        if not self._rules.says("fewer_pieces", said.text) or not said.sees_look:
            return None
        held = len(said.brief.look)
        return Plan(acts=(Act(name="look", pieces=max(2, held - (2 if held > _FEW_PIECES else 1))),))

    def _kept(self, said: Said) -> Plan | None:
        """'Keep the trousers': the other pieces of the look made anew."""
        held = [piece.role for piece in said.brief.look]
        kept = [role for role in said.role_words if role in held]
        if not (kept and said.sees_look and self._rules.says("keeps", said.text)) or said.is_question:
            return None
        swap = tuple(role for role in held if role not in kept)
        return Plan(acts=(Act.model_validate({"name": "look", "swap": swap}),)) if swap else None

    def _with_another(self, said: Said) -> Plan | None:
        """'And with a linen one?': what was asked to go with a piece, for a piece like it."""
        named = [n for n in said.reading.named if not n.refused]
        alike = said.did_last[-1:] == ("look",) and bool(named) and all(n.slot in OF_THE_WHOLE for n in named)
        if not alike or said.before is None or not _AND_WITH_ONE.match(said.text):
            return None
        asked, _, _ = said.before.text.partition(" with ")
        roles = tuple(role for role, words in self._rules.roles.items() if re.search(rf"\b(?:{words})\b", asked))
        edits = [told("replace", n) for n in named]
        return Plan(edits=tuple(edits), acts=(Act.model_validate({"name": "look", "roles": roles}),))

    def _complains_of(self, said: Said, roles: Sequence[str]) -> bool:
        """'That jacket is too formal': a piece of the look that will not do."""
        words = "|".join(self._rules.roles[role] for role in roles)
        return bool(re.search(rf"\b(?:{words}) (?:is|are|looks?|feels?|seems?) (?:\w+ ){{0,3}}too \w+", said.text))

    def _with_own(self, said: Said) -> Plan | None:
        """'I own brown loafers': the look once more, around the shopper's own pieces."""
        if self._left_out(said):
            return None
        garments = [n for n in said.reading.named if n.slot == "product_type" and not n.refused]
        last = said.talk.earlier[-1].message.lower() if said.talk.earlier else ""
        listed = self._rules.says("packing", last) or self._rules.says("capsule", last)
        if (
            listed
            or not said.owned
            or said.is_question
            or "look" not in said.did_last
            or any(not said.is_owned(n) for n in garments)
        ):
            return None
        return Plan(acts=(Act(name="look", own=" and ".join(said.own_pieces)),))

    def _turned_down(self, said: Said) -> Plan | None:
        """'Not heels, I can't walk in them', 'I don't wear skirts': another piece for the role, of no such kind."""
        if self._left_out(said):
            return None
        refused = [n for n in said.reading.named if n.slot == "product_type" and n.refused]
        roles = [self._styling.role_of(n.value) for n in refused if n.value not in WHOLE_ROLES]
        only = all(n in refused for n in said.reading.named) and "look" in said.did_last
        if not roles or said.is_question or not only or not all(role in _KINDS_APART for role in roles):
            return None
        held = {piece.role for piece in said.brief.look}
        swap = tuple(dict.fromkeys(r for role in roles for r in _KINDS_APART[str(role)] if role in held))
        own = " and ".join(piece.own for piece in said.brief.look if piece.own) or None
        act = {"name": "look", "swap": swap} if swap else {"name": "look", "own": own}
        return Plan(edits=tuple(told("exclude", n) for n in refused), acts=(Act.model_validate(act),))

    def _is_on_situation(self, said: Said) -> bool:
        """'Something less dressy', 'and if it's cold?', right after a look: said of that look."""
        slots = SITUATION_SLOTS if _FOR_WHOM.match(said.text) else SOFT_SLOTS
        told_of = bool(said.reading.named) and all(n.slot in slots for n in said.reading.named)
        asks = said.is_question and not _WHAT_IF.match(said.text)
        return told_of and "look" in said.did_last and not asks and not said.handles


def air(rules: Rules, said: Said) -> tuple[list[Edit], tuple[str, ...]] | None:
    """The edits and ideas of a wish for something quieter or bolder; None where it is neither."""
    plain = "plain" in said.brief.wanted.get("pattern", ())
    if rules.says("calmer", said.text):
        # What was too colourful is let go with what was too busy.
        bright = [edit("drop", "colour", ("bright",))] if "bright" in said.brief.wanted.get("colour", ()) else []
        return [*bright, edit("replace", "pattern", ("plain",))], ()
    if rules.says("bolder", said.text):
        return ([edit("drop", "pattern", ("plain",))] if plain else []), _BOLD
    return None
