-- What naming replicates. Tables of our own: Nacos keeps these in files of its Raft groups, not in a database.
-- Metadata and clusters are JSON; kind is 1 ephemeral, 2 persistent.

CREATE TABLE naming_service (
    namespace_id TEXT NOT NULL,
    group_name TEXT NOT NULL,
    service_name TEXT NOT NULL,
    kind INTEGER NOT NULL,
    protect_threshold REAL NOT NULL,
    selector_type TEXT NOT NULL,
    selector_expression TEXT,
    extend_data TEXT NOT NULL,
    clusters TEXT NOT NULL,
    PRIMARY KEY (service_name, group_name, namespace_id)
) WITHOUT ROWID;

CREATE TABLE naming_instance (
    namespace_id TEXT NOT NULL,
    group_name TEXT NOT NULL,
    service_name TEXT NOT NULL,
    ip TEXT NOT NULL,
    port INTEGER NOT NULL,
    cluster_name TEXT NOT NULL,
    weight REAL NOT NULL,
    healthy INTEGER NOT NULL,
    enabled INTEGER NOT NULL,
    id_kind INTEGER NOT NULL,
    instance_id TEXT,
    metadata TEXT NOT NULL,
    PRIMARY KEY (service_name, group_name, namespace_id, ip, port)
) WITHOUT ROWID;

-- weight, enabled: NULL leaves the client's.
CREATE TABLE naming_override (
    namespace_id TEXT NOT NULL,
    group_name TEXT NOT NULL,
    service_name TEXT NOT NULL,
    ip TEXT NOT NULL,
    port INTEGER NOT NULL,
    cluster_name TEXT NOT NULL,
    weight REAL,
    enabled INTEGER,
    metadata TEXT NOT NULL,
    PRIMARY KEY (service_name, group_name, namespace_id, ip, port, cluster_name)
) WITHOUT ROWID;

CREATE TABLE naming_switches (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    value TEXT NOT NULL
);
