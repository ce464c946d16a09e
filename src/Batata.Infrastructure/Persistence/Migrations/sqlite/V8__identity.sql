-- Accounts, in Nacos' own tables, so that the same statements run on an existing Nacos database.

CREATE TABLE users (
    username TEXT NOT NULL PRIMARY KEY,
    password TEXT NOT NULL,
    enabled INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE roles (
    username TEXT NOT NULL,
    role TEXT NOT NULL
);
CREATE UNIQUE INDEX idx_user_role ON roles (username, role);
CREATE INDEX idx_role ON roles (role);

CREATE TABLE permissions (
    role TEXT NOT NULL,
    resource TEXT NOT NULL,
    action TEXT NOT NULL
);
CREATE UNIQUE INDEX uk_role_permission ON permissions (role, resource, action);

-- Which tokens of a user count. Of our own: in Nacos a token lives until its time is up.
CREATE TABLE user_tokens (
    username TEXT NOT NULL PRIMARY KEY,
    generation INTEGER NOT NULL,
    is_first INTEGER NOT NULL,
    kept TEXT
) WITHOUT ROWID;

-- What the nodes share and nobody chose, such as the key that signs tokens.
CREATE TABLE cluster_secret (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
