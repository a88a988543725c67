"""`stylist feedback`: keep ratings, export them as preference data, count them, forget a session."""

from argparse import Namespace
from contextlib import closing
from typing import Any

from cli.lines import Record, parse, print_json, serve_lines, with_id
from cli.terminal import one_line
from feedback.event import collect, read_event
from feedback.export import export, write
from feedback.stats import stats
from foundation.errors import BadInput
from foundation.settings import Settings
from storage.store import Store, open_store


def run(args: Namespace, settings: Settings) -> int:
    """Do what `args.action` names; returns the exit status."""
    with closing(open_store(settings.state)) as store:
        return ACTIONS[args.action](store, settings.owner_id, args)


def _add(store: Store, owner_id: str, args: Namespace) -> int:
    def keep(record: Record) -> dict[str, Any]:
        return {"feedback_id": collect(store, owner_id, read_event(record))}

    show = print_json if args.json else _print_kept
    if (args.event is None) == (args.input is None):
        raise BadInput("feedback add needs one rating as JSON, or --input FILE.jsonl")
    if args.input is not None:
        return serve_lines(args.input, keep, show)
    record = parse(args.event.encode(errors="surrogateescape"), "the rating")
    show(with_id(keep(record), record))
    return 0


def _export(store: Store, owner_id: str, args: Namespace) -> int:
    written = write(export(store, owner_id, args.format), args.output, args.force)
    if args.output is not None:
        print(f"{written} rows in {args.output}")
    return 0


def _stats(store: Store, owner_id: str, args: Namespace) -> int:
    counts = stats(store, owner_id)
    if args.json:
        print_json(counts)
        return 0
    for name, value in counts.items():
        print(f"{name:10} {_words(value)}")
    return 0


def _forget(store: Store, owner_id: str, args: Namespace) -> int:
    store.forget(args.session, owner_id)
    if args.json:
        print_json({"forgotten": args.session})
    else:
        print(f"session {args.session} and all it left are deleted")
    return 0


def _print_kept(record: Record) -> None:
    print(one_line(record.get("error") or f"kept as {record['feedback_id']}"), flush=True)


def _words(value: Any) -> str:
    """A tally or a mapping of tallies in words."""
    if not isinstance(value, dict):
        return str(value)
    if {"value", "low", "high", "n"} <= value.keys():
        return f"{value['value']:.2f} (95 % {value['low']:.2f} to {value['high']:.2f}, n = {value['n']})"
    return ", ".join(f"{name} {_words(part)}" for name, part in value.items() if part is not None) or "none"


ACTIONS = {"add": _add, "export": _export, "stats": _stats, "forget": _forget}
