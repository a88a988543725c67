"""The facts act: what the rows of shown articles say about what is asked of them, in their own words."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from agents.acts.asked import Asked
from agents.plan import Act
from agents.results import Fact, GivenUp, Results
from catalog.article import Article
from catalog.lexicon import COLUMNS, UNSTATED, Lexicon
from catalog.measures import MEASURES
from catalog.predicate import meets_text
from catalog.words import forms

_FACTS = Path(__file__).with_suffix(".yaml")
_IN_ALL = re.compile(r"\b(?:all|altogether|in total|total|whole|together|look|outfit)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class FactsAct:
    """Looks facts up, never beyond the row."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon, self._sources = lexicon, _sources()

    def run(self, act: Act, asked: Asked) -> Results:
        """One fact for each article and aspect asked for; None where the row is silent."""
        facts = tuple(self._facts(act, _of_the_look(act, asked) or asked.pointed_at(act)))
        absent = dict.fromkeys(fact.aspect for fact in facts if fact.text is None and fact.aspect in MEASURES)
        given_up = (GivenUp("no_column", f"{name}: this catalogue does not carry it", name) for name in absent)
        return Results(facts=facts, given_up=tuple(given_up))

    def _facts(self, act: Act, chosen: Mapping[int, Article]) -> list[Fact]:
        return [
            Fact(handle, article, aspect, self._fact(article, aspect))
            for handle, article in chosen.items()
            for aspect in (act.aspects if not act.values or set(act.aspects) & set(MEASURES) else ())
        ] + [
            self._value_fact(handle, article, *pair.split("=", 1))
            for handle, article in chosen.items()
            for pair in act.values
            if self._knows(pair)
        ]

    def _fact(self, article: Article, aspect: str) -> str | None:
        source = self._sources[aspect]
        told = [article[column] for column in source.get("column", ()) if article[column] not in UNSTATED]
        return _plain(told[0]) if told else self._sentences(article, source)

    def _knows(self, pair: str) -> bool:
        slot, _, value = pair.partition("=")
        return self._lexicon.canonical(slot, value) is not None

    def _value_fact(self, handle: int, article: Article, slot: str, value: str) -> Fact:
        """Whether a value is true of the article, and the sentences of its description that name the slot."""
        name = self._lexicon.resolve(slot, value)
        sentences = _SENTENCE.split(article.detail_desc)
        saying = [sentence for sentence in sentences if self._says(slot, name, sentence)]
        told = saying or [sentence for sentence in sentences if slot != "detail" and self._names(slot, sentence)]
        holds = self._lexicon.predicate(slot, name).holds(article)
        text = " ".join(told) or self._stated(slot, article)
        return Fact(handle, article, slot, _plain(text) or None, value=name, holds=holds)

    def _says(self, slot: str, value: str, sentence: str) -> bool:
        predicate = self._lexicon.predicate(slot, value)
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
        return any(mention.slot == slot for mention in self._lexicon.mentions(forms(sentence)))


def _of_the_look(act: Act, asked: Asked) -> Mapping[int, Article]:
    """The articles of the look on the page, where the price of all of it is asked for; none else."""
    if act.aspects != ("price",) or not _IN_ALL.search(asked.message):
        return {}
    worn = {piece.article_id for piece in asked.brief.look}
    return {handle: one for handle, one in enumerate(asked.last, 1) if one.article_id in worn}


def _plain(text: str) -> str:
    """A row's text without what could be taken for markup or for the page's own handles."""
    return re.sub(r"https?://\S+|<[^>]*>|[<>*_`#|~\[\]]", "", text).strip()


@lru_cache(maxsize=1)
def _sources() -> dict[str, dict[str, Any]]:
    """Where each aspect of an article is told, from facts.yaml."""
    with _FACTS.open("rb") as file:
        read: dict[str, dict[str, Any]] = yaml.load(file, Loader=yaml.CSafeLoader)
    return read
