"""Licences: what the makers of an eye's network allow, from eyes.yaml or from the card that lies beside its weights."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("eyes.yaml")
UNKNOWN = "unknown"
# Licences, as cards name them, of which is known whether a business may use what they cover.
_FREE = frozenset({"apache-2.0", "mit", "bsd-2-clause", "bsd-3-clause", "cc0-1.0", "cc-by-4.0", "isc", "unlicense"})
_CARD_CHARS = 20_000


@dataclass(frozen=True)
class Licence:
    """What covers the weights of `model`, an eye of a `kind`; `commercial` is None where it isn't clear.

    `source` is where that was read; `note` says what else a business must know.
    """

    model: str
    kind: str
    name: str
    commercial: bool | None
    source: str = ""
    note: str = ""


@lru_cache(maxsize=1)
def read_licences() -> tuple[Licence, ...]:
    """The networks that are known, as eyes.yaml lists them."""
    with FILE.open("rb") as file:
        entries: list[dict[str, Any]] = yaml.load(file, Loader=yaml.CSafeLoader)
    return tuple(
        Licence(one["model"], one["kind"], one["licence"], one["commercial"], one["source"], one.get("note", ""))
        for one in entries
    )


def licence_of(model: str, kind: str) -> Licence:
    """The licence of a model by its hub id or folder: its own card's, else the known one of that name, else unknown."""
    folder = Path(model).expanduser()
    return _carded(model, kind, folder) or _known(model) or Licence(model, kind, UNKNOWN, None)


def _known(model: str) -> Licence | None:
    names = set(_names(model))
    for known in read_licences():
        patterns = (known.model.lower(), known.model.lower().split("/")[-1])
        if any(fnmatchcase(name, pattern) for name in names for pattern in patterns):
            return known
    return None


def _names(model: str) -> Iterator[str]:
    """What a model may be called: its id, its folder, or the folder in which the hub's cache keeps it."""
    yield model.lower()
    for part in Path(model).parts:
        yield part.lower().removeprefix("models--").replace("--", "/")


def _carded(model: str, kind: str, folder: Path) -> Licence | None:
    """What the head of the README beside the weights states."""
    card = folder / "README.md"
    if not card.is_file():
        return None
    parts = card.read_text(encoding="utf-8", errors="replace")[:_CARD_CHARS].split("---")
    try:
        head = yaml.load(parts[1], Loader=yaml.CSafeLoader) if len(parts) > 2 and not parts[0].strip() else None
    except yaml.YAMLError:
        return None
    stated = str(head.get("license") or "") if isinstance(head, dict) else ""
    if not stated:
        return None
    refused = "-nc" in stated.lower() or "research" in stated.lower()
    free = stated.lower() in _FREE
    return Licence(model, kind, stated, True if free else False if refused else None, str(card))
