"""Roles: what an article or a shopper's own piece is in a look (a top, shoes, a bag …), from roles.yaml.

A role is told by the lexicon's product types, so any retailer's columns that the lexicon reads have roles.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from catalog.article import Article
from catalog.lexicon import COLUMNS, Lexicon
from catalog.predicate import AnyOf, Condition, article_forms, meets
from catalog.rule import Values, compile_rule

FILE = Path(__file__).parent / "knowledge" / "roles.yaml"


@dataclass(frozen=True)
class Kind:
    """A kind of article: its role, None where it is no piece of a look; `only` names the occasion it is one for.

    `dressy` and `warm` (0–4) are those of a typical one; `need` is the weather it is for (cold, heat, rain), `beside`
    what it must be worn with.
    """

    name: str
    condition: Condition
    values: frozenset[str]
    role: str | None = None
    only: str | None = None
    dressy: float = 1.5
    warm: float | None = None
    need: str | None = None
    beside: str | None = None


class Roles:
    """The kinds of one catalogue, in order: an article is of the first that it meets."""

    def __init__(self, kinds: tuple[Kind, ...], lexicon: Lexicon) -> None:
        self.kinds, self._lexicon = kinds, lexicon
        self._of_value = {value: kind for kind in reversed(kinds) for value in kind.values}

    @classmethod
    def read(cls, lexicon: Lexicon, values: Values, file: Path = FILE) -> "Roles":
        """The kinds of `file` over a catalogue, whose distinct values a column `values(column)` lists."""
        with file.open("rb") as written:
            rules: dict[str, dict[str, Any]] = yaml.load(written, Loader=yaml.CSafeLoader)
        return cls(tuple(_kind(name, rule, lexicon, values) for name, rule in rules.items()), lexicon)

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.kinds)

    def kind_of(self, article: Mapping[str, str]) -> Kind | None:
        """The article's kind; None where no rule knows it."""
        text = article_forms(article)
        return next((kind for kind in self.kinds if meets(kind.condition, article, text)), None)

    def of(self, article: Mapping[str, str], occasions: tuple[str, ...] = ()) -> str | None:
        """The article's role in a look for `occasions`; None where it has none (underwear, nightwear, toys …)."""
        kind = self.kind_of(article)
        return None if kind is None or not (kind.only is None or kind.only in occasions) else kind.role

    def kind_of_value(self, value: str) -> Kind | None:
        """The kind that a product type of the lexicon is; None where it is unknown."""
        if value in self._of_value:
            return self._of_value[value]
        entry = self._lexicon.entries["product_type"].get(value)
        if entry is None:
            return None
        if entry.own:
            return next(filter(None, (self.kind_of(Article("", **{c: value})) for c in COLUMNS["product_type"])), None)
        return self.kind_of_value(entry.within) if entry.within else None

    def of_value(self, value: str) -> str | None:
        """The role that a product type of the lexicon has, as where a shopper names a piece of their own."""
        kind = self.kind_of_value(value)
        return kind.role if kind else None


def _kind(name: str, rule: Mapping[str, Any], lexicon: Lexicon, values: Values) -> Kind:
    types = tuple(rule.get("values", ()))
    held = tuple(value for value in types if value in lexicon.entries["product_type"])
    parts: list[Condition] = [lexicon.predicate("product_type", value).yes for value in held]
    if "rule" in rule:
        parts.append(compile_rule(rule["rule"], values))
    return Kind(
        name,
        AnyOf(tuple(parts)),
        frozenset((*types, *rule.get("words", ()))),
        rule.get("role"),
        rule.get("only"),
        rule.get("dressy", 1.5),
        rule.get("warm"),
        rule.get("for"),
        rule.get("beside"),
    )
