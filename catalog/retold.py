"""Retold: the entries of the knowledge most often told, in another language (catalog/knowledge/translated).

Translated by hand, entry by entry; the source of each stands with the English entry of the same id.
"""

from collections.abc import Mapping
from functools import cache

import yaml

from catalog.knowledge import FOLDER


@cache
def retold(language: str) -> Mapping[str, tuple[str, str]]:
    """What entries say and their reasons, by id; empty where a language has none."""
    path = FOLDER / "translated" / f"{language}.yaml"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        rows: dict[str, dict[str, str]] = yaml.load(file, Loader=yaml.CSafeLoader)
    return {entry: (row["says"], row["reason"]) for entry, row in rows.items()}
