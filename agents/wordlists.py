"""Wordlists: the words that the grounding filter and its parts go by, from grounding.yaml."""

from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "grounding.yaml"


@lru_cache(maxsize=1)
def _read() -> dict[str, list[str]]:
    with FILE.open("rb") as file:
        read: dict[str, list[str]] = yaml.load(file, Loader=yaml.CSafeLoader)
    return read


def words(name: str) -> list[str]:
    """One list, in its order; raises KeyError for a name that the file lacks."""
    return _read()[name]
