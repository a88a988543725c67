"""The house planner: the catalogue's lexicon, cue words and dialogue rules as data; exact, offline, milliseconds."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from agents.clauses import clauses
from agents.listening import Said
from agents.plan import Act, Edit, Limit, Plan
from agents.planners.changing import Changing, air
from agents.planners.edits import edit, let_go
from agents.planners.joining import ask_alike, joined, kindly, names_garment, say, stated
from agents.planners.pictured import Pictured
from agents.planners.refining import Refining
from agents.planners.shown import Shown
from agents.planners.styling import Styling
from agents.reducer import fold
from agents.requests.classifier import Classifier
from agents.rules import Rules
from agents.talk import Decision, Talk
from catalog.measures import limits_in
from catalog.reading import Named, Reader
from catalog.translation import Translator
from foundation.brief import SITUATION_SLOTS, SOFT_SLOTS, Brief

VERSION = "1"
# A number alone, or after a word for it: an order or a telephone number is not an article's.
_ARTICLE_ID = re.compile(
    r"(?:(?:\b(?:article|art|item|number|product|show me|id|no|nr)[ .:#]*|^\W*)(?=\d)|(?<!\d)(?=0\d{9}(?!\d)))"
    r"(\d{6,12})(?!\d)",
    re.IGNORECASE,
)
# A clause that asks to be shown something.
_SHOWS = re.compile(r"\b(?:show|see|find|display|list)\b", re.IGNORECASE)
# A question taken up again for something else.
_AND_THEN = re.compile(r"(?:and|what about|how about|und|also)\b")
# A clause that states something and wishes for nothing: "I get static from unlined jackets".
_STATEMENT = re.compile(
    r"^(?:i (?:get|have|hate|love|like|think|quite like|really like)|i['’]?m (?!looking|after|searching)|my|it|it['’]s"
    r"|they|we|he|she|that|this)\b"
    r"(?!.*\b(?:need|want|looking|would like|['’]d like|find|show|in \w+$|please)\b)",
    re.IGNORECASE,
)
# A clause without a verb that says how the thing wished for shall be: "haha yes. with a bit of lace".
_FRAGMENT = re.compile(
    r"^(?:with|without|in|but|no|not|something|anything|maybe|preferably|ideally|or|under|for)\b", re.IGNORECASE
)
# For the shopper, of whom nothing is known: no longer for whom the talk was of.
_ONLY_ME = re.compile(
    r"(?:no |ok |oh |actually |sorry )*(?:just|only|its|it is|this is)(?: just)?(?: for)? (?:me|myself)"
    r"(?: then| please| though)*$"
)
# "The one before", "go back": what was on the page before this.
_BEFORE_THAT = re.compile(
    r"(?:no |ok |actually |show me |can i see |sorry )*(?:the )?"
    r"(?:(?:ones?|lot|results|list|page) (?:before|earlier)(?: that| this)?"
    r"|previous (?:ones?|results|list|page|lot)|(?:go )?back(?: one(?: step)?| a step)?|undo(?: that)?)$"
)
# "In any other colour", "any other fabric".
_ANY_OTHER = re.compile(r"\b(?:any|some) other (\w+)$")
# A question whether something is sold here that no word of the catalogue names.
_SELLS = re.compile(
    r"(?:and |so |hi |hello |hey )*"
    r"(?:do you (?:have|sell|stock|do)|have you(?: got)?|(?:you )?got|(?:is|are) there|any)(?: any)?(?: \w+){1,4}$"
)
# A garment that only the advice before named.
_ONES = re.compile(r"\b(?:ones?|some|any|them|those|it)\b")
_ADVISED = ("product_type", *SITUATION_SLOTS)
_ON_PRIVACY = ("forget_me", "forget_photo", "privacy", "photo")
# What a photo says of the garment that is looked for.
_SEEN = ("colour", "pattern")
_NO_MORE = re.compile(r"\b(?:any|no) ?more\b")


class HousePlanner:
    """Plans by rules over what the Reader finds; every value it names is one of the catalogue's lexicon."""

    name = "house"

    def __init__(self, rules: Rules, reader: Reader, translator: Translator, classifier: Classifier) -> None:
        self._rules, self._reader, self._lexicon, self._translator = rules, reader, reader.lexicon, translator
        self._styling = Styling(self._rules, classifier)
        self._changing = Changing(self._rules, self._styling)
        self._refining = Refining(self._rules)
        self._pictured = Pictured(self._rules, self._styling, self._said, self._whole)
        self._shown = Shown(self._rules, self._reader, self._styling, self._refining)

    def plan(self, talk: Talk) -> Decision:
        """Plan one message, in whatever language it is; never fails."""
        before = _spoken_before(talk, self._translator)
        spoken = self._translator.language_of(talk.message, before)
        language = self._answered_in(talk, spoken, before)
        talk = replace(talk, message=self._translator.gloss(talk.message, spoken), glossed=spoken != "en")
        plan = self._pictured.plan(talk) or self._whole(talk)
        if spoken != "en":
            # Words that neither the catalogue nor the language's file knows would only disturb the search.
            plan = plan.model_copy(update={"ideas": ()})
        if self._rules.language_asked(talk.message) and plan == say("unclear"):
            plan = say("greeting")
        if language != talk.brief.language:
            turned = Edit(op="replace", slot="language", values=(language,))
            plan = plan.model_copy(update={"edits": (*plan.edits, turned)})
        if any(act.name in ("search", "count", "look") for act in plan.acts):
            limits = limits_in(talk.message).items()
            plan = plan.model_copy(
                update={"limits": tuple(Limit.model_validate({"name": n, "value": v}) for n, v in limits)}
            )
        return Decision(plan, self.name, VERSION)

    def read_wish(self, message: str) -> Plan:
        """A message read as a search and nothing else, whatever it may ask."""
        spoken = self._translator.language_of(message)
        talk = Talk(self._translator.gloss(message, spoken), glossed=spoken != "en")
        return self._search(self._said(talk))

    def _said(self, talk: Talk) -> Said:
        return Said(talk, self._reader, self._rules)

    def _answered_in(self, talk: Talk, spoken: str, before: str) -> str:
        """The language to answer in: the one asked for, which stays until another is spoken, else the message's own."""
        if asked := self._rules.language_asked(talk.message):
            return asked
        return talk.brief.language if talk.earlier and spoken == before else spoken

    def _whole(self, talk: Talk) -> Plan:
        """The plan of a message: of its clauses one after the other where they ask for different things."""
        said, parts = self._said(talk), clauses(talk.message)
        if len(parts) == 1 or self._is_on_privacy(talk.message) or self._holds_together(said):
            return self._plan(said)
        plans: list[Plan] = []
        brief = talk.brief
        for part in parts:
            promised = not talk.last and any(names_garment(plan) for plan in plans)
            plans.append(self._plan(self._said(replace(talk, message=part, brief=brief, promised=promised))))
            brief, _ = fold(brief, plans[-1], talk.last, self._lexicon, [a.article_id for a in talk.seen])
        plans = [stated(plan) if _STATEMENT.match(part) else plan for part, plan in zip(parts, plans, strict=True)]
        owns = any(edit.slot == "wardrobe" for plan in plans for edit in plan.edits)
        if ask_alike(plans) or (owns and any(act.name == "look" for plan in plans for act in plan.acts)):
            return self._plan(said)
        shows = [bool(_SHOWS.search(part) or _FRAGMENT.match(part)) or "?" in part for part in parts]
        return joined(plans, bool(talk.last), shows)

    def _holds_together(self, said: Said) -> bool:
        """Whether one clause says what another is about: 'number 1. what coat?', 'I hate my knees, I need a skirt that
        hides them'.
        """
        return self._styling.asks_what_with(said) or bool(self._covering(said))

    def _is_on_privacy(self, message: str) -> bool:
        """Whether any of the message is on what is kept of the shopper, or on a photo, which wins over all else."""
        return self._rules.first("always", " ".join(self._reader.spell(message))) in (
            "forget_me",
            "forget_photo",
            "privacy",
            "photo",
        )

    def _plan(self, said: Said) -> Plan:
        topic = self._rules.first("always", said.text)
        if topic in (*_ON_PRIVACY[:-1], "out_of_scope") or (topic and not said.names_goods):
            return say(topic)
        plan = self._plan_of(said)
        if said.sensitive and (said.sensitive != "abuse" or not said.names_goods):
            covered = self._covering(said)
            searched = {} if said.names_wish or not covered else {"acts": (Act(name="search"),)}
            plan = plan.model_copy(update={"edits": (*plan.edits, *covered), **searched})
            plan = kindly(plan, said.sensitive, looks_on=said.names_wish or bool(covered))
        return plan.model_copy(update={"edits": (*_owned(said), *plan.edits)}) if said.owned else plan

    def _covering(self, said: Said) -> list[Edit]:
        """'I hate my arms, something that covers them': what a piece needs to cover them, unless that is told."""
        if said.sensitive != "body_image" or not self._rules.says("covering", said.text):
            return []
        words = set(said.text.split())
        wishes = [wish for part, wish in self._rules.covers.items() if part in words]
        told = {n.slot for n in said.reading.named}
        wished = next(iter(wishes), {})
        return [edit("replace", slot, (value,)) for slot, value in wished.items() if slot not in told]

    def _plan_of(self, said: Said) -> Plan:
        ids = tuple(_ARTICLE_ID.findall(said.talk.message))
        if said.points_at_nothing:
            return say("unknown_item")
        if ids and not said.names_goods:
            return Plan(acts=(Act(name="search", article_ids=ids),))
        for step in self._steps:
            plan = step(said)
            if plan is not None:
                return plan
        return self._search(said)

    @cached_property
    def _steps(self) -> tuple[Callable[[Said], Plan | None], ...]:
        """What a message may be, in the order in which it is tried."""
        styling, shown = self._styling, self._shown
        return (
            self._no_preference, shown.again, shown.earlier, styling.advise_further, self._back, styling.picture,
            self._changing.look, self._another_value, self._drop, self._count, self._more_of_it, styling.compare,
            styling.advise, styling.look, shown.facts, shown.variants, self._reset, self._noted, shown.liked, self._air,
            self._small_talk, self._more,
        )  # fmt: skip

    def _no_preference(self, said: Said) -> Plan | None:
        """'I don't mind', to a question asked back: other articles, and nothing more is wanted."""
        held = {**said.brief.wanted, **said.brief.excluded, **dict.fromkeys(_SEEN if said.brief.photo else ())}
        open_slot = any(pattern.search(said.text) for slot, pattern in self._rules.drops if slot not in held)
        minds = not (self._rules.says("no_preference", said.text) or (open_slot and not said.names_something))
        if minds or not said.talk.question or not said.brief.wanted:
            return None
        return Plan(acts=(Act(name="search", more=True),))

    def _back(self, said: Said) -> Plan | None:
        """'Back to the coats': the wish of an earlier turn, taken up again."""
        if _BEFORE_THAT.match(said.text):
            return self._one_back(said)
        if not self._rules.says("back", said.text):
            return None
        words = said.reading.words
        behind = words.index("back") if "back" in words else 0
        types = tuple(n.value for n in said.reading.named if n.slot == "product_type" and n.start >= behind)
        held = (turn.brief for turn in reversed(said.talk.earlier))
        brief = next((b for b in held if set(types) & set(b.wanted.get("product_type", ()))), None)
        if not types or brief is None or set(types) & set(said.brief.wanted.get("product_type", ())):
            return None
        edits = _emptied(said.brief)
        edits += [edit("add", slot, values) for slot, values in brief.wanted.items()]
        edits += [edit("exclude", slot, values) for slot, values in brief.excluded.items()]
        new = [n for n in said.reading.named if n.slot != "product_type" and n.start >= behind]
        wishes = self._refining.edits(said, new, brief)
        more = self._rules.says("more", _NO_MORE.sub("", said.text))
        return Plan(edits=(*edits, *wishes), acts=(Act(name="search", more=more),), words=brief.words)

    def _one_back(self, said: Said) -> Plan | None:
        """'The ones before': the wish of the turn before the last."""
        if len(said.talk.earlier) < 2 or not said.talk.earlier[-2].brief.wanted:
            return None
        brief = said.talk.earlier[-2].brief
        edits = _emptied(said.brief)
        edits += [edit("add", slot, values) for slot, values in brief.wanted.items()]
        edits += [edit("exclude", slot, values) for slot, values in brief.excluded.items()]
        return Plan(edits=tuple(edits), acts=(Act(name="search"),), words=brief.words)

    def _noted(self, said: Said) -> Plan | None:
        """'I own a navy blazer' and nothing else: it is noted."""
        asks = said.is_question and (not said.text.startswith("have") or "?" in said.talk.message)
        if not said.owned or asks or any(not said.is_owned(n) for n in said.reading.named):
            return None
        # "I only own black clothes" wishes for no clothes.
        beside = said.text.replace("have", "").replace(" clothes", "") if said.owned else said.text
        if not self._rules.says("own", said.text) or self._rules.says("wishing", beside):
            return None
        return say("noted")

    def _another_value(self, said: Said) -> Plan | None:
        """'The prom dress in any other colour': not the colour asked for before."""
        asked = _ANY_OTHER.search(said.text)
        slots = [slot for slot, words in self._rules.slot_words.items() if asked and asked[1] in words]
        held = {slot: said.brief.wanted[slot] for slot in slots if slot in said.brief.wanted}
        if not held or said.handles or said.pronoun_handles:
            return None
        edits = [edit("exclude", slot, values) for slot, values in held.items()]
        return Plan(edits=(*edits, *self._refining.edits(said, said.reading.named)), acts=(Act(name="search"),))

    def _drop(self, said: Said) -> Plan | None:
        """'Any colour', 'forget the stripes': what was wanted or refused is let go."""
        slots = tuple(dict.fromkeys(slot for slot, pattern in self._rules.drops if pattern.search(said.text)))
        held = {**said.brief.wanted, **said.brief.excluded, **dict.fromkeys(_SEEN if said.brief.photo else ())}
        # An exclusion outlives "any colour": it goes only where nothing else of the slot was asked, or by its name.
        edits = [edit("drop", slot, said.brief.wanted.get(slot, ())) for slot in slots if slot in held]
        slots_gone = {edit.slot for edit in edits}
        if _ONLY_ME.match(said.text) and not said.own_audience and "audience" in said.brief.wanted:
            edits.append(edit("drop", "audience", said.brief.wanted["audience"]))
        if not edits and self._rules.says("drop_values", said.text):
            edits = [edit("drop", n.slot, (n.value,)) for n in said.reading.named if _holds(said.brief, n)]
        if not edits:
            return None
        gone = {(edit.slot, value) for edit in edits for value in edit.values}
        others = [
            n for n in said.reading.named if (n.slot, n.value) not in gone and (n.slot not in slots_gone or n.refused)
        ]
        return Plan(edits=(*edits, *self._refining.edits(said, others)), acts=(Act(name="search"),))

    def _count(self, said: Said) -> Plan | None:
        goes_on = said.did_last == ("count",) and bool(_AND_THEN.match(said.text)) and said.names_something
        if goes_on:
            return Plan(edits=tuple(self._replaced(said)), acts=(Act(name="count"),), asked=said.asked)
        if not self._rules.says("count", said.text):
            return None
        if said.handles and not said.names_something:
            return None
        fresh = bool(said.reading.wanted("product_type"))
        reset = [Edit(op="reset")] if fresh and not said.refers_back else []
        edits = [*reset, *self._refining.edits(said, said.reading.named)]
        return Plan(edits=tuple(_kept_audience(edits, said)), acts=(Act(name="count"),), asked=said.asked)

    def _replaced(self, said: Said) -> list[Edit]:
        """'And in red?': the values named in the place of those before."""
        named = [n for n in said.reading.named if not n.context]
        slots = dict.fromkeys(n.slot for n in named if not n.refused)
        edits = [edit("replace", s, [n.value for n in named if n.slot == s and not n.refused]) for s in slots]
        return edits + [edit("exclude", n.slot, (n.value,)) for n in named if n.refused]

    def _reset(self, said: Said) -> Plan | None:
        if not self._rules.says("reset", said.text):
            return None
        if not said.names_something:
            return Plan(edits=(Edit(op="reset"),), acts=(Act(name="ask"),))
        wishes = self._refining.edits(said, said.reading.named, Brief())
        return Plan(edits=(Edit(op="reset"), *wishes), acts=(Act(name="search"),), asked=said.asked)

    def _small_talk(self, said: Said) -> Plan | None:
        if any(n.slot not in SOFT_SLOTS for n in said.reading.named):
            return None
        if self._rules.says("more", said.text) and said.brief.wanted:
            return None
        topic = self._rules.first("alone", said.text)
        # "Hot weather work clothes": a word of the weather beside a wish for clothes.
        clothing = self._rules.says("wishing", said.text) or bool(said.brief.wanted)
        if topic == "out_of_scope" and clothing and said.names_something:
            return None
        if topic in ("complaint",) and said.talk.last and said.brief.wanted and _is_refusal(said.text):
            return None
        return say(topic) if topic else None

    def _air(self, said: Said) -> Plan | None:
        """'Too loud', 'bit boring': other articles, plainer or bolder ones."""
        turned = air(self._rules, said) if said.brief.wanted and not said.reading.wanted("product_type") else None
        if turned is None:
            return None
        edits, ideas = turned
        if ideas:
            edits = [*edits, edit("exclude", "pattern", ("plain",))]
        return Plan(edits=tuple(edits), acts=(Act(name="search", more=True),), ideas=ideas)

    def _more_of_it(self, said: Said) -> Plan | None:
        """'Some more of those trousers', 'I like none of these': plainly others, whatever else it looks like."""
        plain = re.search(r"\bmore of (?:the|those|these|that|them)\b|\bnone of (?:these|those|them)\b", said.text)
        return self._more(said) if plain else None

    def _more(self, said: Said) -> Plan | None:
        """'Something else': the same brief, other articles."""
        more = (
            self._rules.says("more", _NO_MORE.sub("", said.text))
            or _is_refusal(said.text)
            or (said.dislikes and bool(said.handles))
        )
        turned = set(said.reading.wanted("product_type")) - set(said.brief.wanted.get("product_type", ()))
        if not more or not said.brief.wanted or turned:
            return None
        edits = self._refining.edits(said, said.reading.named)
        return Plan(edits=tuple(edits), acts=(Act(name="search", more=True),), asked=said.asked)

    def _spoken_of(self, said: Said) -> list[Edit]:
        """'Show me dark ones', after advice on blazers: the garment that the advice was on, and for whom and what."""
        advised = [n for n in said.advised_on if n.slot in _ADVISED]
        types = [n for n in advised if n.slot == "product_type"]
        if not types or said.reading.wanted("product_type") or not _ONES.search(said.text):
            return []
        slots = dict.fromkeys(n.slot for n in advised)
        return [edit("replace", slot, [n.value for n in advised if n.slot == slot]) for slot in slots]

    def _search(self, said: Said) -> Plan:
        beyond = said.asked + said.foreign
        if beyond and not said.names_something and not said.brief.wanted and (said.asked or not said.words):
            return say("unclear").model_copy(update={"asked": beyond})
        goes_on = said.asked or self._rules.says("show", said.text) or self._rules.says("affirm", said.text)
        spoken_of = self._spoken_of(said)
        if (
            not (said.names_something or spoken_of)
            and not said.words
            and not (said.sensible_ideas and not said.asked)
            and not (goes_on and said.brief.wanted)
        ):
            sold = _SELLS.match(said.text) and said.ideas and "?" in said.talk.message
            return say("out_of_scope" if sold else "unclear").model_copy(update={"asked": said.asked})
        edits = [*spoken_of, *self._refining.edits(said, said.reading.named)]
        return Plan(
            edits=tuple(edits),
            acts=(Act(name="search"),),
            words=said.words,
            ideas=said.ideas,
            asked=said.asked + said.foreign,
        )


def _emptied(brief: Brief) -> list[Edit]:
    """The edits that let go of everything wanted and refused, but not of what was shown."""
    return let_go(brief, dict.fromkeys((*brief.wanted, *brief.excluded)))


def _spoken_before(talk: Talk, translator: Translator) -> str:
    """The language of the message before this one."""
    before = talk.earlier[-2].brief.language if len(talk.earlier) > 1 else "en"
    return translator.language_of(talk.earlier[-1].message, before) if talk.earlier else "en"


def _owned(said: Said) -> tuple[Edit, ...]:
    """The shopper's own pieces, noted."""
    return (Edit(op="add", slot="wardrobe", values=said.own_pieces),)


def _is_refusal(text: str) -> bool:
    return bool(
        re.match(
            r"(no|nope|nah|not really|not quite|not (that|those|these)|none of (these|those|them))( thanks)?$", text
        )
    )


def _holds(brief: Brief, named: Named) -> bool:
    """Whether a value named is wanted or refused already."""
    return named.value in (*brief.wanted.get(named.slot, ()), *brief.excluded.get(named.slot, ()))


def _kept_audience(edits: list[Edit], said: Said) -> list[Edit]:
    """A count starts afresh, but for whom the talk is stays."""
    audience = said.brief.wanted.get("audience", ())
    if not audience or not edits or edits[0].op != "reset" or said.reading.wanted("audience"):
        return edits
    return [edits[0], Edit(op="add", slot="audience", values=audience), *edits[1:]]
