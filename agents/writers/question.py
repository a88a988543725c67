"""Question: what is asked back: the one thing whose answer would narrow what is left the most.

Chosen by information: of each slot the bits that an answer tells on average, times the share of products that state it
(Shannon, "A Mathematical Theory of Communication", 1948).
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agents.results import Answer, Facet, Question
from agents.writers import asking, seen
from agents.writers.voice import Voice
from catalog.contrast import asked_for
from catalog.describing import describe, either
from foundation.brief import Brief

_FEW = 6
_WORTH_ASKING = 0.2
_MOST_NAMED = 3
_MOST_CHIPS = 6
# Of several slots that tell nearly as much, a shopper answers on the one that matters to them.
_MOST_POINTS, _NAMED_BESIDE, _NEAR = 4, 2, 0.15
# A critique is worth a chip where neither hardly any nor most of what is left meets it.
_PARTS_LEFT, _MOST_CRITIQUES = (0.15, 0.7), 2
# A value that hardly any product left has, or nearly all have, is no answer that helps.
_RARE, _NEARLY_ALL = 0.04, 0.92
# Beside these a search is asked nothing more; after those of `_ASIDE` alone one may come back to it.
_BESIDE = frozenset({"compare", "advise", "try_on", "paint"})
_ASIDE = frozenset({"count", "facts", "say"})
_LIGHT = frozenset({"thanks", "praise", "unclear", "complaint", "out_of_scope", "how_are_you"})
_SOLEMN = frozenset({"grief", "body_image", "abuse"})
# How often one slot may be named in questions.
_MOST_TIMES = 3
_ANYTHING = re.compile(
    r"\b(?:any(?:thing|way)?|whatever|whichever|surprise me|you (?:choose|pick|decide)|up to you|no preference|either"
    r"|(?:does|do)(?:n['’]?t| not) (?:really )?(?:matter|mind|care)|not (?:that )?important"
    r"|(?:no|not) idea|just show)\b",
    re.IGNORECASE,
)
# Who leaves the choice to the stylist is not asked.
_CHOOSE = re.compile(
    r"\b(?:anything|whatever|surprise me|you (?:choose|pick|decide)|up to you|(?:not|no) idea|just show)\b",
    re.IGNORECASE,
)
_SELF = re.compile(r"\b(?:for me|myself|i (?:can |could |should |will )?wear|my own)\b", re.IGNORECASE)
_PEOPLE = ("women", "men", "kids")
_GROWN = ("women", "men")
# The second likeliest people must be this likely before it is worth asking for whom.
_LIKELY = 0.2


@dataclass(frozen=True)
class Point:
    """A slot with the answers that a shopper may have to it, the most frequent first."""

    slot: str
    values: tuple[str, ...]

    def named(self, most: int) -> str:
        """The first of its answers, as they are asked for."""
        values = self.values[:most]
        return either([asked_for(self.slot, value) if self.slot == "detail" else value for value in values])

    def chips(self, most: int) -> tuple[str, ...]:
        """The first of its answers, as messages."""
        return tuple(f"for {value}" if self.slot == "audience" else value for value in self.values[:most])


def choose(answer: Answer, grammar: Mapping[str, Any], voice: Voice) -> Question | None:
    """The question to ask after this turn, or None where it would not help, or would be a nuisance."""
    if answer.brief.language == "en" and (of_photo := seen.question(answer, voice)):
        return of_photo
    narrowing = _narrowing(answer, grammar, voice) if _is_time(answer) else None
    if narrowing is None and answer.brief.language == "en":
        return asking.spoken(answer, grammar, voice)
    return narrowing


def _narrowing(answer: Answer, grammar: Mapping[str, Any], voice: Voice) -> Question | None:
    """The question whose answer would narrow what is left the most, with critiques among its short answers."""
    question, facets = _telling(answer, grammar, voice)
    if question is None or answer.brief.language != "en" or not _searches(answer):
        return question
    others = _critiques(facets, answer.results.left or answer.results.matched, grammar, question.chips)
    return replace(question, chips=(*question.chips[: _MOST_CHIPS - len(others)], *others))


def _critiques(
    facets: Sequence[Facet], matched: int, grammar: Mapping[str, Any], chips: Sequence[str]
) -> tuple[str, ...]:
    """'Plainer', 'longer', 'darker': those that part what is left, and that no chip says already.

    Critiquing a shown example in place of naming a value is the FindMe systems' (R. Burke et al., 1997).
    """
    counts = {(facet.slot, value): number for facet in facets for value, number in facet.counts}
    low, high = _PARTS_LEFT
    return tuple(
        word
        for word, one in grammar["critiques"].items()
        if low * matched <= counts.get((one["slot"], one["value"]), 0) <= high * matched and one["value"] not in chips
    )[:_MOST_CRITIQUES]


def _telling(answer: Answer, grammar: Mapping[str, Any], voice: Voice) -> tuple[Question | None, Sequence[Facet]]:
    """The question alone, and the facets of what is still open."""
    asked = asked_before(answer, grammar)
    like = next((sight.values for sight in (*answer.sights, *answer.held) if sight.key == answer.brief.photo), {})
    spoken = {**answer.brief.wanted, **answer.brief.excluded, **like}
    open_facets = [facet for facet in answer.results.facets if facet.slot not in spoken and facet.slot not in asked]
    points = _points(open_facets, answer.results.left or answer.results.matched, grammar)
    if whom := _for_whom(open_facets, answer):
        # Where hardly anybody else buys it, for whom it is comes last.
        points = [whom, *points] if _is_open(open_facets) else [*points[: _MOST_POINTS - 1], whom]
    if answer.brief.language != "en":
        return (_asking(points[0], grammar["asked"], voice) if points else None), open_facets
    if not _searches(answer) and points:
        return _returning(points[:_MOST_POINTS], answer, grammar, voice), open_facets
    if len(points) > 1:
        return _open_question(points[:_MOST_POINTS], grammar, voice), open_facets
    return (_asking(points[0], grammar["asked"], voice) if points else None), open_facets


def _points(facets: Sequence[Facet], matched: int, grammar: Mapping[str, Any]) -> list[Point]:
    """The slot that tells the most, and those that tell nearly as much."""
    scored = [
        (covered(facet, counts, matched) * bits(counts, matched) * grammar["weights"][facet.slot], facet.slot, counts)
        for facet in facets
        if facet.slot in grammar["weights"]
        for counts in [answers(facet, matched, grammar["unasked"])]
        if len(counts) > 1
    ]
    worth = [one for one in sorted(scored, reverse=True) if one[0] >= _WORTH_ASKING]
    near = [one for one in worth if one[0] >= _NEAR * worth[0][0]]
    return [Point(slot, tuple(value for value, _ in counts)) for _, slot, counts in near]


def _for_whom(facets: Sequence[Facet], answer: Answer) -> Point | None:
    """For whom it is, where that is open: one who speaks of themselves is grown up."""
    people = _GROWN if _SELF.search(answer.message) else _PEOPLE
    counts = {value: n for facet in facets if facet.slot == "audience" for value, n in facet.counts if value in people}
    likely = tuple(v for v in people if counts.get(v, 0) > _RARE * sum(counts.values()))
    return Point("audience", likely) if len(likely) > 1 else None


def _is_open(facets: Sequence[Facet]) -> bool:
    """Whether the second likeliest people are likely enough to ask first for whom it is."""
    counts = [n for facet in facets if facet.slot == "audience" for value, n in facet.counts if value in _PEOPLE]
    return sorted(counts)[-2] >= _LIKELY * sum(counts)


def bits(counts: Sequence[tuple[str, int]], matched: int) -> float:
    """What an answer tells on average, in bits, where each product's shopper names one of its values."""
    total = sum(number for _, number in counts)
    return sum(number / total * -math.log2(min(number / matched, 1.0)) for _, number in counts) if total else 0.0


def covered(facet: Facet, counts: Sequence[tuple[str, int]], matched: int) -> float:
    """The share of products that one of the answers fits; a product that states several counts once at most."""
    return min(facet.stated, sum(number for _, number in counts) / matched)


def answers(facet: Facet, matched: int, unasked: Mapping[str, Sequence[str]]) -> tuple[tuple[str, int], ...]:
    """The values of a facet that a shopper would answer with, and that split what is left."""
    barred = unasked.get(facet.slot, ())
    return tuple(
        (value, number)
        for value, number in facet.counts
        if value not in barred and _RARE * matched <= number <= _NEARLY_ALL * matched
    )


def asked_before(answer: Answer, grammar: Mapping[str, Any]) -> frozenset[str]:
    """The slots that are done with: asked about alone, asked about three times, or of no matter to the shopper.

    For whom it is stays open as long as it isn't told. What was asked is known by the questions' own words.
    """
    replies = [reply.lower() for _, reply in answer.history]
    messages = [*(message for message, _ in answer.history[1:]), answer.message]
    done: set[str] = set()
    times: Counter[str] = Counter()
    for reply, message in zip(replies, messages, strict=False):
        alone = {slot for slot, lines in grammar["asked"].items() if any(_own_words(line) in reply for line in lines)}
        points = set(_points_of(reply, grammar))
        # A question come back to after a turn on something else was not answered before.
        times.update(() if any(_own_words(line) in reply for line in grammar.get("returning", ())) else points)
        done |= alone | (points if _ANYTHING.search(message) else set())
    return frozenset(done | {slot for slot, number in times.items() if number >= _MOST_TIMES and slot != "audience"})


def _points_of(reply: str, grammar: Mapping[str, Any]) -> list[str]:
    """The slots that an open question at the end of a reply names, in its order."""
    if not any(_own_words(line) in reply for line in (*grammar.get("open", ()), *grammar.get("returning", ()))):
        return []
    question = re.split(r"(?<=[.!?])\s", reply.rstrip())[-1]
    places = {slot: question.find(name) for slot, name in grammar["points"].items()}
    return sorted((slot for slot, place in places.items() if place >= 0), key=places.__getitem__)


def _own_words(line: str) -> str:
    return max(re.split(r"\{\w+\}", line), key=len).strip(" ?,:–").lower()


def _is_time(answer: Answer) -> bool:
    """Whether a question would help: enough is left, and the shopper has not said twice that nothing matters."""
    results, acts = answer.results, answer.plan.acts
    if (results.left or results.matched) <= _FEW or any(act.topic in _SOLEMN or act.article_ids for act in acts):
        return False
    if answer.brief.parts or _CHOOSE.search(answer.message) or _minds_nothing(answer):
        return False
    if not _searches(answer):
        return _may_return(answer)
    refers = any(edit.op == "refer" for edit in answer.plan.edits)
    return bool(results.shown) and not refers and not _BESIDE & _names(answer)


def _minds_nothing(answer: Answer) -> bool:
    """Whether this message and the one before it both said that what was asked does not matter."""
    before = answer.history[-1][0] if answer.history else ""
    return bool(_ANYTHING.search(answer.message) and _ANYTHING.search(before))


def _may_return(answer: Answer) -> bool:
    """Whether a turn beside the search may come back to it: once after another, and never at a goodbye."""
    topics = {act.topic for act in answer.plan.acts if act.name == "say"}
    searched = bool(answer.earlier) and "search" in answer.earlier[-1].acts
    aside = _ASIDE | {"look"} if searched and not any(act.swap for act in answer.plan.acts) else _ASIDE
    if answer.brief.language != "en" or not _names(answer) <= aside or not topics <= _LIGHT:
        return False
    return len(answer.history) < 2 or not all(reply.rstrip().endswith("?") for _, reply in answer.history[-2:])


def _searches(answer: Answer) -> bool:
    return "search" in _names(answer)


def _names(answer: Answer) -> set[str]:
    return {act.name for act in answer.plan.acts}


def _returning(points: Sequence[Point], answer: Answer, grammar: Mapping[str, Any], voice: Voice) -> Question:
    """Back to what is looked for, after a turn on something else."""
    told = _open_question(points, grammar, voice) if len(points) > 1 else None
    names = [grammar["points"][point.slot] for point in points]
    garment = describe(Brief({"product_type": answer.brief.wanted["product_type"]}))
    text = voice.pick("returning", grammar["returning"], garment=garment, points=either(names))
    return Question(text, points[0].slot, told.chips if told else points[0].chips(_MOST_CHIPS))


def _asking(point: Point, asked: Mapping[str, Sequence[str]], voice: Voice) -> Question:
    text = voice.pick(f"ask_{point.slot}", asked[point.slot], values=point.named(_MOST_NAMED))
    return Question(text, point.slot, point.chips(_MOST_CHIPS))


def _open_question(points: Sequence[Point], grammar: Mapping[str, Any], voice: Voice) -> Question:
    """Which of a few points matters: whoever has a wish on any of them can answer."""
    names = [grammar["points"][point.slot] for point in points]
    most = _MOST_NAMED if points[0].slot == "audience" else _NAMED_BESIDE
    names[0] += f" (say {points[0].named(most)})"
    text = voice.pick("ask_open", grammar["open"], points=" or ".join([", ".join(names[:-1]), names[-1]]))
    chips = [chip for point in points for chip in point.chips(_NAMED_BESIDE)]
    return Question(text, points[0].slot, tuple(chips[:_MOST_CHIPS]))
