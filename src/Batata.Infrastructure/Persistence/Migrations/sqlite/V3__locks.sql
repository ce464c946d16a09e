-- Locks that somebody took. A table of our own: Nacos keeps them in memory and in files of a Raft group.

CREATE TABLE held_lock (
    lock_key TEXT PRIMARY KEY,
    token INTEGER NOT NULL,
    lease_ms INTEGER NOT NULL
) WITHOUT ROWID;
