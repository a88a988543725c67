"""What a person reads in a terminal: whole lines, without characters that steer it, and progress on standard error."""

import re
import sys
import time

PAUSE_SECONDS = 10


def one_line(text: str) -> str:
    """`text` on one line; whatever could steer a terminal is replaced."""
    words = " ".join(str(text).split())
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in words)


def complain(text: str) -> None:
    """Write one line to standard error."""
    print(f"stylist: {one_line(text)}", file=sys.stderr, flush=True)


class Progress:
    """A line of progress on standard error: rewritten in place in a terminal, a line now and then in a file."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._last, self._printed = "", 0.0

    def __call__(self, text: str) -> None:
        """Show `text` as what is going on now."""
        line = one_line(text)
        # In a file a counter that moves on is news only now and then.
        news, now = re.sub(r"\d+", "", line), time.monotonic()
        if self._live:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
        elif news != self._last or now - self._printed > PAUSE_SECONDS:
            print(line, file=sys.stderr, flush=True)
            self._printed = now
        self._last = news

    def done(self) -> None:
        """End the line."""
        if self._live and self._last:
            print(file=sys.stderr, flush=True)
