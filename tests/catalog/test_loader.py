"""The loader reads csv, csv.gz and parquet, keeps ids as written, and refuses rows one by one."""

import csv
import gzip
import io
import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalog import loader
from catalog.article import COLUMNS
from catalog.loader import Loaded, Refusal, load
from foundation.errors import BadInput, TooLarge

HEADER = "article_id,prod_name,product_type_name,detail_desc"
GOOD = ["0100,Tee,T-shirt,Plain", "0200,Slim,Jeans,Blue", "0300,Anna,Dress,Long", "0400,Bea,Skirt,Short"]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(content: str | bytes, name: str = "catalogue.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


def read(path: Path) -> Loaded:
    return load(path, {}, {})


def table(*lines: str, end: str = "\n") -> str:
    return end.join([HEADER, *lines, ""])


def test_ids_keep_their_zeros_and_cells_their_text(write: Write) -> None:
    loaded = read(write(table('0100,"Tee, basic",T-shirt,"Said ""plain"""')))
    assert loaded.columns["article_id"] == ["0100"]
    assert loaded.columns["prod_name"] == ["Tee, basic"]
    assert loaded.columns["detail_desc"] == ['Said "plain"']


def test_every_column_of_an_article_is_there_and_equally_long(write: Write) -> None:
    loaded = read(write(table(*GOOD)))
    assert {len(cells) for cells in loaded.columns.values()} == {len(loaded)} == {4}
    assert set(COLUMNS) < set(loaded.columns)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_delimiters_and_byte_order_marks_are_all_read(
    write: Write, end: str, delimiter: str, mark: bytes
) -> None:
    loaded = read(write(mark + table(*GOOD, end=end).replace(",", delimiter).encode()))
    assert loaded.columns["article_id"] == ["0100", "0200", "0300", "0400"]
    assert loaded.columns["detail_desc"] == ["Plain", "Blue", "Long", "Short"]
    assert loaded.refused == []


def test_gzip_is_known_by_content_whatever_the_name(write: Write) -> None:
    assert len(read(write(gzip.compress(table(*GOOD).encode()), "catalogue.csv"))) == 4


def test_a_description_may_hold_line_breaks_within_quotes(write: Write) -> None:
    loaded = read(write(table('0100,Tee,T-shirt,"Line one\r\nline, two\n\nline four"', "0100,Tee,T-shirt,Again")))
    assert loaded.columns["detail_desc"] == ["Line one\r\nline, two\n\nline four"]
    assert loaded.refused == [Refusal(6, "duplicate id '0100', first on line 2")]


BAD_ROWS = {
    "duplicate": (b"0100,Other,Hat,Again", "duplicate id '0100', first on line 2"),
    "encoding": (b"0900,Caf\xe9,Hat,Latin", "broken encoding in 'prod_name': not UTF-8"),
    "nul": (b"0900,Tee,Hat,a\0b", "NUL byte in 'detail_desc'"),
    "few": (b"0900,Tee", "2 fields, the header has 4"),
    "many": (b"0900,Tee,Hat,a,b", "5 fields, the header has 4"),
    "unclosed": (b'0900,Tee,Hat,"never closed', "unclosed quote"),
    "unclosed in the middle": (b'0900,"Tee,Hat,never closed', "unclosed quote"),
    "unclosed before a quoted field": (b'0900,"Tee,Hat,"closed"', "unclosed quote"),
    "stray": (b'0900,"Mom" jeans,Hat,x', "text after a closing quote"),
    "empty id": (b" ,Tee,Hat,x", "empty id"),
    "nameless": (b"0900,, ,x", "no name and no type"),
    "long id": (b"9" * 65 + b",Tee,Hat,x", "id of 65 characters, 64 at most"),
    "long field": (b"0900,Tee,Hat," + b"x" * 20_001, "'detail_desc' is longer than 20000 characters"),
    "endless field": (b"0900,Tee,Hat," + b"x" * 200_000, "a field is longer than 20000 characters"),
    "control": (b"09\x1b00,Tee,Hat,x", "control or invisible character in the id"),
    "bidi": ("09\u202e00,Tee,Hat,x".encode(), "control or invisible character in the id"),
}


@pytest.mark.parametrize(("row", "reason"), BAD_ROWS.values(), ids=BAD_ROWS)
@pytest.mark.parametrize("where", [1, 2, 4])
def test_a_bad_row_is_refused_with_its_line_and_the_rest_is_read(
    write: Write, row: bytes, reason: str, where: int
) -> None:
    lines = [line.encode() for line in (HEADER, *GOOD)]
    lines.insert(where + 1, row)
    loaded = read(write(b"\n".join(lines)))
    assert loaded.columns["article_id"] == ["0100", "0200", "0300", "0400"]
    assert loaded.refused == [Refusal(where + 2, reason)]


def test_all_kinds_of_bad_rows_in_one_file_are_each_reported_in_file_order(write: Write) -> None:
    rows = [GOOD[0].encode(), *(row for row, _ in BAD_ROWS.values()), *(row.encode() for row in GOOD[1:])]
    loaded = read(write(b"\r\n".join([HEADER.encode(), *rows])))
    assert loaded.columns["article_id"] == ["0100", "0200", "0300", "0400"]
    assert loaded.refused == [Refusal(line, reason) for line, (_, reason) in enumerate(BAD_ROWS.values(), start=3)]


def test_a_quote_left_open_swallows_no_row_even_where_a_later_stray_quote_closes_it(write: Write) -> None:
    loaded = read(write(table('0100,",x,y', "0200,Slim,Jeans,Blue", '0300,",Dress,Long', "0400,Bea,Skirt,Short")))
    assert loaded.columns["article_id"] == ["0200", "0400"]
    assert loaded.refused == [Refusal(2, "unclosed quote"), Refusal(4, "unclosed quote")]


def test_a_quote_left_open_before_many_plain_rows_costs_one_row(write: Write) -> None:
    rows = [f"{number:04},Tee,T-shirt,Plain" for number in range(500)]
    rows.insert(50, '9999,"Tee,T-shirt,Plain')
    loaded = read(write(table(*rows)))
    assert len(loaded) == 500
    assert loaded.refused == [Refusal(52, "unclosed quote")]


def test_blank_lines_are_skipped_and_counted(write: Write) -> None:
    loaded = read(write("\n\n" + table("", GOOD[0], "", "0200,Slim")))
    assert loaded.columns["article_id"] == ["0100"]
    assert loaded.refused == [Refusal(7, "2 fields, the header has 4")]


def test_a_refused_row_does_not_claim_its_id(write: Write) -> None:
    loaded = read(write(table("0100,Tee", GOOD[0])))
    assert loaded.columns["article_id"] == ["0100"]
    assert loaded.refused == [Refusal(2, "2 fields, the header has 4")]


NOT_CATALOGUES = {
    "zip": (b"PK\x03\x04rest", "a zip or Excel file"),
    "jpeg": (b"\xff\xd8\xff\xe0rest", "a JPEG picture"),
    "json": (b'\n[{"article_id": "1"}]', "JSON"),
    "html": (b"<!doctype html>", "HTML or XML"),
    "utf-16": ("article_id,prod_name".encode("utf-16"), "UTF-16 text"),
    "gzip twice": (gzip.compress(gzip.compress(b"article_id")), "gzip within gzip"),
    "binary": (bytes(range(256)) * 20, "not a text table"),
    "empty": (b"", "is empty"),
    "only a mark": (b"\xef\xbb\xbf\n", "blank lines"),
    "blank": (b" \n\n", "is empty"),
    "header only": (HEADER.encode(), "no rows"),
    "latin header": (b"article_id,pr\xe9nom\n1,2\n", "not UTF-8"),
    "broken header": (b'article_id,"prod_name\n', "mend its quotes"),
    "no newline": (b"x" * (1 << 20), "not a text table"),
    "torn gzip": (gzip.compress(table(*GOOD).encode())[:-12], "in the middle of its gzip data"),
    "damaged gzip": (b"\x1f\x8b\x08\0" + b"rubbish" * 9, "damaged gzip"),
    "torn parquet": (b"PAR1" + b"\0" * 40, "damaged parquet"),
    "no id": (b"colour,prod_name\nred,Tee\n", "no column for article_id; found columns 'colour', 'prod_name'"),
    "no name": (b"article_id,price\n1,2\n", "no column for prod_name or product_type_name"),
    "all refused": (table("0100", "0200").encode(), "all 2 rows were refused, the first (line 2): 1 fields"),
}


@pytest.mark.parametrize(("content", "says"), NOT_CATALOGUES.values(), ids=NOT_CATALOGUES)
def test_what_is_no_catalogue_is_refused_in_one_line_that_names_the_file(
    write: Write, content: bytes, says: str
) -> None:
    path = write(content)
    with pytest.raises(BadInput) as refusal:
        read(path)
    message = str(refusal.value)
    assert says in message
    assert str(path) in message
    assert message.isprintable()


def test_a_missing_column_names_the_stanza_to_write(write: Write) -> None:
    with pytest.raises(BadInput, match=r"stylist\.toml: \[columns\] article_id = "):
        read(write("colour,prod_name\nred,Tee\n"))


def test_a_folder_a_missing_file_and_a_pipe_are_bad_input(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, says in [(tmp_path, "folder"), (tmp_path / "none.csv", "No such file"), (tmp_path / "pipe", "regular")]:
        with pytest.raises(BadInput, match=says):
            read(path)


def test_a_file_that_unpacks_to_more_than_the_limit_is_too_large(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "MAX_BYTES", 2 << 20)
    bomb = gzip.compress(table(*GOOD).encode() + b"\n" * (4 << 20))
    with pytest.raises(TooLarge, match="more than 2 MiB"):
        read(write(bomb))


def test_parquet_reads_as_the_csv_does(tmp_path: Path, write: Write) -> None:
    rows = [line.split(",") for line in GOOD]
    columns = {name: list(cells) for name, cells in zip(HEADER.split(","), zip(*rows, strict=True), strict=True)}
    pq.write_table(pa.table(columns), tmp_path / "catalogue.parquet")
    assert read(tmp_path / "catalogue.parquet").columns == read(write(table(*GOOD))).columns


def test_parquet_numbers_become_text_and_number_ids_are_told(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.parquet"
    prices = pa.array([19.99, 20.0, None], pa.float32())
    columns = {"article_id": [108775015, 7, 7], "prod_name": ["Tee", None, "Hat"], "type": ["T-shirt", "Hat", "Hat"]}
    vectors = {"embedding": [[1.0], [2.0], [3.0]], "picture": [b"\xff", b"\xfe", b"\xfd"]}
    pq.write_table(pa.table({**columns, "price": prices, **vectors}), path)
    loaded = read(path)
    assert loaded.columns["article_id"] == ["108775015", "7"]
    assert loaded.columns["prod_name"] == ["Tee", "Hat"]
    assert loaded.columns["price"] == ["19.99", "20"]
    assert loaded.refused == [Refusal(3, "duplicate id '7', first on line 2")]
    assert any("holds numbers" in note for note in loaded.notes)


def test_parquet_ids_stored_as_floats_are_written_out(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.parquet"
    pq.write_table(pa.table({"article_id": [123456789012.0, None], "prod_name": ["Tee", "Hat"]}), path)
    loaded = read(path)
    assert loaded.columns["article_id"] == ["123456789012"]
    assert loaded.refused == [Refusal(2, "empty id")]


def test_parquet_rows_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    raw = pa.array([b"Tee", b"Caf\xe9"])
    names = pa.Array.from_buffers(pa.string(), 2, raw.buffers())
    pq.write_table(pa.table({"article_id": ["1", "2"], "prod_name": names}), tmp_path / "catalogue.parquet")
    loaded = read(tmp_path / "catalogue.parquet")
    assert loaded.columns["article_id"] == ["1"]
    assert loaded.refused == [Refusal(2, "broken encoding in 'prod_name': not UTF-8")]


def test_a_torn_parquet_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.parquet"
    pq.write_table(pa.table({"article_id": ["1"] * 900, "prod_name": ["Tee"] * 900}), path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(BadInput, match="damaged parquet"):
        read(path)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
LONG_TEXTS = st.text(st.sampled_from("abé,;\t|\"'\r\n "), max_size=40)


@given(names=st.lists(st.tuples(TEXTS, LONG_TEXTS), min_size=1, max_size=8))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(names=[("\ufeff", '"'), ("\r", "\n\n"), ("\x85\u2028", ",")])
def test_whatever_a_csv_writer_wrote_is_read_back(tmp_path: Path, names: list[tuple[str, str]]) -> None:
    rows = [(f"{number:03}", name, "Dress", text) for number, (name, text) in enumerate(names)]
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerows([HEADER.split(","), *rows])
    path = tmp_path / "catalogue.csv"
    path.write_bytes(buffer.getvalue().encode())
    loaded = read(path)
    assert loaded.refused == []
    columns = [loaded.columns[name] for name in ("article_id", "prod_name", "detail_desc")]
    expected = [(number, name or "Dress", text) for number, name, _, text in rows]
    assert list(zip(*columns, strict=True)) == expected


@given(noise=st.lists(st.binary(max_size=60).filter(lambda line: b"0100" not in line), max_size=6))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_between_the_rows_make_it_crash_or_lose_the_first_row(tmp_path: Path, noise: list[bytes]) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_bytes(b"\n".join([HEADER.encode(), GOOD[0].encode(), *noise, b""]))
    loaded = read(path)
    assert loaded.columns["article_id"][0] == "0100"
    assert len(set(loaded.columns["article_id"])) == len(loaded)
    assert all(line.line > 2 and line.reason for line in loaded.refused)


@given(content=st.binary(max_size=200))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(content=b"PAR1")
@example(content=b"\x1f\x8b")
@example(content=b"article_id,name\n\r1")
def test_no_file_makes_it_fail_otherwise_than_by_bad_input(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput):
        read(path)


@pytest.mark.real_data
def test_the_real_catalogue_loads_whole_with_ids_as_written() -> None:
    loaded = read(real_data() / "articles.csv.gz")
    assert len(loaded) == 105_542
    assert loaded.refused == []
    assert loaded.columns["article_id"][0] == "0108775015"
    assert {len(article_id) for article_id in loaded.columns["article_id"]} == {10}


def real_data() -> Path:
    if "STYLIST_REAL_DATA" not in os.environ:
        pytest.skip("STYLIST_REAL_DATA is not set")
    return Path(os.environ["STYLIST_REAL_DATA"])
