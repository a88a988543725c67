"""Table: the articles as a dictionary-encoded column store, memory-mapped, opened without pandas or pyarrow."""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.article import ALL_COLUMNS, Article
from foundation.errors import BadInput

FORMAT = 1
TEXT_COLUMNS = ("prod_name", "product_type_name", "detail_desc")
_ARRAYS = ("codes", "offsets", "blob", "order", "text_ids", "text_rows")
_HEAD = "table.json"


class Table:
    """All columns of all articles, in file order.

    `codes` holds one int32 per column and row; a code is the place of its value among the column's distinct strings,
    which lie one after the other in one UTF-8 blob, with int64 offsets. Nothing is read before it is asked for.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], starts: Sequence[int]) -> None:
        self._codes: NDArray[np.int32] = arrays["codes"]
        self._offsets: NDArray[np.int64] = arrays["offsets"]
        self._blob = arrays["blob"].data
        self._order: NDArray[np.int32] = arrays["order"]
        self._text_rows: NDArray[np.int32] = arrays["text_rows"]
        self._starts = np.array(starts[:-1], dtype=np.int64)
        self._ends = list(starts[1:])
        self._values: dict[str, list[str]] = {}
        self.text_ids: NDArray[np.int32] = arrays["text_ids"]

    @staticmethod
    def write(folder: Path, columns: Mapping[str, Sequence[str]]) -> None:
        """Write `columns` (some or all of ALL_COLUMNS, equally long, not empty) into `folder`.

        Columns not given are "". Raises ValueError where they are of unequal length, unknown, or have no row.
        """
        rows = len(columns["article_id"])
        if not rows or any(len(column) != rows for column in columns.values()):
            raise ValueError("a table needs rows, and columns of one length")
        if unknown := set(columns) - set(ALL_COLUMNS):
            raise ValueError(f"no columns of an article: {sorted(unknown)}")
        folder.mkdir(parents=True, exist_ok=True)
        arrays, starts = encode(columns, rows)
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array)
        sizes = {name: (folder / f"{name}.npy").stat().st_size for name in _ARRAYS}
        head = {"format": FORMAT, "rows": rows, "columns": ALL_COLUMNS, "starts": starts, "sizes": sizes}
        (folder / _HEAD).write_text(json.dumps(head), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> "Table":
        """Map the table in `folder`; raises BadInput where a file is missing, short, or of another format."""
        try:
            head = json.loads((folder / _HEAD).read_text(encoding="utf-8"))
            check_head(head, folder)
            arrays = {name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in _ARRAYS}
            check_arrays(arrays, head)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadInput(f"the table in {folder} is damaged ({error}): run `stylist index repair`") from None
        return cls(arrays, head["starts"])

    def __len__(self) -> int:
        return int(self._codes.shape[1])

    def article(self, row: int) -> Article:
        """The article in `row` (0 ≤ row < len); raises IndexError beyond."""
        if not 0 <= row < len(self):
            raise IndexError(f"row {row} of {len(self)}")
        places = self._starts + self._codes[:, row]
        begins, ends = self._offsets[places].tolist(), self._offsets[places + 1].tolist()
        blob = self._blob
        return Article(*[str(blob[begin:end], "utf-8") for begin, end in zip(begins, ends, strict=True)])

    def row(self, article_id: str) -> int | None:
        """The row of an id, or None; a binary search over the ids in UTF-8 order."""
        wanted = article_id.encode("utf-8", "surrogatepass")
        low, high = 0, len(self._order)
        while low < high:
            middle = (low + high) // 2
            if self._id(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return int(self._order[low]) if low < len(self._order) and self._id(low) == wanted else None

    def values(self, column: str) -> list[str]:
        """The distinct values of a column; the index is the code. Raises KeyError for an unknown column."""
        if column not in self._values:
            place = column_index(column)
            bounds = self._offsets[int(self._starts[place]) : self._ends[place]].tolist()
            text = self._blob
            self._values[column] = [str(text[a:b], "utf-8") for a, b in pairwise(bounds)]
        return self._values[column]

    def codes(self, column: str) -> NDArray[np.int32]:
        """The code of each row's value, mapped; raises KeyError for an unknown column."""
        codes: NDArray[np.int32] = self._codes[column_index(column)]
        return codes

    @cached_property
    def text_count(self) -> int:
        """How many distinct (name, type, description) texts there are; `text_ids` numbers them by first row."""
        return len(self._text_rows)

    def text(self, text_id: int) -> tuple[str, str, str]:
        """The name, type and description that a text id stands for; raises IndexError for an unknown one."""
        if not 0 <= text_id < self.text_count:
            raise IndexError(f"text {text_id} of {self.text_count}")
        row = int(self._text_rows[text_id])
        name, kind, description = (self._value(column, row) for column in TEXT_COLUMNS)
        return name, kind, description

    def _value(self, column: str, row: int) -> str:
        return str(self._bytes(column_index(column), row), "utf-8")

    def _bytes(self, column: int, row: int) -> memoryview:
        place = int(self._starts[column]) + int(self._codes[column, row])
        return self._blob[int(self._offsets[place]) : int(self._offsets[place + 1])]

    def _id(self, rank: int) -> bytes:
        return bytes(self._bytes(0, int(self._order[rank])))


def column_index(column: str) -> int:
    """The place of a column among ALL_COLUMNS; raises KeyError."""
    try:
        return ALL_COLUMNS.index(column)
    except ValueError:
        raise KeyError(column) from None


def check_head(head: Mapping[str, Any], folder: Path) -> None:
    """Raise ValueError where the format is not ours or a file has not its size."""
    if head["format"] != FORMAT or tuple(head["columns"]) != ALL_COLUMNS:
        raise ValueError("written by another version")
    for name in _ARRAYS:
        if (size := (folder / f"{name}.npy").stat().st_size) != head["sizes"][name]:
            raise ValueError(f"{name}.npy has {size} bytes instead of {head['sizes'][name]}")


def check_arrays(arrays: Mapping[str, NDArray[Any]], head: Mapping[str, Any]) -> None:
    """Raise ValueError where the arrays don't fit each other."""
    rows, starts = head["rows"], head["starts"]
    fits = arrays["codes"].shape == (len(ALL_COLUMNS), rows) and len(starts) == len(ALL_COLUMNS) + 1
    fits = fits and len(arrays["order"]) == len(arrays["text_ids"]) == rows
    if not fits or starts[-1] + 1 != len(arrays["offsets"]) or arrays["offsets"][-1] != len(arrays["blob"]):
        raise ValueError("its parts do not fit each other")


def encode(columns: Mapping[str, Sequence[str]], rows: int) -> tuple[dict[str, NDArray[Any]], list[int]]:
    """The table's arrays, and where in `offsets` each column's begin (one more offset than distinct values)."""
    codes = np.zeros((len(ALL_COLUMNS), rows), dtype=np.int32)
    blob: list[bytes] = []
    lengths: list[int] = []
    starts = [0]
    for place, column in enumerate(ALL_COLUMNS):
        distinct = encode_column(columns.get(column), codes[place])
        blob += distinct
        # The last offset of a column is the first of the next: both name the same place of the blob.
        lengths += [*map(len, distinct), 0]
        starts.append(len(lengths))
    offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    ids = columns["article_id"]
    order = np.array(sorted(range(rows), key=ids.__getitem__), dtype=np.int32)
    text_ids, text_rows = number_texts([codes[column_index(column)] for column in TEXT_COLUMNS])
    whole = np.frombuffer(b"".join(blob), dtype=np.uint8)
    arrays: list[NDArray[Any]] = [codes, offsets, whole, order, text_ids, text_rows]
    return dict(zip(_ARRAYS, arrays, strict=True)), starts


def encode_column(values: Sequence[str] | None, codes: NDArray[np.int32]) -> list[bytes]:
    """Fill `codes` in place and give the distinct values, in order of first appearance, as UTF-8."""
    if values is None:
        return [b""]
    index = {value: code for code, value in enumerate(dict.fromkeys(values))}
    codes[:] = np.fromiter(map(index.__getitem__, values), dtype=np.int32, count=len(values))
    return [value.encode("utf-8") for value in index]


def number_texts(columns: Sequence[NDArray[np.int32]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Number the distinct rows of `columns` by first appearance: row → number, and number → first row."""
    keys = columns[0].astype(np.int64)
    for column in columns[1:]:
        keys = np.unique(keys * (int(column.max()) + 1) + column, return_inverse=True)[1]
    _, first_rows, numbers = np.unique(keys, return_index=True, return_inverse=True)
    by_row = np.argsort(first_rows)
    rank = np.empty_like(by_row)
    rank[by_row] = np.arange(len(by_row))
    return rank[numbers].astype(np.int32), first_rows[by_row].astype(np.int32)
