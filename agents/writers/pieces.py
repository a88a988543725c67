"""Pieces: two or three of the articles found, each with what tells it from the others, true of the rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from agents.results import Answer, Shown
from agents.writers.voice import Voice
from catalog.article import Article
from catalog.contrast import Trait, differences, in_order, own, spoken, unlike, wish
from catalog.describing import describe, name_of, together
from catalog.lexicon import Lexicon
from foundation.brief import Brief

MOST_TOLD = 3
_LOOKED_AT = 5
_MOST_VARIANTS = 6
_FEWEST_TRAITS, _MOST_TRAITS = 2, 3

Reads = Callable[[Article], tuple[Trait, ...]]


@dataclass(frozen=True)
class Told:
    """A piece with what its row says."""

    shown: Shown
    traits: tuple[Trait, ...]


def tell(answer: Answer, lexicon: Lexicon, reads: Reads, voice: Voice) -> Iterator[str]:
    """A sentence for each piece told of; garments asked for together each have their own."""
    if any(act.variants for act in answer.plan.acts):
        yield _variants(answer.results.shown, voice)
        return
    if answer.brief.parts:
        yield from _side_by_side(answer, lexicon, reads, voice)
        return
    most = 2 if answer.length == "short" else MOST_TOLD
    told = _chosen([Told(one, reads(one.article)) for one in answer.results.shown[:_LOOKED_AT]], most)
    asked = _asked(answer.brief)
    yield _first(told, asked, answer, voice)
    others = [_alternative(told, one, asked, voice, place) for place, one in enumerate(told[1:])]
    yield from filter(None, others)
    if told[1:] and not any(others):
        handles = [f"[{one.shown.handle}]" for one in told[1:]]
        yield voice.says("alike", handles=" and ".join(handles), o=told[0].shown.handle)


def _chosen(all_told: Sequence[Told], most: int) -> list[Told]:
    """The first, and after it those that differ most from the ones taken before."""
    taken = list(all_told[:1])
    rest = list(all_told[1:])
    while rest and len(taken) < most:
        best = max(rest, key=lambda one: min(len(differences(one.traits, other.traits)) for other in taken))
        rest.remove(best)
        taken.append(best)
    return [taken[0], *sorted(taken[1:], key=lambda one: one.shown.handle)]


def _first(told: Sequence[Told], asked: frozenset[str], answer: Answer, voice: Voice) -> str:
    best = told[0]
    apart = _new(own(best.traits, [one.traits for one in told[1:]]), asked)
    telling = [*apart, *(trait for trait in _new(best.traits, asked) if trait not in apart)][:_MOST_TRAITS]
    if len(telling) < _FEWEST_TRAITS:
        telling = [*telling, *(trait for trait in best.traits if trait not in telling)][:_FEWEST_TRAITS]
    what = spoken(in_order(telling)) or _why(best.shown)
    kind = "only" if len(answer.results.shown) == 1 else "first"
    return voice.says(kind, h=best.shown.handle, what=what, matched=answer.results.matched)


def _alternative(told: Sequence[Told], one: Told, asked: frozenset[str], voice: Voice, place: int) -> str | None:
    """Why one might rather take this one: against the first, or by what none of the others has; None if no word is."""
    best, h = told[0], one.shown.handle
    apart = _new(own(one.traits, [other.traits for other in told if other is not one]), asked)
    against = differences(one.traits, best.traits)[:2]
    if apart and (place or not against):
        return voice.says("instead", h=h, what=wish(apart[0]))
    if against:
        return voice.says("over", h=h, what=unlike(against, f"[{best.shown.handle}]"))
    telling = _new(own(one.traits, [best.traits]), asked)
    return voice.says("adds", h=h, o=best.shown.handle, what=spoken(telling[:2])) if telling else None


def _side_by_side(answer: Answer, lexicon: Lexicon, reads: Reads, voice: Voice) -> Iterator[str]:
    """The first found of each garment asked for."""
    left = list(answer.results.shown)
    for wanted in (answer.brief.wanted, *(part.wanted for part in answer.brief.parts)):
        best = next((one for one in left if _is_of(one.article, wanted, lexicon)), None)
        if best is None:
            yield voice.says("none_of_part", garment=describe(Brief(wanted)))
            continue
        left.remove(best)
        kind = describe(Brief({"product_type": wanted.get("product_type", ())}))
        what = max(_why(best), spoken(reads(best.article)[:_MOST_TRAITS]), key=len)
        yield voice.says("of_part", garment=kind, h=best.handle, what=what)


def _variants(shown: Sequence[Shown], voice: Voice) -> str:
    """The versions of one product by their colours."""
    named = [f"[{one.handle}] in {name_of(one.article.colour_group_name or 'a colour not stated')}" for one in shown]
    return voice.says("variants" if len(named) > 1 else "variant", list=together(named[:_MOST_VARIANTS]))


def _is_of(article: Article, wanted: Mapping[str, Sequence[str]], lexicon: Lexicon) -> bool:
    kinds = wanted.get("product_type", ())
    return not kinds or any(lexicon.predicate("product_type", kind).holds(article) for kind in kinds)


def _new(told: Sequence[Trait], asked: frozenset[str]) -> tuple[Trait, ...]:
    """What was not asked for: that it is there goes without saying."""
    return tuple(trait for trait in told if trait.value not in asked)


def _asked(brief: Brief) -> frozenset[str]:
    return frozenset(_values(brief.wanted))


def _values(wanted: Mapping[str, Sequence[str]]) -> set[str]:
    return {value for values in wanted.values() for value in values}


def _why(shown: Shown) -> str:
    """The card's own reason, as it reads inside a sentence."""
    line = shown.why.split(";")[0]
    return line[:1].lower() + line[1:] or "the nearest by its name"
