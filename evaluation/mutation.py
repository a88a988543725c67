"""Mutation: the same catalogue with its colours and types renamed to nonsense, asked in the same nonsense.

A stylist that reads the catalogue does as well on a shop that sells zint blorfs as on one of red dresses; one that
knows fashion by heart does not. The renaming is a bijection on words, so that an answer is judged, renamed back,
by the gold of the original. It is metamorphic testing (T. Y. Chen et al., Metamorphic testing: a new approach for
generating next test cases, 1998).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from catalog.article import ALL_COLUMNS, Article
from evaluation.files import FromFile, read_mapping, validate
from evaluation.gold import HERE, Constraint, Query, resolve
from evaluation.metrics import Metric
from evaluation.runner import Search
from evaluation.scenario import Chat, Scenario
from foundation.errors import BadInput

# How far a share may fall where everything is called by another name. Talks may fall further: what is worn with what,
# and which shade belongs to which colour, is knowledge about words that nonsense hides.
MARGINS = {"constraint_satisfaction@10": 0.05, "scenario_turns": 0.1}
COMPARED = ("constraint_satisfaction@10", "queries_all_right@10", "avoided@10", "scenario_turns", "scenarios_all_right")
RENAMED_SLOTS = ("product_type", "colour")
UNCHANGED_COLUMNS = ("article_id", "product_code", "url", "price", "size", "stock")


class NameFile(FromFile):
    """One word of the catalogue, its plural, its new name, and the gold terms that it is asked by."""

    word: Annotated[str, Field(min_length=1)]
    plural: str | None = None
    new: Annotated[str, Field(alias="as", pattern=r"^[a-z]+$")]
    terms: tuple[str, ...]

    def pairs(self) -> list[tuple[str, str]]:
        """Old and new, in the singular and the plural."""
        return [(self.word, self.new), *([(self.plural, f"{self.new}s")] if self.plural else [])]


class NamesFile(FromFile):
    """Every word that is renamed."""

    types: tuple[NameFile, ...]
    colours: tuple[NameFile, ...]


class Renaming:
    """Renames texts, articles, questions and answers, there and back."""

    def __init__(self, names: Iterable[NameFile]) -> None:
        self._names = tuple(names)
        self._there = dict(pair for name in self._names for pair in name.pairs())
        self._back = {new: old for old, new in self._there.items()}
        if len(self._back) < len(self._there):
            raise BadInput("mutation.yaml: two words have the same new name; give one of them another")

    @cached_property
    def terms(self) -> Mapping[str, tuple[str, ...]]:
        """The gold terms that can be asked for in new words, each with the old words it is asked by."""
        words: dict[str, tuple[str, ...]] = {}
        for name in self._names:
            for term in name.terms:
                words[term] = (*words.get(term, ()), *(old for old, _ in name.pairs()))
        return words

    def rename(self, text: str) -> str:
        """A text in the new words; case is kept."""
        return _substitute(text, self._there)

    def restore(self, text: str) -> str:
        """A text in the old words again."""
        return _substitute(text, self._back)

    def rename_article(self, article: Article) -> Article:
        """An article in the new words, in every column but its ids and figures."""
        return replace(
            article, **{c: self.rename(article[c]) for c in ALL_COLUMNS if c not in UNCHANGED_COLUMNS and article[c]}
        )

    def uses(self, text: str) -> bool:
        """Whether a text has a word that is renamed."""
        return self.rename(text) != text

    def covers(self, constraints: Iterable[Constraint], text: str) -> bool:
        """Whether all types and colours of some gold are asked for in a text by words that are renamed."""
        named = [one.name for one in constraints if one.slot in RENAMED_SLOTS]
        return bool(named) and all(
            any(re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) for word in self.terms.get(name, ()))
            for name in named
        )

    def pick_queries(self, queries: Iterable[Query]) -> list[Query]:
        """The queries that can be asked in the new words."""
        return [query for query in queries if self.covers(query.constraints, query.text)]

    def pick_scenarios(self, scenarios: Iterable[Scenario]) -> list[Scenario]:
        """The conversations that can be held in the new words."""
        return [scenario for scenario in scenarios if self._covers_all(scenario)]

    def _covers_all(self, scenario: Scenario) -> bool:
        if any(turn.expect.language not in (None, "en") for turn in scenario.turns):
            return False
        said = " ".join(turn.say for turn in scenario.turns)
        golds = [resolve(gold, scenario.terms, scenario.id) for turn in scenario.turns for gold in turn.expect.golds()]
        told = [one for one in golds if any(constraint.slot in RENAMED_SLOTS for constraint in one)]
        return bool(told) and all(self.covers(one, said) for one in told)

    def search_in_new_words(self, search: Search) -> Search:
        """A search that is asked in the new words."""
        return lambda text, k: search(self.rename(text), k)

    def chat_in_new_words(self, new_chat: Callable[[], Chat]) -> Callable[[], Chat]:
        """Chats that are talked with in the new words; their answers come back in the old ones."""

        def opened() -> Chat:
            chat = new_chat()
            return lambda message: _map_texts(dict(chat(self.rename(message))), self.restore)

        return opened


def load_renaming(path: Path = HERE / "mutation.yaml") -> Renaming:
    """The renaming of a file. Raises BadInput."""
    names = validate(NamesFile, read_mapping(path), str(path))
    return Renaming((*names.types, *names.colours))


def compare(original: Sequence[Metric], renamed: Sequence[Metric]) -> list[Metric]:
    """The shares before and after, beside each other."""
    after = {metric.metric: metric for metric in renamed}
    return [
        replace(one, metric=f"{kind}_{one.metric}")
        for metric in original
        if metric.metric in COMPARED and metric.metric in after
        for kind, one in (("original", metric), ("renamed", after[metric.metric]))
    ]


def _map_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _map_texts(one, change) for key, one in value.items()}
    return [_map_texts(one, change) for one in value] if isinstance(value, list | tuple) else value


def _substitute(text: str, words: Mapping[str, str]) -> str:
    return _pattern(tuple(words)).sub(lambda match: _like(match[0], words[match[0].lower()]), text)


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def _like(model: str, word: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word.capitalize() if model[0].isupper() else word
