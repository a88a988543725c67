"""`stylist index`: build or update the catalogue's index, verify it, repair it."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from cli.catalogue import SAMPLE, build, embedding, kept, learn
from cli.lines import print_json
from cli.terminal import Progress, complain, one_line
from encoding.open import open_bulk_encoder
from foundation.errors import BadInput
from foundation.settings import Settings
from retrieval.baskets import read_sheet
from retrieval.index import Index
from retrieval.versions import COMPATIBILITY

SHOWN_REFUSALS = 20


def run(args: Namespace, settings: Settings) -> int:
    """Do what `args.action` names; returns the exit status."""
    progress = Progress()
    try:
        if args.baskets is not None:
            return _build_and_learn(args, settings, progress)
        return ACTIONS[args.action](settings, args.json, progress)
    finally:
        progress.done()


def _build(settings: Settings, as_json: bool, progress: Progress) -> int:
    if settings.catalog is None:
        raise BadInput(f"index needs a catalogue: --catalog FILE, or the sample: {SAMPLE}")
    _check_images(settings.images)
    done = build(settings, settings.catalog, progress)
    progress.done()
    if as_json:
        print_json(done)
    else:
        _print(done)
    return 0


def _build_and_learn(args: Namespace, settings: Settings, progress: Progress) -> int:
    """Build (without --catalog: keep) the index, and learn what goes together from --baskets."""
    if args.action != "build":
        raise BadInput(f"--baskets is for building: leave out {args.action}")
    # Minutes of embedding should not end at a file that can't be read.
    read_sheet(args.baskets)
    _check_images(settings.images)
    built = build(settings, settings.catalog, progress) if settings.catalog else kept(settings.state)
    learned = learn(settings, args.baskets, progress)
    progress.done()
    seconds = {**built["seconds"], COMPATIBILITY: learned.pop("seconds")}
    done = {**built, "seconds": seconds, "bytes": learned.pop("bytes"), "unchanged": False, "baskets": learned}
    if args.json:
        print_json(done)
    else:
        _print(done)
        print(f"learned from {learned['baskets']:,} baskets what goes together")
    return 0


def _verify(settings: Settings, as_json: bool, progress: Progress) -> int:
    faults = Index.verify(settings.state)
    if as_json:
        print_json({"whole": not faults, "faults": faults})
    else:
        print("\n".join(map(one_line, faults)) or "the index is whole")
    return 1 if faults else 0


def _repair(settings: Settings, as_json: bool, progress: Progress) -> int:
    parts = Index.repair(settings.state, open_bulk_encoder, embedding(progress))
    progress.done()
    if as_json:
        print_json({"repaired": parts})
    else:
        print(f"written again: {', '.join(parts)}" if parts else "the index is whole: nothing to repair")
    return 0


def _check_images(images: Path | None) -> None:
    if images is not None and not images.is_dir():
        raise BadInput(f"--images {images} is not a folder: give the folder that holds the pictures")


def _print(done: dict[str, Any]) -> None:
    refused = done["refused"]
    for refusal in refused[:SHOWN_REFUSALS]:
        complain(f"refused line {refusal['line']}: {refusal['reason']}")
    if len(refused) > SHOWN_REFUSALS:
        complain(f"and {len(refused) - SHOWN_REFUSALS} refused lines more: --json lists all")
    seconds = ", ".join(f"{part} {taken:.1f} s" for part, taken in done["seconds"].items()) or "nothing changed"
    print(f"{done['rows']:,} articles indexed, {len(refused):,} refused, {done['bytes'] / 1e6:.0f} MB ({seconds})")


ACTIONS = {"build": _build, "verify": _verify, "repair": _repair}
