"""Predicates: what a wanted or excluded value means for an article, three-valued: yes, no, or silent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalog.words import forms

ANY = "*"


@dataclass(frozen=True)
class Is:
    """The column holds one of these values."""

    column: str
    values: frozenset[str]


@dataclass(frozen=True)
class Says:
    """The article's name or description holds one of these phrases (forms, adjacent, in order; ANY is any one form).

    An occurrence inside one of the `unless` phrases does not count: 'leather' inside 'imitation leather'.
    """

    phrases: frozenset[tuple[str, ...]]
    unless: frozenset[tuple[str, ...]] = frozenset()


@dataclass(frozen=True)
class AnyOf:
    """One of the parts holds; of no parts, none does."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AllOf:
    """Every part holds; of no parts, all do."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition = Is | Says | AnyOf | AllOf | Not
NEVER = AnyOf(())


@dataclass(frozen=True)
class Predicate:
    """A slot's value as two conditions over an article: `yes`, and `no`; a row in neither is silent.

    `core` is the narrower condition that the most typical rows meet; ranking prefers them. `refused` is the wider one
    that an exclusion rules out: who avoids leather avoids what looks like it too.
    """

    slot: str
    value: str
    yes: Condition
    no: Condition = NEVER
    core: Condition | None = None
    refused: Condition | None = None

    @property
    def ruled_out(self) -> Condition:
        """The rows that an exclusion of this value rules out."""
        return self.yes if self.refused is None else AnyOf((self.yes, self.refused))

    def holds(self, article: Mapping[str, str]) -> bool | None:
        """True, False, or None where the article's columns and text are silent."""
        text = article_forms(article)
        if meets(self.yes, article, text):
            return True
        return False if meets(self.no, article, text) else None


def article_forms(article: Mapping[str, str]) -> list[str]:
    """The forms that `Says` looks through: name, then description, kept apart by an empty one."""
    return [*_text_forms(article.get("prod_name", ""), article.get("detail_desc", ""))]


@lru_cache(maxsize=1024)
def _text_forms(name: str, description: str) -> tuple[str, ...]:
    return (*forms(name), "", *forms(description))


def meets(condition: Condition, article: Mapping[str, str], text: Sequence[str]) -> bool:
    """Whether one article meets a condition; the index's bitmaps give the same answers (a test holds them to it)."""
    match condition:
        case Is(column, values):
            return article.get(column, "") in values
        case Says():
            return says(condition, text)
        case AnyOf(parts):
            return any(meets(part, article, text) for part in parts)
        case AllOf(parts):
            return all(meets(part, article, text) for part in parts)
        case Not(part):
            return not meets(part, article, text)


def meets_text(condition: Condition, article: Mapping[str, str]) -> bool:
    """Whether the text alone makes a condition true: one of its phrases occurs, whatever the columns hold."""
    match condition:
        case Says():
            return says(condition, article_forms(article))
        case AnyOf(parts) | AllOf(parts):
            return any(meets_text(part, article) for part in parts)
        case _:
            return False


def says(condition: Says, text: Sequence[str]) -> bool:
    """Whether a phrase occurs outside every `unless` phrase."""
    covered = {
        position
        for phrase in condition.unless
        for start in occurrences(phrase, text)
        for position in range(start, start + len(phrase))
    }
    return any(
        not covered.issuperset(range(start, start + len(phrase)))
        for phrase in condition.phrases
        for start in occurrences(phrase, text)
    )


def occurrences(phrase: Sequence[str], text: Sequence[str]) -> list[int]:
    """The positions in `text` where `phrase` begins."""
    starts: Sequence[int] = range(len(text) - len(phrase) + 1)
    if phrase and phrase[0] != ANY:
        # Most phrases begin with a word that the text lacks.
        starts = [start for start in starts if text[start] == phrase[0]] if phrase[0] in text else ()
    return [start for start in starts if all(part in (ANY, text[start + i]) for i, part in enumerate(phrase))]
