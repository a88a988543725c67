"""`stylist chat`: one message, a script of messages, or a conversation at a prompt."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any

from agents.stylist import Stylist
from cli.catalogue import prepare_quietly
from cli.lines import Record, print_json, serve_lines, text_of
from cli.photos import photos_of
from cli.terminal import complain, one_line
from foundation.errors import BadInput, StylistError
from foundation.events import Asks, Card, Done, Event, Look, Notice, Planned, Seen, Sentence
from foundation.photo import Photo
from foundation.settings import Settings

HELP = "Say what you are looking for. /new starts afresh, /quit ends."


def run(args: Namespace, settings: Settings) -> int:
    """Chat; returns the exit status."""
    message = " ".join(args.message)
    if args.message and args.input:
        raise BadInput("chat takes one message or --script FILE.jsonl, not both")
    prepare_quietly(settings)
    with closing(Stylist.open(settings)) as stylist:
        talk = Talk(stylist, args.session, settings)
        if args.input:
            return serve_lines(args.input, talk.answer, print_json if args.json else print_turn)
        record = {"message": message, "photo": args.photo or None}
        if (args.message or args.photo) and args.json:
            print_json(talk.answer(record))
        elif args.message or args.photo:
            talk.say(record)
        else:
            converse(talk, args.json)
    return 0


class Talk:
    """One conversation with the stylist; knows the session it is in."""

    def __init__(self, stylist: Stylist, session_id: str | None, settings: Settings) -> None:
        self._stylist = stylist
        self._session_id = session_id
        self._settings = settings

    def answer(self, record: Record) -> dict[str, Any]:
        """The `chat` verb's answer to one line of a script; raises BadInput where it can't be served."""
        if record.get("reset") is True:
            return {"reset": True, "session_id": self.reset()}
        photos = photos_of(record, self._settings)
        answer = self._stylist.chat(self._text(record, photos), self._session_id, photos=photos)
        self._session_id = answer["session_id"]
        return answer

    def reset(self) -> str:
        """Start a new session and return its id."""
        self._session_id = self._stylist.new_session()
        return self._session_id

    def say(self, record: Record) -> None:
        """Print the answer to one line as it comes."""
        photos = photos_of(record, self._settings)
        events = self._stylist.stream(self._text(record, photos), self._session_id, photos=photos)
        self._session_id = print_events(events) or self._session_id

    def _text(self, record: Record, photos: Sequence[Photo]) -> str:
        """The message; beside a photo it may be empty or absent."""
        if photos and not record.get("message"):
            return ""
        return text_of(record, "message", self._settings.max_message_chars)


def converse(talk: Talk, as_json: bool) -> None:
    """Read messages at a prompt until /quit or the end of the input; a message that can't be served ends nothing."""
    if sys.stdin.isatty():
        import readline  # noqa: F401  (gives `input` its line editing and history)

        print(HELP, file=sys.stderr)
    while (message := _read()) is not None and message != "/quit":
        try:
            if message == "/new":
                talk.reset()
            elif message and as_json:
                print_json(talk.answer({"message": message}))
            elif message:
                talk.say({"message": message})
        except StylistError as error:
            complain(str(error))


def _read() -> str | None:
    """One line from the shopper, None at the end."""
    try:
        return input("\nyou › " if sys.stdin.isatty() else "").strip()
    except EOFError:
        return None
    except UnicodeDecodeError as error:
        raise BadInput(f"the message is not UTF-8 at byte {error.start}: send UTF-8") from None


def print_events(events: Iterable[Event]) -> str | None:
    """Print a turn while it is made: articles first, then sentence by sentence. Returns its session id."""
    session_id = None
    for event in events:
        match event:
            case Seen():
                print(f"  (in the photo: {one_line(event.text)})", flush=True)
            case Planned() if event.replaces:
                print("  (on second thought, in place of those)")
            case Card():
                print(_card(event.handle, event.prod_name, f"{event.product_type}, {event.colour}", event.why))
            case Look():
                print(_look(event.title, [f"[{handle}]" if handle else own or "" for _, handle, own in event.pieces]))
            case Asks() if event.chips:
                print(f"  ({' · '.join(map(one_line, event.chips))})")
            case Notice():
                print(f"  ({one_line(event.text)})")
            case Sentence():
                print(one_line(event.text), flush=True)
            case Done():
                session_id = event.turn.get("session_id")
    return session_id


def print_turn(record: Record) -> None:
    """Print a whole turn from its JSON."""
    if "error" in record:
        complain(record["error"])
        return
    if record.get("reset"):
        print("(a new conversation)", flush=True)
        return
    for handle, item in enumerate(record["items"], start=1):
        print(_card(handle, item["prod_name"], item["article_id"], item["why"]))
    handles = {item["article_id"]: f"[{handle}]" for handle, item in enumerate(record["items"], start=1)}
    for look in record["looks"]:
        print(_look(look["title"], [handles.get(p["article_id"]) or p["own"] or "" for p in look["pieces"]]))
    print(one_line(record["reply"]), flush=True)


def _look(title: str, pieces: Sequence[str]) -> str:
    """A look in a line: what it is for, then its pieces by number, own ones in the shopper's words."""
    return f"  {one_line(title)}: {' + '.join(map(one_line, pieces))}"


def _card(handle: int, name: str, kind: str, why: str) -> str:
    return f"  [{handle}] {one_line(name)} ({one_line(kind)}): {one_line(why)}"
