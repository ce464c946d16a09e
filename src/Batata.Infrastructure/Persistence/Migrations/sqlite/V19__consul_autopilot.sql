-- What Consul's autopilot was told: one row, or none for the default.
CREATE TABLE consul_autopilot (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    cleanup_dead_servers INTEGER NOT NULL,
    last_contact_ns INTEGER NOT NULL,
    max_trailing_logs INTEGER NOT NULL,
    min_quorum INTEGER NOT NULL,
    stabilization_ns INTEGER NOT NULL,
    redundancy_zone_tag TEXT NOT NULL,
    disable_upgrade_migration INTEGER NOT NULL,
    upgrade_version_tag TEXT NOT NULL,
    create_index INTEGER NOT NULL,
    modify_index INTEGER NOT NULL
);
