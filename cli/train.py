"""`stylist train`: trains a small model of the house's own, in the foreground, and prints its card."""

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from cli.catalogue import prepare
from cli.lines import print_json
from cli.terminal import Progress, one_line
from foundation.errors import BadInput
from foundation.settings import Settings
from training.foreground import train
from training.kinds import OPTIONS


def run(args: Namespace, settings: Settings) -> int:
    """Train what `args.what` names and print its card; returns the exit status."""
    progress = Progress()
    options = {name: getattr(args, name) for name in OPTIONS[args.what].model_fields if hasattr(args, name)}
    try:
        if args.what == "eye":
            _check_pictures(settings)
            # The eye that is trained will look at them.
            prepare(settings, progress, looks=False)
        card = train(args.what, options, settings, progress)
    finally:
        progress.done()
    if args.json:
        print_json(dict(card))
    else:
        _print_eye(card) if args.what == "eye" else _print(card)
    return 0


def _check_pictures(settings: Settings) -> None:
    """Raises BadInput where there is no folder of pictures that an eye could learn from."""
    if settings.images is None:
        raise BadInput("an eye learns from the catalogue's pictures: give --images DIR (or `images` in stylist.toml)")
    if not settings.images.is_dir():
        raise BadInput(f"--images {settings.images} is not a folder: give the one that holds the catalogue's pictures")


def _print(card: Mapping[str, Any]) -> None:
    """The card as a person reads it."""
    texts = card["texts"]
    print(one_line(f"{card['folder']}: {card['kind']} on {card['base']}, {card['seconds']} s, seed {card['seed']}"))
    print(f"texts      {texts['count']:,} in {texts['families']:,} families, sha256 {texts['sha256'][:16]}")
    print(f"threshold  {card['threshold']:.3f}")
    for name, figure in card["figures"].items():
        interval = f"{figure['value']:.3f}   {figure['low']:.3f} to {figure['high']:.3f}"
        print(f"{name:42} {interval}   n = {figure['n']} in {figure['families']} families", flush=True)


def _print_eye(card: Mapping[str, Any]) -> None:
    """An eye's card as a person reads it."""
    split = card["split"]
    print(one_line(f"{card['folder']}: {card['name']} on {card['base']}, {card['seconds']} s, seed {card['seed']}"))
    print(f"pictures   {card['pictures']:,}, of them held out by product {split['calibrating'] + split['judging']:,}")
    for name, figure in card["figures"].items():
        interval = f"{figure['value']:.3f}   {figure['low']:.3f} to {figure['high']:.3f}"
        print(f"{name:42} {interval}   n = {figure['n']:,}", flush=True)
    for name, head in card["heads"].items():
        said = " · ".join(f"{share['value']:.2f}" for share in head["surer_part"])
        error = f"calibration error {head['calibration_error']:.3f}"
        print(f"{name:42} {error}   answered and then right: {said or 'none'}", flush=True)
