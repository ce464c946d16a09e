-- Sessions of Consul whole; until now there was none.
DROP TABLE consul_session;

CREATE TABLE consul_session (
    id TEXT PRIMARY KEY,           -- small letters; also their order in lists
    name TEXT NOT NULL,
    node TEXT NOT NULL,
    node_key TEXT NOT NULL,        -- the node's name in small letters
    lock_delay_ns INTEGER NOT NULL,
    behavior INTEGER NOT NULL,
    ttl TEXT NOT NULL,
    ttl_ms INTEGER NOT NULL,
    node_checks TEXT,              -- JSON; NULL: none were given
    service_checks TEXT,
    checks TEXT,
    create_index INTEGER NOT NULL,
    modify_index INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX consul_session_node ON consul_session (node_key);

-- What a session hangs on: names in small letters.
CREATE TABLE consul_session_check (
    node_key TEXT NOT NULL,
    check_key TEXT NOT NULL,
    session TEXT NOT NULL,
    PRIMARY KEY (node_key, check_key, session)
) WITHOUT ROWID;

CREATE INDEX consul_session_check_session ON consul_session_check (session);
