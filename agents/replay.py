"""Replay: a stored talk run again on another planner or writer, and what differs in state, turn by turn."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agents.plan import Act
from agents.speculation import act_of, state_of
from foundation.brief import Brief
from storage.talk import Turn

Rehearse = Callable[[Turn, Sequence[Turn]], Turn]
_HANDLE = re.compile(r"\[\d+\]")
PARTS = ("edits", "brief", "acts", "items", "looks", "question", "reply")


@dataclass(frozen=True)
class Compared:
    """A turn as it was and as it is now; `differs` maps what is not the same to (before, after)."""

    before: Turn
    after: Turn
    differs: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    def to_json(self, number: int) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "turn": number,
            "message": self.before.message,
            "same": not self.differs,
            "differs": {name: {"before": was, "after": now} for name, (was, now) in self.differs.items()},
            "reply": {"before": self.before.reply, "after": self.after.reply},
            "provenance": self.after.turn["provenance"],
        }


def replay(turns: Sequence[Turn], rehearse: Rehearse) -> Iterator[Compared]:
    """Run the turns again, each after the ones that were just run, not after those that were stored."""
    past: list[Turn] = []
    for turn in turns:
        past.append(rehearse(turn, tuple(past)))
        yield Compared(turn, past[-1], find_differences(turn, past[-1]))


def find_differences(before: Turn, after: Turn) -> dict[str, tuple[Any, Any]]:
    """What is not the same in state; of replies the articles they name and their language, wording apart."""
    was, now = state(before), state(after)
    return {part: (was[part], now[part]) for part in PARTS if was[part] != now[part]}


def state(turn: Turn) -> dict[str, Any]:
    """The parts of a turn that are compared, as JSON values."""
    plan, answer = turn.plan, turn.turn
    # The look and what was shown stand among the items and looks already.
    brief = {**state_of(Brief.from_json({**turn.brief, "look": ()}))}
    return {
        "edits": sorted(str(_told(edit)) for edit in plan.get("edits", ())),
        "brief": {name: value for name, value in brief.items() if value},
        "acts": [act_of(Act.model_validate(act)) for act in plan.get("acts", ())],
        "items": [item["article_id"] for item in answer["items"]],
        "looks": [[piece["article_id"] or piece["own"] for piece in look["pieces"]] for look in answer["looks"]],
        "question": answer["question"],
        "reply": {"names": sorted(set(_HANDLE.findall(turn.reply))), "language": turn.brief.get("language", "en")},
    }


def _told(edit: Mapping[str, Any]) -> dict[str, Any]:
    """An edit without what it leaves out, its values in one order."""
    told = {name: value for name, value in edit.items() if value}
    return {name: sorted(value) if isinstance(value, list) else value for name, value in told.items()}


def summarise(compared: Sequence[Compared], planner: str, writer: str) -> dict[str, Any]:
    """How many turns are the same, and how many differ in what."""
    counts = Counter(part for one in compared for part in one.differs)
    return {
        "turns": len(compared),
        "same": sum(not one.differs for one in compared),
        "differs": {part: counts[part] for part in PARTS if counts[part]},
        "planner": planner,
        "writer": writer,
    }
