"""A wardrobe whose outfits keep to a theme: what goes together can be learned, and holds for any article."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalog.table import Table
from retrieval.baskets import Baskets, of_rows
from retrieval.vectors import Vectors

THEMES = {"Alpine": "White", "Marina": "Dark Blue", "Disco": "Gold", "Desert": "Beige"}
GROUPS = {"Upper": "Sweater", "Lower": "Trousers", "Shoes": "Boots", "Bags": "Bag"}
EACH = 12  # articles of a theme and group
HEADER = ("article_id", "product_code", "prod_name", "product_type_name", "product_group_name", "colour_group_name")
ROWS = tuple((theme, group) for theme in THEMES for group in GROUPS for _ in range(EACH))


def columns() -> dict[str, list[str]]:
    """The catalogue by columns; codes are dealt at random, so that they say nothing."""
    codes = np.random.default_rng(5).permutation(np.arange(1000, 1000 + len(ROWS)))
    made = [
        (f"{code}001", f"{code}", f"{theme} {GROUPS[group]}", GROUPS[group], group, THEMES[theme])
        for code, (theme, group) in zip(codes, ROWS, strict=True)
    ]
    return {name: list(cells) for name, cells in zip(HEADER, zip(*made, strict=True), strict=True)}


def outfits(count: int = 250, seed: int = 1) -> list[NDArray[np.int64]]:
    """Rows put together: one of each of three groups, all of one theme."""
    random = np.random.default_rng(seed)
    return [_outfit(random, str(random.choice(list(THEMES)))) for _ in range(count)]


def shuffled(count: int = 250, seed: int = 1) -> list[NDArray[np.int64]]:
    """Outfits of the same groups and no theme: nothing is to be learned from them."""
    random = np.random.default_rng(seed)
    return [_outfit(random, None) for _ in range(count)]


def open_wardrobe(folder: Path) -> tuple[Table, Vectors]:
    """The wardrobe's table and a vector a text that says nothing."""
    Table.write(folder / "table", columns())
    table = Table.open(folder / "table")
    drawn = np.random.default_rng(2).normal(size=(table.text_count, 16)).astype(np.float32)
    Vectors.write(folder / "vectors", drawn, np.zeros((table.text_count, 16), np.uint8))
    return table, Vectors.open(folder / "vectors")


def write_catalogue(path: Path) -> Path:
    """The wardrobe as a csv."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(zip(*columns().values(), strict=True))
    return path


def write_baskets(path: Path, baskets: list[NDArray[np.int64]]) -> Path:
    """Baskets as a csv of ids."""
    ids = columns()["article_id"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("basket", "article_id"))
        writer.writerows((number, ids[row]) for number, rows in enumerate(baskets) for row in rows)
    return path


def baskets_of(rows: list[NDArray[np.int64]]) -> Baskets:
    return of_rows(rows)


def _outfit(random: np.random.Generator, theme: str | None) -> NDArray[np.int64]:
    groups = random.permutation(list(GROUPS))[:3]
    places = [
        [row for row, (own, group) in enumerate(ROWS) if group == wanted and theme in (None, own)] for wanted in groups
    ]
    return np.array([random.choice(rows) for rows in places], np.int64)
