"""Rule: one entry's meaning as written in slots/*.yaml, compiled to a Condition over a catalogue's own values."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from catalog.predicate import AllOf, AnyOf, Condition, Is, Not, Says
from catalog.words import forms, framed

Values = Callable[[str], Sequence[str]]
_SHORT = {"types": "product_type_name", "groups": "colour_group_name"}


def compile_rule(rule: Mapping[str, Any], values: Values) -> Condition:
    """A rule's condition: its keys all hold; of `any`, one alternative. `values(column)` lists what a column holds."""
    parts = [_part(key, given, rule, values) for key, given in rule.items() if key not in ("says_not", "unless")]
    if "says_not" in rule:
        parts.append(Not(Says(phrases(rule["says_not"]))))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _part(key: str, given: Any, rule: Mapping[str, Any], values: Values) -> Condition:
    if key == "any":
        return AnyOf(tuple(compile_rule(alternative, values) for alternative in given))
    if key == "says":
        return Says(phrases(given), phrases(rule.get("unless", ())))
    if key.endswith("~"):
        column = key[:-1]
        return Is(column, frozenset(value for value in values(column) if _holds_word(value, given)))
    if key.endswith("_not"):
        return Not(Is(key[:-4], frozenset(given)))
    return same_values(_SHORT.get(key, key), given, values)


def same_values(column: str, given: Sequence[str], values: Values) -> Is:
    """The column holds one of `given`, in whatever case, hyphens or spaces this catalogue writes it."""
    wanted = {_phrase(value) for value in given}
    return Is(column, frozenset(given) | {value for value in values(column) if _phrase(value) in wanted})


def phrases(texts: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Each text as a phrase of forms; a lone * stands for any one form."""
    return frozenset(tuple(part for word in text.split() for part in _parts(word)) for text in texts)


def _parts(word: str) -> list[str]:
    return ["*"] if word == "*" else forms(word)


def _holds_word(value: str, words: Sequence[str]) -> bool:
    return any(framed(_phrase(word)) in framed(_phrase(value)) for word in words)


@lru_cache(maxsize=20_000)
def _phrase(value: str) -> tuple[str, ...]:
    """A column's value as a phrase of forms; every rule on the column asks for each."""
    return tuple(forms(value))
