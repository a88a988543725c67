"""Seen: what a photo shows, said as a person would, and how sure that is."""

from collections.abc import Sequence

from agents.results import Answer, Question
from agents.sights import Sight, words_of
from agents.writers.voice import Voice
from catalog.describing import either, together

# Talk that is on the photo already, and is not led by what it shows.
OF_PHOTO = frozenset({"seen", "photo_unseen", "photo_silent", "photo_person", "photo_unlike", "noted"})


def line(sights: Sequence[Sight], voice: Voice) -> str:
    """What the photos show: every garment that can be told, or how much of one can."""
    told = named(sights)
    if told:
        return voice.says("seen", seen=told)
    colours, maybe = coloured(sights), kinds_maybe(sights)
    if not maybe:
        return voice.pick("seen_nothing", voice.grammar["say"]["seen"])
    return voice.says("seen_unsure", colour=colours, maybe=maybe) if colours else voice.says("seen_vague", maybe=maybe)


def opening(answer: Answer, changed: str, voice: Voice) -> str:
    """The first sentence before what looks like a photo."""
    if told := in_truth(answer):
        return voice.says("photo_told", seen=a(told))
    sights = meant(answer)
    if told := named(sights):
        kind = "photo_other" if changed else "photo_first"
        return voice.says(kind, seen=told, changed=changed)
    colours = coloured(sights)
    return voice.says("photo_unsure", colour=colours) if colours else voice.says("photo_vague")


def meant(answer: Answer) -> Sequence[Sight]:
    """The garments that are gone by; all of the newest photos where none is."""
    sights = (*answer.sights, *answer.held)
    keys = {answer.brief.photo, *(part.photo for part in answer.brief.parts)}
    return [sight for sight in sights if sight.key in keys] or answer.sights or answer.held


def in_truth(answer: Answer) -> str:
    """A garment as the shopper named it, where the photo was taken for another; empty where it was not."""
    sight = next((one for one in meant(answer) if one.key == answer.brief.photo), None)
    kinds = answer.brief.wanted.get("product_type", ())
    known = sight is None or (kinds[:1] == sight.kinds or (sight.is_sure and kinds[0] in sight.kinds))
    if sight is None or len(kinds) != 1 or known or answer.brief.parts:
        return ""
    told = {slot: values[0] for slot, values in answer.brief.wanted.items() if slot in ("colour", "pattern")}
    return words_of({**sight.values, **told, "product_type": kinds[0]})


def question(answer: Answer, voice: Voice) -> Question | None:
    """Which kind of piece it is, where a photo did not show that well."""
    maybe = next((sight.maybe for sight in answer.sights if not sight.is_sure), ())
    if len(maybe) < 2 or any(sight.is_sure for sight in answer.sights):
        return None
    return Question(voice.says("ask_seen", maybe=either([a(kind) for kind in maybe])), "product_type", maybe)


def named(sights: Sequence[Sight]) -> str:
    """'a navy striped sweater and blue jeans'; empty where no kind can be told."""
    return together(list(dict.fromkeys(a(sight.words) for sight in sights if sight.words)))


def coloured(sights: Sequence[Sight]) -> str:
    """What can be told beside the kind: 'navy', 'navy, striped'."""
    sight = next((one for one in sights if one.values), None)
    return ", ".join(dict.fromkeys(value.lower() for value in sight.values.values())) if sight else ""


def kinds_maybe(sights: Sequence[Sight]) -> str:
    """'a cardigan or a sweater'."""
    return either([a(kind) for sight in sights[:1] for kind in sight.maybe])


def a(words: str) -> str:
    """A garment with its article; pairs and plurals have none."""
    last = words.split(" ")[-1]
    if last.endswith("s") and not last.endswith("ss"):
        return words
    return f"{'an' if words[:1].lower() in 'aeiou' else 'a'} {words}"
