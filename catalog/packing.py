"""Packing: how many pieces of each role a capsule wardrobe or a packing list holds, from packing.yaml."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from foundation.brief import Constraints

FILE = Path(__file__).parent / "knowledge" / "packing.yaml"
_NUMBERS = {"one": 1, "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_SPAN = re.compile(
    r"\b(?:(\d{1,2}|one|an?|two|three|four|five|six|seven|ten)[\s-]+)?"
    r"(days?|nights?|weeks?|overnight|long[\s-]weekend|weekend|fortnight|month)\b",
    re.I,
)
_MOST_DAYS = 21


@dataclass(frozen=True)
class Contents:
    """How many pieces a set has of each role and of single kinds besides; what is told with it."""

    roles: Mapping[str, int]
    kinds: Mapping[str, int]
    insight: str
    reason: str
    source: str
    days: int | None = None


def capsule(who: str) -> Contents:
    """A capsule wardrobe for people as dressing.yaml calls them."""
    written = _read()["capsule"]
    return Contents(written[who], {}, written["insight"], written["reason"], written["source"])


def packing(who: str, wanted: Constraints, message: str) -> Contents:
    """What to pack for the occasions and seasons wanted, for as many days as the message says."""
    written, days = _read()["packing"], days_of(message)
    rules = {**written["usual"], **written.get(who, {})}
    kinds: dict[str, int] = {}
    for value in (*wanted.get("occasion", ()), *wanted.get("season", ())):
        trip = written["trips"].get(value, {})
        rules |= {role: rule for role, rule in trip.items() if role != "kinds"}
        kinds |= trip.get("kinds", {})
    roles = {role: _number(days, *rule) for role, rule in rules.items()}
    return Contents(roles, kinds, written["insight"], written["reason"], written["source"], days)


def days_of(message: str) -> int:
    """How many days a message speaks of: 'a week' 7, '3 nights' 4; some days where it does not say."""
    written = _read()
    found = _SPAN.search(message)
    if found is None:
        return int(written["unsaid"])
    number, unit = (found[1] or "a").lower(), re.sub(r"[\s-]+", " ", found[2].lower())
    times = int(number) if number.isdigit() else _NUMBERS[number]
    if unit.startswith("night"):
        return min(times + 1, _MOST_DAYS)
    name = unit if unit in written["days"] else unit.removesuffix("s")
    return max(min(times * int(written["days"][name]), _MOST_DAYS), 1)


def fewer(counts: Mapping[str, int], most: int | None, order: Sequence[str]) -> dict[str, int]:
    """The counts cut to `most` pieces: the role with most gives first, of equals the last in `order`."""
    left = dict(counts)
    while most is not None and sum(left.values()) > max(most, 0):
        role = max(left, key=lambda name: (left[name], order.index(name)))
        left[role] -= 1
    return {role: count for role, count in left.items() if count}


def _number(days: int, every: float, least: int, most: int) -> int:
    return min(max(math.ceil(days / every), least), most)


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    with FILE.open("rb") as file:
        read: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return read
