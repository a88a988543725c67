"""Search without a talk: one query in words, as the console's `search` verb and the API answer it."""

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import Any

from agents.acts.search import SearchAct
from agents.acts.wishes import Wishes
from agents.plan import Act, Plan
from agents.planners.house import HousePlanner
from agents.reducer import fold
from agents.requests.classifier import Card, Classifier, read_card
from agents.rules import Rules
from agents.talk import Talk
from catalog.lexicon import Lexicon
from catalog.pictures import Pictures
from catalog.reading import Reader
from catalog.translation import Translator
from catalog.words import forms
from encoding.open import open_encoder
from foundation.brief import Brief
from retrieval.finder import Finder
from retrieval.index import Index
from retrieval.query import Group, Hit

Pairs = Sequence[tuple[str, str]]


class Searcher:
    """An open index with all that reads and answers queries on it; shared by searches and talks.

    `card` is of the classifier in use: the shipped one where none is given.
    """

    def __init__(self, index: Index, pictures: Pictures | None = None, card: Card | None = None) -> None:
        self.index = index
        self.lexicon = Lexicon.build(index.table.values)
        rules = Rules()
        self.reader = Reader(self.lexicon, index.terms.count, rules.words)
        self.translator = Translator.read(self.lexicon)
        pictured = pictures.known() if pictures else ()
        encoder = open_encoder(index.encoder_name)
        self.finder = Finder(index, self.lexicon, encoder, pictured)
        self.classifier = Classifier(card or read_card(), encoder)
        self.planner = HousePlanner(rules, self.reader, self.translator, self.classifier)

    @classmethod
    def open(cls, home: Path, pictures: Pictures | None = None) -> "Searcher":
        """Open the index under `home`; raises NotFound where there is none, BadInput where it is damaged.

        Where `pictures` are given, articles that have one come first among equals.
        """
        return cls(Index.open(home), pictures, read_card(home))

    def search(
        self, query: str, k: int = 10, filters: Pairs = (), excludes: Pairs = (), variants: bool = False
    ) -> dict[str, Any]:
        """The `search` verb's answer: {"hits": [{"article_id", "score"}], "relaxed": [text], "ms"}.

        `filters` and `excludes` are (slot, value) with a catalogue string or any lexicon word: of one slot any, of
        several all. Raises BadInput on an unknown slot or value.
        """
        started = time.perf_counter()
        if query and not (filters or excludes) and not forms(query):
            return {"hits": [], "relaxed": ["the query holds no word: nothing to search for"], "ms": 0.0}
        wanted, refused = self._groups(filters), self._groups(excludes)
        wishes = Wishes(self.finder, k)
        act = SearchAct(wishes)
        plan, brief = self._read(query)
        found: list[list[Hit]] = []
        relaxed: dict[str, None] = {}
        for garment in wishes.each(brief):
            asked = wishes.query(garment)
            asked = replace(
                asked,
                wanted=asked.wanted + wanted,
                excluded=asked.excluded + refused,
                variants=variants or asked.variants,
            )
            hits = self.finder.find(asked)
            found.append([*hits.hits])
            relaxed.update((part.text, None) for part in act.given_up(hits, asked, plan.asked))
        # Of several garments asked for, one after the other in turn.
        turns = chain.from_iterable(zip_longest(*found))
        shown = {hit.article_id: hit for hit in turns if hit is not None}
        return {
            "hits": [{"article_id": h.article_id, "score": round(h.score, 4)} for h in islice(shown.values(), k)],
            "relaxed": list(relaxed),
            "ms": round((time.perf_counter() - started) * 1000, 2),
        }

    def _read(self, query: str) -> tuple[Plan, Brief]:
        """The query as a brief; one that names nothing known is searched by its words."""
        plan = self.planner.plan(Talk(query)).plan
        if not any(act.name in ("search", "count") for act in plan.acts):
            plan = self.planner.read_wish(query)
        if not any(act.name == "search" for act in plan.acts):
            language = self.translator.language_of(query)
            reading = self.reader.read(self.translator.gloss(query, language))
            plan = Plan(acts=(Act(name="search"),), words=reading.rest or reading.words)
        brief, _ = fold(Brief(), plan, (), self.lexicon)
        return plan, brief

    def _groups(self, pairs: Pairs) -> tuple[Group, ...]:
        values: dict[str, tuple[str, ...]] = {}
        for slot, value in pairs:
            values[slot] = (*values.get(slot, ()), self.lexicon.resolve(slot, value))
        return tuple(values.items())
