-- Limits that somebody set, in Nacos' own tables: 0 stands for the default. The usage is counted when it is asked for, so it is never wrong;
-- its column stays 0 here.

CREATE TABLE group_capacity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id TEXT NOT NULL DEFAULT '',
    quota INTEGER NOT NULL DEFAULT 0,
    "usage" INTEGER NOT NULL DEFAULT 0,
    max_size INTEGER NOT NULL DEFAULT 0,
    max_aggr_count INTEGER NOT NULL DEFAULT 0,
    max_aggr_size INTEGER NOT NULL DEFAULT 0,
    max_history_count INTEGER NOT NULL DEFAULT 0,
    gmt_create INTEGER NOT NULL,
    gmt_modified INTEGER NOT NULL
);
CREATE UNIQUE INDEX uk_group_id ON group_capacity (group_id);

CREATE TABLE tenant_capacity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id TEXT NOT NULL DEFAULT '',
    quota INTEGER NOT NULL DEFAULT 0,
    "usage" INTEGER NOT NULL DEFAULT 0,
    max_size INTEGER NOT NULL DEFAULT 0,
    max_aggr_count INTEGER NOT NULL DEFAULT 0,
    max_aggr_size INTEGER NOT NULL DEFAULT 0,
    max_history_count INTEGER NOT NULL DEFAULT 0,
    gmt_create INTEGER NOT NULL,
    gmt_modified INTEGER NOT NULL
);
CREATE UNIQUE INDEX uk_tenant_id ON tenant_capacity (tenant_id);
