"""Measures speculation: how often a planner beside the house agrees with it, and how soon the first card is there.

    python benchmarks/speculation.py --home DIR [--delay SECONDS] [--wrong SHARE] [--talks N]
    python benchmarks/speculation.py --home DIR --chat [--talks N]        the chat model of stylist.toml

Without --chat the planner beside the house is the house itself, slowed by `--delay`, which loses the last edit of a
`--wrong` share of its plans. Prints one JSON line for house alone, planner alone, and speculation.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from talks import draw, passing_store, read_options

from agents import stylist as seats
from agents.search import Searcher
from agents.stylist import Stylist
from agents.talk import Decision, Planner, Talk
from evaluation.scenario import Scenario
from foundation.events import Card, Done
from foundation.settings import Settings, read_settings


class Slowed:
    """A planner that thinks for `delay` seconds and forgets the last edit of a `wrong` share of its plans."""

    def __init__(self, planner: Planner, delay: float, wrong: float) -> None:
        self.name = "slowed"
        self._planner, self._delay, self._wrong = planner, delay, wrong

    def plan(self, talk: Talk) -> Decision:
        """Plan as the other planner does, later and not always as well."""
        time.sleep(self._delay)
        decision = self._planner.plan(talk)
        forgets = random.Random(f"{talk.message} {len(talk.earlier)}").random() < self._wrong
        edits = decision.plan.edits[:-1] if forgets else decision.plan.edits
        return Decision(decision.plan.model_copy(update={"edits": edits}), self.name, "1")


def main() -> None:
    """Hold the conversations three times over."""
    args = read_options(__doc__, delay=1.0, wrong=0.2, talks=10, chat=False)
    searcher = Searcher.open(args.home)
    drawn = draw(args.talks)
    planner = "chat" if args.chat else "house"
    for name, chosen in {
        "house": {"planner": "house"},
        "planner": {"planner": planner},
        "speculation": {"planner": planner, "speculate": True},
    }.items():
        settings = read_settings(home=args.home, **chosen)
        slow = None if args.chat or name == "house" else Slowed(searcher.planner, args.delay, args.wrong)
        print(json.dumps({"run": name, **measure(settings, searcher, drawn, slow)}), flush=True)


def measure(settings: Settings, searcher: Searcher, talks: Sequence[Scenario], slow: Planner | None) -> dict[str, Any]:
    """Milliseconds until the first card and until the end, and what became of the speculations."""
    first: list[float] = []
    whole: list[float] = []
    outcomes: Counter[str] = Counter()
    seated = seats._seats
    if slow is not None:
        seats._seats = lambda *_: (slow, seated(*_)[1])
    try:
        with passing_store() as stores:
            stylist = Stylist(settings, searcher, *stores)
            for talk in talks:
                session = stylist.new_session()
                for turn in talk.turns:
                    session, outcome = time_turn(stylist, turn.say, session, first, whole)
                    outcomes[outcome or "none"] += 1
    finally:
        seats._seats = seated
    told = outcomes["agreed"] + outcomes["replaced"]
    return {
        "turns": len(whole),
        "first_card_p50_ms": round(float(np.median(first)), 1),
        "turn_p50_ms": round(float(np.median(whole)), 1),
        "outcomes": dict(outcomes),
        "agreement": round(outcomes["agreed"] / told, 3) if told else None,
    }


def time_turn(stylist: Stylist, message: str, session: str, first: list[float], whole: list[float]) -> tuple[str, str]:
    """Time one turn; gives the session that it goes on in, and the outcome of its speculation."""
    started, seen = time.perf_counter(), False
    for event in stylist.stream(message, session):
        spent = (time.perf_counter() - started) * 1000
        if isinstance(event, Card) and not seen:
            seen = True
            first.append(spent)
        if isinstance(event, Done):
            whole.append(spent)
            session, outcome = event.turn["session_id"], event.turn["provenance"]["speculation"]
    return session, outcome


if __name__ == "__main__":
    main()
