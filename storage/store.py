"""Store: the one place where talks and ratings are kept. The Protocol, and its SQLite implementation.

Sessions hold an append-only tree of turns; a rating copies what was shown and who answered. Whatever is asked with an
id that does not exist, or that is another owner's, raises NotFound.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from sqlite3 import Row
from typing import Any, Protocol
from uuid import uuid4

from foundation.errors import Busy, NotFound
from storage.database import Connection, Database, utc_now
from storage.row import decode_rating, decode_turn, encode, snapshot
from storage.talk import Rating, Session, Turn

FILE_NAME = "store.sqlite3"
PAGE = 500


class Store(Protocol):
    """Everything the rooms above may ask of a store; ids are 32 hexadecimal digits that the store makes."""

    def new_session(self, owner_id: str) -> str:
        """Begin a talk and return its id."""

    def sessions(self, owner_id: str) -> tuple[Session, ...]:
        """The owner's talks, newest first."""

    def add_turn(self, turn: Turn) -> str:
        """Keep `turn` for good and return its message id.

        Raises TooLarge over 100,000 characters, NotFound where the session or the parent is not in it.
        """

    def turn(self, message_id: str, owner_id: str) -> Turn:
        """One turn."""

    def path(self, message_id: str, owner_id: str) -> tuple[Turn, ...]:
        """The talk that led to a message: its turns from the first one to it."""

    def leaf(self, session_id: str, owner_id: str) -> str | None:
        """The newest message id of a session: the end of its current path. None while the session is empty."""

    def children(self, message_id: str, owner_id: str) -> tuple[str, ...]:
        """The ids of the turns that followed a message, oldest first; more than one where the talk branched."""

    def siblings(self, message_id: str, owner_id: str) -> tuple[str, ...]:
        """The ids of all answers to the same message at the same place of its talk, oldest first, this one included."""

    def add_feedback(self, rating: Rating) -> str:
        """Keep `rating` with a copy of its turn's brief, shown ids and backends; return its id.

        Raises NotFound where the message, or the one it was chosen over, is not in the session.
        """

    def feedback(self, owner_id: str, consent_only: bool = False, latest_only: bool = True) -> Iterator[Rating]:
        """The owner's ratings, oldest first.

        `latest_only` leaves out those that a later one of the same message and article replaced. `consent_only`
        looks at the latest alone, so a later rating without consent takes an earlier consent back.
        """

    def forget(self, session_id: str, owner_id: str) -> None:
        """Delete a session, its turns, ratings and photos for good: nothing of them is in any file of the store.

        Raises Busy where the rows are gone but another program still reads the file: call it again.
        """

    def close(self) -> None:
        """Let go of the files."""


def open_store(home: Path) -> Store:
    """The store under `home`, made where it is missing; raises BadInput where it can't be used."""
    return SqliteStore(home / FILE_NAME)


class SqliteStore:
    """A Store in one SQLite file; see `Database` for what it withstands and raises."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        with suppress(Busy):  # tried again by the next start or the next `forget`
            self._erase()

    def new_session(self, owner_id: str) -> str:
        """Begin a talk."""
        session_id = _new_id()
        with self._database.writing() as connection:
            row = {"id": session_id, "owner_id": owner_id, "created": utc_now()}
            _insert(connection, "sessions", row)
        return session_id

    def sessions(self, owner_id: str) -> tuple[Session, ...]:
        """The owner's talks, newest first."""
        rows = self._database.rows(
            "SELECT id, owner_id, created, (SELECT count(*) FROM messages WHERE session_id = s.id) AS turns, "
            "coalesce((SELECT message FROM messages WHERE session_id = s.id ORDER BY seq LIMIT 1), '') AS opening "
            "FROM sessions s WHERE owner_id = ? ORDER BY seq DESC",
            (owner_id,),
        )
        return tuple(Session(**dict(row)) for row in rows)

    def add_turn(self, turn: Turn) -> str:
        """Keep one turn."""
        turn.check()
        row = encode(replace(turn, id=_new_id(), created=utc_now()))
        with self._database.writing() as connection:
            _require(connection, "sessions", turn.session_id, turn.owner_id)
            if turn.parent_id is not None:
                _require_beside(connection, turn.parent_id, turn.session_id)
            _insert(connection, "messages", row)
        return str(row["id"])

    def turn(self, message_id: str, owner_id: str) -> Turn:
        """One turn."""
        rows = self._database.rows(
            "SELECT * FROM messages WHERE id = ? AND owner_id = ?", (_known("messages", message_id), owner_id)
        )
        if not rows:
            raise _not_found("messages", message_id)
        with self._decoding():
            return decode_turn(rows[0])

    def path(self, message_id: str, owner_id: str) -> tuple[Turn, ...]:
        """The turns from the first one to `message_id`."""
        rows = self._database.rows(
            "WITH RECURSIVE up (id, parent_id) AS ("
            "SELECT id, parent_id FROM messages WHERE id = ? AND owner_id = ? "
            "UNION ALL SELECT m.id, m.parent_id FROM messages m JOIN up ON m.id = up.parent_id) "
            "SELECT m.* FROM messages m JOIN up ON m.id = up.id ORDER BY m.seq",
            (_known("messages", message_id), owner_id),
        )
        if not rows:
            raise _not_found("messages", message_id)
        with self._decoding():
            return tuple(decode_turn(row) for row in rows)

    def leaf(self, session_id: str, owner_id: str) -> str | None:
        """The newest message id of a session."""
        self._check_known("sessions", session_id, owner_id)
        # Whatever follows a message is newer than it, so the newest one has nothing after it.
        rows = self._database.rows(
            "SELECT id FROM messages WHERE session_id = ? ORDER BY seq DESC LIMIT 1", (session_id,)
        )
        return rows[0]["id"] if rows else None

    def children(self, message_id: str, owner_id: str) -> tuple[str, ...]:
        """The ids of the turns that followed a message."""
        self._check_known("messages", message_id, owner_id)
        rows = self._database.rows("SELECT id FROM messages WHERE parent_id = ? ORDER BY seq", (message_id,))
        return tuple(row["id"] for row in rows)

    def siblings(self, message_id: str, owner_id: str) -> tuple[str, ...]:
        """The ids of all answers to the same message at the same place of its talk."""
        turn = self.turn(message_id, owner_id)
        rows = self._database.rows(
            "SELECT id FROM messages WHERE session_id = ? AND parent_id IS ? AND message = ? ORDER BY seq",
            (turn.session_id, turn.parent_id, turn.message),
        )
        return tuple(row["id"] for row in rows)

    def add_feedback(self, rating: Rating) -> str:
        """Keep one rating."""
        rating.check()
        turn = self.turn(rating.message_id, rating.owner_id)
        row = encode(replace(rating, **snapshot(turn), id=_new_id(), created=utc_now()))
        with self._database.writing() as connection:
            _require(connection, "messages", rating.message_id, rating.owner_id)
            if rating.chosen_over is not None:
                _require_beside(connection, rating.chosen_over, turn.session_id)
            _insert(connection, "feedback", row)
        return str(row["id"])

    def feedback(self, owner_id: str, consent_only: bool = False, latest_only: bool = True) -> Iterator[Rating]:
        """The owner's ratings, read page by page so that a long export holds no lock."""
        last = 0
        while rows := self._feedback_page(owner_id, last, latest_only or consent_only):
            last = rows[-1]["seq"]
            with self._decoding():
                ratings = [decode_rating(row) for row in rows if row["consent"] or not consent_only]
            yield from ratings

    def forget(self, session_id: str, owner_id: str) -> None:
        """Delete a session for good."""
        if not self._database.rows(
            "SELECT 1 FROM erasures WHERE session_id = ? AND owner_id = ?",
            (_known("sessions", session_id), owner_id),
        ):
            self._delete(session_id, owner_id)
        self._erase()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _feedback_page(self, owner_id: str, after: int, latest_only: bool) -> list[Row]:
        replaced = (
            "AND NOT EXISTS (SELECT 1 FROM feedback later WHERE later.message_id = f.message_id "
            "AND later.article_id IS f.article_id AND later.seq > f.seq) "
        )
        return self._database.rows(
            f"SELECT * FROM feedback f WHERE owner_id = ? AND seq > ? {replaced if latest_only else ''}"
            f"ORDER BY seq LIMIT {PAGE}",
            (owner_id, after),
        )

    def _delete(self, session_id: str, owner_id: str) -> None:
        with self._database.writing() as connection:
            _require(connection, "sessions", session_id, owner_id)
            connection.execute("DELETE FROM photos WHERE session_id = ?", (session_id,))
            connection.execute("DELETE FROM feedback WHERE session_id = ?", (session_id,))
            connection.execute("DELETE FROM messages WHERE session_id = ?", (session_id,))
            connection.execute("DELETE FROM sessions WHERE id = ?", (session_id,))
            row = {"session_id": session_id, "owner_id": owner_id, "created": utc_now()}
            _insert(connection, "erasures", row)

    def _erase(self) -> None:
        """Wipe deleted text out of the file where some is left; a wipe that was cut short is made up for here."""
        pending = self._database.rows("SELECT max(seq) AS last FROM erasures")[0]["last"]
        if pending is None:
            return
        self._database.wipe()
        with self._database.writing() as connection:
            connection.execute("DELETE FROM erasures WHERE seq <= ?", (pending,))

    def _check_known(self, table: str, row_id: str, owner_id: str) -> None:
        sql = f"SELECT 1 FROM {table} WHERE id = ? AND owner_id = ?"
        if not self._database.rows(sql, (_known(table, row_id), owner_id)):
            raise _not_found(table, row_id)

    @contextmanager
    def _decoding(self) -> Iterator[None]:
        try:
            yield
        except ValueError:
            raise self._database.damaged() from None


NOUNS = {
    "sessions": ("session", "`stylist chat --json` prints the session_id of a talk"),
    "messages": ("message", "`stylist chat --json` prints the message_id of each answer"),
}


def _new_id() -> str:
    return uuid4().hex


def _insert(connection: Connection, table: str, row: Mapping[str, Any]) -> None:
    columns, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", row)


def _require(connection: Connection, table: str, row_id: str, owner_id: str) -> None:
    sql = f"SELECT 1 FROM {table} WHERE id = ? AND owner_id = ?"
    if not connection.execute(sql, (_known(table, row_id), owner_id)).fetchall():
        raise _not_found(table, row_id)


def _require_beside(connection: Connection, message_id: str, session_id: str) -> None:
    sql = "SELECT 1 FROM messages WHERE id = ? AND session_id = ?"
    if not connection.execute(sql, (_known("messages", message_id), session_id)).fetchall():
        raise _not_found("messages", message_id)


def _known(table: str, row_id: str) -> str:
    """`row_id` where it has the form of an id; nothing else could be found."""
    if not re.fullmatch(r"[0-9a-f]{32}", row_id):
        raise _not_found(table, row_id)
    return row_id


def _not_found(table: str, row_id: str) -> NotFound:
    noun, hint = NOUNS[table]
    shown = ascii(row_id if len(row_id) <= 40 else row_id[:37] + "...")
    return NotFound(f"{noun} {shown} does not exist: {hint}")
