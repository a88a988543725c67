"""`stylist check-photo`: whether a photo is as a use needs it: each requirement measured, with what to do about it."""

from argparse import Namespace
from typing import Any

from cli.lines import Record, print_json, serve
from cli.photos import photo_of
from cli.terminal import one_line
from foundation.errors import BadInput
from foundation.settings import Settings
from vision.body import open_body
from vision.checks import check, read_requirements
from vision.measures import Seen
from vision.nudity import open_nudity


def run(args: Namespace, settings: Settings) -> int:
    """Check one photo or a file of them; returns the exit status."""
    if bool(args.photo) == bool(args.input):
        raise BadInput("check-photo needs one photo: `stylist check-photo PHOTO`, or --input FILE.jsonl")
    requirements = read_requirements(args.requirements)
    body, nudity = open_body(), open_nudity()

    def answer(record: Record) -> dict[str, Any]:
        return check(Seen(photo_of(record, settings), body, nudity), requirements).to_json()

    return serve({"photo": args.photo}, args.input, answer, print_json if args.json else _print)


def _print(record: Record) -> None:
    """What a person reads: each check, and what to do where one failed."""
    if "error" in record:
        print(one_line(f"{record['id']}: {record['error']}"), flush=True)
        return
    for made in record["checks"]:
        value = "can't be told" if made["value"] is None else f"{made['value']:g} {made['unit']}"
        told = f"{'ok  ' if made['passed'] else 'no  '}{made['name']:12} {value}"
        print(one_line(told if made["passed"] else f"{told}: {made['advice']}"), flush=True)
    print("passed" if record["passed"] else "not passed", flush=True)
