-- Consul's catalog. A *_key is the name or id in small letters, by which it is found. Lists and maps are JSON; NULL: none were given.

CREATE TABLE consul_node (
    node_key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    id TEXT NOT NULL,              -- empty: none
    id_key TEXT,                   -- its hexadecimal digits
    address TEXT NOT NULL,
    tagged_addresses TEXT,
    meta TEXT,
    create_index INTEGER NOT NULL,
    modify_index INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX consul_node_id ON consul_node (id_key) WHERE id_key IS NOT NULL;

CREATE TABLE consul_service (
    node_key TEXT NOT NULL,
    service_key TEXT NOT NULL,     -- of its id
    name_key TEXT NOT NULL,
    connect_key TEXT,              -- of the service that it answers for within the mesh
    node TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    tags TEXT,
    address TEXT NOT NULL,
    port INTEGER NOT NULL,
    ports TEXT,
    tagged_addresses TEXT,
    meta TEXT,
    socket_path TEXT NOT NULL,
    weight_passing INTEGER NOT NULL,
    weight_warning INTEGER NOT NULL,
    tag_override INTEGER NOT NULL,
    proxy_destination TEXT,        -- NULL: it has no proxy
    proxy_destination_id TEXT,
    proxy TEXT,
    native INTEGER NOT NULL,
    locality TEXT,
    create_index INTEGER NOT NULL,
    modify_index INTEGER NOT NULL,
    PRIMARY KEY (node_key, service_key)
) WITHOUT ROWID;

CREATE INDEX consul_service_name ON consul_service (name_key, node_key, service_key);
CREATE INDEX consul_service_connect ON consul_service (connect_key, node_key, service_key) WHERE connect_key IS NOT NULL;

CREATE TABLE consul_check (
    node_key TEXT NOT NULL,
    check_key TEXT NOT NULL,
    service_key TEXT NOT NULL,     -- empty: a check of the node
    name_key TEXT NOT NULL,        -- of the name of the service
    node TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    notes TEXT NOT NULL,
    output TEXT NOT NULL,
    service_id TEXT NOT NULL,
    service_name TEXT NOT NULL,
    service_tags TEXT,
    type TEXT NOT NULL,
    interval TEXT NOT NULL,
    timeout TEXT NOT NULL,
    exposed_port INTEGER NOT NULL,
    definition TEXT NOT NULL,
    create_index INTEGER NOT NULL,
    modify_index INTEGER NOT NULL,
    PRIMARY KEY (node_key, check_key)
) WITHOUT ROWID;

CREATE INDEX consul_check_service ON consul_check (node_key, service_key, check_key);
CREATE INDEX consul_check_name ON consul_check (name_key, node_key, check_key);
CREATE INDEX consul_check_status ON consul_check (status, node_key, check_key);

-- Services that have an address within the mesh: the number is its place behind 240.0.0.0.
CREATE TABLE consul_virtual_address (
    name_key TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE
) WITHOUT ROWID;
