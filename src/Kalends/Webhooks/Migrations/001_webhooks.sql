-- Up to which number of the event log deliveries were queued, and how often subscriptions have changed. One row, which
-- every change of a subscription locks first.
CREATE TABLE webhook_progress (
    one {int} PRIMARY KEY CHECK (one = 1),
    position {int} NOT NULL,
    generation {int} NOT NULL
) {strict};

INSERT INTO webhook_progress (one, position, generation) VALUES (1, 0, 0);

-- Subscriptions, each of an organisation or of a user.
CREATE TABLE webhooks (
    id {id},
    organisation_id {int},
    user_id TEXT,
    url TEXT NOT NULL,
    description TEXT,
    -- JSON.
    kinds TEXT NOT NULL,
    subjects TEXT NOT NULL,
    filter TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (payload IN ('thin', 'full')),
    state TEXT NOT NULL CHECK (state IN ('enabled', 'disabled', 'paused', 'gone')),
    created_at {int} NOT NULL,
    updated_at {int} NOT NULL,
    version {int} NOT NULL,
    -- Deleted ones stay until their deliveries are purged.
    deleted_at {int},
    -- As SecretBox writes them; the earlier one signs too for a while.
    secret TEXT NOT NULL,
    old_secret TEXT,
    old_secret_until {int},
    -- Events after this number are for it. A live one gets them as the log goes on, another one catches up first.
    position {int} NOT NULL,
    live {int} NOT NULL CHECK (live IN (0, 1)),
    -- Deliveries that wait, and when the next of them is due.
    waiting {int} NOT NULL DEFAULT 0 CHECK (waiting >= 0),
    due_at {int},
    -- Counts the processes that took it over; one has it until the lease ends.
    lease {int} NOT NULL DEFAULT 0,
    leased_until {int},
    succeeded_at {int},
    failing_since {int},
    -- The receiver has asked not to be sent anything before.
    waits_until {int},
    -- Events up to this number were removed before they were queued for it.
    missed_to {int},
    CHECK ((organisation_id IS NULL) <> (user_id IS NULL)),
    CHECK ((old_secret IS NULL) = (old_secret_until IS NULL)),
    CHECK (live = 0 OR (state = 'enabled' AND deleted_at IS NULL)),
    CHECK (due_at IS NULL OR (state = 'enabled' AND deleted_at IS NULL))
) {strict};

CREATE INDEX webhooks_by_organisation ON webhooks (organisation_id, id) WHERE organisation_id IS NOT NULL;
CREATE INDEX webhooks_by_user ON webhooks (user_id, id) WHERE user_id IS NOT NULL;
CREATE INDEX webhooks_due ON webhooks (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhooks_deleted ON webhooks (deleted_at) WHERE deleted_at IS NOT NULL;

-- One row for each event and subscription: the queue, and afterwards the log.
CREATE TABLE webhook_deliveries (
    id {id},
    webhook_id {int} NOT NULL REFERENCES webhooks (id),
    event_id TEXT NOT NULL,
    -- The number of the event in the log; a test has none.
    seq {int},
    kind TEXT,
    subject TEXT,
    created_at {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed', 'withheld')),
    attempts {int} NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- Attempts that have failed in a row, and since when.
    failures {int} NOT NULL DEFAULT 0 CHECK (failures >= 0),
    failing_since {int},
    next_attempt_at {int},
    finished_at {int},
    UNIQUE (webhook_id, event_id),
    CHECK ((failures = 0) = (failing_since IS NULL)),
    CHECK ((state = 'waiting') = (next_attempt_at IS NOT NULL)),
    CHECK ((state = 'waiting') = (finished_at IS NULL))
) {strict};

CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (webhook_id, seq) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_by_subject ON webhook_deliveries (webhook_id, subject, seq) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_in_retries ON webhook_deliveries (webhook_id) WHERE state = 'waiting' AND failures > 0;
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (webhook_id, state, id);
CREATE INDEX webhook_deliveries_finished ON webhook_deliveries (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE webhook_attempts (
    id {id},
    delivery_id {int} NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
    attempted_at {int} NOT NULL,
    duration_ms {int} NOT NULL CHECK (duration_ms >= 0),
    problem TEXT CHECK (problem IN (
        'unreachable', 'forbidden_address', 'timed_out', 'redirected', 'bad_status', 'gone', 'no_secret')),
    http_status {int},
    answer TEXT
) {strict};

CREATE INDEX webhook_attempts_by_delivery ON webhook_attempts (delivery_id, id);
