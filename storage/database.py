"""Database: one SQLite file in WAL mode, one connection a thread; what is committed is on the disk.

Knows nothing of talks: it opens, migrates, reads, writes, wipes, and says in one line what is wrong with a file.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import WeakSet

from foundation.errors import BadInput, Busy, StylistError

MIGRATIONS = ("schema.sql", "jobs.sql", "photos.sql")
"""The data files that bring the store from version n to n + 1; a later version adds one."""

MAGIC = b"SQLite format 3\x00"
APPLICATION_ID = 0x5374796C
BUSY_SECONDS = 10.0
PRAGMAS = (
    "page_size = 4096",  # of a new file; photos.sql counts on it
    "synchronous = FULL",  # a commit returns once the write-ahead log is on the disk
    "fullfsync = ON",
    "foreign_keys = ON",
    "secure_delete = ON",
    "cell_size_check = ON",
    "trusted_schema = OFF",
)


_OPENING = threading.Lock()
_DATABASES: WeakSet["Database"] = WeakSet()


class Connection(sqlite3.Connection):
    """A connection that can be referred to weakly, so that a thread's end closes its own."""


class Database:
    """The file at `path`, made where it is missing. Safe for many threads and several processes.

    Raises BadInput for a file that is damaged, foreign, newer than this program or not writable; Busy where another
    process holds it for longer than ten seconds.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = threading.local()
        self._open: WeakSet[Connection] = WeakSet()
        self._opening = threading.Lock()
        # SQLite's own waiting is unfair under many writers; within the process a lock queues them.
        self._lock = threading.RLock()
        with _OPENING:
            if not any(other._holds(path) for other in _DATABASES):
                self._make_file()
            with self._explained():
                self._prepare()
            _DATABASES.add(self)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """All rows of one reading statement; nothing stays open behind it."""
        with self._explained():
            return self._connection().execute(sql, parameters).fetchall()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: committed and on the disk when the block ends, undone when it raises."""
        with self._lock, self._explained():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def settle(self) -> None:
        """Bring what was written into the file and empty the write-ahead log; takes milliseconds.

        What `secure_delete` overwrites is then in no file. Raises Busy where another program reads on.
        """
        waiting_ends = time.monotonic() + BUSY_SECONDS
        with self._lock, self._explained():
            # SQLite waits for readers, but not for another process that is doing the same.
            while self._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0]:
                if time.monotonic() > waiting_ends:
                    raise self._busy()
                time.sleep(0.01)

    def wipe(self) -> None:
        """Rewrite the file without what was deleted and empty the write-ahead log; takes seconds a gigabyte.

        `secure_delete` alone is not enough: a page that was once split keeps stale copies of its rows.
        Raises Busy where another program reads on.
        """
        with self._lock:
            with self._explained():
                self._connection().execute("VACUUM")
            self.settle()

    def damaged(self) -> BadInput:
        """The error that says this file can't be read."""
        return BadInput(
            f"{self.path} is damaged or not a database: put a copy back, or move it away and an empty one is made"
        )

    def close(self) -> None:
        """Close every thread's connection; a later call opens anew."""
        with self._lock, self._opening:
            for connection in list(self._open):
                connection.close()
            self._thread = threading.local()

    def _holds(self, path: Path) -> bool:
        """Whether a connection of ours has that file open."""
        try:
            return len(self._open) > 0 and self.path.samefile(path)
        except OSError:
            return False

    def _make_file(self) -> None:
        """Make the file where it is missing, and look at its start.

        Never while this process has it open in SQLite: closing a file drops all locks that the process has on it
        (sqlite.org/howtocorrupt.html, 2.2), and another process would then take itself for the last one and delete
        the write-ahead log under us.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)  # talks are private: other accounts of the machine can't read them
            with self.path.open("rb") as file:
                start = file.read(len(MAGIC))
        except (OSError, ValueError) as error:
            raise self._unwritable(getattr(error, "strerror", None) or str(error)) from None
        if start not in (b"", MAGIC):  # SQLite itself would take a few stray bytes for an empty file
            raise self.damaged()

    def _connection(self) -> Connection:
        connection: Connection | None = getattr(self._thread, "connection", None)
        if connection is None:
            connection = self._connect()
            self._thread.connection = connection
            with self._opening:
                self._open.add(connection)
        return connection

    def _connect(self) -> Connection:
        connection = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, factory=Connection
        )
        connection.row_factory = sqlite3.Row
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _prepare(self) -> None:
        """Check whose file this is, switch it to WAL and bring its schema up to date."""
        connection = self._connection()
        self._refuse_foreign(connection)
        if self._pragma(connection, "journal_mode") != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
        if self._pragma(connection, "user_version") < len(MIGRATIONS):
            self._migrate()

    def _refuse_foreign(self, connection: Connection) -> None:
        ours = self._pragma(connection, "application_id") == APPLICATION_ID
        if not ours and connection.execute("SELECT count(*) FROM sqlite_master").fetchall()[0][0]:
            raise BadInput(f"{self.path} is another program's database: give --home another folder")
        version, known = self._pragma(connection, "user_version"), len(MIGRATIONS)
        if version > known:
            raise BadInput(
                f"{self.path} was written by a newer stylist (schema {version}, this one knows {known}): "
                "install the newer one or give --home another folder"
            )

    def _migrate(self) -> None:
        with self.writing() as connection:
            # Read again inside the transaction: another process may have migrated meanwhile.
            for done in range(self._pragma(connection, "user_version"), len(MIGRATIONS)):
                for statement in _statements(Path(__file__).with_name(MIGRATIONS[done]).read_text("utf-8")):
                    connection.execute(statement)
                connection.execute("INSERT INTO migrations VALUES (?, 'system', ?)", (done + 1, utc_now()))
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _pragma(self, connection: Connection, name: str) -> Any:
        return connection.execute(f"PRAGMA {name}").fetchall()[0][0]

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._explain(error) from error

    def _explain(self, error: sqlite3.Error) -> Exception:
        """What SQLite's error means to a person; `error` itself where it is a fault of ours."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT) or "decode to UTF-8" in str(error):
            return self.damaged()
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            return self._unwritable(str(error))
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return self._busy()
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            return StylistError(f"{self.path} can't be written: {error}; free some space or check the disk")
        return error

    def _unwritable(self, reason: str) -> BadInput:
        return BadInput(f"{self.path} can't be written ({reason}): give --home a folder that you may write")

    def _busy(self) -> Busy:
        return Busy(f"{self.path} is in use by another program: try again")


def utc_now() -> str:
    """The time as UTC, ISO 8601, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _statements(sql: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would commit before each migration."""
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
