"""The retriever: runs the acts of a plan and brings back results under one numbering, never a word of prose."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agents.acts.advise import AdviseAct
from agents.acts.asked import Asked, Doing, Idle
from agents.acts.compare import CompareAct
from agents.acts.count import CountAct
from agents.acts.facts import FactsAct
from agents.acts.look import LookAct
from agents.acts.search import SearchAct
from agents.acts.wishes import Wishes
from agents.results import Comparison, Difference, Fact, Results, Shown
from catalog.article import Article
from catalog.reading import Reader
from foundation.brief import Brief
from retrieval.finder import Finder


class Retriever:
    """Runs acts. `most` is how many articles one answer finds; `reader` reads the shopper's words for own pieces."""

    def __init__(self, finder: Finder, reader: Reader, most: int) -> None:
        self.wishes = Wishes(finder, most)
        self.search = SearchAct(self.wishes)
        self.advise = AdviseAct(finder)
        self._doing: Mapping[str, Doing] = {
            "search": self.search,
            "count": CountAct(self.wishes, self.search),
            "facts": FactsAct(finder.lexicon),
            "look": LookAct(self.wishes, self.search, reader),
            "advise": self.advise,
            "compare": CompareAct(finder.lexicon),
        }

    def run(self, asked: Asked) -> Results:
        """The results of every act, in order; a later act may point at what an earlier one of the turn found."""
        results = Results()
        for act in asked.plan.acts:
            found = self._doing.get(act.name, Idle()).run(act, replace(asked, found=results.shown))
            results = _joined(results, found)
        results = self._speaking_of_shown(results, asked.last)
        searched = any(act.name == "search" for act in asked.plan.acts)
        unanswered = [p for p in self.search.unanswerable(asked.plan.asked) if p.kind == "no_column" or not searched]
        results = replace(results, given_up=tuple(dict.fromkeys((*results.given_up, *unanswered))))
        if not results.facets:
            results = self.search.with_facets(results, asked)
        if (results.shown or results.looks) and not results.insights:
            results = replace(results, insights=self.advise.insights_for(asked))
        return results

    def _speaking_of_shown(self, results: Results, last: Sequence[Article]) -> Results:
        """Where a turn shows articles and speaks of earlier ones, it shows those again: a number is one thing."""
        if not results.shown or not (results.facts or results.comparisons):
            return results
        spoken = dict.fromkeys(
            [fact.article.article_id for fact in results.facts]
            + [
                last[h - 1].article_id
                for comparison in results.comparisons
                for h in comparison.handles
                if h <= len(last)
            ]
        )
        numbering = {shown.article.article_id: shown.handle for shown in results.shown}
        old = {handle: article for handle, article in enumerate(last, 1) if article.article_id in spoken}
        again = [
            Shown(len(results.shown) + place, article, self.wishes.why(article, Brief()))
            for place, article in enumerate([a for a in old.values() if a.article_id not in numbering], 1)
        ]
        numbering.update((shown.article.article_id, shown.handle) for shown in again)
        handles = {handle: numbering[article.article_id] for handle, article in old.items()}
        return replace(
            results,
            shown=(*results.shown, *again),
            facts=tuple(_renamed_fact(fact, numbering) for fact in results.facts),
            comparisons=tuple(_renamed(comparison, handles) for comparison in results.comparisons),
        )


def _joined(first: Results, more: Results) -> Results:
    """The results of two acts of one turn under one numbering: an article shown twice keeps its first handle."""
    numbering = {shown.article.article_id: shown.handle for shown in first.shown}
    renamed: dict[int, int] = {}
    added: list[Shown] = []
    for shown in more.shown:
        handle = numbering.setdefault(shown.article.article_id, len(numbering) + 1)
        renamed[shown.handle] = handle
        if handle > len(first.shown) + len(added):
            added.append(replace(shown, handle=handle))
    looks = tuple(
        replace(
            look,
            pieces=tuple(replace(p, handle=renamed[p.handle]) if p.handle is not None else p for p in look.pieces),
        )
        for look in more.looks
    )
    return Results(
        shown=(*first.shown, *added),
        looks=first.looks + looks,
        counts=first.counts + more.counts,
        facts=first.facts + more.facts,
        comparisons=first.comparisons + more.comparisons,
        insights=tuple(dict.fromkeys(first.insights + more.insights)),
        facets=first.facets or more.facets,
        left=first.left or more.left,
        matched=max(first.matched, more.matched),
        given_up=tuple(dict.fromkeys(first.given_up + more.given_up)),
        limits={**first.limits, **more.limits},
        partial=first.partial or more.partial,
        exhausted=first.exhausted or more.exhausted,
    )


def _renamed_fact(fact: Fact, numbering: Mapping[str, int]) -> Fact:
    return replace(fact, handle=numbering.get(fact.article.article_id, fact.handle))


def _renamed(comparison: Comparison, handles: Mapping[int, int]) -> Comparison:
    def of(handle: int) -> int:
        return handles.get(handle, handle)

    return replace(
        comparison,
        handles=tuple(map(of, comparison.handles)),
        winner=None if comparison.winner is None else of(comparison.winner),
        because=tuple((of(handle), text) for handle, text in comparison.because),
        differences=tuple(
            Difference(one.slot, tuple((of(handle), text) for handle, text in one.told))
            for one in comparison.differences
        ),
    )
