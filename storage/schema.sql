-- Version 1 of the store: talks and their ratings.
-- Rows are only ever added; `forget` is the one thing that deletes. `seq` is the order of writing.

CREATE TABLE migrations (
    version INTEGER PRIMARY KEY,
    owner_id TEXT NOT NULL,
    applied TEXT NOT NULL
);

CREATE TABLE sessions (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    owner_id TEXT NOT NULL,
    created TEXT NOT NULL
);
CREATE INDEX sessions_of_owner ON sessions (owner_id, seq);

-- One row is one turn: what was said, what was made of it, and who answered.
CREATE TABLE messages (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    owner_id TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    parent_id TEXT REFERENCES messages (id),
    created TEXT NOT NULL,
    message TEXT NOT NULL,
    reply TEXT NOT NULL,
    plan TEXT NOT NULL,
    results TEXT NOT NULL,
    brief TEXT NOT NULL,
    turn TEXT NOT NULL,
    shown TEXT NOT NULL,
    planner TEXT NOT NULL,
    writer TEXT NOT NULL,
    planner_version TEXT NOT NULL,
    writer_version TEXT NOT NULL,
    prompt_hash TEXT NOT NULL,
    index_version TEXT NOT NULL
);
CREATE INDEX messages_of_session ON messages (session_id, seq);
CREATE INDEX messages_of_parent ON messages (parent_id);
CREATE TRIGGER messages_stay BEFORE UPDATE ON messages
BEGIN
    SELECT RAISE(ABORT, 'messages are only ever added');
END;

-- The last eight columns are copied from the rated turn when the rating is given.
CREATE TABLE feedback (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    owner_id TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    message_id TEXT NOT NULL REFERENCES messages (id),
    parent_id TEXT REFERENCES messages (id),
    created TEXT NOT NULL,
    rating TEXT NOT NULL CHECK (rating IN ('up', 'down')),
    article_id TEXT,
    reasons TEXT NOT NULL,
    comment TEXT,
    correction TEXT,
    chosen_over TEXT REFERENCES messages (id),
    consent INTEGER NOT NULL CHECK (consent IN (0, 1)),
    brief TEXT NOT NULL,
    shown TEXT NOT NULL,
    planner TEXT NOT NULL,
    writer TEXT NOT NULL,
    planner_version TEXT NOT NULL,
    writer_version TEXT NOT NULL,
    prompt_hash TEXT NOT NULL,
    index_version TEXT NOT NULL
);
CREATE INDEX feedback_of_owner ON feedback (owner_id, seq);
CREATE INDEX feedback_of_session ON feedback (session_id);
CREATE INDEX feedback_of_message ON feedback (message_id, article_id, seq);
CREATE INDEX feedback_of_parent ON feedback (parent_id);
CREATE INDEX feedback_of_rejected ON feedback (chosen_over);
CREATE TRIGGER feedback_stays BEFORE UPDATE ON feedback
BEGIN
    SELECT RAISE(ABORT, 'ratings are only ever added');
END;

-- Sessions whose rows are deleted but whose text may still lie in the file until it is wiped.
CREATE TABLE erasures (
    seq INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    created TEXT NOT NULL
);
