"""Measures the grounding filter on hostile and on true sentences over the catalogue indexed under --home.

    python benchmarks/grounding.py --home DIR [--seed N] [--lies N] [--truths N] [--talks N] [--show]

With --show every sentence judged wrongly is told; --talks is how many scenario conversations' replies are checked.
Prints one JSON line: lies caught (of ids and handles alone too), false alarms on drawn truths and on the house writer's
own sentences over the scenario conversations, and each kind's share. Exit status 1 where a target is missed.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from talks import draw, passing_store, read_options

from agents.grounding import Ground, Grounding
from agents.search import Searcher
from agents.stylist import Stylist
from evaluation.hostile import Case, Hostile, split
from foundation.settings import read_settings
from storage.talk import Turn

CAUGHT, ALARMS = 0.95, 0.02
IDS = ("id", "handle")


def main() -> int:
    """Draw, check and print; returns the exit status."""
    args = read_options(__doc__, seed=0, lies=500, truths=300, talks=80, show=False)
    searcher = Searcher.open(args.home)
    table = searcher.index.table
    step = max(1, len(table) // 4000)
    hostile = Hostile([table.article(row) for row in range(0, len(table), step)], args.seed)
    grounding = Grounding(searcher.reader, searcher.translator)
    figures, wrong = measure(grounding, hostile.lies(args.lies), hostile.truths(args.truths))
    said, dropped = check_house(searcher, args.home, args.talks, args.seed)
    alarms = figures["false_alarms"] + len(dropped)
    figures |= {
        "house_sentences": said,
        "house_dropped": len(dropped),
        "false_alarm_share": round(alarms / max(1, said + args.truths), 4),
    }
    print(json.dumps(figures))
    for line in [*wrong, *dropped] if args.show else ():
        print(line)
    met = figures["caught"] >= CAUGHT and figures["ids_caught"] == 1 and figures["false_alarm_share"] <= ALARMS
    return int(not met)


def measure(grounding: Grounding, lies: Sequence[Case], truths: Sequence[Case]) -> tuple[dict[str, Any], list[str]]:
    """The shares, and every sentence that was judged wrongly, with its fault."""

    def fault(case: Case) -> str | None:
        return grounding.fault(case.sentence, Ground(case.handles, case.brief, case.message))

    found = {id(case): fault(case) for case in [*lies, *truths]}
    missed = [f"missed {case.kind}: {case.sentence}  {_row(case)}" for case in lies if not found[id(case)]]
    alarms = [
        f"alarm {case.kind}: {case.sentence}  ({found[id(case)]}) {_row(case)}" for case in truths if found[id(case)]
    ]
    ids = [case for case in lies if case.kind in IDS]
    figures = {
        "lies": len(lies),
        "caught": round(1 - len(missed) / len(lies), 4),
        "ids_caught": round(sum(bool(found[id(case)]) for case in ids) / max(1, len(ids)), 4),
        "kinds": {kind: f"{hit}/{of}" for kind, hit, of in split(lies, lambda case: bool(found[id(case)]))},
        "truths": len(truths),
        "false_alarms": len(alarms),
        "alarm_kinds": {kind: hit for kind, hit, of in split(truths, lambda case: bool(found[id(case)])) if hit},
    }
    return figures, missed + alarms


def _row(case: Case) -> str:
    rows = (f"{a.product_type_name}/{a.colour_group_name}/{a.graphical_appearance_name}" for a in case.articles[:2])
    return f"{{{'; '.join(rows)}}}"


def check_house(searcher: Searcher, home: Path, talks: int, seed: int) -> tuple[int, list[str]]:
    """How many sentences the house wrote over scenario conversations, and those that were dropped."""
    with passing_store() as stores:
        listening = Listening(read_settings(home=home), searcher, *stores)
        for scenario in draw(talks, seed % 3):
            session = listening.new_session()
            for turn in scenario.turns:
                session = listening.chat(turn.say, session)["session_id"]
        return listening.said, getattr(listening, "dropped", [])


class Listening(Stylist):
    """A stylist that keeps account of what its writer said and what the filter dropped."""

    said = 0
    dropped: list[str]

    def _turn(self, state: dict[str, Any], *rest: Any) -> Turn:
        written = state["written"]
        self.said += len(written.sentences) + len(written.dropped)
        self.dropped = [*getattr(self, "dropped", []), *(f"house {line}" for line in written.dropped)]
        return super()._turn(state, *rest)


if __name__ == "__main__":
    raise SystemExit(main())
