-- Offers to be bound to a provider or a client. Those that were revoked, or that another change has made void, are
-- deleted, so that a person has a bounded number of them.
CREATE TABLE invitations (
    id {id},
    code_hash TEXT NOT NULL UNIQUE,
    provider_id {int} REFERENCES providers (id),
    client_id {int} REFERENCES clients (id),
    bound_as TEXT NOT NULL CHECK (bound_as IN ('user', 'owner', 'user_and_owner', 'organisation')),
    created_at {int} NOT NULL,
    created_by TEXT NOT NULL,
    expires_at {int} NOT NULL,
    accepted_at {int},
    accepted_by TEXT,
    CHECK ((provider_id IS NULL) <> (client_id IS NULL)),
    CHECK ((accepted_at IS NULL) = (accepted_by IS NULL))
) {strict};

CREATE INDEX invitations_to_provider ON invitations (provider_id, id) WHERE provider_id IS NOT NULL;
CREATE INDEX invitations_to_client ON invitations (client_id, id) WHERE client_id IS NOT NULL;
