"""Dressing: what an occasion, a season and a person ask of a look, and what makes rows dressy and warm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from catalog.lexicon import Lexicon
from catalog.predicate import Condition
from catalog.rule import Values, compile_rule
from foundation.brief import SOFT_SLOTS, Constraints

FILE = Path(__file__).parent / "knowledge" / "dressing.yaml"
PEOPLE = ("women", "men", "girls", "boys", "baby")
Span = tuple[float, float]
_ANY_DRESSINESS: Span = (0.0, 4.0)


@dataclass(frozen=True)
class Move:
    """Rows that meet `condition` are so much dressier or warmer than their kind."""

    condition: Condition
    dressy: float = 0.0
    warm: float = 0.0


@dataclass(frozen=True)
class Advice:
    """What an occasion is told with: what to do, why, and who says so."""

    id: str
    text: str
    reason: str
    source: str


@dataclass(frozen=True)
class Need:
    """What one occasion or season asks of a look; empty fields ask nothing.

    `roles` and `otherwise` map people to the roles of a first and second look; `kinds` and `warm` are per role;
    `never` are rows that are out of place; `families` are the colour families that alone will do, `white` the roles
    that may be white besides; `advice` is for the people `advised`.
    """

    name: str
    dressy: Span = _ANY_DRESSINESS
    roles: Mapping[str, tuple[str, ...]] | None = None
    otherwise: Mapping[str, tuple[str, ...]] | None = None
    kinds: Mapping[str, tuple[str, ...]] | None = None
    warm: Mapping[str, Span] | None = None
    adds: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    prefers: Condition | None = None
    never: Condition | None = None
    families: frozenset[str] = frozenset()
    white: frozenset[str] = frozenset()
    quiet: bool = False
    sporty: bool = False
    advice: Advice | None = None
    advised: frozenset[str] = frozenset(PEOPLE)


class Dressing:
    """The written rules over one catalogue."""

    def __init__(self, written: Mapping[str, Any], lexicon: Lexicon, values: Values) -> None:
        self._lexicon, self._values = lexicon, values
        self.moves = tuple(
            Move(compile_rule(move["rule"], values), move.get("dressy", 0), move.get("warm", 0))
            for move in written["moves"]
        )
        self.sport = compile_rule(written["sport"], values)
        self.never = compile_rule(written["never"], values)
        self.apart = {name: compile_rule(rule, values) for name, rule in written["apart"].items()}
        self.seldom = {who: frozenset(roles.get("seldom", ())) for who, roles in written["people"].items()}
        self.people = {who: _roles(roles) for who, roles in written["people"].items()}
        self._needs = {
            slot: {name: self._need(slot, name, group) for name in group}
            for slot, group in zip(SOFT_SLOTS, (written["occasions"], written["seasons"]), strict=True)
        }

    @classmethod
    def read(cls, lexicon: Lexicon, values: Values, file: Path = FILE) -> "Dressing":
        """The rules of `file` over a catalogue, whose distinct values a column `values(column)` lists."""
        with file.open("rb") as written:
            return cls(yaml.load(written, Loader=yaml.CSafeLoader), lexicon, values)

    def needs(self, wanted: Constraints) -> tuple[Need, ...]:
        """What the occasions and seasons of a brief ask; one without rules of its own asks what its wider one does."""
        found = (self._find(slot, value) for slot in SOFT_SLOTS for value in wanted.get(slot, ()))
        return tuple({need.name: need for need in found if need is not None}.values())

    def roles(self, who: str, needs: Sequence[Need], second: bool = False) -> tuple[str, ...]:
        """The roles of a look for these people, the dispensable last; `second`: those of another look beside it."""
        own = next((need for need in needs if need.roles and who in need.roles), None)
        first = own.roles[who] if own and own.roles else self.people[who][0]
        other = (own.otherwise or {}).get(who) if own else self.people[who][1]
        roles = list(other if second and other else first)
        for need in needs:
            roles = [role for role in roles if role not in need.drops or (own is not None and need is not own)]
            for role in need.adds:
                if role not in roles:
                    roles.insert(min(3, len(roles)), role)
        return tuple(roles)

    def _find(self, slot: str, value: str) -> Need | None:
        known = self._needs[slot]
        while value and value not in known:
            entry = self._lexicon.entries[slot].get(value)
            value = entry.within if entry else ""
        return known.get(value)

    def _need(self, slot: str, name: str, group: Mapping[str, Any]) -> Need:
        rule = dict(group[name])
        if "like" in rule:
            rule = {**{k: v for k, v in group[rule["like"]].items() if k not in ("insight", "never")}, **rule}
        roles = {who: _roles(given) for who, given in rule.get("roles", {}).items()}
        entry = self._lexicon.entries[slot].get(name)
        return Need(
            name,
            _span(rule.get("dressy", _ANY_DRESSINESS)),
            {who: first for who, (first, _) in roles.items()},
            {who: second for who, (_, second) in roles.items() if second},
            {role: tuple(kinds) for role, kinds in rule.get("kinds", {}).items()},
            {role: _span(span) for role, span in rule.get("warm", {}).items()},
            tuple(rule.get("adds", ())),
            tuple(rule.get("drops", ())),
            frozenset(rule.get("needs", ())),
            compile_rule(rule["prefers"], self._values) if "prefers" in rule else entry.prefer if entry else None,
            compile_rule(rule["never"], self._values) if rule.get("never") else None,
            frozenset(rule.get("families", ())),
            frozenset(rule.get("white", ())),
            rule.get("quiet", False),
            rule.get("sporty", False),
            Advice(f"dress-{name.replace(' ', '-')}", *(rule[key] for key in ("insight", "reason", "source")))
            if "insight" in rule
            else None,
            frozenset(rule.get("insight_for", PEOPLE)),
        )


def _roles(written: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(written["roles"]), tuple(written.get("or", ()))


def _span(pair: Sequence[float]) -> Span:
    low, high = pair
    return float(low), float(high)
