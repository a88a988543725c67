"""Baskets: which articles were bought or put together, read from a file of (basket, article) lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from catalog.loader import Sheet, read_csv, read_parquet
from catalog.mapping import columns_found, header_key, known, matches, quoted
from catalog.table import Table
from foundation.errors import BadInput
from retrieval.versions import sha256

NAMES = Path(__file__).with_suffix(".yaml")
MAX_SHOWN = 3


@dataclass(frozen=True)
class Baskets:
    """Baskets of two articles or more, as row numbers of a catalogue's table.

    Basket b holds rows[starts[b]:starts[b + 1]], each once, ascending; `names` are theirs in the file. `unknown`
    counts the file's lines whose article the catalogue does not have, `refused` those that could not be read, `lone`
    the baskets of one known article. `sha256` is the file's.
    """

    names: tuple[str, ...]
    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    unknown: int = 0
    refused: int = 0
    lone: int = 0
    sha256: str = ""

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, basket: int) -> NDArray[np.int64]:
        if not 0 <= basket < len(self):
            raise IndexError(f"basket {basket} of {len(self)}")
        return self.rows[self.starts[basket] : self.starts[basket + 1]]


def read_baskets(path: Path, table: Table, columns: Mapping[str, str | list[str]] | None = None) -> Baskets:
    """Read a csv, csv.gz or parquet of baskets over the articles of `table`.

    `columns` is the settings' mapping: its article_id, where the file has that column, names the article's. Raises
    BadInput, in one line, where the file can't be read, its columns can't be told, or no basket has two articles.
    """
    sheet = read_sheet(path)
    basket_column, article_column = find_columns(sheet, path, table, columns or {})
    found = rows_of(sheet.cells[article_column], table)
    names = sheet.cells[basket_column]
    told = [(name, row) for name, row in zip(names, found, strict=True) if row is not None and name.strip()]
    if not told:
        raise BadInput(
            f"{path}: none of the {len(found):,} articles in {quoted(article_column)} is in the catalogue "
            f"({shown(sheet.cells[article_column])}): give baskets of the catalogue that is indexed"
        )
    baskets = gather(told)
    whole = [(name, rows) for name, rows in baskets.items() if len(rows) > 1]
    if not whole:
        raise BadInput(f"{path}: no basket has two articles that the catalogue knows: nothing can be learned from it")
    return Baskets(
        names=tuple(name for name, _ in whole),
        rows=np.concatenate([rows for _, rows in whole]),
        starts=np.cumsum([0, *(len(rows) for _, rows in whole)]),
        unknown=sum(row is None for row in found),
        refused=len(sheet.refused) + sum(not name.strip() for name in names),
        lone=len(baskets) - len(whole),
        sha256=sha256(path),
    )


def of_rows(baskets: Iterable[Sequence[int] | NDArray[np.int64]]) -> Baskets:
    """Baskets of given rows, named by their place; those of fewer than two distinct rows are left out."""
    kept = [rows for rows in map(np.unique, baskets) if len(rows) > 1]
    together = np.concatenate(kept) if kept else np.empty(0)
    starts = np.cumsum([0, *map(len, kept)])
    return Baskets(tuple(map(str, range(len(kept)))), together.astype(np.int64), starts)


def read_sheet(path: Path) -> Sheet:
    """The file's columns as text; raises BadInput where it can't be read or has no row."""
    try:
        if not path.is_file():
            raise BadInput(f"--baskets {path} is not a file: give a csv, csv.gz or parquet file of baskets")
        with path.open("rb") as file:
            packed = file.read(4) == b"PAR1"
        sheet = read_parquet(path) if packed else read_csv(path)
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror or error}; give a csv, csv.gz or parquet file") from None
    if not sheet.lines:
        raise BadInput(f"{path} has a header and no rows: give lines of basket and article_id")
    return sheet


def find_columns(sheet: Sheet, path: Path, table: Table, columns: Mapping[str, str | list[str]]) -> tuple[str, str]:
    """The columns of the basket and of the article: as given, by name, or the only one that they can be.

    Raises BadInput where one can't be told.
    """
    keys = {header_key(name): name for name in reversed(sheet.header) if name}
    article = find_article(sheet, keys, table, columns)
    if article is None:
        raise BadInput(f'{path}: no column for article_id; {columns_found(sheet.header)}; call it "article_id"')
    others = {key: name for key, name in keys.items() if name != article}
    named = matches(others, known_names())
    if not named and len(others) == 1:
        named = list(others.values())
    if not named:
        raise BadInput(f'{path}: no column for the basket; {columns_found(sheet.header)}; call it "basket"')
    return named[0], article


def find_article(
    sheet: Sheet, keys: Mapping[str, str], table: Table, columns: Mapping[str, str | list[str]]
) -> str | None:
    """The article's column: of those that may be it by name, else of all, the one with the most known articles."""
    given = columns.get("article_id")
    if isinstance(given, str) and given in sheet.header:
        return given
    candidates = matches(keys, known()["spellings"]["article_id"]) or list(keys.values())
    hits = {name: sum(row is not None for row in rows_of(sheet.cells[name][:1000], table)) for name in candidates}
    best = max(hits, key=hits.__getitem__, default=None)
    named = best is not None and header_key(best) in map(header_key, known()["spellings"]["article_id"])
    return best if best is not None and (hits[best] or named) else None


def rows_of(articles: Sequence[str], table: Table) -> list[int | None]:
    """Each article's row, or None. Numbers that lost their zeros in front are filled up to the length of all ids."""
    ids = table.values("article_id")
    rows = np.empty(len(ids), np.int64)
    rows[table.codes("article_id")] = np.arange(len(table))
    places = dict(zip(ids, rows.tolist(), strict=True))
    widths = {len(one) for one in ids}
    width = widths.pop() if len(widths) == 1 else 0
    return [places.get(one, places.get(one.zfill(width))) for one in map(str.strip, articles)]


def gather(told: Sequence[tuple[str, int]]) -> dict[str, NDArray[np.int64]]:
    """The distinct rows of each basket, ascending, baskets in the file's order."""
    baskets: dict[str, list[int]] = {}
    for name, row in told:
        baskets.setdefault(name.strip(), []).append(row)
    return {name: np.unique(np.array(rows, np.int64)) for name, rows in baskets.items()}


def known_names() -> list[str]:
    """What the basket's column goes by elsewhere."""
    names: list[str] = yaml.load(NAMES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["basket"]
    return names


def shown(articles: Sequence[str]) -> str:
    """The first few of the file's articles."""
    first = list(dict.fromkeys(articles))
    return ", ".join(map(quoted, first[:MAX_SHOWN])) + (" …" if len(first) > MAX_SHOWN else "")
