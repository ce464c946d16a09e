-- Locks that somebody took. A table of our own: Nacos keeps them in memory and in files of a Raft group. Times are milliseconds since 1970.

CREATE TABLE held_lock (
    lock_key TEXT PRIMARY KEY,
    acquired_at_ms INTEGER NOT NULL,
    held_until_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX idx_held_lock_until ON held_lock (held_until_ms);
