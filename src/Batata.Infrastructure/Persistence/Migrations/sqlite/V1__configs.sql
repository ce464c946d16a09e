-- Tables and columns carry Nacos' own names (mysql-schema.sql of Nacos 3.1), so that the same statements run on an existing Nacos database.
-- Times are epoch milliseconds. AUTOINCREMENT never gives an id twice and depends on the order of the log alone: all nodes agree on ids.
-- content stands last: what is listed without it then never walks its overflow pages.

CREATE TABLE applied_index (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    value INTEGER NOT NULL
);
INSERT INTO applied_index (one, value) VALUES (1, 0);

CREATE TABLE config_info (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    data_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL DEFAULT '',
    md5 TEXT,
    gmt_create INTEGER NOT NULL,
    gmt_modified INTEGER NOT NULL,
    src_user TEXT,
    src_ip TEXT,
    app_name TEXT,
    c_desc TEXT,
    c_use TEXT,
    effect TEXT,
    type TEXT,
    c_schema TEXT,
    encrypted_data_key TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL
);
-- The namespace first: one index is the key and answers searches by name inside a namespace without touching rows.
CREATE UNIQUE INDEX uk_configinfo_datagrouptenant ON config_info (tenant_id, group_id, data_id);

CREATE TABLE config_info_gray (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    data_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL DEFAULT '',
    gray_name TEXT NOT NULL,
    gray_rule TEXT NOT NULL,
    md5 TEXT,
    src_user TEXT,
    src_ip TEXT,
    gmt_create INTEGER NOT NULL,
    gmt_modified INTEGER NOT NULL,
    app_name TEXT,
    encrypted_data_key TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX uk_configinfogray_datagrouptenantgray ON config_info_gray (data_id, group_id, tenant_id, gray_name);

CREATE TABLE config_tags_relation (
    nid INTEGER PRIMARY KEY AUTOINCREMENT,
    id INTEGER NOT NULL,
    tag_name TEXT NOT NULL,
    tag_type TEXT NOT NULL DEFAULT '',
    data_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX uk_configtagrelation_configidtag ON config_tags_relation (id, tag_name, tag_type);
CREATE INDEX idx_tenant_id ON config_tags_relation (tenant_id);

CREATE TABLE his_config_info (
    nid INTEGER PRIMARY KEY AUTOINCREMENT,
    id INTEGER NOT NULL,
    data_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL DEFAULT '',
    app_name TEXT,
    md5 TEXT,
    gmt_create INTEGER NOT NULL,
    gmt_modified INTEGER NOT NULL,
    src_user TEXT,
    src_ip TEXT,
    op_type TEXT,
    encrypted_data_key TEXT NOT NULL DEFAULT '',
    publish_type TEXT NOT NULL DEFAULT 'formal',
    gray_name TEXT,
    ext_info TEXT,
    content TEXT NOT NULL
);
-- Every index here is one more page that every publish writes. Rows come in the order of time, so nid stands for it; a row id that is gone
-- has a D row, and one that is not gone leads to its rows by name.
CREATE INDEX idx_did ON his_config_info (data_id, group_id, tenant_id);
CREATE INDEX idx_his_deleted ON his_config_info (id) WHERE op_type = 'D';

CREATE TABLE tenant_info (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kp TEXT NOT NULL,
    tenant_id TEXT NOT NULL DEFAULT '',
    tenant_name TEXT NOT NULL DEFAULT '',
    tenant_desc TEXT,
    create_source TEXT,
    gmt_create INTEGER NOT NULL,
    gmt_modified INTEGER NOT NULL
);
CREATE UNIQUE INDEX uk_tenant_info_kptenantid ON tenant_info (kp, tenant_id);
CREATE INDEX idx_tenant_info_tenant_id ON tenant_info (tenant_id);
