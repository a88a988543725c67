"""JSON lines in and out: one line out for each line in, in order, at once, a bad line answered in its place."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from foundation.errors import BadInput, StylistError

MAX_BYTES = 1_000_000

Record = Mapping[str, Any]


def serve(
    record: Record, source: str | None, answer: Callable[[Record], Record], show: Callable[[Record], None]
) -> int:
    """Answer each line of `source`, or `record` where no file was given, and show it. Returns the exit status."""
    if source:
        return serve_lines(source, answer, show)
    show(with_id(answer(record), record))
    return 0


def serve_lines(source: str, answer: Callable[[Record], Record], show: Callable[[Record], None]) -> int:
    """Answer each line of `source` (a path, or - for standard input) and show it. Returns the exit status.

    `show` gets what `answer` gave, led by the line's `id`, or {"id","error"}. Raises BadInput where there is no file.
    """
    status = 0
    with _opened(source) as file:
        for number, raw in enumerate(_lines(file), start=1):
            identity: Any = None
            try:
                record = parse(raw, f"{source}, line {number}")
                identity = record.get("id")
                shown = with_id(answer(record), record)
            except StylistError as error:
                shown, status = {"id": identity, "error": str(error)}, 2
            show(shown)
    return status


def with_id(result: Record, record: Record) -> Record:
    """`result` led by the `id` of the line it answers, where that line has one."""
    return {"id": record["id"], **result} if "id" in record else result


def parse(raw: bytes, where: str) -> dict[str, Any]:
    """One line as a JSON object; raises BadInput saying where and what is wrong with it."""
    if len(raw) > MAX_BYTES:
        raise BadInput(f"{where}: more than {MAX_BYTES:,} bytes: split it")
    try:
        record = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise BadInput(f"{where}: not UTF-8 at byte {error.start}: save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{where}: not JSON ({_reason(error)}): write one JSON object a line") from None
    if not isinstance(record, dict):
        raise BadInput(f"{where}: a {type(record).__name__}, not an object: write one JSON object a line")
    return record


def text_of(record: Record, name: str, limit: int) -> str:
    """The text `record[name]`; raises BadInput where it is absent, empty, not text or longer than `limit`."""
    value = record.get(name)
    if not isinstance(value, str):
        raise BadInput(f'"{name}" is missing or not text: give {{"{name}": "…"}}')
    if not value.strip():
        raise BadInput(f'"{name}" is empty: say something')
    if len(value) > limit:
        raise BadInput(f'"{name}" has {len(value):,} characters, at most {limit:,}: shorten it')
    return value


def print_json(record: Record) -> None:
    """One JSON line on standard output, flushed at once. ASCII, so that any terminal and any pipe can carry it."""
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


@contextmanager
def _opened(source: str) -> Iterator[IO[bytes]]:
    if source == "-":
        yield sys.stdin.buffer
        return
    if not Path(source).is_file():
        raise BadInput(f"--input {source} is not a file: give an existing file of JSON lines, or - for standard input")
    with Path(source).open("rb") as file:
        yield file


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines as they come, each at most a byte over the limit; what is longer is skipped, never held in memory."""
    while line := file.readline(MAX_BYTES + 2):
        rest = line
        while len(rest) == MAX_BYTES + 2 and not rest.endswith(b"\n"):
            rest = file.readline(MAX_BYTES + 2)
        yield line.rstrip(b"\r\n") if len(line) < MAX_BYTES + 2 else line


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _reason(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)
