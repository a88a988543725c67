"""Every verb's options. Only argparse is imported here, so that `stylist --help` answers at once."""

import argparse
from pathlib import Path
from typing import Any, NoReturn

from foundation.errors import BadInput

PLANNERS = ("house", "chat")
PURPOSES = ("garment", "tryon", "outfit")
TRAININGS = ("classifier", "eye")
TRAINS = "classifier: tells requests for pictures from other talk; eye: sees photos, learned from --images"
EVALUATIONS = ("shoppers", "mutation", "grid", "looks", "eye", "gate", "photos")


class Parser(argparse.ArgumentParser):
    """An ArgumentParser whose complaint is one line: what, and where to read more."""

    def error(self, message: str) -> NoReturn:
        """Raise BadInput in place of printing the usage."""
        raise BadInput(f"{message}; see `{self.prog} --help`")


def build() -> Parser:
    """The parser of all verbs; common options stand before or after the verb."""
    common = _common()
    parser = Parser(prog="stylist", description="A conversational fashion stylist on your catalogue.", parents=[common])
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name, (text, add) in VERBS.items():
        verb = verbs.add_parser(name, help=text, description=text, parents=[common])
        add(verb)
    return parser


def _common() -> "Parser":
    # SUPPRESS: an option left out after the verb must not undo the same option given before it.
    common = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group = common.add_argument_group("common options, before or after the verb")
    group.add_argument("--home", type=Path, metavar="DIR", help="where all state is kept (default ~/.stylist)")
    group.add_argument("--catalog", type=Path, metavar="PATH", help="the catalogue: csv, csv.gz or parquet")
    group.add_argument("--images", type=Path, metavar="DIR", help="the catalogue's pictures")
    group.add_argument("--config", type=Path, metavar="FILE", help="settings (default ./stylist.toml if there is one)")
    return common


def _serve(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    verb.add_argument("--port", type=int, help="port to listen on (default 7860)")
    _add_backends(verb)


def _index(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "action",
        nargs="?",
        choices=("build", "verify", "repair"),
        default="build",
        help="build or update (the default), check every file, or rebuild what is damaged",
    )
    verb.add_argument(
        "--baskets",
        type=Path,
        metavar="FILE",
        help="learn what goes together from orders or outfits: csv, csv.gz or parquet of basket, article_id",
    )
    _add_json(verb)


def _search(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("query", nargs="*", help="what to look for")
    _add_lines(verb, '{"id","query"}')
    verb.add_argument("--k", type=_positive, default=10, metavar="N", help="how many articles (default 10)")
    verb.add_argument(
        "--filter",
        type=_slot_value,
        action="append",
        default=[],
        metavar="SLOT=VALUE",
        help="only these, e.g. colour=navy; the same slot again = or, another slot = and",
    )
    verb.add_argument(
        "--exclude", type=_slot_value, action="append", default=[], metavar="SLOT=VALUE", help="none of these"
    )
    verb.add_argument("--variants", action="store_true", help="every colour of a product, not one")


def _chat(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("message", nargs="*", help="one message; without it the chat is interactive")
    verb.add_argument(
        "--script",
        "--input",
        dest="input",
        metavar="FILE.jsonl",
        help='a conversation, lines of {"message","photo"} or {"reset":true}; - reads standard input',
    )
    verb.add_argument("--photo", metavar="FILE", action="append", help="send a photo with the message; again for more")
    verb.add_argument("--session", metavar="ID", help="go on with this conversation")
    _add_backends(verb)
    _add_json(verb)


def _feedback(verb: argparse.ArgumentParser) -> None:
    actions = verb.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="keep ratings", parents=[_common()])
    add.add_argument("event", nargs="?", help='one rating as JSON: {"message_id","rating","reasons","consent",…}')
    _add_lines(add, "ratings")
    export = actions.add_parser("export", help="consented ratings as preference data", parents=[_common()])
    export.add_argument("--format", default="trl-kto", help="trl-kto (the default) or trl-dpo")
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
    export.add_argument("--force", action="store_true", help="overwrite FILE")
    _add_json(actions.add_parser("stats", help="how many ratings, of what", parents=[_common()]))
    forget = actions.add_parser("forget", help="delete a session and all it left", parents=[_common()])
    forget.add_argument("session", metavar="SESSION")
    _add_json(forget)


def _eval(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "what",
        nargs="?",
        choices=EVALUATIONS,
        help="simulated shoppers, a catalogue renamed to nonsense, or house and model side by side, what goes "
        "together, an eye of --images in five folds, the upload gate on --images, "
        "search by photos; left out: searches and conversations",
    )
    verb.add_argument("--queries", action="store_true", help="only the search queries")
    verb.add_argument("--scenarios", action="store_true", help="only the scenario conversations")
    verb.add_argument("--only", metavar="ID|THEME", help="only this conversation, or those of this theme")
    verb.add_argument("--as-written", action="store_true", help="no paraphrases of the conversations")
    verb.add_argument("--show", action="store_true", help="each case that failed, and why; talks in full")
    verb.add_argument(
        "--n",
        type=_positive,
        metavar="N",
        help="how many shoppers (default 100), conversations (grid: 8) or pictures (gate: all)",
    )
    verb.add_argument("--seed", type=int, default=0, metavar="S", help="which shoppers and conversations are drawn")
    verb.add_argument("--markdown", action="store_true", help="grid: a table for a document")
    verb.add_argument(
        "--input",
        metavar="FILE.jsonl",
        help='looks: answer lines of {"id","context","choices"}; - reads standard input',
    )
    verb.add_argument("--people", type=Path, metavar="DIR", help="gate: also photos that show one person each")
    verb.add_argument("--baskets", type=Path, metavar="FILE", help="looks: measure on held-out parts of these baskets")
    _add_backends(verb)
    _add_json(verb)


def _replay(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("session", metavar="SESSION", help="the talk's session id, as `chat --json` prints it")
    _add_backends(verb)
    _add_json(verb)


def _classify(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("text", nargs="*", help="what was said")
    _add_lines(verb, '{"id","text"}')


def _train(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("what", choices=TRAININGS, help=TRAINS)
    verb.add_argument(
        "--texts",
        type=Path,
        metavar="FILE.jsonl",
        help='your own, lines of {"text","label","family"?}; default: those that come with the project',
    )
    verb.add_argument("--base", metavar="MODEL", help="fine-tune this Hugging Face model (a folder or hub id) instead")
    verb.add_argument("--epochs", type=_positive, default=3, metavar="N", help="with --base (default 3)")
    verb.add_argument("--seed", type=int, default=0, metavar="S", help="which families are held out")
    _add_json(verb)


def _doctor(verb: argparse.ArgumentParser) -> None:
    _add_json(verb)


def _add_backends(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--planner", choices=PLANNERS, help="who plans (default house)")
    verb.add_argument("--writer", choices=PLANNERS, help="who writes (default house)")


def _add_json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="JSON lines on standard output")


def _moderate(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("photo", nargs="?", help="a jpeg, png or webp picture")
    _add_lines(verb, '{"id","photo"}')
    verb.add_argument("--purpose", choices=PURPOSES, default="garment", help="what it is for (default garment)")
    verb.add_argument("--watch", type=Path, metavar="DIR", help="judge every picture that comes into a folder")


def _caption(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("photo", nargs="?", help="a jpeg, png or webp picture")
    _add_lines(verb, '{"id","photo"}')


def _check_photo(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("photo", nargs="?", help="a jpeg, png or webp picture")
    _add_lines(verb, '{"id","photo"}')
    verb.add_argument(
        "--requirements", type=Path, metavar="FILE", help="what it must be, as YAML (default: head to feet, to try on)"
    )


def _add_lines(verb: argparse.ArgumentParser, what: str) -> None:
    verb.add_argument("--input", metavar="FILE.jsonl", help=f"lines of {what}; - reads standard input")
    _add_json(verb)


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"{text!a} is not a whole number from 1 to 1000")
    return int(text)


def _slot_value(text: str) -> tuple[str, str]:
    slot, _, value = text.partition("=")
    if not slot.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f"{text!a} is not SLOT=VALUE, as in colour=navy")
    return slot.strip(), value.strip()


VERBS: dict[str, tuple[str, Any]] = {
    "serve": ("the web page and the API", _serve),
    "index": ("build, update, verify or repair the catalogue's index", _index),
    "search": ("articles for a query", _search),
    "chat": ("talk with the stylist", _chat),
    "feedback": ("add, export, count or forget ratings", _feedback),
    "replay": ("run a stored talk again on another planner or writer", _replay),
    "eval": ("measure search and conversations on this catalogue", _eval),
    "classify": ("whether a text asks for a picture to be made or changed", _classify),
    "caption": ("what a photo shows: type, colour, pattern, whom it is made for", _caption),
    "moderate": ("whether an uploaded photo may be used: allow, hold or refuse", _moderate),
    "check-photo": ("whether a photo is as it is needed: one person, light, sharp, head to feet", _check_photo),
    "train": ("train a small model of the house's own, in the foreground", _train),
    "doctor": ("what is installed, reachable, missing, and how to get it", _doctor),
}
