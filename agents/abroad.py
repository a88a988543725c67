"""Abroad: the retriever's cards and looks in the language of the talk: reasons, titles and what was given up."""

from dataclasses import replace
from functools import lru_cache

from agents.acts.asked import Asked
from agents.results import GivenUp, Insight, Look, LookPiece, Results, Shown
from agents.retriever import Retriever
from agents.writers.abroad import read_language
from agents.writers.wording import Wording
from catalog.reading import Reader
from catalog.retold import retold
from catalog.translation import Translator
from foundation.brief import Brief
from retrieval.finder import Finder


class RetrieverAbroad(Retriever):
    """Retrieves like any other; what a page shows of it is in the brief's language, as `translator` names it."""

    def __init__(self, finder: Finder, reader: Reader, most: int, translator: Translator) -> None:
        super().__init__(finder, reader, most)
        self._lexicon, self._translator = finder.lexicon, translator
        self._retold = lru_cache(maxsize=1024)(self._told_again)

    def run(self, asked: Asked) -> Results:
        """The results of every act, in order."""
        results = super().run(asked)
        language = asked.brief.language
        if language == "en":
            return results
        wording = Wording(read_language(language), language, self._translator, self._lexicon)
        # The rules a look was composed by are told in English alone; what is known of its occasion may be retold.
        known = (*results.insights, *(self.advise.insights_for(asked) if results.looks else ()))
        insights = tuple(self._retold(insight, language) for insight in dict.fromkeys(known))
        return replace(told_abroad(results, asked.brief, wording), insights=insights)

    def _told_again(self, insight: Insight, language: str) -> Insight:
        says, reason = retold(language).get(insight.id, ("", ""))
        if not says:
            return insight
        sentence = str(read_language(language)["tip"]).format(says=says, reason=reason)
        if ":" in says:
            sentence = f"{says}; {reason}."
        return replace(insight, retold=sentence, glossed=self._translator.gloss(sentence, language))


def told_abroad(results: Results, brief: Brief, wording: Wording) -> Results:
    """The results with every line a page shows in the wording's language."""
    shown = tuple(_shown(one, brief, wording) for one in results.shown)
    why = {one.handle: one.why for one in shown}
    looks = tuple(_look(look, number, brief, why, wording) for number, look in enumerate(results.looks, 1))
    given_up = tuple(_given_up(part, wording) for part in results.given_up)
    return replace(results, shown=shown, looks=looks, given_up=given_up)


def _shown(one: Shown, brief: Brief, wording: Wording) -> Shown:
    why = wording.why(one, Brief() if one.role else brief)
    return replace(one, why=why[:1].upper() + why[1:])


def _look(look: Look, number: int, brief: Brief, why: dict[int, str], wording: Wording) -> Look:
    pieces = tuple(_piece(piece, why) for piece in look.pieces)
    return replace(look, title=f"Look {number}{wording.situation(brief)}", pieces=pieces)


def _piece(piece: LookPiece, why: dict[int, str]) -> LookPiece:
    return replace(piece, why=why.get(piece.handle, "") if piece.handle is not None else "")


def _given_up(part: GivenUp, wording: Wording) -> GivenUp:
    return replace(part, text=wording.line_given_up(part) or part.text)
