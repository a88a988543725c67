"""Mapping: which of a file's columns feed ours (as the user says, as named, or guessed), and how their values read."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from catalog.article import ALL_COLUMNS, COLUMN_SET
from catalog.words import fold, tokens
from foundation.errors import BadInput

AUDIENCES = ("women", "men", "girls", "boys", "kids", "baby")
KNOWN = Path(__file__).with_name("columns.yaml")
_SHOWN_COLUMNS = 40
_ASKED_FOR = ("product_type_name", "colour_group_name", "detail_desc")


@dataclass(frozen=True)
class Source:
    """The file's columns that feed one of ours, joined by a space; `how` they were found."""

    columns: tuple[str, ...]
    how: Literal["given", "named", "guessed"]

    def __str__(self) -> str:
        words = " + ".join(map(quoted, self.columns))
        return f"{words} (guessed from the header)" if self.how == "guessed" else words


@dataclass(frozen=True)
class Mapped:
    """Our columns as read, where each came from in words, and what a person should know about them."""

    columns: dict[str, list[str]]
    mapping: dict[str, str]
    notes: list[str]


def find_sources(
    header: Sequence[str],
    columns: Mapping[str, str | list[str]],
    values: Mapping[str, Mapping[str, str]],
    file: str,
) -> dict[str, Source]:
    """Find the source of each of our columns: `columns` first, then equal names, then columns.yaml's spellings.

    Raises BadInput where a setting names an unknown column, the id is ambiguous, or no id, or no name and no type.
    """
    sources = given_sources(header, columns, file)
    open_targets = [target for target in ALL_COLUMNS if target not in columns]
    sources |= {target: Source((target,), "named") for target in open_targets if target in header}
    guess_sources(sources, header, open_targets, file)
    found = {target: source for target, source in sources.items() if source.columns}
    check_enough(found, header, file)
    check_single(found, header, file)
    check_values(found, values)
    return found


def given_sources(header: Sequence[str], columns: Mapping[str, str | list[str]], file: str) -> dict[str, Source]:
    """The user's `[columns]`; an empty source means: don't read this column."""
    sources = {}
    for target, wanted in columns.items():
        if target not in COLUMN_SET:
            raise BadInput(f"[columns] names {quoted(target)}, no column of ours: use {', '.join(ALL_COLUMNS)}")
        names = tuple(name for name in ([wanted] if isinstance(wanted, str) else wanted) if name)
        for name in names:
            if name not in header:
                raise BadInput(
                    f"{file}: [columns] reads {target} from {quoted(name)}, which the file does not have; "
                    f"{columns_found(header)}; mend [columns] in stylist.toml"
                )
        sources[target] = Source(names, "given")
    return sources


def guess_sources(sources: dict[str, Source], header: Sequence[str], targets: Sequence[str], file: str) -> None:
    """Add the guessed sources in columns.yaml's order; a column of the file is guessed for one target only."""
    taken = {name for source in sources.values() for name in source.columns}
    keys = {header_key(name): name for name in reversed(header) if name and name not in taken}
    for target, spellings in known()["spellings"].items():
        if target in sources or target not in targets:
            continue
        candidates = matches(keys, spellings)
        if target == "article_id" and len(candidates) > 1:
            raise BadInput(
                f"{file}: several columns may be the id: {', '.join(map(quoted, candidates))}; "
                f'say which in stylist.toml: [columns] article_id = "{candidates[0]}"'
            )
        if candidates:
            sources[target] = Source((candidates[0],), "guessed")
            keys.pop(header_key(candidates[0]))
    if "audience" not in sources and "audience" in targets:
        sources["audience"] = guess_audience(keys)


def guess_audience(keys: Mapping[str, str]) -> Source:
    """The audience's own column, or those of sex and age."""
    parts = known()["audience"]
    whole = matches(keys, parts["whole"])[:1]
    return Source(tuple(whole or matches(keys, parts["sex"])[:1] + matches(keys, parts["age"])[:1]), "guessed")


def matches(keys: Mapping[str, str], spellings: Iterable[str]) -> list[str]:
    """The file's columns among `spellings`, in the spellings' order."""
    return list(dict.fromkeys(keys[key] for key in map(header_key, spellings) if key in keys))


def check_enough(sources: Mapping[str, Source], header: Sequence[str], file: str) -> None:
    """Raise BadInput unless there is an id and a name or a type."""
    if "article_id" not in sources:
        raise BadInput(
            f"{file}: no column for article_id; {columns_found(header)}; "
            'name it in stylist.toml: [columns] article_id = "THEIR COLUMN"'
        )
    if "prod_name" not in sources and "product_type_name" not in sources:
        raise BadInput(
            f"{file}: no column for prod_name or product_type_name; {columns_found(header)}; "
            'name one in stylist.toml: [columns] prod_name = "THEIR COLUMN"'
        )


def check_single(sources: Mapping[str, Source], header: Sequence[str], file: str) -> None:
    """Raise BadInput where a column that is read occurs twice."""
    counts = Counter(header)
    for target, source in sources.items():
        for name in source.columns:
            if counts[name] > 1:
                raise BadInput(f"{file}: {target} is read from {quoted(name)}, which the header has twice: rename one")


def check_values(sources: Mapping[str, Source], values: Mapping[str, Mapping[str, str]]) -> None:
    """Raise BadInput where `[values]` speaks of a column that nothing feeds."""
    for target in values:
        if target not in sources:
            raise BadInput(f"[values.{target}] has no column to read: add {target} to [columns] in stylist.toml")


def map_columns(
    cells: Mapping[str, Sequence[str]],
    rows: int,
    sources: Mapping[str, Source],
    values: Mapping[str, Mapping[str, str]],
) -> Mapped:
    """Read our columns, each `rows` long, from the file's `cells`; what has no source is "".

    A missing product_code is the article_id, a missing prod_name the type.
    """
    notes = [f"no column for {target}: nothing is known of it" for target in _ASKED_FOR if target not in sources]
    mapping = {target: str(source) for target, source in sources.items()}
    columns = dict.fromkeys(ALL_COLUMNS, [""] * rows)
    for target, source in sources.items():
        texts = joined([cells[name] for name in source.columns])
        columns[target] = read_values(target, texts, source, values.get(target, {}), notes)
    for target, other in (("product_code", "article_id"), ("prod_name", "product_type_name")):
        mapping.setdefault(target, f"{other}, as no column holds it")
        columns[target] = [own or instead for own, instead in zip(columns[target], columns[other], strict=True)]
    return Mapped(columns, mapping, notes)


def joined(parts: Sequence[Sequence[str]]) -> list[str]:
    """One column as it is, several joined by a space where they say something."""
    if len(parts) == 1:
        return list(parts[0])
    return [" ".join(filter(None, map(str.strip, row))) for row in zip(*parts, strict=True)]


def read_values(target: str, texts: list[str], source: Source, given: Mapping[str, str], notes: list[str]) -> list[str]:
    """The values that `texts` stand for: the user's `[values]`, then, unless the column is ours by name, our words."""
    if target == "audience":
        return read_audiences(texts, given, notes)
    ours: Mapping[str, str] = {} if source.how == "named" else known_values().get(target, {})
    if not given and not ours:
        return texts
    find_given, find_ours = finder(given), finder(ours)
    readings = {text: find_given(text) for text in dict.fromkeys(texts)}
    renamed = {text: find_ours(text) or text for text, value in readings.items() if value is None}
    note_renamed(target, renamed, notes)
    read = {text: renamed[text] if value is None else value for text, value in readings.items()}
    return [read[text] for text in texts]


def note_renamed(target: str, renamed: Mapping[str, str], notes: list[str]) -> None:
    """Say that values of `target` go by our names."""
    changed = [(text, value) for text, value in renamed.items() if text != value]
    if changed:
        text, value = changed[0]
        notes.append(
            f"{target}: {len(changed)} of {len(renamed)} values read by the words of catalog/columns.yaml, "
            f"{quoted(text)} as {quoted(value)}; [values.{target}] in stylist.toml overrules them"
        )


def read_audiences(texts: list[str], given: Mapping[str, str], notes: list[str]) -> list[str]:
    """One of AUDIENCES or "" (silent) for each text; what can't be read is silent and counted in `notes`."""
    find_given = finder(given)
    readings: dict[str, str | None] = {}
    for text in dict.fromkeys(texts):
        value = find_given(text)
        value = audience_of(text) if value is None else value.strip().lower()
        readings[text] = value if value in AUDIENCES or value == "" else None
    unread = [text for text in texts if readings[text] is None]
    if unread:
        notes.append(
            f"audience: left empty for {len(unread)} rows that don't say one of {', '.join(AUDIENCES)}, "
            f"e.g. {quoted(unread[0])}; map them in stylist.toml: [values.audience]"
        )
    return [readings[text] or "" for text in texts]


def audience_of(text: str) -> str | None:
    """The audience that words like 'Female Adult' or 'Unisex Kids' name: "" for everyone, None if not understood."""
    words = {token.replace("’", "'").removesuffix("'s") for token in tokens(text)}
    said = {known_audience_words()[word] for word in words if word in known_audience_words()}
    young = "kids" in said
    girls = "girls" in said or (young and "female" in said)
    boys = "boys" in said or (young and "male" in said)
    if "baby" in said:
        return "baby"
    if girls or boys or young:
        return "kids" if girls == boys else "girls" if girls else "boys"
    if ("female" in said) != ("male" in said):
        return "women" if "female" in said else "men"
    return "" if said or not text.strip() else None


def finder(values: Mapping[str, str]) -> Callable[[str], str | None]:
    """A look-up in `values`: exactly, then without regard to case and outer spaces; None where it has nothing."""
    loose = {key.strip().casefold(): value for key, value in reversed(list(values.items()))}

    def find(text: str) -> str | None:
        value = values.get(text)
        return loose.get(text.strip().casefold()) if value is None else value

    return find


def header_key(name: str) -> str:
    """A header name without case, accents, spaces and punctuation: 'Product ID' and 'product_id' are one."""
    return re.sub(r"[\W_]+", "", fold(name))


def columns_found(header: Sequence[str]) -> str:
    """The file's columns in words, the first 40 of them."""
    more = f" and {len(header) - _SHOWN_COLUMNS} more" if len(header) > _SHOWN_COLUMNS else ""
    return f"found columns {', '.join(map(quoted, header[:_SHOWN_COLUMNS]))}{more}"


def quoted(text: str) -> str:
    """A file's text, quoted, cut to 60 characters, and safe on one line of a terminal."""
    short = text if len(text) <= 60 else text[:59] + "…"
    return "'" + "".join(ch if ch.isprintable() else "�" for ch in short) + "'"


@cache
def known() -> Any:
    """columns.yaml."""
    return yaml.safe_load(KNOWN.read_text(encoding="utf-8"))


@cache
def known_values() -> dict[str, dict[str, str]]:
    """Our column → the words its values go by elsewhere → our value."""
    return {
        target: {word: value for value, words in readings.items() for word in words}
        for target, readings in known()["values"].items()
    }


@cache
def known_audience_words() -> dict[str, str]:
    """Word → what it says of the audience."""
    return {word: said for said, words in known()["audience"]["words"].items() for word in words}
