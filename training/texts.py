"""Texts to learn from: read from a file or the project's own, divided by family, and named by their hash."""

import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.requests.features import normalise
from agents.requests.label import LABELS
from foundation.errors import BadInput
from training.families import Text, own_texts

SHARES = {"train": 0.6, "validation": 0.15}
LEAST = 10
MAX_CHARS = 20_000


@dataclass(frozen=True)
class Split:
    """Texts in three parts; a family is in one of them only."""

    train: tuple[Text, ...]
    validation: tuple[Text, ...]
    test: tuple[Text, ...]


def read_texts(path: Path | None) -> tuple[Text, ...]:
    """The lines {"text","label","family"?,"hard"?} of `path`, or the project's own texts where there is no path.

    A text without a family is one of its own. Raises BadInput, naming the line, or where there are too few.
    """
    if path is None:
        return own_texts()
    if not path.is_file():
        raise BadInput(f'--texts {path} is not a file: give JSON lines of {{"text","label"}}')
    lines = path.read_bytes().splitlines()
    texts = {text.text: text for text in (_read_line(raw, f"{path}, line {at}") for at, raw in enumerate(lines, 1))}
    _require_enough(texts.values(), path)
    return tuple(texts.values())


def fingerprint(texts: Iterable[Text]) -> str:
    """The sha256 of texts, labels and families, whatever their order."""
    lines = sorted(json.dumps([text.text, text.label, text.family, text.hard, text.taught]) for text in texts)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def divide(texts: Sequence[Text], seed: int) -> Split:
    """The texts in three parts by family, each kind of family (label, hard or not) shared out alike.

    Texts for learning only are all in the training part, after the others.
    """
    families: dict[str, list[Text]] = {}
    for text in (text for text in texts if not text.taught):
        families.setdefault(text.family, []).append(text)
    kinds: dict[tuple[str, bool], dict[str, list[Text]]] = {}
    for name, group in families.items():
        kinds.setdefault((group[0].label, group[0].hard), {})[name] = group
    parts: dict[str, list[Text]] = {"train": [], "validation": [], "test": []}
    for kind, of_kind in sorted(kinds.items()):
        names = sorted(of_kind)
        random.Random(f"{seed}:{kind}").shuffle(names)
        for at, name in enumerate(names):
            parts[_part(at, len(names))].extend(of_kind[name])
    parts["train"].extend(text for text in texts if text.taught)
    return Split(*(tuple(parts[name]) for name in ("train", "validation", "test")))


def _part(at: int, count: int) -> str:
    train = max(1, round(count * SHARES["train"]))
    validation = max(1, round(count * SHARES["validation"]))
    return "train" if at < train else "validation" if at < train + validation else "test"


def _read_line(raw: bytes, where: str) -> Text:
    try:
        record = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadInput(f'{where}: not JSON: write one {{"text","label"}} a line') from None
    text, label = (record.get("text"), record.get("label")) if isinstance(record, dict) else (None, None)
    if not isinstance(text, str) or not text.strip() or len(text) > MAX_CHARS:
        raise BadInput(f'{where}: "text" must be a text of 1 to {MAX_CHARS:,} characters')
    if label not in LABELS:
        raise BadInput(f'{where}: "label" is {str(label)[:40]!a}: use {" or ".join(LABELS)}')
    family = _family(record, text)
    return Text(text, label, family, family, record.get("hard") is True)


def _family(record: dict[str, Any], text: str) -> str:
    given = record.get("family")
    return given if isinstance(given, str) and given else normalise(text)


def _require_enough(texts: Iterable[Text], path: Path) -> None:
    families = {label: {text.family for text in texts if text.label == label} for label in LABELS}
    for label, names in families.items():
        if len(names) < LEAST:
            raise BadInput(f"{path}: {len(names)} different texts of {label}: at least {LEAST} families are needed")
