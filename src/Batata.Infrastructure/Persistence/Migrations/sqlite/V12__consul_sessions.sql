-- Sessions of Consul whole; until now nobody could make one.
ALTER TABLE consul_session ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE consul_session ADD COLUMN node TEXT NOT NULL DEFAULT '';
ALTER TABLE consul_session ADD COLUMN node_key TEXT NOT NULL DEFAULT '';     -- the node's name in small letters
ALTER TABLE consul_session ADD COLUMN lock_delay_ns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE consul_session ADD COLUMN behavior INTEGER NOT NULL DEFAULT 0;
ALTER TABLE consul_session ADD COLUMN ttl TEXT NOT NULL DEFAULT '';
ALTER TABLE consul_session ADD COLUMN ttl_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE consul_session ADD COLUMN node_checks TEXT;                      -- JSON; NULL: none were given
ALTER TABLE consul_session ADD COLUMN service_checks TEXT;
ALTER TABLE consul_session ADD COLUMN checks TEXT;
ALTER TABLE consul_session ADD COLUMN create_index INTEGER NOT NULL DEFAULT 0;
ALTER TABLE consul_session ADD COLUMN modify_index INTEGER NOT NULL DEFAULT 0;

CREATE INDEX consul_session_node ON consul_session (node_key);

-- What a session hangs on: names in small letters.
CREATE TABLE consul_session_check (
    node_key TEXT NOT NULL,
    check_key TEXT NOT NULL,
    session TEXT NOT NULL,
    PRIMARY KEY (node_key, check_key, session)
) WITHOUT ROWID;

CREATE INDEX consul_session_check_session ON consul_session_check (session);
