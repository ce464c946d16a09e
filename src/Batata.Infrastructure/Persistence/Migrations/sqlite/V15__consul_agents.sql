-- What is registered with the agents of the nodes. The catalog is another matter: consul_service and consul_check.

CREATE TABLE consul_agent_service (
    node TEXT NOT NULL COLLATE NOCASE,
    id TEXT NOT NULL,
    definition BLOB NOT NULL,          -- AgentServiceState of agents.proto
    PRIMARY KEY (node, id)
) WITHOUT ROWID;

CREATE INDEX consul_agent_service_id ON consul_agent_service (id);

CREATE TABLE consul_agent_check (
    node TEXT NOT NULL COLLATE NOCASE,
    id TEXT NOT NULL,
    service_id TEXT NOT NULL,          -- empty: of the node
    registration INTEGER NOT NULL,
    status TEXT NOT NULL,
    output TEXT NOT NULL,
    reported_at INTEGER NOT NULL,      -- milliseconds since 1970
    is_reported INTEGER NOT NULL,
    critical_since INTEGER,
    definition BLOB NOT NULL,          -- AgentCheckState of agents.proto, without what stands above
    PRIMARY KEY (node, id)
) WITHOUT ROWID;

CREATE INDEX consul_agent_check_id ON consul_agent_check (id);
CREATE INDEX consul_agent_check_service ON consul_agent_check (node, service_id);
