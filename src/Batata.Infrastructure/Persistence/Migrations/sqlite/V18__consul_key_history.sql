-- What the keys of Consul's KV store were before, and who wrote them.
CREATE TABLE consul_key_history (
    id INTEGER PRIMARY KEY,        -- in the order in which they came
    name TEXT NOT NULL,
    idx INTEGER NOT NULL,          -- index of the write
    at_ms INTEGER NOT NULL,        -- 0: nobody said when
    change INTEGER NOT NULL,       -- see KeyChange
    author TEXT NOT NULL,
    address TEXT NOT NULL,
    flags INTEGER NOT NULL,
    session TEXT NOT NULL,
    size INTEGER NOT NULL,
    value BLOB,                    -- NULL: empty, too large, or the key is gone
    restored_from INTEGER NOT NULL -- index of the version that was put back
);

CREATE INDEX consul_key_history_name ON consul_key_history (name);
