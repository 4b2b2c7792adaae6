CREATE TABLE providers (
    id {id},
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    user_id TEXT UNIQUE,
    owner_user_id TEXT NOT NULL,
    organisation_id {int},
    created_at {int} NOT NULL,
    updated_at {int} NOT NULL
) {strict};

CREATE INDEX providers_by_owner ON providers (owner_user_id, id);
CREATE INDEX providers_by_organisation ON providers (organisation_id, id);

CREATE TABLE clients (
    id {id},
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    user_id TEXT UNIQUE,
    owner_user_id TEXT NOT NULL,
    organisation_id {int},
    created_at {int} NOT NULL,
    updated_at {int} NOT NULL,
    version {int} NOT NULL DEFAULT 1
) {strict};

CREATE INDEX clients_by_owner ON clients (owner_user_id, id);
CREATE INDEX clients_by_organisation ON clients (organisation_id, id);

CREATE VIEW public_providers AS
SELECT id, first_name, last_name, time_zone, user_id, owner_user_id, organisation_id FROM providers;

CREATE VIEW public_clients AS
SELECT id, first_name, last_name, time_zone, user_id, owner_user_id, organisation_id FROM clients;
