"""`stylist search`: articles for one query or for a file of them. Imports nothing that a query can do without."""

from argparse import Namespace
from functools import partial
from typing import Any

from agents.search import Searcher
from cli.catalogue import prepare_quietly
from cli.lines import Record, print_json, serve_lines, text_of, with_id
from cli.terminal import one_line
from foundation.brief import SLOTS
from foundation.errors import BadInput
from foundation.settings import Settings


def run(args: Namespace, settings: Settings) -> int:
    """Search; returns the exit status."""
    for slot, _ in (*args.filter, *args.exclude):
        _check_slot(slot)
    query = " ".join(args.query)
    if bool(query.strip()) == bool(args.input) and not (args.filter and not args.input):
        raise BadInput('search needs one query: `stylist search "red dress"`, or --input FILE.jsonl')
    prepare_quietly(settings)
    searcher = Searcher.open(settings.state)
    show = print_json if args.json else _print
    if args.input:
        return serve_lines(args.input, partial(_answer, searcher, args, settings), show)
    show(with_id(_search(searcher, args, query[: settings.max_message_chars + 1], settings), {"id": None}))
    return 0


def _answer(searcher: Searcher, args: Namespace, settings: Settings, record: Record) -> Record:
    return _search(searcher, args, text_of(record, "query", settings.max_message_chars), settings)


def _search(searcher: Searcher, args: Namespace, query: str, settings: Settings) -> dict[str, Any]:
    if len(query) > settings.max_message_chars:
        raise BadInput(f"the query has more than {settings.max_message_chars:,} characters: shorten it")
    return searcher.search(query, args.k, args.filter, args.exclude, args.variants)


def _check_slot(slot: str) -> None:
    if slot not in SLOTS:
        raise BadInput(f"slot {slot!a} is unknown: use {', '.join(SLOTS)}")


def _print(record: Record) -> None:
    """What a person reads: one article a line, best first."""
    if "error" in record:
        print(f"{record['id']}: {one_line(record['error'])}", flush=True)
        return
    if record.get("id") is not None:
        print(f"{record['id']}:")
    for hit in record["hits"]:
        print(f"{hit['article_id']}  {hit['score']:.3f}")
    for text in record["relaxed"]:
        print(f"  {one_line(text)}")
    print(f"{len(record['hits'])} articles in {record['ms']:.0f} ms", flush=True)
