"""Likening: the search for what looks like a photo: its garments' kinds, with what the shopper's words want on top."""

from collections.abc import Callable, Iterator, Sequence

from agents.listening import Said
from agents.plan import Act, Edit, Plan
from agents.planners.edits import at_part, edit
from agents.planners.joining import say
from agents.planners.pointing import OF_PHOTO, shared
from agents.rules import Rules
from agents.sights import Sight
from catalog.reading import Named
from foundation.brief import SHARED_SLOTS

_MOST_GARMENTS = 3
# A word of another language that no file knows says little where it is so short.
_SHORT = 3
_DONE_TO = frozenset({"this", "these", "it", "them"})
# The slots of which a photo tells, and which the shopper may want otherwise.
_SEEN = ("colour", "pattern")
IsOf = Callable[[str, Sight, Said], bool]


def alike(said: Said, sights: Sequence[Sight], rules: Rules, is_of: IsOf) -> Plan:
    """A search for what the photo shows; of several garments, for each that can be told."""
    known = [sight for sight in sights if sight.kinds]
    told = [sight for sight in known if sight.is_sure] if len(known) > 1 else known
    named = [n for n in said.reading.named if n.slot == "product_type" and not n.refused]
    kinds = [n.value for n in named if not said.is_owned(n)] or [n.value for n in named]
    # What is named and was not seen is looked for by its name.
    unseen = len(known) > 1 and kinds and not any(is_of(kind, sight, said) for kind in kinds for sight in known)
    garments = () if unseen else (told or known)[:_MOST_GARMENTS]
    if not garments and not kinds:
        return say("seen")
    wishes = [*_wishes(said, sights, rules)]
    edits = [*_anew(said), *wishes]
    edits += [] if garments else [edit("replace", "product_type", kinds)]
    number = {sight.key: place for place, sight in enumerate(said.talk.photos, 1)}
    for part, sight in enumerate(garments):
        meant = [kind for kind in kinds if is_of(kind, sight, said)] or (kinds if len(garments) == 1 else [])
        wanted = meant or _kinds(sight, alone=len(garments) == 1)
        edits += at_part([edit("add" if part else "replace", "product_type", wanted)], part)
        edits += at_part([begun(one) for one in wishes if part and one.slot not in SHARED_SLOTS], part)
        edits.append(Edit(op="refer", photos=(number[sight.key],), part=part))
    edits += [edit("drop", slot) for slot in _let_go(said, rules)] if garments else []
    act = Act(name="count" if rules.says("count", said.text) else "search")
    return Plan(edits=tuple(edits), acts=(act,), words=_words(said, rules), asked=said.asked)


def apart(plans: Sequence[Plan]) -> list[Plan]:
    """The plans of clauses, where several look for garments of photos, as garments of one brief."""
    told: list[Plan] = []
    places: dict[tuple[int, ...], int] = {}
    for plan in plans:
        if photos := tuple(number for one in plan.edits for number in one.photos):
            if photos in places:
                # Of the same garment more is said.
                plan = plan.model_copy(update={"edits": tuple(one for one in plan.edits if one.op != "reset")})
            part = places.setdefault(photos, sum(map(len, places)))
            plan = plan.model_copy(update={"edits": _shifted(plan.edits, part)}) if part else plan
        told.append(plan)
    return told


def _shifted(edits: Sequence[Edit], part: int) -> tuple[Edit, ...]:
    """The edits of one garment as those of another beside it, its kind first; what is begun anew is so already."""
    kinds = [one for one in edits if one.slot == "product_type"]
    others = [one for one in edits if one.op != "reset" and one not in kinds and one.op != "drop"]
    return tuple(begun(one).model_copy(update={"part": one.part + part}) for one in (*kinds, *others))


def begun(change: Edit) -> Edit:
    """An edit as one of a garment of which nothing was told before."""
    return change.model_copy(update={"op": "add"}) if change.op == "replace" else change


def _wishes(said: Said, sights: Sequence[Sight], rules: Rules) -> Iterator[Edit]:
    """What the message itself wants and refuses beside the garment; for whom it is, is never refused."""
    named = [
        n for n in said.reading.named if (n.slot != "product_type" or n.refused) and not _is_no_value(n, said, rules)
    ]
    for slot in dict.fromkeys(n.slot for n in named if not n.refused):
        yield edit("replace", slot, [n.value for n in named if n.slot == slot and not n.refused])
    yield from (edit("exclude", n.slot, (n.value,)) for n in named if n.refused and n.slot != "audience")
    values = [(slot, sight.values[slot]) for slot in shared(said.text) for sight in sights[:1] if slot in sight.values]
    yield from (edit("replace", slot, (value,)) for slot, value in values)


def _is_no_value(named: Named, said: Said, rules: Rules) -> bool:
    """Whether a value's word is none: it stands for its slot ('this pattern') or for a deed ('spotted this')."""
    word = " ".join(said.reading.words[named.start : named.end])
    does = named.slot != "product_type" and set(said.reading.words[named.end : named.end + 1]) & _DONE_TO
    return not named.refused and (bool(does) or word in rules.slot_words.get(named.slot, ()))


def _let_go(said: Said, rules: Rules) -> Iterator[str]:
    """In what it need not be like the photo: 'any colour', 'in another print'."""
    told = {n.slot for n in said.reading.named if not _is_no_value(n, said, rules)}
    for slot, free in rules.drops_of("photo_free", _SEEN).items():
        if slot not in told and free.search(said.text):
            yield slot


def _kinds(sight: Sight, alone: bool) -> tuple[str, ...]:
    """What kinds a search by this garment keeps to."""
    sure = sight.values.get("product_type")
    return sight.kinds if alone or not sure else (sure,)


def _anew(said: Said) -> list[Edit]:
    """A photo begins a search of its own; with a new one, for whom it is stays known."""
    brief = said.brief
    held = brief.wanted.get("audience", ()) if said.talk.sights or brief.photo else ()
    fresh = not (brief.wanted or brief.excluded or brief.words or brief.parts)
    return [] if fresh else [Edit(op="reset"), *([edit("add", "audience", held)] if held else [])]


def _words(said: Said, rules: Rules) -> tuple[str, ...]:
    """The message's telling words, without those that only point at the photo, or are left of another language."""
    told = (word for word in said.words if not (OF_PHOTO.search(word) or rules.says("photo_alike", word)))
    return tuple(word for word in told if not said.talk.glossed or len(word) > _SHORT)
