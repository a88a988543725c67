"""Opening: what a reply begins with: this person's situation, and one piece of styling knowledge that fits it."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from agents.plan import Act
from agents.results import Answer, Insight
from agents.writers import seen
from agents.writers.voice import Voice
from catalog.contrast import asked_for
from catalog.describing import describe, describe_occasion, describe_refused, either, name_of, slot_name, together
from catalog.lexicon import Lexicon
from catalog.measures import describe_limits
from catalog.words import forms
from foundation.brief import HARD_SLOTS, Brief

Kind = Literal[
    "ids", "variants", "other_variants", "partial", "more", "like", "back", "switch", "drop", "exclude", "correct",
    "refine", "people", "vague", "parts", "quiet", "few", "first", "again", "photo",
]  # fmt: skip
_FEW = 3
_RELATION = re.compile(r"\b(?:my|our) ((?:little |teenage |best )?[a-z]+(?:[- ]in[- ]law)?)\b", re.IGNORECASE)
_CORRECTING = re.compile(r"^\W*(?:no|nope|actually|sorry|oops|wait|i meant?)\b|\bi meant?\b", re.IGNORECASE)
_RETURNING = re.compile(r"\bback to\b|\bagain\b|\bafter all\b", re.IGNORECASE)
# Days on which nobody wants a cheerful word.
SAD = frozenset({"funeral", "hospital"})
_HANDLED = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class Situation:
    """What this turn is in the talk: its kind, what is looked for in words, and what the message changed."""

    kind: Kind
    want: str
    rest: str
    occasion: str
    whom: str
    changed: str


def situation(answer: Answer, act: Act, lexicon: Lexicon) -> Situation:
    """Read off the plan, the brief and the talk where the shopper stands."""
    occasion = describe_occasion(answer.brief, lexicon)
    whom = whom_for(answer, lexicon)
    brief = _without(answer.brief, ("audience",)) if whom else answer.brief
    beside = [edit.slot for edit in answer.plan.edits if edit.slot not in ("product_type", "audience")]
    after = (f" for {whom}" if whom else "") + describe_limits(answer.results.limits)
    return Situation(
        kind=_kind(answer, act, lexicon),
        want=re.sub("^pieces", "something", _both(answer.brief) if answer.brief.parts else describe(brief)) + after,
        rest=describe(_without(brief, beside)) + after,
        occasion=occasion.strip(),
        whom=whom,
        changed=changed(answer),
    )


def opening(answer: Answer, now: Situation, tip: Insight | None, voice: Voice) -> Iterator[str]:
    """The first sentence or two, the first of them on the shopper's own situation."""
    filling = {
        "want": now.want,
        "rest": now.rest,
        "kind_of": name_of(answer.results.shown[0].article.product_type_name) or "piece",
        "garment": describe(_without(answer.brief, ("audience",))),
        "all": f"{now.want} {now.occasion}".strip(),
        "occasion": now.occasion,
        "people": now.whom or either([_people(name) for name in answer.brief.wanted.get("audience", ())]) or "anyone",
        "changed": now.changed,
        "matched": answer.results.matched,
    }
    kind = now.kind
    if kind == "photo":
        yield seen.opening(answer, now.changed, voice)
        return
    if kind in ("first", "switch", "back") and tip is not None:
        lead = "tip_occasion" if now.occasion and not voice.told(now.occasion) else "tip"
        vague = "product_type" not in answer.brief.wanted
        lead = "tip_vague" if vague and lead == "tip" else lead
        lines = [line for line in voice.grammar[lead] if not (lead == "tip_occasion" and vague and "{want}" in line)]
        yield voice.pick(lead, lines, tip=inside(tip.text), because=because(tip, voice), **filling)
        return
    if kind in ("first", "again") and now.want == "something" and not now.occasion:
        kind = "vague"
    yield voice.says(f"open_{kind}", **filling)
    if tip is not None:
        yield aside(tip, voice)


def aside(tip: Insight, voice: Voice) -> str:
    """A piece of knowledge on the way."""
    return voice.says("aside", tip=inside(tip.text), because=because(tip, voice))


def look_tip(tip: Insight, occasion: str, voice: Voice) -> str:
    """The knowledge a look goes by, opened on the occasion where one was named."""
    told = {"tip": inside(tip.text), "because": because(tip, voice)}
    if not occasion or voice.told(occasion):
        return voice.says("look_tip", **told)
    lines = [line for line in voice.grammar["tip_occasion"] if "{want}" not in line]
    return voice.pick("tip_occasion", lines, occasion=occasion, **told)


def fitting_tip(answer: Answer, now: Situation, voice: Voice) -> Insight | None:
    """The first insight this talk has not heard; where a wish is only refined, one of the two that fit best."""
    fresh = [tip for tip in answer.results.insights if not voice.told(tip.text)]
    if now.kind in ("first", "switch", "back", "again"):
        return next(iter(fresh), None)
    if now.kind in ("refine", "exclude", "correct", "drop"):
        return next((tip for tip in fresh if _speaks_of(tip, answer)), None)
    return None


def _speaks_of(tip: Insight, answer: Answer) -> bool:
    """Whether a piece of knowledge is on what this message asked for."""
    values = [v for e in answer.plan.edits if e.op in ("add", "replace") and e.slot in HARD_SLOTS for v in e.values]
    words = {word for value in values for word in forms(value)}
    return bool(words & {*forms(tip.text)})


def changed(answer: Answer) -> str:
    """What this message changed, in words: 'blue', 'nothing striped', 'any colour'."""
    parts: list[str] = []
    for edit in answer.plan.edits:
        if edit.slot not in HARD_SLOTS or edit.slot in ("product_type", "audience"):
            continue
        if edit.op in ("add", "replace"):
            held = [value for value in edit.values if value in answer.brief.wanted.get(edit.slot, ())]
            parts.append(either([asked_for(edit.slot, value) for value in held]))
        elif edit.op == "exclude":
            told = describe_refused(Brief(excluded={edit.slot: edit.values}))
            parts.append(f"nothing {told}")
        elif edit.op == "drop" and edit.slot not in answer.brief.wanted:
            parts.append(f"any {slot_name(edit.slot)}")
    return " and ".join(dict.fromkeys(filter(None, parts)))


def whom_for(answer: Answer, lexicon: Lexicon) -> str:
    """'your husband', as the shopper said; empty where nobody was named, or somebody else is meant now."""
    wanted = answer.brief.wanted.get("audience", ())
    for message in [answer.message, *(said for said, _ in reversed(answer.history))]:
        for found in _RELATION.findall(message):
            words = found.split()
            # A "little sister" is a girl, a "sister" a woman: the longest name that is known says who it is.
            names = (lexicon.canonical("audience", " ".join(words[place:])) for place in range(len(words)))
            if next(filter(None, names), "") in wanted:
                return f"your {found.lower()}"
    return ""


def _kind(answer: Answer, act: Act, lexicon: Lexicon) -> Kind:
    results = answer.results
    if act.article_ids:
        return "ids"
    if any(edit.photos for edit in answer.plan.edits):
        return "photo"
    if answer.brief.parts:
        return "parts"
    if act.variants:
        return "other_variants" if results.relaxed else "variants"
    if results.partial:
        return "partial"
    if act.more:
        return "more"
    ops = {edit.op for edit in answer.plan.edits}
    if answer.brief.anchor and "refer" in ops:
        return "like"
    if SAD & set(answer.brief.wanted.get("occasion", ())) and results.shown:
        return "quiet"
    if not any(_HANDLED.search(reply) for _, reply in answer.history):
        return "few" if results.matched <= _FEW else "first"
    return _later_kind(answer, ops)


def _later_kind(answer: Answer, ops: Collection[str]) -> Kind:
    """The kind of a turn that follows a search."""
    turned = [v for e in answer.plan.edits if e.slot == "product_type" and e.op in ("add", "replace") for v in e.values]
    if turned:
        before = " ".join(said.lower() for said, _ in answer.history)
        return "back" if _RETURNING.search(answer.message) and any(v in before for v in turned) else "switch"
    if "reset" in ops:
        return "switch"
    if not changed(answer):
        return "people" if any(edit.slot == "audience" for edit in answer.plan.edits) else "again"
    if set(ops) <= {"drop", "exclude"}:
        return "exclude" if "exclude" in ops else "drop"
    return "correct" if _CORRECTING.search(answer.message) else "refine"


def _both(brief: Brief) -> str:
    """Several garments in one breath: 'red dresses and black shoes'."""
    kinds = [describe(Brief(wanted)) for wanted in (brief.wanted, *(part.wanted for part in brief.parts))]
    return together(kinds)


def _people(name: str) -> str:
    return {"baby": "a baby"}.get(name, name)


def _without(brief: Brief, slots: Iterable[str | None]) -> Brief:
    return Brief({slot: values for slot, values in brief.wanted.items() if slot not in slots}, brief.excluded)


def inside(text: str) -> str:
    """A sentence as a clause: without its full stop, its first letter small unless the word is a name."""
    plain = text.strip().rstrip(".")
    first = plain.split(" ")[0]
    # 'A-line', 'V-necks': a letter that stands for a shape.
    named = first == "I" or first[1:2] == "-" or (len(first) > 1 and not first[1:].islower())
    return plain if named else plain[:1].lower() + plain[1:]


def because(tip: Insight, voice: Voice) -> str:
    """The reason as it goes on after the tip."""
    reason = tip.reason.strip().rstrip(".")
    name = reason.split(" ")[0].removesuffix("'s")
    reason = reason if name in tip.source else inside(reason)
    joints = voice.grammar["joints"]
    return voice.part("joint", joints) + reason if reason else ""
