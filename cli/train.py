"""`stylist train`: trains a small model of the house's own, in the foreground, and prints its card."""

from argparse import Namespace
from typing import Any

from agents.requests.classifier import trained_folder
from cli.lines import print_json
from cli.terminal import Progress, one_line
from encoding.minilm import MiniLM
from encoding.weights import weights
from foundation.settings import Settings
from training.classifier import Report, save, train_head
from training.texts import read_texts


def run(args: Namespace, settings: Settings) -> int:
    """Train what `args.what` names and print its card; returns the exit status."""
    progress = Progress()
    try:
        card = _classifier(args, settings, progress)
    finally:
        progress.done()
    print_json(card) if args.json else _print(card)
    return 0


def _classifier(args: Namespace, settings: Settings, report: Report) -> dict[str, Any]:
    folder = trained_folder(settings.state)
    texts = read_texts(args.texts)
    report(f"{len(texts):,} texts")
    if args.base:
        from training.sequence import train_sequence

        card = train_sequence(texts, args.base, folder, args.seed, args.epochs, report)
    else:
        fitted = train_head(texts, MiniLM(weights(MiniLM.name)), args.seed, report)
        save(fitted, folder)
        card = fitted.card
    return {**card, "folder": str(folder)}


def _print(card: dict[str, Any]) -> None:
    """The card as a person reads it."""
    texts = card["texts"]
    print(one_line(f"{card['folder']}: {card['kind']} on {card['base']}, {card['seconds']} s, seed {card['seed']}"))
    print(f"texts      {texts['count']:,} in {texts['families']:,} families, sha256 {texts['sha256'][:16]}")
    print(f"threshold  {card['threshold']:.3f}")
    for name, figure in card["figures"].items():
        interval = f"{figure['value']:.3f}   {figure['low']:.3f} to {figure['high']:.3f}"
        print(f"{name:42} {interval}   n = {figure['n']} in {figure['families']} families", flush=True)
