"""The count act: how many articles satisfy the brief, and in words exactly what was counted."""

from agents.acts.asked import Asked
from agents.acts.search import SearchAct
from agents.acts.wishes import Wishes
from agents.plan import Act
from agents.results import Count, Results
from catalog.article import Article
from catalog.describing import describe, either
from foundation.brief import Brief


class CountAct:
    """Counts articles and products, one count for each garment asked for."""

    def __init__(self, wishes: Wishes, search: SearchAct) -> None:
        self._wishes, self._search = wishes, search

    def run(self, act: Act, asked: Asked) -> Results:
        """The counts of the brief's garments."""
        counts = tuple(self._count(brief) for brief in self._wishes.each(asked.brief))
        given_up = tuple(self._search.unanswerable(asked.plan.asked))
        return Results(counts=counts, matched=sum(count.products for count in counts), given_up=given_up)

    def _count(self, brief: Brief) -> Count:
        articles, products = self._wishes.finder.count(self._wishes.query(brief))
        refused = [f"not {either(values)}" for values in brief.excluded.values()]
        return Count(articles, products, ", ".join([describe(brief), *refused]) + self._colour_note(brief))

    def _colour_note(self, brief: Brief) -> str:
        """Which colour groups a counted colour takes in: 'green' alone could be counted in three ways."""
        lexicon = self._wishes.lexicon
        stated = [
            value
            for value in self._wishes.finder.index.table.values("colour_group_name")
            for name in brief.wanted.get("colour", ())
            if lexicon.predicate("colour", name).holds(Article("", colour_group_name=value))
        ]
        return f" (colour groups {', '.join(dict.fromkeys(stated))})" if stated else ""
