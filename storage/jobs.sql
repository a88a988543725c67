-- Version 2 of the store: long jobs, and what they told while they ran.
-- A job is one row that changes; its events are only ever added, so that a reader who was cut off can go on.

CREATE TABLE jobs (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    owner_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    device TEXT NOT NULL,
    request TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    idempotency_key TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    step INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    attempt INTEGER NOT NULL DEFAULT 0,
    lease TEXT,
    lease_until REAL,
    cancel_requested INTEGER NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
    created REAL NOT NULL,
    started REAL,
    finished REAL,
    result TEXT,
    error TEXT,
    UNIQUE (owner_id, idempotency_key)
);
CREATE INDEX jobs_of_device ON jobs (device, state, seq);
CREATE INDEX jobs_of_owner ON jobs (owner_id, seq);

CREATE TABLE job_events (
    seq INTEGER PRIMARY KEY,
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    owner_id TEXT NOT NULL,
    created REAL NOT NULL,
    state TEXT NOT NULL,
    step INTEGER NOT NULL,
    total INTEGER NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX events_of_job ON job_events (job_id, seq);
