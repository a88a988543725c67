"""The house planner: the catalogue's lexicon, cue words and dialogue rules as data; exact, offline, milliseconds."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from agents.plan import Act, Decision, Edit, Limit, Plan, Talk
from catalog.article import Article
from catalog.lexicon import Lexicon
from catalog.measures import MEASURES, limits_in
from catalog.reading import Named, Reader, Reading, cut
from catalog.words import endings, forms
from foundation.brief import Brief

VERSION = "1"
_RULES = Path(__file__).with_suffix(".yaml")
_ARTICLE_ID = re.compile(r"(?<!\d)\d{6,12}(?!\d)")
_HANDLE = re.compile(
    r"\[(\d{1,2})\]|#\s?(\d{1,2})\b|\b(?:number|item|no\.?|option|nr\.?|card|tell me about)\s?(\d{1,2})\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(and |ok |so |but )?(whats|wheres|hows|whos|what|which|is|are|does|do|has|have|how|can|tell|describe|will|would"
    r"|give me (more )?(details|info))\b"
)
# What belongs to one garment only, and is let go when the talk turns to another.
_GARMENT_SLOTS = ("length", "sleeve", "neckline", "fit", "detail", "brand_line")
_LOOK_SLOTS = ("colour", "pattern", "material")
_FREE_SLOTS = ("occasion", "season")
# Slots whose words in the shopper's mouth may be richer than the value's name: 'boxers' for briefs, 'cable knit'.
_WORDED_SLOTS = ("product_type", "pattern", "material", "fit", "detail")


class Rules:
    """house.yaml with its patterns compiled."""

    def __init__(self) -> None:
        with _RULES.open("rb") as file:
            self._written: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)

    def says(self, name: str, text: str) -> bool:
        """Whether one of the patterns of `name` is in `text`."""
        return any(pattern.search(text) for pattern in self._compiled[name])

    def first(self, group: str, text: str) -> str | None:
        """The first topic of `group` that `text` matches."""
        return next((name for name, patterns in self._groups[group].items() if _any(patterns, text)), None)

    def all(self, group: str, text: str) -> tuple[str, ...]:
        """Every name of `group` that `text` matches."""
        return tuple(name for name, patterns in self._groups[group].items() if _any(patterns, text))

    @cached_property
    def _compiled(self) -> dict[str, list[re.Pattern[str]]]:
        lists = {name: rows for name, rows in self._written.items() if isinstance(rows, list)}
        return {name: [re.compile(str(row)) for row in rows] for name, rows in lists.items()}

    @cached_property
    def _groups(self) -> dict[str, dict[str, list[re.Pattern[str]]]]:
        groups = ("always", "alone", "aspects")
        return {
            group: {name: [re.compile(row) for row in rows] for name, rows in self._written[group].items()}
            for group in groups
        }

    @cached_property
    def slot_words(self) -> dict[str, tuple[str, ...]]:
        """The words for each slot itself: 'colour', 'shade'."""
        return {slot: tuple(words) for slot, words in self._written["slot_words"].items()}

    @cached_property
    def ordinals(self) -> dict[str, int]:
        """Words for a place in a list."""
        return {str(word): int(place) for place, words in self._written["ordinals"].items() for word in words}

    @cached_property
    def drops(self) -> list[tuple[str, re.Pattern[str]]]:
        """Patterns that let a whole slot go, each with its slot."""
        return [
            (slot, re.compile(row.replace("SLOT", "|".join(words))))
            for slot, words in self.slot_words.items()
            for row in self._written["drop_slot"]
        ]


class HousePlanner:
    """Plans by rules over what the Reader finds; every value it names is one of the catalogue's lexicon."""

    name = "house"

    def __init__(self, reader: Reader, lexicon: Lexicon) -> None:
        self._reader, self._lexicon = reader, lexicon
        self._rules = Rules()

    def plan(self, talk: Talk) -> Decision:
        """Plan one message; never fails."""
        plan = self._plan(talk)
        if any(act.name in ("search", "count") for act in plan.acts):
            limits = limits_in(talk.message).items()
            plan = plan.model_copy(
                update={"limits": tuple(Limit.model_validate({"name": n, "value": v}) for n, v in limits)}
            )
        return Decision(plan, self.name, VERSION)

    def _plan(self, talk: Talk) -> Plan:
        said = Said(talk, self._reader, self._rules)
        topic = self._rules.first("always", said.text)
        if topic in ("forget_me", "privacy") or (topic and not said.names_goods):
            return _say(topic)
        ids = tuple(_ARTICLE_ID.findall(talk.message))
        if ids and not said.names_goods:
            return Plan(acts=(Act(name="search", article_ids=ids),))
        for step in (self._drop, self._count, self._facts, self._variants, self._reset, self._small_talk, self._more):
            plan = step(said)
            if plan is not None:
                return plan
        return self._search(said)

    def _drop(self, said: "Said") -> Plan | None:
        """'Any colour', 'forget the stripes': what was wanted or refused is let go."""
        slots = tuple(dict.fromkeys(slot for slot, pattern in self._rules.drops if pattern.search(said.text)))
        held = {**said.brief.wanted, **said.brief.excluded}
        # An exclusion outlives "any colour": it goes only where nothing else of the slot was asked, or by its name.
        edits = [_edit("drop", slot, said.brief.wanted.get(slot, ())) for slot in slots if slot in held]
        if not edits and self._rules.says("drop_values", said.text):
            edits = [
                _edit("drop", n.slot, values)
                for n in said.reading.named
                if (values := _held_values(said.brief, n, self._lexicon))
            ]
        if not edits:
            return None
        dropped = {edit.slot for edit in edits}
        others = [n for n in said.reading.named if n.slot not in dropped]
        return Plan(edits=(*edits, *self._wishes(said, others)), acts=(Act(name="search"),))

    def _count(self, said: "Said") -> Plan | None:
        if not self._rules.says("count", said.text):
            return None
        if said.handles and not said.names_something:
            return None
        fresh = bool(said.reading.wanted("product_type"))
        edits = ([Edit(op="reset")] if fresh and not said.refers_back else []) + self._wishes(said, said.reading.named)
        return Plan(edits=tuple(_kept_audience(edits, said)), acts=(Act(name="count"),), asked=said.asked)

    def _facts(self, said: "Said") -> Plan | None:
        """A question about an article that was shown."""
        aspects = self._rules.all("aspects", said.text)
        if not said.talk.last or not (said.is_question or (said.handles and aspects and not said.names_something)):
            return None
        handles = said.handles or (said.pronoun_handles if not said.reading.wanted("product_type") else ())
        if not handles or said.is_wish or not (aspects or self._asks_about_values(said)):
            return None
        if said.wants_variants and not set(aspects) & set(MEASURES):
            return None
        values = tuple(f"{n.slot}={n.value}" for n in said.reading.named if not said.is_pointer(n))
        specific = tuple(aspect for aspect in aspects if aspect != "description") or aspects or ("other",)
        refer = (Edit(op="refer", handles=handles[:1]),)
        act = {"name": "facts", "aspects": specific, "handles": handles, "values": values}
        return Plan(edits=refer, acts=(Act.model_validate(act),))

    def _asks_about_values(self, said: "Said") -> bool:
        return bool(said.reading.named) and not self._rules.says("like", said.text)

    def _variants(self, said: "Said") -> Plan | None:
        """'Does it come in blue?', 'other colours of the second one', 'like the first but longer'."""
        handles = said.handles or said.pronoun_handles
        if not handles:
            return None
        like = self._rules.says("like", said.text) or (said.handles and bool(said.reading.named))
        if not (said.wants_variants or like):
            return None
        edits = [Edit(op="refer", handles=handles[:1]), *self._wishes(said, said.reading.named)]
        same = said.wants_variants and not self._rules.says("like", said.text.replace("same", ""))
        return Plan(edits=tuple(edits), acts=(Act(name="search", variants=same),), words=said.words)

    def _reset(self, said: "Said") -> Plan | None:
        if not self._rules.says("reset", said.text):
            return None
        if not said.names_something:
            return Plan(edits=(Edit(op="reset"),), acts=(Act(name="ask"),))
        wishes = self._wishes(said, said.reading.named, Brief())
        return Plan(edits=(Edit(op="reset"), *wishes), acts=(Act(name="search"),), asked=said.asked)

    def _small_talk(self, said: "Said") -> Plan | None:
        if any(n.slot not in _FREE_SLOTS for n in said.reading.named):
            return None
        if self._rules.says("more", said.text) and said.brief.wanted:
            return None
        topic = self._rules.first("alone", said.text)
        if topic in ("complaint",) and said.talk.last and said.brief.wanted and _is_refusal(said.text):
            return None
        return _say(topic) if topic else None

    def _more(self, said: "Said") -> Plan | None:
        """'Something else': the same brief, other articles."""
        more = self._rules.says("more", said.text) or _is_refusal(said.text)
        if not more or not said.brief.wanted or said.reading.wanted("product_type"):
            return None
        edits = self._wishes(said, said.reading.named)
        return Plan(edits=tuple(edits), acts=(Act(name="search", more=True),), asked=said.asked)

    def _search(self, said: "Said") -> Plan:
        goes_on = said.asked or self._rules.says("show", said.text) or self._rules.says("affirm", said.text)
        if (
            not said.names_something
            and not said.words
            and not said.sensible_ideas
            and not (goes_on and said.brief.wanted)
        ):
            return _say("unclear")
        edits = self._wishes(said, said.reading.named)
        return Plan(
            edits=tuple(edits),
            acts=(Act(name="search"),),
            words=said.words,
            ideas=said.ideas,
            asked=said.asked + said.foreign,
        )

    def _wishes(self, said: "Said", named: Sequence[Named], brief: Brief | None = None) -> list[Edit]:
        """The edits that fold the values named into the brief."""
        brief = said.brief if brief is None else brief
        said_values = [n for n in named if not n.context]
        edits = self._turned(said, [n for n in said_values if n.slot == "product_type" and not n.refused], brief)
        kept = _after(brief, edits)
        for slot in dict.fromkeys(n.slot for n in said_values):
            wanted = tuple(n.value for n in said_values if n.slot == slot and not n.refused)
            refused = tuple(n.value for n in said_values if n.slot == slot and n.refused)
            if wanted:
                op = "replace" if self._replaces(said, slot, kept) else "add"
                edits.append(_edit(op, slot, wanted))
            if refused:
                edits.append(_edit("exclude", slot, refused))
        return edits

    def _replaces(self, said: "Said", slot: str, wanted: Mapping[str, Sequence[str]]) -> bool:
        if slot == "audience":
            return True
        if slot == "product_type":
            return slot in wanted and not self._rules.says("add_type", said.text)
        adds = self._rules.says("add", said.text) and not self._rules.says("fresh", said.text)
        return slot in wanted and slot != "detail" and not adds

    def _turned(self, said: "Said", types: Sequence[Named], brief: Brief) -> list[Edit]:
        """What is let go because the talk turned to another garment."""
        before = brief.wanted.get("product_type", ())
        new = tuple(n.value for n in types if n.value not in before)
        if not new or not before or self._rules.says("add_type", said.text):
            return []
        substituted = self._rules.says("substitute", said.text) and not self._rules.says("fresh", said.text)
        slots = _GARMENT_SLOTS if substituted else _GARMENT_SLOTS + _LOOK_SLOTS
        named = {n.slot for n in said.reading.named if not n.refused and not n.context}
        return [_edit("drop", slot, brief.wanted[slot]) for slot in slots if slot in brief.wanted and slot not in named]


class Said:
    """One message of a talk with everything the rules ask of it."""

    def __init__(self, talk: Talk, reader: Reader, rules: Rules) -> None:
        self.talk, self.brief, self._rules, self._reader = talk, talk.brief, rules, reader
        self.reading: Reading = reader.read(talk.message)
        words, _, _ = cut(talk.message)
        self.text = " ".join(words)
        self.pointer = re.search(r"\b(?:the|that|this)((?: \w+){1,4}) ones?\b", self.text)

    @property
    def names_something(self) -> bool:
        """Whether the message names a value of the catalogue."""
        return bool(self.reading.named)

    @property
    def names_goods(self) -> bool:
        """Whether it names a garment, colour or person to dress; 'print' and its like are said of other things too."""
        return any(n.slot in ("product_type", "colour", "audience") for n in self.reading.named)

    @property
    def words(self) -> tuple[str, ...]:
        """The telling words beside the values, and richer words than a value's own ('cable knit' for knit)."""
        richer = (" ".join(self.reading.words[n.start : n.end]) for n in self.reading.named if self._is_richer(n))
        known = (word for word in self.reading.rest if self._reader.occurs(word))
        return (*known, *richer)

    def _is_richer(self, named: Named) -> bool:
        """Whether the shopper's words say more than the value's own name ('boxers' for briefs)."""
        if named.refused or named.context or named.slot not in _WORDED_SLOTS:
            return False
        own = {ending for word in forms(named.value) for ending in endings(word)}
        return not own.issuperset(self.reading.words[named.start : named.end])

    @property
    def ideas(self) -> tuple[str, ...]:
        """Words the catalogue does not hold but whose sense the encoder knows: 'gardening', 'picnic'."""
        return tuple(w for w in self.reading.rest if not self._reader.occurs(w) and w not in self.reading.names)

    @property
    def sensible_ideas(self) -> bool:
        """Whether it wishes for something in a word that fits no slot but is one: 'something for a picnic'."""
        return self._rules.says("wishing", self.text) and any(self._reader.is_common(word) for word in self.ideas)

    @property
    def foreign(self) -> tuple[str, ...]:
        """Names the shopper gave beside the values, such as a brand: the answer says where nothing carries them."""
        return tuple(word for word in self.reading.rest if word in self.reading.names)

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """What is asked for that only a catalogue with such columns can answer: price, size, stock."""
        aspects = self._rules.all("aspects", self._money_text)
        # "Plus size" is a range of the house, not a size.
        ranged = "plus size" in self.reading.wanted("brand_line")
        return tuple(name for name in aspects if name in MEASURES and not (name == "size" and ranged))

    @property
    def _money_text(self) -> str:
        text = self.talk.message.lower()
        return self.text + " " + re.sub(r"[€£$]\s?(\d+)|(\d+)\s?[€£$]", r"\1\2 euros", text)

    @property
    def is_question(self) -> bool:
        """Whether the message asks rather than orders."""
        return "?" in self.talk.message or bool(_QUESTION.match(self.text))

    @property
    def is_wish(self) -> bool:
        """Whether a question is a wish in disguise: 'could it be striped?'"""
        return self._rules.says("wish", self.text)

    @property
    def refers_back(self) -> bool:
        """Whether a count is about what was found before ('how many of those?')."""
        return bool(re.search(r"\b(of (those|these|them)|are there in total|such|like (that|this))\b", self.text))

    @property
    def wants_variants(self) -> bool:
        """Whether the other colours of one article are asked for."""
        return self._rules.says("variants", self.text)

    @cached_property
    def handles(self) -> tuple[int, ...]:
        """The shown articles the message points at: [2], 'number 2', 'the second one', 'the last', 'the red one'."""
        found = [int(next(filter(None, match.groups()))) for match in _HANDLE.finditer(self.talk.message)]
        found += [self._rules.ordinals[word] for word in self._ordinal_words()]
        if (
            re.search(r"\b(the |that |your )?last (one|item|piece|option)?\b", self.text)
            and "last night" not in self.text
        ):
            found += (
                [len(self.talk.last)] if re.search(r"\blast (one|item|piece|option)\b|\bthe last$", self.text) else []
            )
        found = found or self._by_value() or self._by_name()
        return tuple(dict.fromkeys(place for place in found if place >= 1)) if self.talk.last else ()

    def _ordinal_words(self) -> list[str]:
        """Ordinals that stand for an article: 'the second', 'second one', 'option two'; not 'one' in 'the red one'."""
        places = self._rules.ordinals
        numerals = "|".join(word for word in places if not word.isdigit())
        ordinal = "|".join(word for word in places if word[-2:] in ("st", "nd", "rd", "th") or word in ("third",))
        found = re.findall(rf"\b({ordinal})\b(?! (time|of all|date|day|impression|birthday|glance))", self.text)
        return [word for word, _ in found] + re.findall(rf"\b(?:number|item|option|card) ({numerals})\b", self.text)

    def _by_value(self) -> list[int]:
        """'The red one': the first shown article of which every value named is true."""
        if self.pointer is None:
            return []
        lexicon = self._lexicon
        values = lexicon.mentions(self.pointer.group(1).split())
        predicates = [lexicon.predicate(value.slot, value.value) for value in values]
        fits = [
            place
            for place, article in enumerate(self.talk.last, 1)
            if predicates and all(predicate.holds(article) for predicate in predicates)
        ]
        return fits[:1]

    def is_pointer(self, named: Named) -> bool:
        """Whether a value only points at an article: 'red' in 'is the red one lined?'"""
        words = " ".join(self.reading.words[named.start : named.end])
        return self.pointer is not None and f" {words} " in f"{self.pointer.group(1)} "

    def _by_name(self) -> list[int]:
        """An article's own name in the message."""
        padded = f" {self.text} "
        return [place for place, article in enumerate(self.talk.last, 1) if _is_named(article, padded)][:1]

    @property
    def pronoun_handles(self) -> tuple[int, ...]:
        """The article that 'it' means: the one referred to last, else the first one shown."""
        if not self.talk.last or not self._rules.says("pronouns", self.text):
            return ()
        ids = [article.article_id for article in self.talk.last]
        return (ids.index(self.brief.anchor) + 1,) if self.brief.anchor in ids else (1,)

    @property
    def _lexicon(self) -> Lexicon:
        return self._reader.lexicon


def _any(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def _say(topic: str) -> Plan:
    return Plan(acts=(Act.model_validate({"name": "say", "topic": topic}),))


def _edit(op: str, slot: str, values: Sequence[str]) -> Edit:
    return Edit.model_validate({"op": op, "slot": slot, "values": tuple(values)})


def _is_refusal(text: str) -> bool:
    return bool(
        re.match(
            r"(no|nope|nah|not really|not quite|not (that|those|these)|none of (these|those|them))( thanks)?$", text
        )
    )


def _is_named(article: Article, padded: str) -> bool:
    name = " ".join(forms(article.prod_name))
    return len(name) > 4 and f" {name} " in padded


def _held_values(brief: Brief, named: Named, lexicon: Lexicon) -> tuple[str, ...]:
    """The brief's values that a dropped word means: itself, or what it names under another value."""
    held = (*brief.wanted.get(named.slot, ()), *brief.excluded.get(named.slot, ()))
    return (named.value,) if named.value in held else ()


def _kept_audience(edits: list[Edit], said: Said) -> list[Edit]:
    """A count starts afresh, but for whom the talk is stays."""
    audience = said.brief.wanted.get("audience", ())
    if not audience or not edits or edits[0].op != "reset" or said.reading.wanted("audience"):
        return edits
    return [edits[0], Edit(op="add", slot="audience", values=audience), *edits[1:]]


def _after(brief: Brief, edits: Sequence[Edit]) -> dict[str, Sequence[str]]:
    gone = {edit.slot for edit in edits if edit.op == "drop"}
    return {slot: values for slot, values in brief.wanted.items() if slot not in gone}
