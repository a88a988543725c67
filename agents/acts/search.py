"""The search act: articles that fit the brief, garment by garment, with what had to be given up for them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from typing import Any

from agents.acts.asked import Asked
from agents.acts.wishes import Wishes
from agents.plan import Act, Plan
from agents.results import Facet, GivenUp, Results, Shown
from catalog.article import Article
from catalog.describing import describe, either, slot_name
from catalog.measures import MEASURES, describe_limits
from catalog.words import forms
from foundation.brief import HARD_SLOTS, Brief
from retrieval.query import Hits, Query

# The slots whose split of what is left may be asked about.
FACET_SLOTS = (
    "audience", "colour", "pattern", "material", "length", "sleeve", "neckline", "fit", "detail", "product_type",
)  # fmt: skip
# Where so few products are left, nothing is asked.
FEW = 6


class SearchAct:
    """Finds articles."""

    def __init__(self, wishes: Wishes) -> None:
        self._wishes, self._finder = wishes, wishes.finder

    def run(self, act: Act, asked: Asked) -> Results:
        """The articles for every garment asked for, or those the shopper named by their numbers."""
        if act.article_ids:
            return self._named(act.article_ids)
        each = self._wishes.each(asked.brief)
        found = [self._found(act, replace(asked, brief=brief)) for brief in each]
        return found[0] if len(found) == 1 else self._side_by_side(found)

    def _side_by_side(self, found: Sequence[Results]) -> Results:
        """What several garments gave, in turn about: of each as many as there is room for."""
        room = max(self._wishes.most // len(found), 2)
        rows = zip_longest(*(results.shown[:room] for results in found))
        shown = [one for one in chain.from_iterable(rows) if one is not None]
        return Results(
            shown=tuple(replace(one, handle=place) for place, one in enumerate(shown, 1)),
            matched=sum(results.matched for results in found),
            given_up=tuple(chain.from_iterable(results.given_up for results in found)),
            limits=dict(chain.from_iterable(results.limits.items() for results in found)),
            partial=any(results.partial for results in found),
            exhausted=all(results.exhausted for results in found),
        )

    def _found(self, act: Act, asked: Asked) -> Results:
        plan, brief, avoid = asked.plan, asked.brief, asked.avoid
        shown_before = frozenset(brief.shown) if act.more else frozenset()
        query = self._query(asked, avoid | shown_before, act.variants)
        hits = self._finder.find(query)
        if query.without and hits.relaxed and not self._finder.find(replace(query, without=frozenset(), k=1)).relaxed:
            # Everything that fits was shown already; giving wishes up is not what "something else" asks for.
            return Results(exhausted=True)
        told = tuple(v for e in plan.edits if e.op in ("add", "replace") and e.slot in HARD_SLOTS for v in e.values)
        if act.variants and told and (hits.relaxed or not hits.hits):
            return self._alike(asked, told)
        if not hits.hits and _carries_audience(plan, brief):
            return self._for_anyone(act, asked)
        return Results(
            shown=self._shown(hits, asked),
            matched=hits.products,
            given_up=(*_gone(asked), *self.given_up(hits, query, plan.asked)),
            limits={n: v for n, v in query.limits if n in self._finder.measured and n not in hits.relaxed},
            partial=bool(hits.relaxed) or not hits.articles,
            exhausted=act.more and not hits.hits,
            **self._split(_kept(query, hits), query.slots()),
        )

    def with_facets(self, results: Results, asked: Asked) -> Results:
        """The results of a turn that searched for nothing, with how what fits the brief splits."""
        if "product_type" not in asked.brief.wanted or asked.brief.parts or results.left:
            return results
        query = self._query(replace(asked, brief=replace(asked.brief, anchor=None)))
        return replace(results, **self._split(query, query.slots()))

    def _split(self, query: Query, named: Collection[str]) -> dict[str, Any]:
        """How many products satisfy the query, and how they split by the slots that were not named."""
        left = self._finder.count(query)[1]
        if left <= FEW:
            return {"left": left}
        split = self._finder.split(query, [slot for slot in FACET_SLOTS if slot not in named])
        facets = tuple(Facet(slot, counts, stated) for slot, (counts, stated) in split.items())
        return {"left": left, "facets": facets}

    def _query(self, asked: Asked, without: frozenset[str] = frozenset(), same_product: bool = False) -> Query:
        sight = asked.sights.get(asked.brief.photo or "")
        return self._wishes.query(asked.brief, without, same_product, sight)

    def _alike(self, asked: Asked, told: tuple[str, ...]) -> Results:
        """What comes near an article that does not come as it was asked for."""
        query = self._query(asked, asked.avoid)
        hits = self._finder.find(query)
        line = f"{either(told)}: that very product does not come like this; these are the nearest that do"
        return Results(
            shown=self._shown(hits, asked),
            matched=hits.products,
            given_up=(GivenUp("none", line, values=told), *self.given_up(hits, query, asked.plan.asked)),
            partial=True,
        )

    def _for_anyone(self, act: Act, asked: Asked) -> Results:
        """The search without the audience of an earlier wish, which this one was not said to be for."""
        brief = asked.brief
        people = either(brief.wanted["audience"])
        wanted = {slot: values for slot, values in brief.wanted.items() if slot != "audience"}
        results = self._found(act, replace(asked, brief=replace(brief, wanted=wanted)))
        line = f"{people}: there are no {describe(replace(brief, wanted=wanted))} for {people}"
        given_up = GivenUp("audience", line, "audience", brief.wanted["audience"])
        return replace(results, given_up=(given_up, *results.given_up)) if results.shown else results

    def _shown(self, hits: Hits, asked: Asked) -> tuple[Shown, ...]:
        table, sight = self._finder.index.table, asked.sights.get(asked.brief.photo or "")
        articles = [(table.article(hit.row), hit) for hit in hits.hits]
        return tuple(
            Shown(place, one, self._wishes.why(one, asked.brief, hit.silent, sight, hit.pictured), hit.silent)
            for place, (one, hit) in enumerate(articles, 1)
        )

    def given_up(self, hits: Hits, query: Query, asked: Sequence[str] = ()) -> tuple[GivenUp, ...]:
        """Every part of the query that was given up, and of `asked` what this catalogue can't answer."""
        parts = self.unanswerable(asked, [self._finder.index.table.article(hit.row) for hit in hits.hits])
        parts += [_together(query, slot) for slot in hits.relaxed]
        if hits.hits and not hits.articles:
            unsaid = dict.fromkeys(slot for hit in hits.hits for slot in hit.silent)
            parts += [_unstated(query, slot) for slot in unsaid]
        if not hits.hits and query.same_product:
            parts.append(GivenUp("none", "another version of that product: this catalogue has none"))
        elif not hits.hits and (not query.without or query.anchor is not None):
            parts.append(GivenUp("none", f"{describe(Brief(wanted=dict(query.wanted)))}: this catalogue has none"))
        return tuple(parts)

    def unanswerable(self, asked: Sequence[str], found: Sequence[Article] = ()) -> list[GivenUp]:
        """Of `asked` the measures that no column carries, and the names that no article found carries."""
        absent = [name for name in asked if name in MEASURES and name not in self._finder.measured]
        lines = [GivenUp("no_column", f"{name}: this catalogue does not carry it", name) for name in absent]
        names = [name for name in asked if name not in MEASURES and not _carry(found, name)]
        return lines + [
            GivenUp("no_name", f"“{name}”: none of these carries that name", values=(name,)) for name in names
        ]

    def _named(self, article_ids: Sequence[str]) -> Results:
        """Articles by their numbers; a number the catalogue does not hold is said, never made up."""
        table = self._finder.index.table
        rows = {name: table.row(name) for name in article_ids[: self._wishes.most]}
        found = [table.article(row) for row in rows.values() if row is not None]
        shown = tuple(Shown(place, one, self._wishes.why(one, Brief())) for place, one in enumerate(found, 1))
        missing = tuple(
            GivenUp("no_id", f"{name}: no article of this catalogue has that number", values=(name,))
            for name, row in rows.items()
            if row is None
        )
        return Results(shown=shown, matched=len(shown), given_up=missing)


def _gone(asked: Asked) -> tuple[GivenUp, ...]:
    """That the photo which was gone by is not there any more."""
    if not asked.brief.photo or asked.brief.photo in asked.sights:
        return ()
    return (GivenUp("no_photo", "the photo: it is no longer kept, so the words alone were gone by"),)


def _kept(query: Query, hits: Hits) -> Query:
    """The query without what was given up, or what none of the rows found states."""
    gone = {*hits.relaxed, *(() if hits.articles else (slot for hit in hits.hits for slot in hit.silent))}
    gone -= {"product_type"}
    return replace(query, wanted=tuple(group for group in query.wanted if group[0] not in gone)) if gone else query


def _carries_audience(plan: Plan, brief: Brief) -> bool:
    """Whether the audience is an earlier message's, while this one names another garment."""
    slots = {edit.slot for edit in plan.edits if edit.op in ("add", "replace")}
    return "audience" in brief.wanted and "product_type" in slots and "audience" not in slots


def _carry(articles: Sequence[Article], name: str) -> bool:
    """Whether an article's name, brand or text holds a name the shopper gave."""
    return any(name in forms(f"{article.prod_name} {article.brand} {article.detail_desc}") for article in articles)


def _together(query: Query, slot: str) -> GivenUp:
    line = f"{_words(query, slot)}: nothing in this catalogue has it together with the rest"
    return GivenUp("together", line, slot, _values(query, slot))


def _unstated(query: Query, slot: str) -> GivenUp:
    line = f"{_words(query, slot)}: these do not state their {slot_name(slot)}"
    return GivenUp("unstated", line, slot, _values(query, slot))


def _values(query: Query, slot: str) -> tuple[str, ...]:
    return tuple(value for name, values in query.wanted if name == slot for value in values)


def _words(query: Query, slot: str) -> str:
    """What was wanted of a slot or measure, in words."""
    limits = dict(query.limits)
    if slot in limits:
        return describe_limits({slot: limits[slot]}).strip()
    return either(_values(query, slot)) or slot_name(slot)
