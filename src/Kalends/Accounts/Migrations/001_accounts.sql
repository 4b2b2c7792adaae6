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
    created_at {int} NOT NULL,
    disabled_at {int},
    -- Counts what admins change of the user.
    version {int} NOT NULL DEFAULT 1,
    -- Counts what ends the sign-ins of the user; every access token carries it.
    token_version {int} NOT NULL DEFAULT 1,
    -- Whether the demo made the user, with a password that everybody knows.
    is_demo {int} NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1))
) {strict};

-- Roles are bits, and that of admins is the highest.
CREATE INDEX users_admins ON users (id) WHERE roles >= 16 AND disabled_at IS NULL;

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

-- Whose sign-ins were ended lately, of users who are there and who are not: what processes hold tokens against.
CREATE TABLE ended_sign_ins (
    user_id TEXT PRIMARY KEY,
    token_version {int} NOT NULL,
    ended_at {int} NOT NULL
) {strict};

CREATE INDEX ended_sign_ins_by_time ON ended_sign_ins (ended_at);

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

CREATE VIEW public_users AS SELECT id, username, roles, organisation_id, disabled_at FROM users;

CREATE VIEW public_organisations AS SELECT id, name FROM organisations;
