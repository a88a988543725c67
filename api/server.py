"""The server: binds the port first, answers from the start, loads the site in a thread, and stops cleanly."""

import asyncio
import signal
import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from api.opening import Opening
from foundation.errors import BadInput

Load = Callable[[Callable[[str], None]], FastAPI]
SIGNALS = (signal.SIGINT, signal.SIGTERM)
GRACE_SECONDS = 3


def listen(host: str, port: int, load: Load) -> int:
    """Serve the site that `load` opens at `host`:`port` (0: any free one) until a signal; returns the exit status.

    Raises BadInput where the address can't be had, and whatever `load` raised.
    """
    listener = bind(host, port)
    for number in SIGNALS:
        # uvicorn raises the signal again once it has stopped; a stop that was asked for is no error.
        signal.signal(number, lambda *_: None)
    asyncio.run(serve(listener, load))
    return 0


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; raises BadInput saying what else to try."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        # A restart may bind at once; a port that another program listens on is refused all the same.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        raise BadInput(f"can't listen on {host}:{port} ({error.strerror}): give another --port or --host") from None
    return listener


async def serve(listener: socket.socket, load: Load) -> None:
    """Serve until a signal; raises what went wrong while the site was loaded."""
    opening = Opening()
    server = uvicorn.Server(
        uvicorn.Config(opening, lifespan="off", log_level="warning", timeout_graceful_shutdown=GRACE_SECONDS)
    )
    site = asyncio.create_task(_run_site(opening, load, address_of(listener), lambda: server.should_exit))
    # A site that can't be opened must end the server, not leave one that is never ready.
    site.add_done_callback(lambda _: setattr(server, "should_exit", True))
    await server.serve(sockets=[listener])
    opening.stop()
    if not opening.handed_over:
        site.cancel()
    with suppress(asyncio.CancelledError):
        await site


async def _run_site(opening: Opening, load: Load, address: str, stopping: Callable[[], bool]) -> None:
    def report(text: str) -> None:
        opening.progress = text

    _say(f"listening on {address}")
    site = await asyncio.wrap_future(_in_thread(lambda: load(report)))
    # Streams without an end ask whether to go on: the server waits for them when it stops.
    site.state.stopping = stopping
    _say(f"ready at {address}")
    await opening.run(site)


def _in_thread(work: Callable[[], FastAPI]) -> "Future[FastAPI]":
    """Start `work` in a thread that does not outlive the process: a stop must not wait for an index."""
    future: Future[FastAPI] = Future()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, name="opening", daemon=True).start()
    return future


def address_of(listener: socket.socket) -> str:
    """The URL that `listener` answers at."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _say(text: str) -> None:
    print(f"stylist: {text}", file=sys.stderr, flush=True)
