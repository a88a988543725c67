"""Wearing: what is asked of a photo's garments as somebody's own: whether they will do, what goes with them.

What a photo shows is put into the shopper's words ("my navy striped sweater"), and heard like any own piece.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from agents.listening import Said
from agents.plan import Act, Edit, Plan
from agents.planners import pointing
from agents.planners.joining import say
from agents.planners.pointing import Span, noun_behind, pointer
from agents.planners.styling import Styling
from agents.rules import Rules
from agents.sights import Sight, words_of
from agents.sights import joined as together
from agents.talk import Talk
from catalog.reading import Named

_SERIOUS = frozenset({"look", "compare", "count", "facts", "advise", "try_on", "paint"})
# What is no occasion in "does it work with jeans?"
_WORK = "occasion=work"


class Wearing:
    """Plans around what a photo shows; `whole` plans a message without one."""

    def __init__(self, rules: Rules, styling: Styling, whole: Callable[[Talk], Plan]) -> None:
        self._rules, self._styling, self._whole = rules, styling, whole

    def judged(self, said: Said, span: Span | None, sights: Sequence[Sight]) -> Plan:
        """'Can I wear this to an interview?': advice on what the photo shows."""
        if self._rules.says("photo_together", said.text) and len(pointing.photos_of(said.talk)) > 1:
            sights = said.talk.photos
        if not together(sights):
            return say("seen")
        plan = self._of_own(said, span, sights)
        told = [f"{slot}={value}" for sight in sights if sight.is_sure for slot, value in sight.values.items()]
        told += [f"{n.slot}={n.value}" for n in said.reading.named if not n.refused]
        acts = plan.acts if is_serious(plan) else (Act(name="advise", values=tuple(dict.fromkeys(told))),)
        idle = self._idle_of(said, sights)
        acts = tuple(act.model_copy(update={"values": tuple(v for v in act.values if v not in idle)}) for act in acts)
        return plan.model_copy(update={"acts": acts}) if is_serious(plan) else Plan(acts=acts)

    def _idle_of(self, said: Said, sights: Sequence[Sight]) -> set[str]:
        """What is seen and not to be advised on: of several garments one's colour is not the other's, and where it is
        asked whether they agree, only their looks matter.
        """
        idle = {_WORK} if self._rules.says("photo_works", said.text) else set()
        sure = [dict(sight.values) for sight in sights if sight.is_sure]
        if self._rules.says("photo_together", said.text):
            return idle | {f"product_type={one['product_type']}" for one in sure if len(sure) > 1}
        told = {pair for one in sure for pair in one.items() if pair[0] != "product_type"}
        return idle | {f"{slot}={value}" for slot, value in told if any(one.get(slot) != value for one in sure)}

    def beside(self, said: Said, span: Span | None, sights: Sequence[Sight], others: Sequence[Named]) -> Plan:
        """'What goes with this?', 'shoes for it': a look around what the photo shows."""
        own = together(sights)
        if not own:
            return say("seen")
        plan = self._of_own(said, span, sights)
        looks = [act for act in plan.acts if act.name == "look"]
        if is_serious(plan) and all(act.own or act.handles for act in looks):
            return plan
        # What has no place in a look is looked for.
        placed = not others or any(self._styling.role_of(n.value.lower()) for n in others)
        return self.around(said, sights, others) if placed else plan

    def around(self, said: Said, sights: Sequence[Sight], pieces: Sequence[Named]) -> Plan:
        """A look around what is there, of these pieces alone where some are named."""
        roles = tuple(dict.fromkeys(role for n in pieces if (role := self._styling.role_of(n.value.lower()))))
        roles = roles or (said.role_words if self._rules.says("photo_swaps", said.text) else ())
        act = Act.model_validate({"name": "look", "own": together(sights), "roles": roles})
        behind = noun_behind(said, pointer(said))
        wished = [n for n in said.reading.named if n != behind]
        edits = [*self._styling.situation_edits(said), *self._styling.piece_edits(said, wished)]
        return Plan(edits=tuple(edits), acts=(act,), asked=said.asked)

    def _of_own(self, said: Said, span: Span | None, sights: Sequence[Sight]) -> Plan:
        """The plan of the message with what the photo shows in the place of 'this'."""
        words, behind = said.text.split(), noun_behind(said, span)
        start = len(said.text[: span[0]].split()) if span else len(words)
        end = behind.end if behind else len(said.text[: span[1]].split()) if span else len(words)
        own = _named_by(said, behind, sights) if behind else together(sights)
        asks = "?" if "?" in said.talk.message else ""
        text = " ".join([*words[:start], *(() if span else ("with",)), f"my {own}", *words[end:]]) + asks
        plan = self._whole(replace(said.talk, message=text, sights=(), held=()))
        if self._rules.says("photo_mine", said.text):
            return plan
        return plan.model_copy(update={"edits": tuple(one for one in plan.edits if one.slot != "wardrobe")})

    def noted(self, said: Said, sights: Sequence[Sight]) -> Plan:
        """'I own this', 'I'm wearing this to a wedding': it is noted, with what it is worn for."""
        owned = tuple(sight.words for sight in sights if sight.words)
        if not owned:
            return say("seen")
        noted = Edit(op="add", slot="wardrobe", values=owned)
        return Plan(edits=(noted, *self._styling.situation_edits(said)), acts=say("noted").acts)


def _named_by(said: Said, head: Named, sights: Sequence[Sight]) -> str:
    """A garment as the shopper names it, with the photo's colour and pattern: 'navy striped jumper'."""
    seen = {slot: value for sight in sights[:1] for slot, value in sight.values.items() if slot != "product_type"}
    return words_of({**seen, "product_type": said.phrase(head)})


def is_serious(plan: Plan) -> bool:
    """Whether a plan does more than search or talk."""
    return any(act.name in _SERIOUS for act in plan.acts)


def one_look(plan: Plan) -> Plan:
    """A plan whose looks around one and the same piece are one: 'what trousers? and shoes?'"""
    looks = [act for act in plan.acts if act.name == "look"]
    if len(looks) < 2 or len({act.own for act in looks}) > 1 or not all(act.roles for act in looks):
        return plan
    roles = tuple(dict.fromkeys(role for act in looks for role in act.roles))
    whole = looks[0].model_copy(update={"roles": roles})
    return plan.model_copy(update={"acts": (*(act for act in plan.acts if act not in looks), whole)})
