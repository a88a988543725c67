"""The retriever: runs the acts of a plan on the index and brings back results, never a word of prose."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from agents.plan import Act, Plan
from agents.results import Count, Fact, Results, Shown
from catalog.article import Article
from catalog.describing import describe, either, line_up, name_of, reasons, slot_name
from catalog.lexicon import COLUMNS, UNSTATED, Lexicon
from catalog.measures import MEASURES, describe_limits
from catalog.predicate import meets_text
from catalog.words import forms
from foundation.brief import SOFT_SLOTS, Brief
from retrieval.finder import Finder
from retrieval.query import Hits, Query, groups

_FACTS = Path(__file__).with_name("facts.yaml")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class Retriever:
    """Finds, counts and looks facts up. `most` is how many articles one answer shows."""

    def __init__(self, finder: Finder, most: int) -> None:
        self._finder, self._most = finder, most
        self._sources = _sources()

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon of the catalogue in use."""
        return self._finder.lexicon

    def run(self, plan: Plan, brief: Brief, last: Sequence[Article], avoid: frozenset[str] = frozenset()) -> Results:
        """The results of every act; `avoid` are article ids not to show, as when an answer is made anew."""
        results = Results()
        for act in plan.acts:
            results = _joined(results, self._act(act, plan, brief, last, avoid))
        return results

    def _act(self, act: Act, plan: Plan, brief: Brief, last: Sequence[Article], avoid: frozenset[str]) -> Results:
        match act.name:
            case "search" if act.article_ids:
                return self._named(act.article_ids)
            case "search":
                return self._found(plan, act, brief, avoid)
            case "count":
                return self._counted(plan, brief)
            case "facts":
                return self._looked_up(act, last)
            case _:
                return Results()

    def _found(self, plan: Plan, act: Act, brief: Brief, avoid: frozenset[str]) -> Results:
        shown_before = frozenset(brief.shown) if act.more else frozenset()
        query = self.query(brief, avoid | shown_before, act.variants)
        hits = self._finder.find(query)
        if query.without and hits.relaxed and not self._finder.find(replace(query, without=frozenset(), k=1)).relaxed:
            # Everything that fits was shown already; giving wishes up is not what "something else" asks for.
            return Results(exhausted=True)
        if not hits.hits and _carries_audience(plan, brief):
            return self._for_anyone(plan, act, brief, avoid)
        return Results(
            shown=self._shown(hits, brief),
            matched=hits.products,
            relaxed=self.relaxed(hits, query, plan.asked),
            limits={n: v for n, v in query.limits if n in self._finder.measured and n not in hits.relaxed},
            partial=bool(hits.relaxed) or not hits.articles,
            exhausted=act.more and not hits.hits,
        )

    def _for_anyone(self, plan: Plan, act: Act, brief: Brief, avoid: frozenset[str]) -> Results:
        """The search without the audience of an earlier wish, which this one was not said to be for."""
        people = either(brief.wanted["audience"])
        wanted = {slot: values for slot, values in brief.wanted.items() if slot != "audience"}
        results = self._found(plan, act, replace(brief, wanted=wanted), avoid)
        line = f"{people}: there are no {describe(replace(brief, wanted=wanted))} for {people}"
        return replace(results, relaxed=(line, *results.relaxed)) if results.shown else results

    def query(self, brief: Brief, without: frozenset[str] = frozenset(), same_product: bool = False) -> Query:
        """The brief as a query on the index; an anchor lends its type and audience where the brief names none."""
        table = self._finder.index.table
        anchor = table.row(brief.anchor) if brief.anchor else None
        wanted = dict(brief.wanted)
        if anchor is not None:
            wanted = {**self._lent(table.article(anchor), wanted), **wanted}
        gone = {row for row in map(table.row, without) if row is not None} | ({anchor} if anchor is not None else set())
        return Query(
            text=self._text(brief),
            said=brief.words,
            wanted=groups(wanted),
            excluded=groups(brief.excluded),
            limits=tuple(brief.limits.items()),
            anchor=anchor,
            variants=same_product,
            same_product=same_product,
            without=frozenset(gone),
            k=self._most,
        )

    def _lent(self, anchor: Article, wanted: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
        lent: dict[str, tuple[str, ...]] = {}
        if "product_type" not in wanted and self.lexicon.canonical("product_type", anchor.product_type_name):
            lent["product_type"] = (anchor.product_type_name,)
        audience = next((name for name in self._audiences if self._is_for(anchor, name)), None)
        return {**lent, "audience": (audience,)} if audience and "audience" not in wanted else lent

    @property
    def _audiences(self) -> Sequence[str]:
        return ("women", "men", "girls", "boys", "baby", "kids")

    def _is_for(self, article: Article, audience: str) -> bool:
        return self.lexicon.predicate("audience", audience).holds(article) is True

    def _text(self, brief: Brief) -> str:
        """The words to rank by: what names the garment, the shopper's own words, and the ideas of the occasion."""
        named = [
            value
            for slot in ("material", "pattern", "fit", "length", "detail", "product_type")
            for value in brief.wanted.get(slot, ())
        ]
        soft = [
            f"{value} {self.lexicon.entry(slot, value).ideas}"
            for slot in SOFT_SLOTS
            for value in brief.wanted.get(slot, ())
        ]
        return " ".join(dict.fromkeys([*named, *brief.words, *brief.ideas, *soft]))

    def _shown(self, hits: Hits, brief: Brief) -> tuple[Shown, ...]:
        table = self._finder.index.table
        articles = [(table.article(hit.row), hit.silent) for hit in hits.hits]
        return tuple(
            Shown(place, article, self.why(article, brief, silent), silent)
            for place, (article, silent) in enumerate(articles, 1)
        )

    def why(self, article: Article, brief: Brief, silent: Sequence[str] = ()) -> str:
        """One line on why an article fits, every word of it borne out by its row."""
        line = line_up(reasons(article, brief.wanted, self.lexicon)) or name_of(article.product_type_name)
        unsaid = f"; {either([slot_name(slot) for slot in silent], 'and')} not stated" if silent else ""
        return line[:1].upper() + line[1:] + unsaid

    def relaxed(self, hits: Hits, query: Query, asked: Sequence[str] = ()) -> tuple[str, ...]:
        """In words, every part of the query that was given up, and of `asked` what this catalogue can't answer."""
        lines = self._unanswerable(asked, [self._finder.index.table.article(hit.row) for hit in hits.hits])
        lines += [
            f"{_values(query, slot)}: nothing in this catalogue has it together with the rest" for slot in hits.relaxed
        ]
        if hits.hits and not hits.articles:
            unsaid = dict.fromkeys(slot for hit in hits.hits for slot in hit.silent)
            lines += [f"{_values(query, slot)}: these do not state their {slot_name(slot)}" for slot in unsaid]
        if not hits.hits and query.same_product:
            lines.append("another version of that product: this catalogue has none")
        elif not hits.hits and (not query.without or query.anchor is not None):
            lines.append(f"{_all_values(query)}: this catalogue has none")
        return tuple(lines)

    def _unanswerable(self, asked: Sequence[str], found: Sequence[Article] = ()) -> list[str]:
        absent = [name for name in asked if name in MEASURES and name not in self._finder.measured]
        lines = [f"{name}: this catalogue does not carry it" for name in absent]
        names = [name for name in asked if name not in MEASURES]
        return lines + [f"“{name}”: none of these carries that name" for name in names if not _carry(found, name)]

    def _named(self, article_ids: Sequence[str]) -> Results:
        """Articles by their numbers; a number the catalogue does not hold is said, never made up."""
        table = self._finder.index.table
        rows = {name: table.row(name) for name in article_ids[: self._most]}
        found = [table.article(row) for row in rows.values() if row is not None]
        shown = tuple(Shown(place, article, self.why(article, Brief())) for place, article in enumerate(found, 1))
        missing = tuple(
            f"{name}: no article of this catalogue has that number" for name, row in rows.items() if row is None
        )
        return Results(shown=shown, matched=len(shown), relaxed=missing)

    def _counted(self, plan: Plan, brief: Brief) -> Results:
        articles, products = self._finder.count(self.query(brief))
        refused = [f"not {either(values)}" for values in brief.excluded.values()]
        counted = ", ".join([describe(brief), *refused]) + self._colour_note(brief)
        return Results(
            counts=(Count(articles, products, counted),),
            matched=products,
            relaxed=tuple(self._unanswerable(plan.asked)),
        )

    def _colour_note(self, brief: Brief) -> str:
        """Which colour groups a counted colour takes in: 'green' alone could be counted in three ways."""
        values = self._finder.index.table.values("colour_group_name")
        stated = [
            value
            for value in values
            for name in brief.wanted.get("colour", ())
            if self.lexicon.predicate("colour", name).holds(Article("", colour_group_name=value))
        ]
        return f" (colour groups {', '.join(dict.fromkeys(stated))})" if stated else ""

    def _looked_up(self, act: Act, last: Sequence[Article]) -> Results:
        facts = tuple(self._facts(act, last))
        absent = dict.fromkeys(fact.aspect for fact in facts if fact.text is None and fact.aspect in MEASURES)
        return Results(facts=facts, relaxed=tuple(f"{name}: this catalogue does not carry it" for name in absent))

    def _facts(self, act: Act, last: Sequence[Article]) -> list[Fact]:
        chosen = [(handle, last[handle - 1]) for handle in act.handles if handle <= len(last)]
        return [
            Fact(handle, article, aspect, self._fact(article, aspect))
            for handle, article in chosen
            for aspect in (act.aspects if not act.values or set(act.aspects) & set(MEASURES) else ())
        ] + [
            self._value_fact(handle, article, *pair.split("=", 1))
            for handle, article in chosen
            for pair in act.values
            if self._knows(pair)
        ]

    def _fact(self, article: Article, aspect: str) -> str | None:
        source = self._sources[aspect]
        told = [article[column] for column in source.get("column", ()) if article[column] not in UNSTATED]
        return _plain(told[0]) if told else self._sentences(article, source)

    def _knows(self, pair: str) -> bool:
        slot, _, value = pair.partition("=")
        return self.lexicon.canonical(slot, value) is not None

    def _value_fact(self, handle: int, article: Article, slot: str, value: str) -> Fact:
        """Whether a value is true of the article, and the sentences of its description that name the slot."""
        name = self.lexicon.resolve(slot, value)
        sentences = _SENTENCE.split(article.detail_desc)
        saying = [sentence for sentence in sentences if self._says(slot, name, sentence)]
        told = saying or [sentence for sentence in sentences if slot != "detail" and self._names(slot, sentence)]
        holds = self.lexicon.predicate(slot, name).holds(article)
        text = " ".join(told) or self._stated(slot, article)
        return Fact(handle, article, slot, _plain(text) or None, value=name, holds=holds)

    def _says(self, slot: str, value: str, sentence: str) -> bool:
        predicate = self.lexicon.predicate(slot, value)
        said = Article("", detail_desc=sentence)
        return meets_text(predicate.yes, said) or meets_text(predicate.no, said)

    def _stated(self, slot: str, article: Article) -> str:
        return ", ".join(article[column] for column in COLUMNS.get(slot, ())[:1] if article[column] not in UNSTATED)

    def _sentences(self, article: Article, source: Mapping[str, Any]) -> str | None:
        """The description's own sentences that tell the aspect."""
        sentences = _SENTENCE.split(article.detail_desc)
        says = re.compile(source["says"], re.IGNORECASE) if "says" in source else None
        slot = source.get("slot")
        told = [
            sentence
            for sentence in sentences
            if (says and says.search(sentence)) or (slot and self._names(slot, sentence))
        ]
        return _plain(" ".join(told)) or None

    def _names(self, slot: str, sentence: str) -> bool:
        return any(mention.slot == slot for mention in self.lexicon.mentions(forms(sentence)))


def _plain(text: str) -> str:
    """A row's text without what could be taken for markup or for the page's own handles."""
    return re.sub(r"https?://\S+|<[^>]*>|[<>*_`#|~\[\]]", "", text).strip()


@lru_cache(maxsize=1)
def _sources() -> dict[str, dict[str, Any]]:
    """Where each aspect of an article is told, from facts.yaml."""
    with _FACTS.open("rb") as file:
        read: dict[str, dict[str, Any]] = yaml.load(file, Loader=yaml.CSafeLoader)
    return read


def _joined(first: Results, more: Results) -> Results:
    """The results of two acts of one turn; only one of them shows articles."""
    return Results(
        shown=first.shown or more.shown,
        counts=first.counts + more.counts,
        facts=first.facts + more.facts,
        matched=max(first.matched, more.matched),
        relaxed=tuple(dict.fromkeys(first.relaxed + more.relaxed)),
        limits={**first.limits, **more.limits},
        partial=first.partial or more.partial,
        exhausted=first.exhausted or more.exhausted,
    )


def _carries_audience(plan: Plan, brief: Brief) -> bool:
    """Whether the audience is an earlier message's, while this one names another garment."""
    slots = {edit.slot for edit in plan.edits if edit.op in ("add", "replace")}
    return "audience" in brief.wanted and "product_type" in slots and "audience" not in slots


def _carry(articles: Sequence[Article], name: str) -> bool:
    """Whether an article's name, brand or text holds a name the shopper gave."""
    return any(name in forms(f"{article.prod_name} {article.brand} {article.detail_desc}") for article in articles)


def _values(query: Query, slot: str) -> str:
    """What was wanted of a slot or measure, in words."""
    limits = dict(query.limits)
    if slot in limits:
        return describe_limits({slot: limits[slot]}).strip()
    return either([value for name, values in query.wanted if name == slot for value in values]) or slot_name(slot)


def _all_values(query: Query) -> str:
    return describe(Brief(wanted=dict(query.wanted)))
