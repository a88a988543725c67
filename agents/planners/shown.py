"""Shown: how the house planner hears what is asked of articles on the page, or of one shown earlier in the talk."""

import re
from dataclasses import replace

from agents.listening import Said
from agents.plan import Act, Edit, Plan
from agents.planners.edits import edit
from agents.planners.joining import say
from agents.planners.refining import Refining
from agents.planners.styling import Styling
from agents.rules import Rules
from catalog.measures import MEASURES
from catalog.reading import Reader

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
# "The second is too long" asks nothing of it.
_COMPLAINS = re.compile(r"\b(?:is|are|looks?|seems?) (?:a bit |a little |far |way |much |just |all )*too \w+")
# "Is the cotton organic?" is asked of what is on the page.
_THE_CLOTH = re.compile(r"(?:and |so |but )?(?:is|are) the (?:\w+ )?(?:\w+)\b")


class Shown:
    """Plans of what is asked of articles: their facts, their other colours, the like of them, to see them again."""

    def __init__(self, rules: Rules, reader: Reader, styling: Styling, refining: Refining) -> None:
        self._rules, self._reader, self._styling, self._refining = rules, reader, styling, refining

    def earlier(self, said: Said) -> Plan | None:
        """'The one you showed me first': an article of an earlier turn, shown again for what is asked of it."""
        ids = said.earlier_ids
        if not ids:
            return None
        refer = Edit(op="refer", article_ids=ids)
        again = Act(name="search", article_ids=ids)
        article = next(article for article in said.talk.seen if article.article_id == ids[0])
        rest = replace(said.talk, last=(article,), message=f"{_WITHOUT_EARLIER.sub('it', said.talk.message)}")
        then = Said(rest, self._reader, self._rules)
        for step in (self._styling.look, self._styling.advise, self.facts, self.variants):
            plan = step(then)
            if plan is not None:
                return plan.model_copy(update={"edits": (refer, *plan.edits), "acts": (again, *plan.acts)})
        roles = tuple(role for role in then.role_words if _TOGETHER.search(then.talk.message))
        if roles:
            look = Act.model_validate({"name": "look", "handles": (1,), "roles": roles})
            edits = self._styling.piece_edits(then, then.reading.named)
            return Plan(edits=(refer, *edits), acts=(again, look))
        return Plan(edits=(refer,), acts=(again,))

    def again(self, said: Said) -> Plan | None:
        """'Show me the second one again': that very article."""
        if not said.handles or not said.talk.last or not _SHOW_AGAIN.search(said.text):
            return None
        ids = tuple(said.talk.last[handle - 1].article_id for handle in said.handles if handle <= len(said.talk.last))
        refer = Edit(op="refer", handles=said.handles[:1])
        return Plan(edits=(refer,), acts=(Act(name="search", article_ids=ids),)) if ids else None

    def facts(self, said: Said) -> Plan | None:
        """A question about an article that was shown."""
        aspects = self._rules.all("aspects", said.text)
        if not said.talk.last or not (
            said.is_question or said.is_lone_handle or (said.handles and aspects and not said.names_something)
        ):
            return None
        handles = said.handles or (said.pronoun_handles if not said.reading.wanted("product_type") else ())
        if not handles and _THE_CLOTH.match(said.text) and {n.slot for n in said.reading.named} == {"material"}:
            handles = said.handle_of_it
        if not handles and aspects and len(said.text.split()) <= 2 and "?" in said.talk.message:
            handles = said.handle_of_it
        wishes = said.is_wish and not set(aspects) & {*MEASURES, "description"}
        if not handles or wishes or not (aspects or said.is_lone_handle or self._asks_about_values(said)):
            return None
        if said.wants_variants and not set(aspects) & set(MEASURES):
            return None
        if "?" not in said.talk.message and _COMPLAINS.search(said.text):
            return None
        values = tuple(f"{n.slot}={n.value}" for n in said.reading.named if not said.is_pointer(n))
        specific = tuple(aspect for aspect in aspects if aspect != "description") or aspects or ("other",)
        refer = (Edit(op="refer", handles=handles[:1]),)
        act = {"name": "facts", "aspects": specific, "handles": handles, "values": values}
        return Plan(edits=refer, acts=(Act.model_validate(act),))

    def _asks_about_values(self, said: Said) -> bool:
        return bool(said.reading.named) and not said.likens

    def variants(self, said: Said) -> Plan | None:
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

    def liked(self, said: Said) -> Plan | None:
        """'I prefer the second', and nothing else: that one is what "it" means from now on."""
        if not said.handles or said.is_question or said.names_something or not _LIKES.search(said.text):
            return None
        return Plan(edits=(Edit(op="refer", handles=said.handles[:1]),), acts=(say("praise").acts[0],))
