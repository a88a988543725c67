"""The writer abroad: the house's replies in another language, from that language's grammar and the rows themselves.

What the catalogue says stays English and is quoted as such; nothing of it is translated but values with a name.
"""

import hashlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from agents.plan import Act
from agents.results import Answer, Comparison, Fact, GivenUp, Question
from agents.sights import Sight
from agents.writers import question
from agents.writers.seen import OF_PHOTO, in_truth, meant
from agents.writers.voice import Voice, read_grammar
from agents.writers.wording import Wording
from catalog.lexicon import Lexicon
from catalog.measures import MEASURES
from catalog.translation import Translator
from foundation.brief import HARD_SLOTS, SOFT_SLOTS, Brief

GRAMMARS = Path(__file__).parent / "grammar"
_FEW = 3
_MOST_TOLD = {"short": 1, "full": 3}
_MOST_DIFFERENCES = 3
_MOST_GIVEN_UP = 3


@cache
def read_language(language: str) -> Mapping[str, Any]:
    """A language's grammar, as it is written. Raises FileNotFoundError where there is none."""
    with (GRAMMARS / f"{language}.yaml").open("rb") as file:
        grammar: dict[str, Any] = yaml.load(file, Loader=yaml.CBaseLoader)
    return grammar


class AbroadWriter:
    """Writes in the brief's language, any but English; never fails."""

    name = "house"
    version = "1"

    def __init__(self, lexicon: Lexicon, translator: Translator) -> None:
        self._lexicon, self._translator = lexicon, translator
        self._house, _ = read_grammar()
        written = b"".join(path.read_bytes() for path in sorted(GRAMMARS.glob("*.yaml")))
        self.prompt_hash = hashlib.sha256(written).hexdigest()[:12]

    def write(self, answer: Answer) -> Generator[str, None, None]:
        """The reply, one sentence or two a piece."""
        yield from (f"{text}\n" for text in self._reply(answer).sentences())

    def question(self, answer: Answer) -> Question | None:
        """The question that the house would ask, in this language; its chips are names that read back."""
        house = self._house
        own = read_language(answer.brief.language)
        weights = {slot: weight for slot, weight in house["weights"].items() if slot in own["questions"]}
        grammar = {**house, "weights": weights, "asked": own["questions"]}
        english = replace(answer, message=self._translator.gloss(answer.message, answer.brief.language))
        asked = question.choose(english, grammar, Voice(grammar, answer))
        return replace(asked, chips=self._chips(asked, answer.brief.language)) if asked else None

    def _chips(self, asked: Question, language: str) -> tuple[str, ...]:
        people = read_language(language)["join"]["for"]
        name: Callable[[str], str] = lambda value: self._translator.name(value, language, many=True)  # noqa: E731
        if asked.slot == "audience":
            return tuple(f"{people} {name(chip.removeprefix('for '))}" for chip in asked.chips)
        return tuple(map(name, asked.chips))

    def _reply(self, answer: Answer) -> "Reply":
        grammar = read_language(answer.brief.language)
        wording = Wording(grammar, answer.brief.language, self._translator, self._lexicon)
        return Reply(answer, {**grammar, "emoji": self._house["emoji"]}, wording)


class Reply:
    """One reply in the making."""

    def __init__(self, answer: Answer, grammar: Mapping[str, Any], wording: Wording) -> None:
        self._answer, self._results, self._grammar = answer, answer.results, grammar
        self._wording, self._voice = wording, Voice(grammar, answer)

    def sentences(self) -> Iterator[str]:
        """What is said to each act, then what is asked back."""
        acts = self._answer.plan.acts
        led = any(act.name == "search" or (act.topic or "") in OF_PHOTO for act in acts)
        said = [self._seen(self._answer.sights)] if self._answer.sights and not led else []
        if self._answer.unseen and not any(act.topic == "photo_unseen" for act in acts):
            said.append(self._say("photo_unseen"))
        said += [text for act in acts for text in self._to(act) if text]
        yield from said or [self._say("unclear")]
        if self._answer.question:
            yield self._answer.question.text
        elif self._voice.warm and self._answer.turn == 1 and self._results.shown:
            yield self._voice.says("offer")

    def _to(self, act: Act) -> Iterator[str]:
        match act.name:
            case "search":
                yield from self._search(act)
            case "count":
                yield from self._counts()
            case "facts":
                yield from self._facts()
            case "compare":
                yield from self._comparisons()
            case "look":
                yield from self._looks()
            case "advise":
                yield from self._advice()
            case "ask":
                yield self._voice.says("ask")
            case "say" if act.topic == "greeting" and self._results.shown:
                # Who is answered in the same breath is not asked what they look for.
                yield self._voice.says("hail")
            case "say" if act.topic == "seen":
                yield self._seen(self._answer.sights or self._answer.held)
            case "say" | "try_on" | "paint":
                yield self._say(act.topic or ("unclear" if act.name == "say" else "studio"))

    def _seen(self, sights: Sequence[Sight]) -> str:
        """What the photos show, garment by garment."""
        seen = self._named(sights)
        return self._voice.says("seen", seen=seen) if seen else self._say("seen")

    def _named(self, sights: Sequence[Sight]) -> str:
        return "; ".join(dict.fromkeys(self._wording.words(sight.words) for sight in sights if sight.words))

    def _say(self, topic: str) -> str:
        return self._voice.pick(topic, self._grammar["say"][topic])

    def _search(self, act: Act) -> Iterator[str]:
        shown = [one for one in self._results.shown if one.role is None] or [*self._results.shown]
        if not shown:
            yield from self._nothing(act)
            return
        by_photo = any(edit.photos for edit in self._answer.plan.edits) and not in_truth(self._answer)
        if by_photo and (seen := self._named(meant(self._answer))):
            yield self._voice.says("opening_photo", seen=seen)
        else:
            yield self._voice.says(self._opening(act), want=self._want(), matched=self._results.matched)
        tip = self._fitting_tip(act)
        yield tip
        yield from self._given_up()
        for place, one in enumerate(shown[: _MOST_TOLD.get(self._answer.length, 3) - bool(tip)]):
            why = self._wording.why(one, self._answer.brief)
            yield self._voice.says("another" if place else "item", h=one.handle, why=why)
        refused = self._wording.refused(self._answer.brief.excluded)
        if refused and not self._voice.told(refused):
            yield self._voice.says("refused", refused=refused)

    def _want(self) -> str:
        return self._wording.want(self._answer.brief, self._results.limits)

    def _opening(self, act: Act) -> str:
        if act.variants:
            alike = any(part.kind == "none" for part in self._results.given_up)
            return "opening_alike" if alike else self._opening_variants()
        if self._results.partial:
            return "opening_partial"
        if act.more:
            return "opening_more"
        if self._answer.brief.anchor:
            return "opening_like"
        return "opening_few" if self._results.matched <= _FEW else "opening"

    def _opening_variants(self) -> str:
        return "opening_other_variants" if self._results.partial else "opening_variants"

    def _fitting_tip(self, act: Act) -> str:
        """A tip where the message turned to something new, and not where it only goes on."""
        goes_on = act.more or act.variants or act.article_ids or self._answer.brief.anchor
        told = {edit.slot for edit in self._answer.plan.edits if edit.op in ("add", "replace")}
        return "" if goes_on or not told & {*HARD_SLOTS, *SOFT_SLOTS} - {"audience"} else self._tip()

    def _tip(self) -> str:
        """The first insight that this language has and this talk has not heard."""
        if self._answer.length == "short":
            return ""
        tips = (insight.retold for insight in self._results.insights if insight.retold)
        return next((tip for tip in tips if not self._voice.told(tip)), "")

    def _nothing(self, act: Act) -> Iterator[str]:
        if act.variants:
            yield self._voice.says("no_variants")
            return
        if self._results.exhausted:
            yield self._voice.says("exhausted")
            return
        yield self._voice.says("nothing", want=self._want())
        yield from self._given_up()
        yield self._voice.says("nothing_next")

    def _given_up(self) -> Iterator[str]:
        parts = dict.fromkeys(part for part in self._results.given_up if part.kind != "none")
        yield from filter(None, map(self._one_given_up, [*parts][:_MOST_GIVEN_UP]))

    def _one_given_up(self, part: GivenUp) -> str:
        if part.kind == "no_column":
            return self._voice.says("no_column", aspect=self._aspect(part.slot or "other"))
        what = self._wording.given_up(part)
        kind = {"together": "relaxed", "audience": "no_audience"}.get(part.kind, part.kind)
        return self._voice.says(kind, what=what) if what else ""

    def _counts(self) -> Iterator[str]:
        garments = [self._answer.brief, *self._parts()] if len(self._results.counts) > 1 else [self._answer.brief]
        for count, brief in zip(self._results.counts, garments, strict=False):
            kind = "count" if count.articles else "count_none"
            want = self._wording.want(brief)
            yield self._voice.says(kind, articles=count.articles, products=count.products, want=want)
        if not any(act.name == "search" for act in self._answer.plan.acts):
            yield from self._given_up()

    def _parts(self) -> Iterator[Brief]:
        return (Brief(wanted=part.wanted, excluded=part.excluded) for part in self._answer.brief.parts)

    def _facts(self) -> Iterator[str]:
        for fact in self._results.facts:
            yield from self._fact(fact)
        if not self._results.facts:
            yield self._say("unclear")

    def _fact(self, fact: Fact) -> Iterator[str]:
        aspect = self._aspect(fact.aspect)
        if fact.value is not None:
            kind = {True: "yes", False: "no", None: "unsaid"}[fact.holds]
            yield self._voice.says(kind, h=fact.handle, value=self._wording.name(fact.value))
            if fact.text:
                yield self._voice.says("quote", text=fact.text)
        elif fact.text is None:
            yield self._voice.says(
                "no_column" if fact.aspect in MEASURES else "fact_none", aspect=aspect, h=fact.handle
            )
        else:
            yield self._voice.says("fact", aspect=aspect, h=fact.handle, text=fact.text)

    def _aspect(self, aspect: str) -> str:
        return str(self._grammar["aspects"].get(aspect, self._grammar["aspects"]["other"]))

    def _comparisons(self) -> Iterator[str]:
        for one in self._results.comparisons:
            yield from self._comparison(one)
        if not self._results.comparisons:
            yield self._voice.says("compare_same")

    def _comparison(self, one: Comparison) -> Iterator[str]:
        more = self._grammar["comparatives"]
        named = str(more.get(one.aspect or "", more["other"]))
        because = "; ".join(f"[{handle}] {self._wording.words(text)}" for handle, text in one.because)
        if one.winner is not None and because:
            yield self._voice.says("compare", h=one.winner, more=named, because=because)
            return
        if one.aspect:
            yield self._voice.says("compare_unknown", more=named)
        most = _MOST_DIFFERENCES if len(one.handles) == 2 else 1
        differences = filter(None, map(self._wording.difference, one.differences[:most]))
        told = "; ".join(differences)
        yield self._voice.says("differ", told=told) if told else self._voice.says("compare_same")

    def _looks(self) -> Iterator[str]:
        if self._results.looks:
            yield self._tip()
        for place, look in enumerate(self._results.looks):
            pieces = self._wording.look(look, self._answer.handles)
            yield self._voice.says("another_look" if place else "look", pieces=pieces)
            own = self._wording.own(look)
            if own and not place:
                yield self._voice.says("own", piece=own)
            if look.missing:
                roles = self._wording.either([self._wording.role(role) for role in look.missing], "and")
                yield self._voice.says("missing", roles=roles)
        if not self._results.looks:
            yield self._voice.says("no_look")

    def _advice(self) -> Iterator[str]:
        tips = [tip for tip in self._results.insights if not self._voice.told(tip.text)]
        if told := self._tip() or next((tip.retold for tip in self._results.insights if tip.retold), ""):
            yield told
        elif tips:
            yield self._voice.says("advise", tip=_inside(tips[0].text, tips[0].reason))
        else:
            yield self._voice.says("no_advice")


def _inside(*sentences: str) -> str:
    """Sentences as one, so that a quotation of them is not cut in two."""
    bare: Sequence[str] = [sentence.strip().rstrip(".") for sentence in sentences if sentence.strip()]
    return ": ".join([*bare[:1], *(sentence[:1].lower() + sentence[1:] for sentence in bare[1:])])
