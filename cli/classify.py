"""`stylist classify`: whether a text asks for a picture to be made or changed; needs no catalogue."""

from argparse import Namespace
from typing import Any

from agents.requests.classifier import Classifier
from cli.lines import Record, print_json, serve, text_of
from cli.terminal import one_line
from foundation.errors import BadInput
from foundation.settings import Settings


def run(args: Namespace, settings: Settings) -> int:
    """Classify one text or a file of them; returns the exit status."""
    if bool(args.text) == bool(args.input):
        raise BadInput('classify needs one text: `stylist classify "draw me in a coat"`, or --input FILE.jsonl')
    classifier = Classifier.open(settings.state)

    def answer(record: Record) -> dict[str, Any]:
        label = classifier.label(text_of(record, "text", settings.max_message_chars))
        return {"label": label.label, "confidence": round(label.confidence, 4)}

    record = {"id": None, "text": " ".join(args.text)}
    return serve(record, args.input, answer, print_json if args.json else _print)


def _print(record: Record) -> None:
    """What a person reads: the label and how sure it is."""
    said = record.get("error") or f"{record['label']} ({record['confidence']:.2f})"
    lead = f"{record['id']}: " if record.get("id") is not None or "error" in record else ""
    print(one_line(f"{lead}{said}"), flush=True)
