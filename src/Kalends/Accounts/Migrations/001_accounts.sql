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
    -- NULL for a service account, which cannot sign in.
    password_hash TEXT,
    roles {int} NOT NULL CHECK (roles > 0 AND roles < 32),
    organisation_id {int} REFERENCES organisations (id),
    created_at {int} NOT NULL,
    disabled_at {int},
    -- Since when nothing is known of the person any more.
    erased_at {int} CHECK (erased_at IS NULL OR disabled_at IS NOT NULL),
    -- Counts what admins change of the user.
    version {int} NOT NULL DEFAULT 1,
    -- Counts what ends the sign-ins of the user; every access token carries it.
    token_version {int} NOT NULL DEFAULT 1,
    -- Whether the demo made the user, with a password that everybody knows.
    is_demo {int} NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1))
) {strict};

-- Roles are bits, and that of admins is the highest.
CREATE INDEX users_admins ON users (id) WHERE roles >= 16 AND disabled_at IS NULL AND password_hash IS NOT NULL;

-- Service accounts are few among users, and listed by name.
CREATE INDEX users_service_accounts ON users (username_key) WHERE password_hash IS NULL;

-- One row for each sign-in: the family of its refresh tokens, known by the hash of their common secret.
CREATE TABLE refresh_tokens (
    hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    -- Which token of the family is good; 0 where there is one that stays good.
    number {int} NOT NULL CHECK (number >= 0),
    rotated_at {int},
    -- Where the user signed in, as a keyed hash.
    origin TEXT NOT NULL,
    created_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    revoked_at {int}
) {strict};

CREATE INDEX refresh_tokens_by_user ON refresh_tokens (user_id, origin);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);

-- Whose sign-ins were ended lately, of users who are there and who are not, and whose API keys' streams: what processes
-- hold tokens against.
CREATE TABLE ended_sign_ins (
    -- The id of a user, or the name of an API key.
    holder TEXT PRIMARY KEY,
    token_version {int} NOT NULL,
    ended_at {int} NOT NULL
) {strict};

CREATE INDEX ended_sign_ins_by_time ON ended_sign_ins (ended_at);

CREATE TABLE api_keys (
    id {id},
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- Words separated by blanks.
    scopes TEXT NOT NULL CHECK (scopes <> ''),
    created_at {int} NOT NULL,
    created_by TEXT NOT NULL,
    expires_at {int},
    revoked_at {int},
    last_used_at {int},
    -- When the log was last told that somebody used it although it was over.
    refused_at {int},
    -- Counts what ends its streams.
    version {int} NOT NULL DEFAULT 1
) {strict};

CREATE INDEX api_keys_by_user ON api_keys (user_id, id);
CREATE INDEX api_keys_over ON api_keys (COALESCE(revoked_at, expires_at));

-- The secrets of a key, known by their hashes: the present one, and those that it replaced.
CREATE TABLE api_key_secrets (
    hash TEXT PRIMARY KEY,
    key_id {int} NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
    prefix TEXT NOT NULL,
    made_at {int} NOT NULL,
    -- NULL for the present one.
    good_until {int}
) {strict};

CREATE UNIQUE INDEX api_key_secrets_present ON api_key_secrets (key_id) WHERE good_until IS NULL;
CREATE INDEX api_key_secrets_by_key ON api_key_secrets (key_id);
CREATE INDEX api_key_secrets_replaced ON api_key_secrets (good_until) WHERE good_until IS NOT NULL;

-- A ticket is deleted when it is used.
CREATE TABLE stream_tickets (
    hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_version {int} NOT NULL,
    key_id {int} REFERENCES api_keys (id) ON DELETE CASCADE,
    key_version {int},
    path TEXT NOT NULL,
    expires_at {int} NOT NULL,
    -- The end of the token or the key that made it.
    until {int},
    CHECK ((key_id IS NULL) = (key_version IS NULL))
) {strict};

CREATE INDEX stream_tickets_by_user ON stream_tickets (user_id, expires_at);
CREATE INDEX stream_tickets_by_key ON stream_tickets (key_id);
CREATE INDEX stream_tickets_by_expiry ON stream_tickets (expires_at);

-- What signs tokens: the key with the highest number. Those before it verify until the last token of theirs is over.
CREATE TABLE signing_keys (
    number {int} PRIMARY KEY CHECK (number > 0),
    -- Base64.
    value TEXT NOT NULL,
    made_at {int} NOT NULL
) {strict};

-- One row, written with the first users.
CREATE TABLE database_kind (
    one {int} PRIMARY KEY CHECK (one = 1),
    kind TEXT NOT NULL CHECK (kind IN ('real', 'demo'))
) {strict};

CREATE VIEW public_users AS SELECT id, username, roles, organisation_id, disabled_at, erased_at FROM users;

CREATE VIEW public_organisations AS SELECT id, name FROM organisations;
