-- Whether a client has ever been with a provider.
CREATE INDEX reservations_completed ON reservations (client_id, provider_id) WHERE state = 'completed';
