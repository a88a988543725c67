"""Photos: what shoppers sent, kept no longer than the setting says, with what was seen of each.

They lie in the store's own file, so that a talk and its photos are forgotten in one transaction. A photo whose time is
up is not given out, even before it is deleted; whatever is deleted is overwritten in the file at once.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Row
from typing import Any, Protocol
from uuid import uuid4

from foundation.errors import Busy, NotFound, StylistError
from storage.database import Connection, Database, utc_now
from storage.store import FILE_NAME

HOUR = 3600.0
# With `keep_hours` 0: how long an answer may take at most before its photo goes all the same.
ANSWER_SECONDS = 600.0
SWEEP_SECONDS = 60.0
_COLUMNS = "p.id, p.session_id, p.sha256, p.created, p.expires, c.seen"
_BOTH = "photos p JOIN photo_contents c ON c.seq = p.seq"


@dataclass(frozen=True, eq=False)
class KeptPhoto:
    """A photo without its picture; `created` and `expires` are seconds since 1970. `seen` is what an eye told of it, a
    JSON value, None until it is added.
    """

    id: str
    session_id: str
    sha256: str
    created: float
    expires: float
    seen: Any = None


class Photos(Protocol):
    """What the rooms above ask of kept photos. Ids are 32 hexadecimal digits.

    One that is unknown, deleted, out of time or another owner's raises NotFound.
    """

    def add(self, owner_id: str, session_id: str, jpeg: bytes, sha256: str) -> str:
        """Keep a photo as a jpeg and return its id; raises NotFound where the session is not the owner's."""

    def see(self, photo_id: str, owner_id: str, seen: Any) -> None:
        """Keep what was seen of it beside the photo; it goes when the photo goes."""

    def photo(self, photo_id: str, owner_id: str) -> KeptPhoto:
        """One photo without its picture."""

    def read(self, photo_id: str, owner_id: str) -> bytes:
        """The picture: a jpeg."""

    def of_session(self, session_id: str, owner_id: str) -> tuple[KeptPhoto, ...]:
        """The photos of a session, oldest first; none where the session is unknown."""

    def delete(self, photo_id: str, owner_id: str) -> None:
        """Delete it for good: nothing of it is in any file of the store.

        Raises Busy where the row is gone but another program still reads the file; it is made up for later.
        """

    def answered(self, photo_ids: Sequence[str], owner_id: str) -> None:
        """The message that these came with is answered: where no photo is kept, they are deleted now."""

    def expire(self) -> tuple[str, ...]:
        """Delete those whose time is up; gives their ids. Done every minute by itself."""

    def close(self) -> None:
        """Let go of the file."""


class SqlitePhotos:
    """Photos in the store's file under `home`, each kept for `keep_hours`; `clock` gives seconds since 1970."""

    def __init__(self, home: Path, keep_hours: float, clock: Callable[[], float] = time.time) -> None:
        self._database, self._keep, self._clock = Database(home / FILE_NAME), keep_hours * HOUR, clock
        self._closed = threading.Event()
        with suppress(Busy):  # tried again by the next deletion or start
            self.expire()
        self._sweeper = threading.Thread(target=self._sweep, name="photos", daemon=True)
        self._sweeper.start()

    def add(self, owner_id: str, session_id: str, jpeg: bytes, sha256: str) -> str:
        """Keep a photo."""
        with suppress(Busy):
            self.expire()
        photo_id, now = uuid4().hex, self._clock()
        with self._database.writing() as connection:
            _require_session(connection, session_id, owner_id)
            added = connection.execute(
                "INSERT INTO photos (id, owner_id, session_id, sha256, created, expires) VALUES (?, ?, ?, ?, ?, ?)",
                (photo_id, owner_id, session_id, sha256, now, self._until(now)),
            )
            connection.execute(
                "INSERT INTO photo_contents (seq, owner_id, jpeg) VALUES (?, ?, ?)", (added.lastrowid, owner_id, jpeg)
            )
        return photo_id

    def see(self, photo_id: str, owner_id: str, seen: Any) -> None:
        """Keep what was seen of it."""
        told = json.dumps(seen, allow_nan=False)
        with self._database.writing() as connection:
            row = self._found(connection, photo_id, owner_id)
            connection.execute("UPDATE photo_contents SET seen = ? WHERE seq = ?", (told, row["seq"]))

    def photo(self, photo_id: str, owner_id: str) -> KeptPhoto:
        """One photo without its picture."""
        return self._decoded(self._row(_COLUMNS, photo_id, owner_id))

    def read(self, photo_id: str, owner_id: str) -> bytes:
        """The picture."""
        return bytes(self._row("c.jpeg", photo_id, owner_id)["jpeg"])

    def of_session(self, session_id: str, owner_id: str) -> tuple[KeptPhoto, ...]:
        """The photos of a session."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM {_BOTH} WHERE p.session_id = ? AND p.owner_id = ? AND p.expires > ? "
            "ORDER BY p.seq",
            (session_id if _is_id(session_id) else "", owner_id, self._clock()),
        )
        return tuple(self._decoded(row) for row in rows)

    def delete(self, photo_id: str, owner_id: str) -> None:
        """Delete it for good."""
        with self._database.writing() as connection:
            self._found(connection, photo_id, owner_id)
            _drop(connection, "id = ?", photo_id)
        self._overwrite()

    def answered(self, photo_ids: Sequence[str], owner_id: str) -> None:
        """The message that these came with is answered."""
        if self._keep > 0:
            return
        with self._database.writing() as connection:
            for photo_id in photo_ids:
                _drop(connection, "id = ? AND owner_id = ?", photo_id, owner_id)
        self._overwrite()

    def expire(self) -> tuple[str, ...]:
        """Delete those whose time is up."""
        gone: tuple[str, ...] = ()
        now = self._clock()
        # Nearly always nothing is due: then the file is only read.
        if self._database.rows("SELECT 1 FROM photos WHERE expires <= ? LIMIT 1", (now,)):
            with self._database.writing() as connection:
                gone = _drop(connection, "expires <= ?", now)
        self._overwrite()
        return gone

    def close(self) -> None:
        """Let go of the file."""
        self._closed.set()
        self._sweeper.join()
        self._database.close()

    def _until(self, created: float) -> float:
        """When a photo's time is up."""
        return created + (self._keep or ANSWER_SECONDS)

    def _row(self, columns: str, photo_id: str, owner_id: str) -> Row:
        rows = self._database.rows(
            f"SELECT {columns} FROM {_BOTH} WHERE p.id = ? AND p.owner_id = ? AND p.expires > ?",
            (_known(photo_id), owner_id, self._clock()),
        )
        if not rows:
            raise _not_found(photo_id)
        return rows[0]

    def _found(self, connection: Connection, photo_id: str, owner_id: str) -> Row:
        rows: list[Row] = connection.execute(
            "SELECT * FROM photos WHERE id = ? AND owner_id = ? AND expires > ?",
            (_known(photo_id), owner_id, self._clock()),
        ).fetchall()
        if not rows:
            raise _not_found(photo_id)
        return rows[0]

    def _decoded(self, row: Row) -> KeptPhoto:
        fields: Mapping[str, Any] = dict(row)
        try:
            seen = None if fields["seen"] is None else json.loads(fields["seen"])
        except ValueError:
            raise self._database.damaged() from None
        return KeptPhoto(**{**fields, "seen": seen})

    def _overwrite(self) -> None:
        """Have what was deleted overwritten where some is left; one that was cut short is made up for here."""
        pending = self._database.rows("SELECT max(seq) AS last FROM photo_erasures")[0]["last"]
        if pending is None:
            return
        self._database.settle()
        with self._database.writing() as connection:
            connection.execute("DELETE FROM photo_erasures WHERE seq <= ?", (pending,))

    def _sweep(self) -> None:
        """Keep to the setting while nobody calls; a file that can't be used now may be later."""
        while not self._closed.wait(SWEEP_SECONDS):
            with suppress(StylistError):
                self.expire()


def open_photos(home: Path, keep_hours: float) -> Photos:
    """The photos under `home`; raises BadInput where the store there can't be used."""
    return SqlitePhotos(home, keep_hours)


def _drop(connection: Connection, where: str, *values: Any) -> tuple[str, ...]:
    """Delete photos and note that they must be overwritten; gives their ids."""
    rows = connection.execute(f"SELECT seq, id, owner_id FROM photos WHERE {where}", values).fetchall()
    for row in rows:
        connection.execute("DELETE FROM photos WHERE seq = ?", (row["seq"],))
    if rows:
        connection.execute(
            "INSERT INTO photo_erasures (owner_id, created) VALUES (?, ?)", (rows[0]["owner_id"], utc_now())
        )
    return tuple(row["id"] for row in rows)


def _require_session(connection: Connection, session_id: str, owner_id: str) -> None:
    sql = "SELECT 1 FROM sessions WHERE id = ? AND owner_id = ?"
    if not (_is_id(session_id) and connection.execute(sql, (session_id, owner_id)).fetchall()):
        raise NotFound(f"session {session_id[:40]!a} does not exist: begin one, or send the photo with a message")


def _known(photo_id: str) -> str:
    """`photo_id` where it has the form of an id; nothing else could be found."""
    if not _is_id(photo_id):
        raise _not_found(photo_id)
    return photo_id


def _is_id(given: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{32}", given) is not None


def _not_found(photo_id: str) -> NotFound:
    return NotFound(f"photo {photo_id[:40]!a} does not exist or is no longer kept: send it again")
