"""Joining: one plan of the plans of a message's clauses, and of a wish beside talk that is met kindly."""

from collections.abc import Sequence

from agents.plan import Act, Plan
from foundation.brief import SOFT_SLOTS

# Acts that look something up, where others only talk.
_REAL = frozenset({"search", "look", "compare", "count", "facts", "advise", "try_on", "paint"})
# Talk that answers something, and is said whatever else is done.
_MEANT = frozenset({"body_image", "grief", "noted", "photo_silent", "photo_person"})


def ask_alike(plans: Sequence[Plan]) -> bool:
    """Whether the clauses ask for one thing, which is then better understood as a whole."""
    asked = {act.name for plan in plans for act in plan.acts if act.name in _REAL}
    topics = {act.topic for plan in plans for act in plan.acts if act.name == "say"} - {"unclear"}
    talks = any(_is_only_talk(plan) for plan in plans)
    return len(asked) <= 1 and not (asked and topics and talks)


def _is_only_talk(plan: Plan) -> bool:
    return all(act.name == "say" and act.topic not in ("unclear", "noted") for act in plan.acts)


def joined(plans: Sequence[Plan], shown: bool, shows: Sequence[bool]) -> Plan:
    """One plan of several clauses; a search that names no garment only says what the rest is for."""
    acts = [act for plan in plans for act in plan.acts if act.topic != "unclear"]
    if len(acts) > 1:
        talked = [plan for plan, told in zip(plans, shows, strict=True) if not told and _wishes_nothing(plan)]
        idle = [act for plan in talked for act in plan.acts if act.name == "search"]
        acts = [act for act in acts if act not in idle] or acts
    social = [act for act in acts if act.name == "say" and act.topic not in _MEANT]
    if len(social) < len(acts):
        # One word of greeting or thanks is enough before an answer, and what is not obeyed needs none.
        kept = [act for act in social if act.topic in ("greeting", "thanks", "abuse")][:1]
        acts = [act for act in acts if act not in social or act in kept]
    serious = {act.name for act in acts if act.name in _REAL - {"search"}}
    if serious & {"look", "count", "compare"}:
        bare = [plan for plan, told in zip(plans, shows, strict=True) if not told and not names_garment(plan)]
        acts = [act for act in acts if not (act.name == "search" and any(act in plan.acts for plan in bare))]
    points = any(act.handles for act in acts)
    if points and not shown and not any(act.name == "search" for act in acts):
        acts.insert(0, Act(name="search"))
    if points and shown and all(map(_only_refuses, plans)):
        # "No more red, and what could I wear with the first?" points at what is on the page, not at what comes.
        acts.sort(key=lambda act: act.name == "search")
    return Plan(
        edits=tuple(edit for plan in plans for edit in plan.edits),
        acts=tuple(dict.fromkeys(acts)),
        words=tuple(dict.fromkeys(word for plan in plans for word in plan.words)),
        ideas=tuple(dict.fromkeys(word for plan in plans for word in plan.ideas)),
        asked=tuple(dict.fromkeys(name for plan in plans for name in plan.asked)),
    )


def _only_refuses(plan: Plan) -> bool:
    """Whether a clause's search, where it is one, only leaves out some of what was asked for before."""
    searches = any(act.name == "search" for act in plan.acts)
    return not searches or (bool(plan.edits) and all(edit.op in ("exclude", "drop") for edit in plan.edits))


def stated(plan: Plan) -> Plan:
    """The plan of a clause that only states something: no search; of its values those that rule out or say for whom."""
    if not any(act.name == "search" for act in plan.acts):
        return plan
    edits = tuple(
        e for e in plan.edits if e.op in ("exclude", "refer") or e.slot in (*SOFT_SLOTS, "audience", "wardrobe")
    )
    return plan.model_copy(update={"edits": edits, "acts": (say("unclear").acts[0],), "words": (), "ideas": ()})


def _wishes_nothing(plan: Plan) -> bool:
    """Whether a clause only happened to name a colour or the like: 'It's a grey Monday here.'"""
    slots = {edit.slot for edit in plan.edits}
    return not names_garment(plan) and not slots & {"audience", "occasion", "product_type"}


def names_garment(plan: Plan) -> bool:
    """Whether a plan asks for a garment by its name, or for an article by pointing at it."""
    points = any(act.variants or act.article_ids or act.more for act in plan.acts)
    return points or any(edit.slot == "product_type" and edit.op in ("add", "replace") for edit in plan.edits)


def kindly(plan: Plan, topic: str, looks_on: bool) -> Plan:
    """The plan with a kind word first; without a wish beside it, that is all."""
    word = Act.model_validate({"name": "say", "topic": topic})
    acts = tuple(act for act in plan.acts if act.name in _REAL) if looks_on else ()
    return plan.model_copy(update={"acts": (word, *acts)}) if acts else Plan(acts=(word,))


def say(topic: str) -> Plan:
    """A plan that only talks."""
    return Plan(acts=(Act.model_validate({"name": "say", "topic": topic}),))
