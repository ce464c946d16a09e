-- A snapshot of Consul's state on its way into it.
CREATE TABLE consul_restore_part (
    restore_id TEXT NOT NULL,
    part INTEGER NOT NULL,
    content BLOB,
    PRIMARY KEY (restore_id, part)
) WITHOUT ROWID;
