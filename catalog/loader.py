"""Loader: reads a catalogue file (csv, csv.gz, parquet) into our columns and reports every row it refuses."""

import csv
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path
from typing import Any

from catalog.mapping import Source, find_sources, map_columns, quoted
from foundation.errors import BadInput, TooLarge
from foundation.extras import need
from foundation.settings import fingerprint

MAX_BYTES = 4 << 30  # of text once unpacked; more is a bomb or a mistake
MAX_ID = 64  # characters
MAX_FIELD = 20_000  # characters
MAX_SPAN = 100  # physical lines of one row; a quote open for longer was never closed
_HEAD = 1 << 20
_BAD_ID = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NOT_TABLES = {
    b"PK\x03\x04": "a zip or Excel file", b"\xd0\xcf\x11\xe0": "an old Excel file", b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture", b"%PDF": "a PDF", b"{": "JSON", b"[": "JSON", b"<": "HTML or XML", b"BZh": "bzip2",
    b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd", b"SQLite": "an SQLite file", b"\x1f\x8b": "gzip within gzip",
    b"\xff\xfe": "UTF-16 text", b"\xfe\xff": "UTF-16 text",
}  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken: its physical line (the row's number in parquet, from 1) and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class Loaded:
    """A catalogue as read: all our columns, equally long; the refused rows in file order.

    `mapping` says in words what each column was read from, `notes` what else a person should know; `sha256` is the
    file's, `settings` stands for the mapping that was given.
    """

    columns: dict[str, list[str]]
    refused: list[Refusal]
    mapping: dict[str, str]
    sha256: str
    settings: str = ""
    notes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.columns["article_id"])


@dataclass(frozen=True)
class Sheet:
    """A file's rows before they are mapped: its cells by column, and each row's line."""

    header: list[str]
    cells: dict[str, Sequence[str]]
    lines: list[int]
    refused: list[Refusal]
    number_columns: frozenset[str] = frozenset()


def load(path: Path, columns: Mapping[str, str | list[str]], values: Mapping[str, Mapping[str, str]]) -> Loaded:
    """Read the catalogue at `path`, mapped by the settings' `columns` and `values`; bad rows are refused one by one.

    Raises BadInput, in one line, where nothing of the file can be used.
    """
    try:
        if path.exists() and not path.is_file():
            raise BadInput(f"{path} is a folder or no regular file: give a csv, csv.gz or parquet file")
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            sheet = read_parquet(path) if file.read(4) == b"PAR1" else read_csv(path)
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror or error}; give a csv, csv.gz or parquet file") from None
    sources = find_sources(sheet.header, columns, values, str(path))
    if not sheet.lines and not sheet.refused:
        raise BadInput(f"{path} has a header and no rows: give a catalogue with at least one article")
    mapped = map_columns(sheet.cells, len(sheet.lines), sources, values)
    refused = [*sheet.refused, *refuse_rows(sheet, mapped.columns)]
    refused.sort(key=lambda refusal: refusal.line)
    kept = keep(mapped.columns, sheet.lines, refused)
    check_any(path, kept, refused)
    return Loaded(
        kept,
        refused,
        mapped.mapping,
        sha256,
        fingerprint(columns, values),
        [*mapped.notes, *note_numbers(sources, sheet)],
    )


def keep(columns: dict[str, list[str]], lines: Sequence[int], refused: Sequence[Refusal]) -> dict[str, list[str]]:
    """The columns without the refused rows."""
    bad = {refusal.line for refusal in refused}
    if bad.isdisjoint(lines):
        return columns
    good = [line not in bad for line in lines]
    return {name: list(compress(cells, good)) for name, cells in columns.items()}


def check_any(path: Path, columns: Mapping[str, Sequence[str]], refused: Sequence[Refusal]) -> None:
    """Raise BadInput where every row was refused, with the first reason."""
    if not columns["article_id"]:
        first = refused[0]
        raise BadInput(
            f"{path}: all {len(refused)} rows were refused, the first (line {first.line}): {first.reason}; "
            "mend the file, or its [columns] in stylist.toml"
        )


def note_numbers(sources: Mapping[str, Source], sheet: Sheet) -> list[str]:
    """Say that an id was stored as a number, where it was."""
    names = sorted(sheet.number_columns.intersection(sources["article_id"].columns))
    return [f"article_id: {quoted(name)} holds numbers; zeros in front, if any, were lost earlier" for name in names]


def refuse_rows(sheet: Sheet, columns: Mapping[str, Sequence[str]]) -> Iterator[Refusal]:
    """The rows whose cells, id, or name and type can't be used; of rows with one id the first is kept."""
    faults = cell_faults(sheet)
    first_line: dict[str, int] = {}
    rows = zip(columns["article_id"], columns["prod_name"], columns["product_type_name"], sheet.lines, strict=True)
    for row, (article_id, name, kind, line) in enumerate(rows):
        reason = faults.get(row) or id_fault(article_id)
        if not reason and not (name.strip() or kind.strip()):
            reason = "no name and no type"
        if not reason and article_id in first_line:
            reason = f"duplicate id {quoted(article_id)}, first on line {first_line[article_id]}"
        if reason:
            yield Refusal(line, reason)
        else:
            first_line[article_id] = line


def id_fault(article_id: str) -> str | None:
    """Why this can't be an id, if so."""
    if not article_id.strip():
        return "empty id"
    if len(article_id) > MAX_ID:
        return f"id of {len(article_id)} characters, {MAX_ID} at most"
    return "control or invisible character in the id" if _BAD_ID.search(article_id) else None


def cell_faults(sheet: Sheet) -> dict[int, str]:
    """Row → what is wrong with one of its cells. Whole columns are looked through at once: most have no fault."""
    faults: dict[int, str] = {}
    for name, cells in sheet.cells.items():
        text = "".join(cells)
        if "\0" in text:
            add_faults(faults, cells, lambda cell: "\0" in cell, f"NUL byte in {quoted(name)}")
        if not text.isascii() and _SURROGATE.search(text):
            add_faults(faults, cells, _SURROGATE.search, f"broken encoding in {quoted(name)}: not UTF-8")
        if max(map(len, cells), default=0) > MAX_FIELD:
            reason = f"{quoted(name)} is longer than {MAX_FIELD} characters"
            add_faults(faults, cells, lambda cell: len(cell) > MAX_FIELD, reason)
    return faults


def add_faults(faults: dict[int, str], cells: Sequence[str], bad: Callable[[str], object], reason: str) -> None:
    """Add `reason` for each row whose cell is `bad` and that has none yet."""
    for row, cell in enumerate(cells):
        if bad(cell):
            faults.setdefault(row, reason)


def read_csv(path: Path) -> Sheet:
    """Read a csv, gzipped or not, comma, semicolon, tab or bar; raises BadInput where it is no table."""
    text = read_bytes(path).decode("utf-8-sig", "surrogateescape")
    lines = list(io.StringIO(text, newline=""))
    header, start, delimiter = read_header(path, lines)
    rows, numbers, refused = read_rows(lines, start, delimiter, len(header))
    columns = list(zip(*rows, strict=True)) or [()] * len(header)
    cells = dict(zip(reversed(header), reversed(columns), strict=True))
    return Sheet(header, cells, numbers, refused)


def read_header(path: Path, lines: Sequence[str]) -> tuple[list[str], int, str]:
    """The header's names, the index of the line after it, and the delimiter."""
    first = next((index for index, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise BadInput(f"{path} holds nothing but blank lines: give a csv with a header and rows")
    bare = re.sub(r'"[^"]*"', "", lines[first])
    delimiter = max(",;\t|", key=bare.count)
    reader = csv.reader(lines[first : first + MAX_SPAN], delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(reader)]
    except csv.Error as error:
        raise BadInput(f"{path}: the header on line {first + 1} can't be read ({error}): mend its quotes") from None
    if any(_SURROGATE.search(name) or "\0" in name for name in header):
        raise BadInput(f"{path}: the header on line {first + 1} is not UTF-8 text: give a csv saved as UTF-8")
    return header, first + reader.line_num, delimiter


class Feed(Iterator[str]):
    """The physical lines from `at` on; ends early where one row would take more than MAX_SPAN of them."""

    def __init__(self, lines: Sequence[str], at: int) -> None:
        self.lines, self.next, self.stop = lines, at, at + MAX_SPAN

    def __next__(self) -> str:
        if self.next >= self.stop or self.next >= len(self.lines):
            raise StopIteration
        self.next += 1
        return self.lines[self.next - 1]


def read_rows(
    lines: Sequence[str], at: int, delimiter: str, width: int
) -> tuple[list[list[str]], list[int], list[Refusal]]:
    """The rows of `width` fields from line index `at` on, their line numbers, and what was refused.

    Quotes are read strictly, so a quote that never closes meets the next quoted field and fails there: its line
    alone is refused, and reading resumes on the next one. The loop is flat because it runs once a row.
    """
    rows: list[list[str]] = []
    numbers: list[int] = []
    refused: list[Refusal] = []
    while at < len(lines):
        feed = Feed(lines, at)
        try:
            for row in csv.reader(feed, delimiter=delimiter, strict=True):
                spans = feed.next - at
                if spans > 1 and swallows(lines[at : feed.next], delimiter, row, width):
                    raise csv.Error("unclosed")
                if len(row) == width:
                    rows.append(row)
                    numbers.append(at + 1)
                elif row:
                    refused.append(Refusal(at + 1, f"{len(row)} fields, the header has {width}"))
                at = feed.next
                feed.stop = at + MAX_SPAN
        except csv.Error as error:
            refused.append(Refusal(at + 1, quote_fault(str(error), lines[at : feed.next])))
            at += 1
    return rows, numbers, refused


def quote_fault(error: str, lines: Sequence[str]) -> str:
    """What the csv reader's error over `lines` says of the first of them."""
    if len(lines) == 1 and "field limit" in error:
        return f"a field is longer than {MAX_FIELD} characters"
    if len(lines) == 1 and lines[0].count('"') % 2 == 0:
        return "text after a closing quote"
    return "unclosed quote"


def swallows(lines: Sequence[str], delimiter: str, row: Sequence[str], width: int) -> bool:
    """Whether a row over several lines took in another row: a line of full width whose first field is formed alike.

    A row of a wrong width is judged by width alone; a description may hold what looks like a line of a table.
    """
    for line in lines[1:]:
        fields = next(csv.reader([line], delimiter=delimiter), [])
        if len(fields) == width > 1 and (len(row) != width or form(fields[0]) == form(row[0])):
            return True
    return False


def form(text: str) -> str:
    """A text's form: digits as 9, letters as a."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", text))


def read_bytes(path: Path) -> bytes:
    """The file's bytes, unpacked; raises BadInput where it is damaged, no text, or over MAX_BYTES."""
    try:
        with path.open("rb") as plain:
            packed = plain.read(2) == b"\x1f\x8b"
            plain.seek(0)
            return read_stream(path, gzip.open(plain) if packed else plain)
    except EOFError:
        raise BadInput(f"{path} ends in the middle of its gzip data: copy it again") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise BadInput(f"{path} is damaged gzip data ({error}): copy it again") from None


def read_stream(path: Path, stream: io.BufferedIOBase) -> bytes:
    """All bytes of `stream`; its first MiB must look like a table before the rest is unpacked."""
    parts = [stream.read(_HEAD)]
    check_head(path, parts[0])
    size = len(parts[0])
    while part := stream.read(16 << 20):
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            raise TooLarge(f"{path} unpacks to more than {MAX_BYTES >> 20} MiB: split the catalogue")
    return b"".join(parts)


def check_head(path: Path, head: bytes) -> None:
    """Raise BadInput where the first bytes are not those of a csv."""
    if not head.strip():
        raise BadInput(f"{path} is empty: give a csv, csv.gz or parquet file with a header and rows")
    for magic, name in _NOT_TABLES.items():
        if head.lstrip().startswith(magic):
            raise BadInput(f"{path} is {name}, not a table: give a csv (UTF-8), csv.gz or parquet file")
    first_line = re.split(rb"[\r\n]", head.lstrip(), maxsplit=1)[0]
    if b"\0" in first_line or len(first_line) == _HEAD:
        raise BadInput(f"{path} is not a text table: give a csv (UTF-8), csv.gz or parquet file")


def read_parquet(path: Path) -> Sheet:
    """Read a parquet file's flat columns as text; raises BadInput where it is damaged or over MAX_BYTES."""
    arrow, parquet = need("pyarrow"), need("pyarrow.parquet")
    try:
        file = parquet.ParquetFile(path)
        flat = [entry.name for entry in file.schema_arrow if is_flat(arrow, entry.type)]
        check_size(path, file.metadata, len(flat))
        table = file.read(columns=flat)
        texts = [texts_of(arrow, column) for column in table.columns]
    except (arrow.ArrowException, OSError) as error:
        detail = (str(error).splitlines() or [""])[0][:120]
        raise BadInput(f"{path} is a damaged parquet file ({detail}): write or copy it again") from None
    header = list(table.column_names)
    numbers = frozenset(entry.name for entry in table.schema if is_number(arrow, entry.type))
    return Sheet(header, dict(zip(header, texts, strict=True)), list(range(1, table.num_rows + 1)), [], numbers)


def check_size(path: Path, metadata: Any, columns: int) -> None:
    """Raise TooLarge where the parquet file's data, or its cells at 8 bytes each, exceed MAX_BYTES."""
    packed = sum(metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups))
    if max(packed, metadata.num_rows * columns * 8) > MAX_BYTES:
        raise TooLarge(f"{path} unpacks to more than {MAX_BYTES >> 20} MiB: split the catalogue")


def is_flat(arrow: Any, kind: Any) -> bool:
    """Whether values of this Arrow type are one text each (no lists, structs, or pictures)."""
    if arrow.types.is_binary(kind) or arrow.types.is_large_binary(kind) or arrow.types.is_fixed_size_binary(kind):
        return False
    try:
        arrow.array([], kind).cast(arrow.string())
    except (arrow.ArrowException, NotImplementedError):
        return False
    return True


def is_number(arrow: Any, kind: Any) -> bool:
    """Whether this Arrow type holds numbers."""
    return bool(arrow.types.is_integer(kind) or arrow.types.is_floating(kind))


def texts_of(arrow: Any, column: Any) -> list[str]:
    """An Arrow column as texts: missing values empty, whole floats without '.0', broken UTF-8 marked as in csv."""
    raw = column.cast(arrow.string()).cast(arrow.binary()).to_pylist()
    texts = ["" if value is None else value.decode("utf-8", "surrogateescape") for value in raw]
    if not arrow.types.is_floating(column.type):
        return texts
    return ["" if text == "nan" else whole(text) for text in texts]


def whole(text: str) -> str:
    """A float's text, written out where it is a whole number of up to 15 digits: '1.23e+11' → '123000000000'."""
    number = float(text or "nan")
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else text
