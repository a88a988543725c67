"""The application: reads the command line and the settings, and wires the rooms together for `serve`."""

import gc
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cli.console import run

if TYPE_CHECKING:
    from fastapi import FastAPI

    from foundation.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """The console script `stylist`. Returns the exit status: 0 done, 2 wrong use or bad input, 1 a fault."""
    return run(sys.argv[1:] if arguments is None else list(arguments), serve)


def serve(settings: "Settings") -> int:
    """Bind the port, answer /healthz at once, and open the stylist behind it; returns when it is told to stop."""
    from api.server import listen
    from cli.terminal import Progress

    progress = Progress()

    def load(report: Callable[[str], None]) -> "FastAPI":
        def tell(text: str) -> None:
            progress(text)
            report(text)

        built = site(settings, tell)
        progress.done()
        return built

    return listen(settings.host, settings.port, load)


def site(settings: "Settings", report: Callable[[str], None]) -> "FastAPI":
    """The whole site: the catalogue's index (built where it is missing), the stylist, its API and its page."""
    from agents.stylist import Stylist
    from api.application import create
    from cli.catalogue import prepare
    from training.workshop import Workshop
    from ui.page import mount

    prepare(settings, report)
    report("opening the index")
    stylist = Stylist.open(settings)
    report("warming up")
    stylist.warm()
    # What is open by now stays: the collector need not look through it in the middle of an answer.
    gc.collect()
    gc.freeze()
    report("opening the page")
    workshop = Workshop(settings.state, settings.job_days)
    return mount(create(stylist, settings, workshop), stylist, settings)


if __name__ == "__main__":
    sys.exit(main())
