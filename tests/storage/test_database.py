"""The SQLite file itself: what survives a kill, what `forget` leaves in it, and what is said of a bad one."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.errors import BadInput, Busy, NotFound
from storage.database import MIGRATIONS, Database
from storage.store import FILE_NAME, Store, open_store
from storage.talk import Rating, Turn

ADD_SESSION = "INSERT INTO sessions (id, owner_id, created) VALUES ('a', 'ann', '')"
ROOT = Path(__file__).resolve().parents[2]


def say(store: Store, session_id: str, message: str, parent_id: str | None = None) -> str:
    said = {"text": message}
    return store.add_turn(Turn("ann", session_id, message, "", parent_id, results=said, brief=said))


def bytes_under(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


def fill(home: Path, turns: int = 200) -> tuple[str, list[str]]:
    store = open_store(home)
    session_id, ids = store.new_session("ann"), []
    for number in range(turns):
        ids.append(say(store, session_id, f"message {number} " * 20, ids[-1] if ids else None))
    store.close()
    return session_id, ids


@pytest.fixture
def read_only_folder() -> Iterator[Path]:
    """A folder that may not be written; root may write anywhere, so as root be nobody meanwhile."""
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders can't be entered by nobody
        path, is_root = Path(name), os.geteuid() == 0
        path.chmod(0o555)
        if is_root:
            os.seteuid(65534)
        try:
            yield path
        finally:
            if is_root:
                os.seteuid(0)


def run_child(home: Path, code: str) -> "subprocess.Popen[str]":
    arguments = [sys.executable, "-c", code, str(home)]
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)


WRITE_FOR_EVER = """
import sys
from pathlib import Path
from storage.store import open_store
from storage.talk import Rating, Turn
store = open_store(Path(sys.argv[1]))
session_id, parent = store.new_session("ann"), None
while True:
    parent = store.add_turn(Turn("ann", session_id, "hello " * 50, "reply", parent))
    print("turn", parent, flush=True)
    print("rating", store.add_feedback(Rating("ann", parent, "up")), flush=True)
"""


def test_whatever_was_acknowledged_before_a_kill_is_found_again(tmp_path: Path) -> None:
    for acknowledged in (5, 60, 173):
        child = run_child(tmp_path, WRITE_FOR_EVER)
        assert child.stdout is not None
        lines = [child.stdout.readline().split() for _ in range(acknowledged)]
        child.send_signal(signal.SIGKILL)
        lines += [line.split() for line in child.stdout.readlines() if line.endswith("\n")]
        assert child.wait() == -signal.SIGKILL
        store = open_store(tmp_path)
        turns = [message_id for kind, message_id in lines if kind == "turn"]
        assert [turn.id for turn in store.path(turns[-1], "ann")] == turns
        assert {rating_id for kind, rating_id in lines if kind == "rating"} <= {
            rating.id for rating in store.feedback("ann")
        }
        store.close()


OPEN_AND_WRITE = """
import sys
from pathlib import Path
from storage.store import open_store
from storage.talk import Turn
store = open_store(Path(sys.argv[1]))
session_id = store.new_session("ann")
for number in range(100):
    store.add_turn(Turn("ann", session_id, f"message {number}", "reply", store.leaf(session_id, "ann")))
"""


def test_several_processes_may_open_a_new_home_and_write_at_once(tmp_path: Path) -> None:
    children = [run_child(tmp_path, OPEN_AND_WRITE) for _ in range(4)]
    assert [child.wait() for child in children] == [0, 0, 0, 0]
    assert [session.turns for session in open_store(tmp_path).sessions("ann")] == [100, 100, 100, 100]


def test_what_is_forgotten_is_in_no_file_while_the_store_is_open(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    session_id = store.new_session("ann")
    message_id = say(store, session_id, "my secret wedding " * 2000)
    store.add_feedback(Rating("ann", message_id, "down", comment="my secret comment", correction="my secret wish"))
    assert bytes_under(tmp_path).count(b"my secret") > 3
    store.forget(session_id, "ann")
    assert b"my secret" not in bytes_under(tmp_path)
    assert b"my secret" not in (tmp_path / FILE_NAME).read_bytes()


@pytest.mark.parametrize("seed", [6, 8, 9])
def test_pages_that_were_split_keep_no_copy_of_what_is_forgotten(tmp_path: Path, seed: int) -> None:
    # Without rewriting the file, SQLite's secure_delete alone leaves copies behind for each of these seeds.
    draw, store = random.Random(seed), open_store(tmp_path)
    marks = {store.new_session("ann"): f"<talk {number}>" for number in range(20)}
    sessions = list(marks)
    for _ in range(600):
        session_id = draw.choice(sessions)
        say(store, session_id, marks[session_id] * draw.choice([1, 3, 10]))
    for session_id in draw.sample(sessions, 18):
        store.forget(session_id, "ann")
        assert marks[session_id].encode() not in bytes_under(tmp_path)
    assert len(store.sessions("ann")) == 2


@pytest.mark.slow
def test_a_talk_of_thousands_of_turns_can_be_read_and_forgotten(tmp_path: Path) -> None:
    session_id, ids = fill(tmp_path, 1500)
    store = open_store(tmp_path)
    assert len(store.path(ids[-1], "ann")) == 1500
    store.forget(session_id, "ann")
    assert store.sessions("ann") == ()


def test_a_wipe_that_another_reader_held_up_is_made_up_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database.BUSY_SECONDS", 0.05)
    store = open_store(tmp_path)
    session_id = store.new_session("ann")
    message_id = say(store, session_id, "my secret")
    reader = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM messages").fetchall()
    with pytest.raises(Busy, match="in use by another program"):
        store.forget(session_id, "ann")
    with pytest.raises(NotFound):
        store.turn(message_id, "ann")
    store.close()
    open_store(tmp_path).close()  # a start while the reader is still there is no error
    assert b"my secret" in bytes_under(tmp_path)
    reader.execute("COMMIT")
    reader.close()
    open_store(tmp_path).close()
    assert b"my secret" not in bytes_under(tmp_path)
    with pytest.raises(NotFound):
        open_store(tmp_path).forget(session_id, "ann")


def test_what_is_kept_can_not_be_changed(tmp_path: Path) -> None:
    fill(tmp_path, 1)
    with (
        pytest.raises(sqlite3.IntegrityError, match="only ever added"),
        Database(tmp_path / FILE_NAME).writing() as connection,
    ):
        connection.execute("UPDATE messages SET message = 'other'")


def test_every_table_has_an_owner(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME)
    tables = [row["name"] for row in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert len(tables) >= 3
    for table in tables:
        assert "owner_id" in [row["name"] for row in database.rows(f"PRAGMA table_info({table})")], table


def test_commits_are_synchronous_and_the_schema_version_is_on_record(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME)
    settings = {name: database.rows(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "user_version")}
    assert settings == {"journal_mode": "wal", "synchronous": 2, "user_version": len(MIGRATIONS)}
    assert [row["version"] for row in database.rows("SELECT version FROM migrations")] == [1, 2, 3]


def test_the_talks_of_a_home_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    fill(tmp_path, 1)
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0


def test_an_interrupted_transaction_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME)

    def break_off() -> None:
        with database.writing() as connection:
            connection.execute(ADD_SESSION)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert database.rows("SELECT * FROM sessions") == []


def refusal(home: Path) -> str:
    with pytest.raises(BadInput) as caught:
        open_store(home)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("content", [b"article_id,prod_name\n" * 100, b"\x1f\x8b" + bytes(5000), b"x"])
def test_a_file_that_is_no_database_is_named_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(content)
    assert f"{path} is damaged or not a database: put a copy back" in refusal(tmp_path)
    assert path.read_bytes() == content


def test_a_damaged_file_is_named_when_it_is_read(tmp_path: Path) -> None:
    _, ids = fill(tmp_path)
    path = tmp_path / FILE_NAME
    content = path.read_bytes()
    path.write_bytes(content[:4096] + random.Random(1).randbytes(len(content) - 4096))
    with pytest.raises(BadInput, match="is damaged or not a database"):
        open_store(tmp_path).path(ids[-1], "ann")


def test_a_truncated_file_is_named(tmp_path: Path) -> None:
    _, ids = fill(tmp_path)
    path = tmp_path / FILE_NAME
    path.write_bytes(path.read_bytes()[:40_000])
    with pytest.raises(BadInput, match="is damaged or not a database"):
        open_store(tmp_path).path(ids[-1], "ann")


@pytest.mark.parametrize("column", ["plan", "message"])
def test_a_row_that_can_not_be_decoded_is_damage(tmp_path: Path, column: str) -> None:
    _, ids = fill(tmp_path, 1)
    with Database(tmp_path / FILE_NAME).writing() as connection:
        connection.execute("DROP TRIGGER messages_stay")
        connection.execute(f"UPDATE messages SET {column} = CAST(x'7bff' AS TEXT)")
    with pytest.raises(BadInput, match="is damaged"):
        open_store(tmp_path).turn(ids[0], "ann")


def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE notes (text)")
    other.close()
    before = path.read_bytes()
    assert "is another program's database: give --home another folder" in refusal(tmp_path)
    assert path.read_bytes() == before


def test_a_newer_schema_is_refused_by_its_number(tmp_path: Path) -> None:
    fill(tmp_path, 1)
    newer = sqlite3.connect(tmp_path / FILE_NAME)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    known = f"schema 99, this one knows {len(MIGRATIONS)}"
    assert f"was written by a newer stylist ({known}): install the newer one" in refusal(tmp_path)


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("")
    assert "can't be written" in refusal(home)


def test_a_home_that_may_not_be_written_is_refused(read_only_folder: Path) -> None:
    for home in (read_only_folder, read_only_folder / "home"):
        assert "can't be written (Permission denied): give --home a folder that you may write" in refusal(home)


def test_a_store_that_becomes_read_only_says_so(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME)
    with database.writing() as connection:
        connection.execute("PRAGMA query_only = ON")
    said = r"can't be written \(attempt to write a readonly database\): give --home"
    with pytest.raises(BadInput, match=said), database.writing() as connection:
        connection.execute(ADD_SESSION)


def test_a_store_that_another_program_holds_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database.BUSY_SECONDS", 0.05)
    store = open_store(tmp_path)
    other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="in use by another program: try again"):
        store.new_session("ann")
    other.execute("ROLLBACK")
    assert store.new_session("ann")


def test_a_second_one_in_this_process_keeps_the_first_ones_locks(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    first = Database(path)
    second = Database(path)
    script = (
        "import sys; from pathlib import Path; from storage.database import Database as D; D(Path(sys.argv[1])).close()"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    # The other process was not the last one: what is written here is seen by whoever comes next.
    assert path.with_name("store.sqlite3-wal").exists()
    with first.writing() as connection:
        connection.execute("INSERT INTO migrations VALUES (99, 'me', 'now')")
    assert [row["version"] for row in second.rows("SELECT version FROM migrations WHERE version = 99")] == [99]
    query = "SELECT max(version) FROM migrations"
    script = f"import sys, sqlite3; print(*sqlite3.connect(sys.argv[1]).execute('{query}').fetchone())"
    told = subprocess.run([sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "99"
    first.close()
    second.close()
