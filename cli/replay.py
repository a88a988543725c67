"""`stylist replay`: a stored talk again on another planner or writer, and what differs in state; nothing is stored."""

from argparse import Namespace
from contextlib import closing
from typing import Any

from agents.replay import Compared, replay, summarise
from agents.stylist import Stylist
from cli.catalogue import prepare_quietly
from cli.lines import print_json
from cli.terminal import one_line
from foundation.settings import Settings


def run(args: Namespace, settings: Settings) -> int:
    """Run the talk again and print what differs, a turn at a time; returns the exit status."""
    prepare_quietly(settings)
    with closing(Stylist.open(settings)) as stylist:
        compared: list[Compared] = []
        for one in replay(stylist.stored(args.session), stylist.rehearse):
            compared.append(one)
            print_json(one.to_json(len(compared))) if args.json else _print(one, len(compared))
    told = summarise(compared, settings.planner, settings.writer)
    print_json({"summary": told}) if args.json else print(_summary(told))
    return 0


def _print(one: Compared, number: int) -> None:
    print(one_line(f"{number}. {one.before.message}") + ("" if one.differs else "  (same)"), flush=True)
    for name, (was, now) in one.differs.items():
        print(one_line(f"   {name}: {was}"))
        print(one_line(f"   {' ' * len(name)}→ {now}"))


def _summary(told: dict[str, Any]) -> str:
    counts = ", ".join(f"{part} in {count}" for part, count in told["differs"].items())
    same = f"{told['same']} of {told['turns']} turns are the same"
    return f"{same} with {told['planner']} planning and {told['writer']} writing" + (
        f"; {counts} differ" if counts else ""
    )
