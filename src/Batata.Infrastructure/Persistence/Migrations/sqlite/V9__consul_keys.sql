-- Consul's state. Tables of our own: Consul keeps its state in memory.

-- Indexes by name. 'last' is the index of the state: the last entry that was applied to it.
CREATE TABLE consul_index (
    name TEXT PRIMARY KEY,
    idx INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE consul_key (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    flags INTEGER NOT NULL,        -- 64 bits without a sign, stored with one
    lock_index INTEGER NOT NULL,
    session TEXT,                  -- NULL: free
    create_index INTEGER NOT NULL,
    modify_index INTEGER NOT NULL,
    value BLOB                     -- NULL: empty
);

CREATE INDEX consul_key_session ON consul_key (session) WHERE session IS NOT NULL;

-- Keys, or beginnings of keys, that were removed: the index of a prefix must not go back.
CREATE TABLE consul_tombstone (
    name TEXT PRIMARY KEY,
    idx INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX consul_tombstone_idx ON consul_tombstone (idx);

CREATE TABLE consul_lock_delay (
    name TEXT PRIMARY KEY,
    mark INTEGER NOT NULL,
    delay_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE consul_session (
    id TEXT PRIMARY KEY
) WITHOUT ROWID;
