"""The house writer: a reply grammar over the results, varied by the turn's seed; every fact it uses is a row's own."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from agents.results import Answer, Count, Fact, Question, Results, Shown
from catalog.describing import describe, describe_occasion, describe_refused, either, name_of, slot_name
from catalog.lexicon import Lexicon
from catalog.measures import MEASURES, describe_limits

_GRAMMAR = Path(__file__).with_suffix(".yaml")
_MOST_TOLD = 3
_FEW = 3
_MANY = 30
_ASKING_TURNS = 3


class HouseWriter:
    """Writes a whole sentence at a time from house.yaml; never fails."""

    name = "house"
    version = "1"

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        written = _GRAMMAR.read_bytes()
        self._grammar: dict[str, Any] = yaml.load(written, Loader=yaml.CSafeLoader)
        self.prompt_hash = hashlib.sha256(written).hexdigest()[:12]

    def write(self, answer: Answer) -> Iterator[str]:
        """The reply, one sentence a piece."""
        yield from (f"{sentence}\n" for sentence in self._sentences(answer))

    def _sentences(self, answer: Answer) -> Iterator[str]:
        voice = Voice(self._grammar, answer)
        for act in answer.plan.acts:
            match act.name:
                case "search":
                    yield from self._search(answer, voice)
                case "count":
                    yield from (self._count(count, voice) for count in answer.results.counts)
                    yield from (voice.say("relaxed", line=line) for line in answer.results.relaxed)
                case "facts":
                    yield from self._facts(answer.results.facts, voice)
                case "ask":
                    yield voice.say("ask")
                case "say":
                    yield voice.topic(act.topic or "unclear")
        if answer.question:
            yield answer.question.text

    def question(self, answer: Answer) -> Question | None:
        """The one question that would narrow a wide result: on a slot not spoken of yet; None where it is narrow."""
        if (
            answer.results.matched <= _MANY
            or answer.brief.anchor
            or answer.turn > _ASKING_TURNS
            or not answer.results.shown
        ):
            return None
        spoken = {**answer.brief.wanted, **answer.brief.excluded}
        open_slots = [slot for slot in self._grammar["questions"] if slot not in spoken]
        if not open_slots:
            return None
        return Question(Voice(self._grammar, answer).question(open_slots[0]), open_slots[0])

    def _search(self, answer: Answer, voice: "Voice") -> Iterator[str]:
        results = answer.results
        if not results.shown:
            yield from self._nothing(results, voice)
            return
        yield self._opening(answer, voice)
        yield from (voice.say("relaxed", line=line) for line in results.relaxed[:3])
        told = results.shown[:_MOST_TOLD]
        for place, shown in enumerate(told):
            kind = "first" if place == 0 else "last" if place == _MOST_TOLD - 1 else "next"
            yield voice.say(kind, h=shown.handle, why=_because(shown))
        yield from self._silences(results, voice)
        refused = describe_refused(answer.brief)
        if refused:
            yield voice.say("refused", refused=refused)

    def _opening(self, answer: Answer, voice: "Voice") -> str:
        act = next(act for act in answer.plan.acts if act.name == "search")
        kind = (
            "opening_ids"
            if act.article_ids
            else ("opening_other_variants" if answer.results.relaxed else "opening_variants")
            if act.variants
            else "opening_partial"
            if answer.results.partial
            else "opening_more"
            if act.more
            else "opening_like"
            if answer.brief.anchor
            else "opening_few"
            if answer.results.matched <= _FEW
            else "opening"
        )
        want = (
            describe(answer.brief)
            + describe_occasion(answer.brief, self._lexicon)
            + describe_limits(answer.results.limits)
        )
        return voice.say(kind, want=want, matched=answer.results.matched)

    def _nothing(self, results: Results, voice: "Voice") -> Iterator[str]:
        if results.exhausted:
            yield voice.say("exhausted")
            return
        line = results.relaxed[-1] if results.relaxed else "the catalogue has no such piece"
        yield voice.say("nothing", line=line[:1].upper() + line[1:])
        yield from (voice.say("relaxed", line=line) for line in results.relaxed[:-1])
        yield voice.say("nothing_next")

    def _silences(self, results: Results, voice: "Voice") -> Iterator[str]:
        silent = [shown for shown in results.shown if shown.silent]
        if silent and len(silent) < len(results.shown):
            slots = dict.fromkeys(slot_name(slot) for shown in silent for slot in shown.silent)
            handles = ", ".join(f"[{shown.handle}]" for shown in silent)
            yield voice.say("silent", handles=handles, slots=either(list(slots), "and"))

    def _count(self, count: Count, voice: "Voice") -> str:
        kind = "count" if count.articles else "count_none"
        return voice.say(kind, articles=count.articles, products=count.products, counted=count.counted)

    def _facts(self, facts: Sequence[Fact], voice: "Voice") -> Iterator[str]:
        for fact in facts:
            aspect = self._grammar["aspects"].get(fact.aspect, fact.aspect)
            if fact.value is not None:
                yield self._answer_to(fact, fact.value, voice)
            elif fact.text is not None and fact.aspect in ("description", "other"):
                yield voice.say("description", h=fact.handle, text=fact.text)
            elif fact.text is not None:
                yield voice.say("fact", aspect=aspect, h=fact.handle, text=fact.text)
            else:
                yield voice.say("no_column" if fact.aspect in MEASURES else "no_fact", aspect=aspect, h=fact.handle)
        if not facts:
            yield voice.topic("unclear")

    def _answer_to(self, fact: Fact, value: str, voice: "Voice") -> str:
        """Yes, no, or that the row is silent, with the row's own words."""
        kind = {True: "yes", False: "no", None: "unsaid"}[fact.holds] + ("" if fact.text else "_bare")
        return voice.say(kind, h=fact.handle, value=name_of(value), text=fact.text)


class Voice:
    """Chooses among the grammar's lines, another each turn; adds an emoji where the setting wants it."""

    def __init__(self, grammar: Mapping[str, Any], answer: Answer) -> None:
        self._grammar, self._answer = grammar, answer

    def say(self, kind: str, **filling: object) -> str:
        """One line of `kind`, filled."""
        line = self._pick(kind, self._grammar[kind]).format(**filling)
        return self._with_emoji("opening" if kind.startswith("opening") else kind, line)

    def topic(self, topic: str) -> str:
        """A line on a topic of small talk."""
        return self._with_emoji(topic, self._pick(topic, self._grammar["say"][topic]))

    def question(self, slot: str) -> str:
        """A question about a slot."""
        return self._pick(slot, self._grammar["questions"][slot])

    def _pick(self, kind: str, lines: Sequence[str]) -> str:
        digest = hashlib.sha256(f"{self._answer.seed}:{kind}".encode()).digest()
        return lines[(int.from_bytes(digest[:4]) + self._answer.turn) % len(lines)]

    def _with_emoji(self, kind: str, line: str) -> str:
        emoji = self._grammar["emoji"].get(kind) if self._answer.emoji else None
        return f"{line} {emoji}" if emoji else line


def _because(shown: Shown) -> str:
    """Why it fits, as it reads inside a sentence."""
    line = shown.why.split(";")[0]
    return line[:1].lower() + line[1:]
