"""`stylist caption`: what a photo shows, in the catalogue's own words, with how sure the eye is."""

from argparse import Namespace
from typing import Any

from cli.catalogue import indexed, prepare_quietly
from cli.lines import Record, print_json, serve
from cli.photos import photo_of
from cli.terminal import one_line
from foundation.errors import BadInput
from foundation.settings import Settings
from retrieval.index import Index
from vision.body import open_body
from vision.caption import Captioner
from vision.open import open_eye
from vision.vocabulary import Vocabulary, read_vocabulary


def run(args: Namespace, settings: Settings) -> int:
    """Caption one photo or a file of them; returns the exit status."""
    if bool(args.photo) == bool(args.input):
        raise BadInput("caption needs one photo: `stylist caption PHOTO`, or --input FILE.jsonl")
    captioner = open_captioner(settings)

    def answer(record: Record) -> dict[str, Any]:
        return captioner.caption(photo_of(record, settings)).to_json()

    return serve({"photo": args.photo}, args.input, answer, print_json if args.json else _print)


def open_captioner(settings: Settings) -> Captioner:
    """The eye that the settings choose, for the catalogue in use; raises MissingExtra where there is none, BadInput."""
    if settings.catalog is not None:
        prepare_quietly(settings)
    manifest = indexed(settings.state)
    catalogue = manifest["catalogue"]["sha256"] if manifest else None
    return Captioner(open_eye(settings, catalogue, lambda: _words(settings)), open_body())


def _words(settings: Settings) -> Vocabulary:
    """The catalogue's own words, which a model that was not trained on it must be given."""
    return read_vocabulary(Index.open(settings.state).table)


def _print(record: Record) -> None:
    """What a person reads: the caption, then each attribute and how sure it is."""
    lead = f"{record['id']}: " if record.get("id") is not None else ""
    if "error" in record:
        print(one_line(f"{lead}{record['error']}"), flush=True)
        return
    print(one_line(f"{lead}{record['caption']}"))
    for name, value in record["attributes"].items():
        print(one_line(f"  {name:13} {value or 'hard to tell'} ({record['confidence'][name]:.2f})"), flush=True)
