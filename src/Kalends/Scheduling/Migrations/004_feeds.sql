-- The addresses of calendar feeds. Each belongs to the user who made it, and shows what that user may see.
CREATE TABLE feeds (
    id {id},
    provider_id {int},
    client_id {int},
    user_id TEXT NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE,
    shows_clients {int} NOT NULL CHECK (shows_clients IN (0, 1)),
    created_at {int} NOT NULL,
    -- To the hour: not every reading is written down.
    last_read_at {int},
    CHECK ((provider_id IS NULL) <> (client_id IS NULL))
) {strict};

CREATE UNIQUE INDEX feeds_of_provider ON feeds (provider_id, user_id) WHERE provider_id IS NOT NULL;
CREATE UNIQUE INDEX feeds_of_client ON feeds (client_id, user_id) WHERE client_id IS NOT NULL;
CREATE INDEX feeds_by_user ON feeds (user_id);

-- One row.
CREATE TABLE installation (
    id {int} PRIMARY KEY CHECK (id = 1),
    -- The name of this installation in the UIDs of calendar events, so that they are unique in the world.
    name TEXT NOT NULL,
    -- The key that signs links to single reservations.
    link_key TEXT NOT NULL
) {strict};

CREATE VIEW public_installation AS SELECT id, name FROM installation;
