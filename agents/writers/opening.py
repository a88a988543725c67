"""Opening: what a reply begins with: this person's situation, and one piece of styling knowledge that fits it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from agents.plan import Act
from agents.results import Answer, Insight
from agents.writers.voice import Voice
from catalog.describing import describe, describe_occasion, describe_refused, either, name_of, slot_name
from catalog.lexicon import Lexicon
from catalog.measures import describe_limits
from foundation.brief import HARD_SLOTS, Brief

Kind = Literal[
    "ids", "variants", "other_variants", "partial", "more", "like", "back", "switch", "drop", "exclude", "correct",
    "refine", "few", "first", "again",
]  # fmt: skip
_FEW = 3
_RELATION = re.compile(r"\b(?:my|our) ((?:little |teenage |best )?[a-z]+(?:[- ]in[- ]law)?)\b", re.IGNORECASE)
_CORRECTING = re.compile(r"^\W*(?:no|nope|actually|sorry|oops|wait|i meant?|not)\b|\bi meant?\b", re.IGNORECASE)
_RETURNING = re.compile(r"\bback to\b|\bagain\b|\bafter all\b", re.IGNORECASE)
_HANDLED = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class Situation:
    """What this turn is in the talk: its kind, what is looked for in words, and what the message changed."""

    kind: Kind
    want: str
    occasion: str
    whom: str
    changed: str


def situation(answer: Answer, act: Act, lexicon: Lexicon) -> Situation:
    """Read off the plan, the brief and the talk where the shopper stands."""
    occasion = describe_occasion(answer.brief, lexicon)
    want = describe(_without_audience(answer.brief) if whom_for(answer, lexicon) else answer.brief)
    whom = whom_for(answer, lexicon)
    return Situation(
        kind=_kind(answer, act, lexicon),
        want=want + (f" for {whom}" if whom else "") + describe_limits(answer.results.limits),
        occasion=occasion.strip(),
        whom=whom,
        changed=changed(answer),
    )


def opening(answer: Answer, now: Situation, tip: Insight | None, voice: Voice) -> Iterator[str]:
    """The first sentence or two, the first of them on the shopper's own situation."""
    filling = {
        "want": now.want,
        "all": f"{now.want} {now.occasion}".strip(),
        "occasion": now.occasion,
        "changed": now.changed,
        "matched": answer.results.matched,
    }
    kind = now.kind
    if kind in ("first", "switch", "back") and tip is not None:
        lead = "tip_occasion" if now.occasion and not voice.told(now.occasion) else "tip"
        yield voice.says(lead, tip=inside(tip.text), because=because(tip), **filling)
        return
    if kind == "first" and now.occasion:
        kind = "again" if voice.told(now.occasion) else "first"
    yield voice.says(f"open_{kind}", **filling)
    if tip is not None:
        yield voice.says("aside", tip=inside(tip.text), because=because(tip))


def fitting_tip(answer: Answer, now: Situation, voice: Voice) -> Insight | None:
    """The first insight this talk has not heard; where a wish is only refined, one of the two that fit best."""
    fresh = [tip for tip in answer.results.insights if not voice.told(tip.text)]
    if now.kind in ("first", "switch", "back", "again"):
        return next(iter(fresh), None)
    if now.kind in ("refine", "exclude", "correct", "drop"):
        return next((tip for tip in answer.results.insights[:1] if tip in fresh), None)
    return None


def changed(answer: Answer) -> str:
    """What this message changed, in words: 'blue', 'nothing striped', 'any colour'."""
    parts: list[str] = []
    for edit in answer.plan.edits:
        if edit.slot not in HARD_SLOTS or edit.slot in ("product_type", "audience"):
            continue
        if edit.op in ("add", "replace"):
            parts.append(either([value for value in edit.values if value in answer.brief.wanted.get(edit.slot, ())]))
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
            if lexicon.canonical("audience", found.split()[-1]) in wanted:
                return f"your {found.lower()}"
    return ""


def _kind(answer: Answer, act: Act, lexicon: Lexicon) -> Kind:
    results = answer.results
    if act.article_ids:
        return "ids"
    if act.variants:
        return "other_variants" if results.relaxed else "variants"
    if results.partial:
        return "partial"
    if act.more:
        return "more"
    ops = {edit.op for edit in answer.plan.edits}
    if answer.brief.anchor and "refer" in ops:
        return "like"
    if not any(_HANDLED.search(reply) for _, reply in answer.history):
        return "few" if results.matched <= _FEW else "first"
    return _later_kind(answer, ops)


def _later_kind(answer: Answer, ops: set[str]) -> Kind:
    """The kind of a turn that follows a search."""
    turned = [v for e in answer.plan.edits if e.slot == "product_type" and e.op in ("add", "replace") for v in e.values]
    if turned:
        before = " ".join(said.lower() for said, _ in answer.history)
        return "back" if _RETURNING.search(answer.message) and any(v in before for v in turned) else "switch"
    if "reset" in ops:
        return "switch"
    if ops == {"drop"}:
        return "drop" if changed(answer) else "again"
    if not changed(answer):
        return "again"
    if _CORRECTING.search(answer.message):
        return "correct"
    return "exclude" if ops == {"exclude"} else "refine"


def _without_audience(brief: Brief) -> Brief:
    return Brief({slot: values for slot, values in brief.wanted.items() if slot != "audience"}, brief.excluded)


def inside(text: str) -> str:
    """A sentence as a clause: without its full stop, its first letter small unless the word is a name."""
    plain = text.strip().rstrip(".")
    first = plain.split(" ")[0]
    return plain if (len(first) > 1 and not first[1:].islower()) or first == "I" else plain[:1].lower() + plain[1:]


def because(tip: Insight) -> str:
    reason = inside(tip.reason)
    return f": {reason}" if reason else ""


def in_words(values: tuple[str, ...]) -> str:
    """Values in a sentence."""
    return either([name_of(value) for value in values])
