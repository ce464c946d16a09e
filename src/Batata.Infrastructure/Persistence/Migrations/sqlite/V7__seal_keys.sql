-- Ids of the keys that contents of cipher- configs are encrypted with, so that a node can say which one it lacks.

CREATE TABLE config_seal_key (
    key_id TEXT PRIMARY KEY
) WITHOUT ROWID;
