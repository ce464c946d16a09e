-- Events of Consul, the last ones.
CREATE TABLE consul_event (
    ltime INTEGER PRIMARY KEY,     -- counts them
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    payload BLOB,
    node_filter TEXT NOT NULL,
    service_filter TEXT NOT NULL,
    tag_filter TEXT NOT NULL,
    nodes TEXT                     -- whose agents keep it, JSON; NULL: all
);

-- Where the nodes of Consul's catalog are in the net.
CREATE TABLE consul_coordinate (
    node_key TEXT NOT NULL,        -- the node's name in small letters
    segment TEXT NOT NULL,
    node TEXT NOT NULL,
    place BLOB NOT NULL,           -- 64-bit floats, little endian: error, adjustment, height, then the vector
    PRIMARY KEY (node_key, segment)
) WITHOUT ROWID;
