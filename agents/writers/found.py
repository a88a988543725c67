"""Found: what was counted, looked up, compared and given up, said as a person would."""

import re
from collections.abc import Collection, Iterator, Sequence

from agents.results import Answer, Comparison, Count, Fact, GivenUp
from agents.writers.opening import because, inside
from agents.writers.voice import Voice
from catalog.contrast import asked_for
from catalog.describing import either, name_of, says_not, says_so, slot_name, together
from catalog.measures import MEASURES

_MOST_QUOTED = 45
_MOST_TIPS = 2
_MOST_DIFFERENCES = 3
_ASKS_SOURCE = re.compile(r"\b(?:why|says who|who says|source|how do you know|where do you get)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def given_up(parts: Sequence[GivenUp], voice: Voice) -> Iterator[str]:
    """What was given up or can't be answered, each once a talk where it can't change."""
    for part in dict.fromkeys(parts):
        text = _given_up(part, voice)
        if not (part.kind == "no_column" and voice.told(text)):
            yield text


def _given_up(part: GivenUp, voice: Voice) -> str:
    lines = voice.grammar["given_up"]
    values = either([asked_for(part.slot, value) for value in part.values] if part.slot else part.values)
    if part.kind in ("none", "no_photo"):
        return part.text[:1].upper() + part.text[1:] + "."
    if part.kind == "no_column":
        name = part.slot or part.text.split(":")[0]
        return voice.pick("no_column", lines["no_column"], name=voice.grammar["measures"].get(name, name))
    if part.kind == "together" and not values:
        return voice.pick("together_limit", lines["together_limit"], line=part.text.split(":")[0])
    if not values:
        return voice.pick("other", lines["other"], line=part.text)
    kind = "unstated_audience" if (part.kind, part.slot) == ("unstated", "audience") else part.kind
    return voice.pick(kind, lines[kind], values=values)


def counts(counted: Sequence[Count], voice: Voice) -> Iterator[str]:
    """Both numbers, and what was counted."""
    for count in counted:
        kind = "count" if count.articles else "count_none"
        yield voice.says(kind, articles=count.articles, products=count.products, counted=count.counted)


def facts(told: Sequence[Fact], voice: Voice) -> Iterator[str]:
    """What the rows say of what was asked; of several that a catalogue without prices is silent on, once."""
    if len(told) > 1 and all(fact.aspect == "price" and fact.text is None for fact in told):
        yield voice.says("no_total")
        return
    for fact in told:
        aspect = voice.grammar["aspects"].get(fact.aspect, slot_name(fact.aspect))
        if fact.value is not None:
            yield _answer_to(fact, fact.value, voice)
        elif fact.text is None:
            yield voice.says("no_measure" if fact.aspect in MEASURES else "no_fact", aspect=aspect, h=fact.handle)
        elif fact.aspect in ("description", "other"):
            yield voice.says("description", h=fact.handle, text=quoted(fact.text))
        else:
            yield voice.says("fact", aspect=aspect, h=fact.handle, text=quoted(fact.text))
    if not told:
        yield voice.pick("unclear", voice.grammar["say"]["unclear"])


def _answer_to(fact: Fact, value: str, voice: Voice) -> str:
    """Yes, no, or that the row is silent, with the row's own words."""
    kind = {True: "yes", False: "no", None: "unsaid"}[fact.holds] + ("" if fact.text else "_bare")
    is_so, is_not = says_so(fact.aspect, value), says_not(fact.aspect, value)
    return voice.says(kind, h=fact.handle, is_so=is_so, is_not=is_not, text=quoted(fact.text or ""))


def quoted(text: str) -> str:
    """A row's text, its first sentences where it is long."""
    kept: list[str] = []
    for sentence in _SENTENCE.split(text):
        if kept and len(" ".join([*kept, sentence]).split()) > _MOST_QUOTED:
            break
        kept.append(sentence)
    return " ".join(kept)


def comparisons(compared: Sequence[Comparison], absent: Collection[str | None], voice: Voice) -> Iterator[str]:
    """Which has more of what was asked, or that the rows don't tell, and where they differ."""
    if not compared:
        yield voice.says("compare_none")
    for one in compared:
        more = voice.grammar["comparatives"].get(one.aspect or "", None)
        reasons = "; ".join(f"[{handle}] “{text}”" for handle, text in one.because)
        if one.winner is not None and more and reasons:
            yield voice.says("winner", h=one.winner, more=more, because=reasons)
        elif one.winner is not None and reasons:
            yield voice.says("winner_bare", h=one.winner, because=reasons)
        elif one.ahead and more and reasons:
            ahead = together([f"[{handle}]" for handle in one.ahead])
            yield voice.says("ahead", ahead=ahead, more=more, because=reasons)
            continue
        elif one.aspect and one.aspect not in absent:
            name = more or f"better on {voice.grammar['aspects'].get(one.aspect, slot_name(one.aspect))}"
            yield voice.says("no_winner", more=name)
        if one.differences and (one.winner is None or not reasons):
            yield _side_by_side(one, voice)


def _side_by_side(one: Comparison, voice: Voice) -> str:
    told: dict[int, list[str]] = {}
    for difference in one.differences[:_MOST_DIFFERENCES]:
        for handle, text in difference.told:
            if text:
                told.setdefault(handle, []).append(name_of(text).removeprefix("other "))
    stated = [f"[{handle}] {', '.join(dict.fromkeys(texts))}" for handle, texts in sorted(told.items())]
    return voice.says("compared", told="; ".join(stated)) if stated else voice.says("compared_same")


def advice(answer: Answer, voice: Voice) -> Iterator[str]:
    """The knowledge that fits, each with its reason, and where it is from when that is asked."""
    tips = answer.results.insights
    fresh = [tip for tip in tips if not voice.told(tip.text)] or tips
    for place, tip in enumerate(fresh[: 1 if answer.length == "short" else _MOST_TIPS]):
        yield voice.says("advise_more" if place else "advise", tip=inside(tip.text), because=because(tip, voice))
    if not tips:
        yield voice.says("no_advice")
    elif _ASKS_SOURCE.search(answer.message) and "://" not in fresh[0].source:
        yield voice.says("source", source=fresh[0].source)
