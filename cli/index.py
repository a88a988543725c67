"""`stylist index`: build or update the catalogue's index, verify it, repair it."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from cli.catalogue import SAMPLE, build, embedding, kept, learn, look
from cli.lines import print_json
from cli.terminal import Progress, complain, one_line
from encoding.open import open_bulk_encoder
from foundation.errors import BadInput
from foundation.settings import Settings
from retrieval.baskets import read_sheet
from retrieval.index import Index
from retrieval.versions import COMPATIBILITY, PICTURES

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
    seen = look(settings, progress)
    progress.done()
    done = _with_pictures(done, seen)
    if as_json:
        print_json(done)
    else:
        _print(done)
        _print_pictures(seen)
    return 0


def _build_and_learn(args: Namespace, settings: Settings, progress: Progress) -> int:
    """Build (without --catalog: keep) the index, and learn what goes together from --baskets."""
    if args.action != "build":
        raise BadInput(f"--baskets is for building: leave out {args.action}")
    # Minutes of embedding should not end at a file that can't be read.
    read_sheet(args.baskets)
    _check_images(settings.images)
    built = build(settings, settings.catalog, progress) if settings.catalog else kept(settings.state)
    seen = look(settings, progress)
    built = _with_pictures(built, seen)
    learned = learn(settings, args.baskets, progress)
    progress.done()
    seconds = {**built["seconds"], COMPATIBILITY: learned.pop("seconds")}
    done = {**built, "seconds": seconds, "bytes": learned.pop("bytes"), "unchanged": False, "baskets": learned}
    if args.json:
        print_json(done)
    else:
        _print(done)
        _print_pictures(seen)
        print(f"learned from {learned['baskets']:,} baskets what goes together")
    return 0


def _with_pictures(done: dict[str, Any], seen: dict[str, Any] | None) -> dict[str, Any]:
    """What a build says, with the look at the pictures as one of its parts."""
    if seen is None:
        return done
    seconds = {**done["seconds"], PICTURES: seen["seconds"]} if seen["looked"] else done["seconds"]
    unchanged = bool(done.get("unchanged")) and not seen["looked"]
    return {**done, "seconds": seconds, "bytes": seen["bytes"], "unchanged": unchanged}


def _print_pictures(seen: dict[str, Any] | None) -> None:
    if seen is None:
        return
    unread = f", {seen['unreadable']:,} can't be read" if seen["unreadable"] else ""
    print(f"{seen['pictures']:,} pictures seen, {seen['looked']:,} of them now{unread}")
    if seen["contradictions"]:
        print(f"{seen['contradictions']:,} rows say something else than their picture shows: {seen['file']}")


def _verify(settings: Settings, as_json: bool, progress: Progress) -> int:
    faults = Index.verify(settings.state)
    if as_json:
        print_json({"whole": not faults, "faults": faults})
    else:
        print("\n".join(map(one_line, faults)) or "the index is whole")
    return 1 if faults else 0


def _repair(settings: Settings, as_json: bool, progress: Progress) -> int:
    parts = Index.repair(settings.state, open_bulk_encoder, embedding(progress))
    if PICTURES in parts and look(settings, progress) is None:
        complain("what was seen of the catalogue's pictures is gone: `stylist index --catalog FILE --images DIR` looks")
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
