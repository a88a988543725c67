-- Version 3 of the store: photos, for as long as they may be kept, and what was seen of them.
-- Times are seconds since 1970.

CREATE TABLE photos (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    owner_id TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    sha256 TEXT NOT NULL,
    created REAL NOT NULL,
    expires REAL NOT NULL
);
CREATE INDEX photos_of_session ON photos (session_id, seq);
CREATE INDEX photos_by_expiry ON photos (expires);

-- The picture and what is told of it. `pad` is wider than a page of the file, so whatever follows it lies on overflow
-- pages of its own, which secure_delete overwrites whole when the row goes: no part of a picture is ever on a page that
-- rows share, of which SQLite may leave stale copies.
CREATE TABLE photo_contents (
    seq INTEGER PRIMARY KEY REFERENCES photos (seq) ON DELETE CASCADE,
    owner_id TEXT NOT NULL,
    pad BLOB NOT NULL DEFAULT (zeroblob(4096)),
    seen TEXT,
    jpeg BLOB NOT NULL
);

-- Deletions that are not yet overwritten in the file.
CREATE TABLE photo_erasures (
    seq INTEGER PRIMARY KEY,
    owner_id TEXT NOT NULL,
    created TEXT NOT NULL
);
