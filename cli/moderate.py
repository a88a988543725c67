"""`stylist moderate`: whether an upload may be used: allow, hold or refuse, with the answers it follows from."""

import time
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.lines import Record, print_json, serve_lines, with_id
from cli.photos import photo_of
from cli.terminal import one_line
from foundation.errors import BadInput, StylistError
from foundation.settings import Settings
from vision.body import open_body
from vision.gate import Gate
from vision.nudity import open_nudity

WATCHED = frozenset({".jpg", ".jpeg", ".png", ".webp"})
# How often a watched folder is looked at, and how long a file must have been left alone: it may still be written.
PAUSE_SECONDS, SETTLED_SECONDS = 1.0, 0.5


def run(args: Namespace, settings: Settings) -> int:
    """Judge one photo, a file of them, or whatever comes into a folder; returns the exit status."""
    if sum(map(bool, (args.photo, args.input, args.watch))) != 1:
        raise BadInput("moderate needs one photo: `stylist moderate PHOTO`, or --input FILE.jsonl, or --watch DIR")
    gate = Gate(open_body(), open_nudity(), settings.state)

    def answer(record: Record) -> dict[str, Any]:
        told = {"minor": record["minor"]} if isinstance(record.get("minor"), bool) else {}
        return gate.judge(photo_of(record, settings), args.purpose, told).to_json()

    show = print_json if args.json else _print
    if args.input:
        return serve_lines(args.input, answer, show)
    if args.watch:
        return _watch(args.watch, answer, show)
    record = {"photo": args.photo}
    show({**({} if args.json else record), **answer(record)})
    return 0


def _watch(folder: Path, answer: Any, show: Any) -> int:
    """Judge each picture that comes into the folder, until interrupted."""
    if not folder.is_dir():
        raise BadInput(f"--watch {folder} is not a folder: give one that exists")
    for path in _coming(folder):
        record = {"id": path.name, "photo": str(path)}
        try:
            show(with_id(answer(record), record))
        except StylistError as error:
            show({"id": path.name, "error": str(error)})
    return 0


def _coming(folder: Path) -> Iterator[Path]:
    """The pictures there are, and then each new or changed one, as soon as it is written."""
    judged: dict[Path, int] = {}
    while True:
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() not in WATCHED or not path.is_file():
                continue
            changed = path.stat().st_mtime_ns
            if judged.get(path) != changed and time.time_ns() - changed > SETTLED_SECONDS * 1e9:
                judged[path] = changed
                yield path
        time.sleep(PAUSE_SECONDS)


def _print(record: Record) -> None:
    """What a person reads: the verdict and why."""
    lead = f"{record.get('id') or record.get('photo') or ''}: "
    said = record.get("error") or "; ".join([str(record["verdict"]), *map(str, record["reasons"])])
    print(one_line(f"{lead}{said}"), flush=True)
