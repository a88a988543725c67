"""Speculation: the house's plan is carried out at once, while a chat model plans beside it and may replace it.

As a processor runs ahead on a guess: where the guess was right nothing was lost, where it was wrong its work is redone.
"""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from dataclasses import replace
from typing import Any, Literal

from agents.plan import Act
from agents.talk import Decision, PlanFailed
from foundation.brief import Brief, Constraints

Outcome = Literal["agreed", "replaced", "late"]


class Speculation:
    """A plan being made; `seconds` is how long it is waited for, from its beginning."""

    def __init__(self, plan: Callable[[], Decision], seconds: float) -> None:
        self._seconds, self._until = seconds, time.monotonic() + seconds
        self._plan: Future[Decision] = Future()
        # A model that is too slow is not waited for; its thread ends with its own time-out.
        threading.Thread(target=self._run, args=(plan,), daemon=True, name="speculation").start()

    def result(self) -> Decision:
        """The plan; raises PlanFailed where none comes in time."""
        try:
            return self._plan.result(timeout=max(0.0, self._until - time.monotonic()))
        except TooLate:
            raise PlanFailed(f"no plan within {self._seconds:g} s") from None

    def _run(self, plan: Callable[[], Decision]) -> None:
        try:
            self._plan.set_result(plan())
        except BaseException as error:
            self._plan.set_exception(error)


def agrees(brief: Brief, acts: tuple[Act, ...], other: Brief, others: tuple[Act, ...]) -> bool:
    """Whether two folded plans come to the same: state and acts; soft words and ideas of one's own apart."""
    return state_of(brief) == state_of(other) and list(map(act_of, acts)) == list(map(act_of, others))


def state_of(brief: Brief) -> dict[str, Any]:
    """What a brief asks for, the order of alternatives and soft words apart."""
    return {
        **replace(brief, words=(), ideas=(), parts=(), shown=()).to_json(),
        "wanted": _sorted(brief.wanted),
        "excluded": _sorted(brief.excluded),
        "parts": [(_sorted(part.wanted), _sorted(part.excluded)) for part in brief.parts],
        "wardrobe": sorted(piece.lower() for piece in brief.wardrobe),
    }


def act_of(act: Act) -> dict[str, Any]:
    """What an act does, without what it leaves out."""
    told = act.model_dump(mode="json", exclude_defaults=True)
    return {name: sorted(value) if isinstance(value, list) else value for name, value in told.items()}


def _sorted(constraints: Constraints) -> Mapping[str, list[str]]:
    return {slot: sorted(values) for slot, values in sorted(constraints.items())}
