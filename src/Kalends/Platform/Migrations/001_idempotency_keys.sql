CREATE TABLE idempotency_keys (
    user_id TEXT NOT NULL,
    operation TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at {int} NOT NULL,
    PRIMARY KEY (user_id, operation, key)
) {strict};

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
