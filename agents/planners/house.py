"""The house planner: the catalogue's lexicon, cue words and dialogue rules as data; exact, offline, milliseconds."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from agents.clauses import clauses
from agents.listening import Said
from agents.plan import Act, Edit, Limit, Plan
from agents.planners.edits import edit, let_go
from agents.planners.joining import ask_alike, joined, kindly, names_garment, say, stated
from agents.planners.refining import Refining
from agents.planners.styling import Styling
from agents.reducer import fold
from agents.requests.classifier import Classifier
from agents.rules import Rules
from agents.talk import Decision, Talk
from catalog.measures import MEASURES, limits_in
from catalog.reading import Named, Reader
from catalog.translation import Translator
from foundation.brief import SOFT_SLOTS, Brief

VERSION = "1"
# A number alone, or after a word for it: an order or a telephone number is not an article's.
_ARTICLE_ID = re.compile(
    r"(?:(?:\b(?:article|art|item|number|product|show me|id|no|nr)[ .:#]*|^\W*)(?=\d)|(?<!\d)(?=0\d{9}(?!\d)))"
    r"(\d{6,12})(?!\d)",
    re.IGNORECASE,
)
_WITHOUT_EARLIER = re.compile(
    r"\b(?:the|that|those) (?:\w+ ){0,4}?(?:you|from|we)"
    r" (?:(?:showed|shown|suggested|recommended|gave|mentioned|had|presented|proposed|saw)(?: me| us)?)?"
    r"(?: ?at| ?in)?(?: the)?(?: very)?"
    r" ?(?:first|earlier|before|initially|originally|start|beginning|previously|(?:a )?(?:while|moment|minute) ago)?"
    r"|\bthe (?:very )?first (?:one|thing|item|piece)(?: of all)?",
    re.IGNORECASE,
)
# Two pieces put together: "the first one, with jeans".
_TOGETHER = re.compile(r"\bwith\b|\band\b|[+&]")
# A choice among what was shown.
_LIKES = re.compile(
    r"\b(?:i like|i love|prefer|take|have|choose|pick|go (?:for|with)|fancy|favou?rite)\b(?! (?:more|others))"
)
_SHOW_AGAIN = re.compile(r"\b(?:show|see|look at|bring)\b.*\b(?:again|once more)\b")
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
_NO_MORE = re.compile(r"\b(?:any|no) ?more\b")


class HousePlanner:
    """Plans by rules over what the Reader finds; every value it names is one of the catalogue's lexicon."""

    name = "house"

    def __init__(self, rules: Rules, reader: Reader, translator: Translator, classifier: Classifier) -> None:
        self._rules, self._reader, self._lexicon, self._translator = rules, reader, reader.lexicon, translator
        self._styling = Styling(self._rules, classifier)
        self._refining = Refining(self._rules)

    def plan(self, talk: Talk) -> Decision:
        """Plan one message, in whatever language it is; never fails."""
        before = _spoken_before(talk, self._translator)
        spoken = self._translator.language_of(talk.message, before)
        language = self._answered_in(talk, spoken, before)
        talk = replace(talk, message=self._translator.gloss(talk.message, spoken), glossed=spoken != "en")
        plan = self._whole(talk)
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
        return self._search(Said(talk, self._reader, self._rules))

    def _answered_in(self, talk: Talk, spoken: str, before: str) -> str:
        """The language to answer in: the one asked for, which stays until another is spoken, else the message's own."""
        if asked := self._rules.language_asked(talk.message):
            return asked
        return talk.brief.language if talk.earlier and spoken == before else spoken

    def _whole(self, talk: Talk) -> Plan:
        """The plan of a message: of its clauses one after the other where they ask for different things."""
        parts = clauses(talk.message)
        if len(parts) == 1 or self._is_on_privacy(talk.message) or self._asks_what_with(talk):
            return self._plan(talk)
        plans: list[Plan] = []
        brief = talk.brief
        for part in parts:
            promised = not talk.last and any(names_garment(plan) for plan in plans)
            plans.append(self._plan(replace(talk, message=part, brief=brief, promised=promised)))
            brief, _ = fold(brief, plans[-1], talk.last, self._lexicon, [a.article_id for a in talk.seen])
        plans = [stated(plan) if _STATEMENT.match(part) else plan for part, plan in zip(parts, plans, strict=True)]
        owns = any(edit.slot == "wardrobe" for plan in plans for edit in plan.edits)
        if ask_alike(plans) or (owns and any(act.name == "look" for plan in plans for act in plan.acts)):
            return self._plan(talk)
        shows = [bool(_SHOWS.search(part) or _FRAGMENT.match(part)) or "?" in part for part in parts]
        return joined(plans, bool(talk.last), shows)

    def _asks_what_with(self, talk: Talk) -> bool:
        """Whether the message points at an article and asks what to wear with it: 'number 1. what coat?'"""
        return self._styling.asks_what_with(Said(talk, self._reader, self._rules))

    def _is_on_privacy(self, message: str) -> bool:
        """Whether any of the message is on what is kept of the shopper, or on a photo, which wins over all else."""
        return self._rules.first("always", " ".join(self._reader.spell(message))) in ("forget_me", "privacy", "photo")

    def _plan(self, talk: Talk) -> Plan:
        said = Said(talk, self._reader, self._rules)
        topic = self._rules.first("always", said.text)
        if topic in ("forget_me", "privacy", "out_of_scope") or (topic and not said.names_goods):
            return say(topic)
        plan = self._plan_of(said)
        if said.sensitive and (said.sensitive != "abuse" or not said.names_goods):
            plan = kindly(plan, said.sensitive, looks_on=said.names_wish)
        return plan.model_copy(update={"edits": (*_owned(said), *plan.edits)}) if said.owned else plan

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
        styling = self._styling
        return (
            self._no_preference, self._again, self._earlier, self._back, styling.picture, styling.changed_look,
            self._drop, self._count, self._more_of_it, styling.compare, styling.advise, styling.look, self._facts,
            self._variants, self._reset, self._noted, self._liked, self._small_talk, self._more,
        )  # fmt: skip

    def _no_preference(self, said: Said) -> Plan | None:
        """'I don't mind', to a question asked back: other articles, and nothing more is wanted."""
        if not self._rules.says("no_preference", said.text) or not said.talk.question or not said.brief.wanted:
            return None
        return Plan(acts=(Act(name="search", more=True),))

    def _earlier(self, said: Said) -> Plan | None:
        """'The one you showed me first': an article of an earlier turn, shown again for what is asked of it."""
        ids = said.earlier_ids
        if not ids:
            return None
        refer = Edit(op="refer", article_ids=ids)
        again = Act(name="search", article_ids=ids)
        article = next(article for article in said.talk.seen if article.article_id == ids[0])
        rest = replace(said.talk, last=(article,), message=f"{_WITHOUT_EARLIER.sub('it', said.talk.message)}")
        then = Said(rest, self._reader, self._rules)
        for step in (self._styling.look, self._styling.advise, self._facts, self._variants):
            plan = step(then)
            if plan is not None:
                return plan.model_copy(update={"edits": (refer, *plan.edits), "acts": (again, *plan.acts)})
        roles = tuple(role for role in then.role_words if _TOGETHER.search(then.talk.message))
        if roles:
            look = Act.model_validate({"name": "look", "handles": (1,), "roles": roles})
            edits = self._styling.piece_edits(then, then.reading.named)
            return Plan(edits=(refer, *edits), acts=(again, look))
        return Plan(edits=(refer,), acts=(again,))

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
        if not self._rules.says("own", said.text) or self._rules.says("wishing", said.text.replace("have", "")):
            return None
        return say("noted")

    def _drop(self, said: Said) -> Plan | None:
        """'Any colour', 'forget the stripes': what was wanted or refused is let go."""
        slots = tuple(dict.fromkeys(slot for slot, pattern in self._rules.drops if pattern.search(said.text)))
        held = {**said.brief.wanted, **said.brief.excluded}
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

    def _facts(self, said: Said) -> Plan | None:
        """A question about an article that was shown."""
        aspects = self._rules.all("aspects", said.text)
        if not said.talk.last or not (
            said.is_question or said.is_lone_handle or (said.handles and aspects and not said.names_something)
        ):
            return None
        handles = said.handles or (said.pronoun_handles if not said.reading.wanted("product_type") else ())
        if not handles and aspects and len(said.text.split()) <= 2 and "?" in said.talk.message:
            handles = said.handle_of_it
        wishes = said.is_wish and not set(aspects) & {*MEASURES, "description"}
        if not handles or wishes or not (aspects or said.is_lone_handle or self._asks_about_values(said)):
            return None
        if said.wants_variants and not set(aspects) & set(MEASURES):
            return None
        values = tuple(f"{n.slot}={n.value}" for n in said.reading.named if not said.is_pointer(n))
        specific = tuple(aspect for aspect in aspects if aspect != "description") or aspects or ("other",)
        refer = (Edit(op="refer", handles=handles[:1]),)
        act = {"name": "facts", "aspects": specific, "handles": handles, "values": values}
        return Plan(edits=refer, acts=(Act.model_validate(act),))

    def _asks_about_values(self, said: Said) -> bool:
        return bool(said.reading.named) and not said.likens

    def _variants(self, said: Said) -> Plan | None:
        """'Does it come in blue?', 'other colours of the second one', 'like the first but longer'."""
        handles = said.handles or said.pronoun_handles
        if not handles and said.wants_variants and said.talk.last and not said.names_something:
            handles = said.handle_of_it
        if not handles:
            return None
        named = [n for n in said.reading.named if not said.is_pointer(n)]
        like = said.likens or (said.handles and bool(named))
        if not (said.wants_variants or like) or said.dislikes:
            return None
        edits = [Edit(op="refer", handles=handles[:1]), *self._refining.edits(said, named)]
        if said.wants_variants and not said.reading.wanted("colour") and "colour" in said.brief.wanted:
            edits.insert(0, edit("drop", "colour", said.brief.wanted["colour"]))
        same = said.wants_variants and not self._rules.says("like", said.text.replace("same", ""))
        return Plan(edits=tuple(edits), acts=(Act(name="search", variants=same),), words=said.words)

    def _reset(self, said: Said) -> Plan | None:
        if not self._rules.says("reset", said.text):
            return None
        if not said.names_something:
            return Plan(edits=(Edit(op="reset"),), acts=(Act(name="ask"),))
        wishes = self._refining.edits(said, said.reading.named, Brief())
        return Plan(edits=(Edit(op="reset"), *wishes), acts=(Act(name="search"),), asked=said.asked)

    def _again(self, said: Said) -> Plan | None:
        """'Show me the second one again': that very article."""
        if not said.handles or not said.talk.last or not _SHOW_AGAIN.search(said.text):
            return None
        ids = tuple(said.talk.last[handle - 1].article_id for handle in said.handles if handle <= len(said.talk.last))
        refer = Edit(op="refer", handles=said.handles[:1])
        return Plan(edits=(refer,), acts=(Act(name="search", article_ids=ids),)) if ids else None

    def _liked(self, said: Said) -> Plan | None:
        """'I prefer the second', and nothing else: that one is what "it" means from now on."""
        if not said.handles or said.is_question or said.names_something or not _LIKES.search(said.text):
            return None
        return Plan(edits=(Edit(op="refer", handles=said.handles[:1]),), acts=(say("praise").acts[0],))

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

    def _search(self, said: Said) -> Plan:
        beyond = said.asked + said.foreign
        if beyond and not said.names_something and not said.brief.wanted and (said.asked or not said.words):
            return say("unclear").model_copy(update={"asked": beyond})
        goes_on = said.asked or self._rules.says("show", said.text) or self._rules.says("affirm", said.text)
        if (
            not said.names_something
            and not said.words
            and not (said.sensible_ideas and not said.asked)
            and not (goes_on and said.brief.wanted)
        ):
            return say("unclear").model_copy(update={"asked": said.asked})
        edits = self._refining.edits(said, said.reading.named)
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
