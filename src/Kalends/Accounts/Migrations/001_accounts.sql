CREATE TABLE organisations (
    id {id},
    name TEXT NOT NULL UNIQUE,
    created_at {int} NOT NULL
) {strict};

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL,
    -- What all spellings of it have in common; see Caseless.
    username_key TEXT {bytes} NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    roles {int} NOT NULL CHECK (roles > 0 AND roles < 32),
    organisation_id {int} REFERENCES organisations (id),
    created_at {int} NOT NULL
) {strict};

CREATE TABLE refresh_tokens (
    hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    -- Where the user signed in, as a keyed hash.
    origin TEXT NOT NULL,
    created_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    revoked_at {int}
) {strict};

CREATE INDEX refresh_tokens_by_user ON refresh_tokens (user_id, origin);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);

CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) {strict};

CREATE VIEW public_users AS SELECT id, username, roles, organisation_id FROM users;

CREATE VIEW public_organisations AS SELECT id, name FROM organisations;
