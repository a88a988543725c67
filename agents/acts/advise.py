"""The advise act: styling knowledge for a question or for the shopper's situation, each piece with its source."""

from collections.abc import Mapping, Sequence

from agents.acts.asked import Asked
from agents.plan import Act
from agents.results import Insight, Results
from catalog.knowledge import Advice, Knowledge
from catalog.words import forms
from foundation.brief import SLOTS
from retrieval.finder import Finder

_MOST_ANSWERS = 3
_MOST_INSIGHTS = 3
# What is said of nearly every wish, and tells little of this one.
_BROAD = frozenset({"product_type", "audience", "brand_line"})


class AdviseAct:
    """Finds styling knowledge; it speaks of styling in general, never of the rows."""

    def __init__(self, finder: Finder, knowledge: Knowledge | None = None) -> None:
        self._finder, self._knowledge = finder, knowledge or Knowledge.read()

    def run(self, act: Act, asked: Asked) -> Results:
        """What answers the message's question on the act's values; nothing where that is outside the knowledge."""
        named = self._named(act.values, asked.message)
        if asked.brief.language != "en" or not asked.message.strip():
            # The entries' topics are English: what is asked in another language is found by what it names.
            return Results(insights=_insights(self._knowledge.for_brief(named, (), asked.seed)[:_MOST_ANSWERS]))
        question = _spelt_out(asked.message, named) if act.values else asked.message
        encoder = self._finder.encoder
        found = self._knowledge.answer(question, named, encoder, _MOST_ANSWERS, asked.brief.wanted)
        return Results(insights=_insights(_of_all_colours(found, named.get("colour", ()))))

    def insights_for(self, asked: Asked) -> tuple[Insight, ...]:
        """What helps in the situation of the brief: the most specific first, then what speaks of other sides of it.

        Where more is told than the garment and for whom, advice on the garment alone is too far from it.
        """
        refused = [value for values in asked.brief.excluded.values() for value in values]
        found = self._knowledge.for_brief(asked.brief.wanted, refused, asked.seed, forms(asked.message))
        near = [one for one in found if _is_near(one, asked.brief.wanted) and not self._is_on_others(one, asked)]
        near.sort(key=lambda advice: "occasion" not in advice.about)
        return _insights(_varied(near)[:_MOST_INSIGHTS])

    def _is_on_others(self, advice: Advice, asked: Asked) -> bool:
        """Whether an entry with no garment of its own speaks of garments, and of none that is wanted."""
        wanted = asked.brief.wanted.get("product_type", ())
        if not wanted or "product_type" in advice.about:
            return False
        # "Dress in layers" begins with what to do.
        named = [m for m in self._finder.lexicon.mentions(forms(advice.says)) if m.slot == "product_type" and m.start]
        return bool(named) and not {one.value for one in named} & set(wanted)

    def _named(self, values: Sequence[str], message: str) -> dict[str, tuple[str, ...]]:
        """The act's values, or where it has none those that the message names, by slot."""
        pairs = [(slot, value) for slot, _, value in (pair.partition("=") for pair in values)]
        pairs = pairs or [(m.slot, m.value) for m in self._finder.lexicon.mentions(forms(message))]
        named: dict[str, tuple[str, ...]] = {}
        for slot, value in pairs:
            name = self._finder.lexicon.canonical(slot, value) if slot in SLOTS else None
            if name is not None:
                named[slot] = tuple(dict.fromkeys((*named.get(slot, ()), name)))
        return named


def _of_all_colours(found: Sequence[Advice], colours: Sequence[str]) -> Sequence[Advice]:
    """'Is brown with black ok?': what speaks of both colours, where anything does."""
    together = [one for one in found if set(colours) <= {*one.about.get("colour", ()), *forms(one.says)}]
    return together if len(colours) > 1 and together else found


def _spelt_out(message: str, named: Mapping[str, Sequence[str]]) -> str:
    """The message with the values that it only points at: 'what goes with it camel'."""
    said = set(forms(message))
    unsaid = [value for values in named.values() for value in values if not said & set(forms(value))]
    return " ".join([message.rstrip("?!. "), *unsaid]) if unsaid else message


def _is_near(advice: Advice, wanted: Mapping[str, Sequence[str]]) -> bool:
    """Whether an entry is on one of the more specific things said: the occasion and season, or else any other."""
    telling = [slot for slot in wanted if slot not in _BROAD]
    about = {slot for slot in advice.about if wanted.get(slot)}
    if about == {"audience"}:
        return "product_type" not in wanted
    return not telling or bool(advice.needs) or bool(about & set(telling))


def _varied(found: Sequence[Advice]) -> list[Advice]:
    """The first entry on each side of the situation, then the rest."""
    first: dict[frozenset[str], Advice] = {}
    for advice in found:
        first.setdefault(frozenset(advice.about), advice)
    return [*first.values(), *(advice for advice in found if advice not in first.values())]


def _insights(found: Sequence[Advice]) -> tuple[Insight, ...]:
    return tuple(Insight(advice.id, advice.says, advice.reason, advice.source) for advice in found)
