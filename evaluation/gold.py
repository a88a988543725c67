"""Gold: what a shopper's words accept, written by hand over the catalogue's own columns.

`terms.yaml` names what a word accepts (`jeans`, `green`, `for women`), `queries.yaml` says which terms a query
wants or avoids. A term is a list of alternatives; one alternative maps columns to accepted values (`*` stands
for any letters) and `text` to regular expressions over the name and the description. Of each list any one
suffices, and every key of the alternative must hold; `not_text` holds when none of its expressions is found.
This module knows nothing of the lexicon: it exists to disagree with it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field

from evaluation.files import FromFile, read_mapping, read_yaml, require_unique, validate
from foundation.errors import BadInput

HERE = Path(__file__).parent
Row = Mapping[str, str]
Slot = Literal[
    "product_type", "colour", "pattern", "audience", "material", "length",
    "sleeve", "neckline", "fit", "detail", "brand_line",
]  # fmt: skip
SLOTS: tuple[str, ...] = get_args(Slot)
Kind = Literal["want", "avoid"]
Values = Annotated[tuple[str, ...], Field(min_length=1)]


class AlternativeFile(FromFile):
    """One way to be what is meant, as a file writes it: every key given must hold."""

    product_type_name: Values | None = None
    product_group_name: Values | None = None
    graphical_appearance_name: Values | None = None
    colour_group_name: Values | None = None
    perceived_colour_value_name: Values | None = None
    perceived_colour_master_name: Values | None = None
    department_name: Values | None = None
    index_name: Values | None = None
    index_group_name: Values | None = None
    section_name: Values | None = None
    garment_group_name: Values | None = None
    text: Values | None = None
    not_text: Values | None = None


class TermFile(FromFile):
    """A constraint written in place instead of by a term's name."""

    slot: Slot
    any: Annotated[tuple[AlternativeFile, ...], Field(min_length=1)]


class GoldFile(FromFile):
    """What is wanted and what is avoided: names of terms, or constraints written in place."""

    want: tuple[str | TermFile, ...] = ()
    avoid: tuple[str | TermFile, ...] = ()


class QueryFile(GoldFile):
    """One query of the queries file."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    query: Annotated[str, Field(min_length=1)]
    satisfiable: bool = True


@dataclass(frozen=True)
class Alternative:
    """One way to be what is meant: (column, pattern) pairs, and patterns found or not found in the text."""

    columns: tuple[tuple[str, re.Pattern[str]], ...]
    text: re.Pattern[str] | None
    not_text: re.Pattern[str] | None

    def matches(self, row: Row) -> bool:
        """Whether the row carries everything this alternative names; an absent column reads as empty."""
        if not all(pattern.match(row.get(column, "")) for column, pattern in self.columns):
            return False
        if self.text is None and self.not_text is None:
            return True
        words = read_text(row)
        return (self.text is None or self.text.search(words) is not None) and (
            self.not_text is None or self.not_text.search(words) is None
        )


@dataclass(frozen=True)
class Constraint:
    """One thing a shopper wants or avoids, with the alternatives that count as it."""

    slot: str
    kind: Kind
    name: str
    any: tuple[Alternative, ...]

    def holds(self, row: Row) -> bool:
        """Whether the row satisfies it: a want needs one alternative, an avoid needs that none matches."""
        return any(alternative.matches(row) for alternative in self.any) == (self.kind == "want")

    def describe(self) -> str:
        """The constraint in words, for a list of failures."""
        return f"{self.slot} {self.name}" if self.kind == "want" else f"{self.slot} not {self.name}"


@dataclass(frozen=True)
class Query:
    """A message as a shopper types it, with its gold; `satisfiable` is about the full catalogue."""

    id: str
    text: str
    constraints: tuple[Constraint, ...]
    satisfiable: bool


Terms = Mapping[str, TermFile]


def read_text(row: Row) -> str:
    """The words a row is described by: its name, then its description."""
    return row.get("prod_name", "") + " " + row.get("detail_desc", "")


def name_row(row: Row) -> str:
    """An article's id and name, for a list of failures."""
    return f"{row.get('article_id', '?')} {row.get('prod_name', '')!r}"


def describe(constraints: Iterable[Constraint]) -> str:
    """Constraints in words, for a list of failures."""
    return ", ".join(constraint.describe() for constraint in constraints)


def check(row: Row, constraints: Iterable[Constraint]) -> list[Constraint]:
    """The constraints that the row breaks; an empty list when all hold."""
    return [constraint for constraint in constraints if not constraint.holds(row)]


def satisfies(row: Row, constraints: Iterable[Constraint]) -> bool:
    """Whether the row holds every constraint."""
    return all(constraint.holds(row) for constraint in constraints)


def count_products(rows: Iterable[Row], constraints: Iterable[Constraint], most: int) -> int:
    """How many distinct products hold all constraints, counted no further than `most`."""
    wanted = tuple(constraints)
    seen: set[str] = set()
    for row in rows:
        if satisfies(row, wanted):
            seen.add(row["product_code"])
        if len(seen) >= most:
            break
    return len(seen)


class Shelf(Mapping[str, Row]):
    """A catalogue that remembers what was counted in it: the same gold is asked again in every wording of a talk."""

    def __init__(self, rows: Mapping[str, Row]) -> None:
        self._rows = rows
        self._counted: dict[tuple[Constraint, ...], tuple[int, int]] = {}
        self._held: dict[tuple[Constraint, ...], bool] = {}

    @classmethod
    def of(cls, rows: Mapping[str, Row]) -> "Shelf":
        """The rows as a shelf; a shelf as it is, with all it remembers."""
        return rows if isinstance(rows, Shelf) else cls(rows)

    def __getitem__(self, article_id: str) -> Row:
        return self._rows[article_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def holds(self, constraints: Sequence[Constraint]) -> bool:
        """Whether some article holds all constraints."""
        asked = tuple(constraints)
        if asked not in self._held:
            self._held[asked] = count_products(self._rows.values(), asked, 1) > 0
        return self._held[asked]

    def count(self, constraints: Sequence[Constraint]) -> tuple[int, int]:
        """How many articles and how many products hold all constraints."""
        asked = tuple(constraints)
        if asked not in self._counted:
            kept = [row["product_code"] for row in self._rows.values() if satisfies(row, asked)]
            self._counted[asked] = len(kept), len(set(kept))
        return self._counted[asked]


def load_terms(path: Path = HERE / "terms.yaml") -> dict[str, TermFile]:
    """The named terms of a file `{slot: {name: [alternative, …]}}`. Raises BadInput."""
    terms: dict[str, TermFile] = {}
    for slot, named in read_mapping(path).items():
        if not isinstance(named, dict):
            raise BadInput(f"{path}: {slot}: expected a mapping of term names to lists of alternatives")
        for name, alternatives in named.items():
            if name in terms:
                raise BadInput(f"{path}: the term '{name}' is there twice; give one of them another name")
            terms[name] = validate(TermFile, {"slot": slot, "any": alternatives}, f"{path}: term '{name}'")
    return terms


def load_queries(path: Path = HERE / "queries.yaml", terms: Terms | None = None) -> list[Query]:
    """The queries of a file, their terms resolved. Raises BadInput for a broken file or an unknown term."""
    known = load_terms() if terms is None else terms
    entries = read_yaml(path)
    if not isinstance(entries, list):
        raise BadInput(f"{path}: expected a list of queries, each with id, query, want and avoid")
    files = [validate(QueryFile, entry, f"{path}: query {n}") for n, entry in enumerate(entries, 1)]
    require_unique((file.id for file in files), path)
    return [Query(file.id, file.query, resolve(file, known, f"{path}: {file.id}"), file.satisfiable) for file in files]


def resolve(gold: GoldFile, terms: Terms, where: str) -> tuple[Constraint, ...]:
    """The constraints of a want/avoid pair. Raises BadInput when a name is no term or a pattern is broken."""
    wanted = [_compile("want", entry, terms, where) for entry in gold.want]
    avoided = [_compile("avoid", entry, terms, where) for entry in gold.avoid]
    return (*wanted, *avoided)


def _compile(kind: Kind, entry: str | TermFile, terms: Terms, where: str) -> Constraint:
    if isinstance(entry, TermFile):
        return Constraint(entry.slot, kind, "as written", compile_all(entry.any, where))
    if entry not in terms:
        raise BadInput(f"{where}: '{entry}' is no term; add it to terms.yaml or mend the name")
    return Constraint(terms[entry].slot, kind, entry, compile_all(terms[entry].any, f"term '{entry}'"))


@lru_cache(maxsize=4096)
def compile_all(alternatives: tuple[AlternativeFile, ...], where: str) -> tuple[Alternative, ...]:
    """Alternatives as patterns. Raises BadInput where an expression is broken or one would accept everything."""
    return tuple(_compile_alternative(alternative, where) for alternative in alternatives)


def _compile_alternative(file: AlternativeFile, where: str) -> Alternative:
    columns = {name: values for name, values in file if values is not None and name not in ("text", "not_text")}
    if not columns and file.text is None:
        raise BadInput(f"{where}: an alternative needs a column or text, or it would accept everything")
    return Alternative(
        tuple((name, _either(map(translate, values), where)) for name, values in columns.items()),
        None if file.text is None else _either(file.text, where),
        None if file.not_text is None else _either(file.not_text, where),
    )


def _either(expressions: Iterable[str], where: str) -> re.Pattern[str]:
    joined = "|".join(f"(?:{expression})" for expression in expressions)
    try:
        return re.compile(joined, re.IGNORECASE)
    except re.error as error:
        raise BadInput(f"{where}: broken expression {joined!r}: {error}") from error
