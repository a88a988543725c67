"""The console: runs one verb and turns what goes wrong into one line and an exit status."""

import os
import signal
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from cli.parser import build
from cli.terminal import complain
from foundation.errors import StylistError

if TYPE_CHECKING:
    from foundation.settings import Settings

Serve = Callable[["Settings"], int]
LOG_NAME = "stylist.log"
MODULES = {"eval": "cli.evaluate", "check-photo": "cli.check_photo"}
SETTINGS = ("home", "catalog", "images", "host", "port", "planner", "writer")


def run(arguments: Sequence[str], serve: Serve) -> int:
    """Run the verb that `arguments` name; `serve` runs the web door. Returns the exit status, raises nothing."""
    home = Path("~/.stylist")
    try:
        args = build().parse_args(arguments)
        settings = _settings(args)
        home = settings.home
        status = serve(settings) if args.verb == "serve" else _verb(args, settings)
        sys.stdout.flush()
        return status
    except SystemExit as stop:  # argparse, after --help
        return int(stop.code or 0)
    except StylistError as error:
        complain(str(error))
        return error.exit_status
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # The reader went away, as `head` does; the interpreter's own last flush must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        complain(_fault(error, home.expanduser()))
        return 1


def _settings(args: Namespace) -> "Settings":
    from foundation.settings import read_settings

    given = {name: getattr(args, name, None) for name in SETTINGS}
    return read_settings(getattr(args, "config", None), **given)


def _verb(args: Namespace, settings: "Settings") -> int:
    # A verb's module is imported only when it is asked for: `search` must not wait for what `chat` needs.
    module = import_module(MODULES.get(args.verb, f"cli.{args.verb}"))
    status: int = module.run(args, settings)
    return status


def _fault(error: Exception, home: Path) -> str:
    """Keep the traceback in the log; returns the line that says where it is."""
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    try:
        home.mkdir(parents=True, exist_ok=True)
        with (home / LOG_NAME).open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {traceback.format_exc()}\n")
    except OSError:
        return f"a fault: {said[:300]} (no log: {home} can't be written)"
    return f"a fault: {said[:300]} (the traceback is in {home / LOG_NAME})"
