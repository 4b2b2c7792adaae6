CREATE TABLE event_types (
    id {id},
    name TEXT NOT NULL UNIQUE,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    created_at {int} NOT NULL,
    closed_at {int}
) {strict};

CREATE TABLE tariffs (
    id {id},
    event_type_id {int} NOT NULL REFERENCES event_types (id) ON DELETE CASCADE,
    amount {int} NOT NULL CHECK (amount >= 0 AND amount <= 100000000000),
    in_force_from {int} NOT NULL,
    created_at {int} NOT NULL,
    actor TEXT NOT NULL,
    UNIQUE (event_type_id, in_force_from)
) {strict};

-- The bound of an amount keeps ninety million of the largest ones inside a 64-bit sum.
CREATE TABLE care_events (
    id {id},
    caregiver_id {int} NOT NULL,
    -- That of the caregiver when it was registered: who leaves takes nothing along.
    organisation_id {int},
    event_type_id {int} NOT NULL REFERENCES event_types (id),
    tariff_id {int} NOT NULL,
    amount {int} NOT NULL CHECK (amount >= -100000000000 AND amount <= 100000000000),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    starts_at {int} NOT NULL,
    service_month {int} NOT NULL CHECK (service_month % 100 BETWEEN 1 AND 12),
    booking_month {int} NOT NULL CHECK (booking_month % 100 BETWEEN 1 AND 12),
    source TEXT,
    source_key TEXT,
    reservation_id {int},
    reverses_id {int} REFERENCES care_events (id),
    reason TEXT,
    created_at {int} NOT NULL,
    actor TEXT NOT NULL,
    CHECK ((source IS NULL) = (source_key IS NULL)),
    CHECK (amount >= 0 OR reverses_id IS NOT NULL)
) {strict};

CREATE INDEX care_events_by_caregiver ON care_events (caregiver_id, starts_at, id);
CREATE INDEX care_events_by_start ON care_events (starts_at, id);
CREATE INDEX care_events_by_type ON care_events (event_type_id, starts_at, id);
CREATE INDEX care_events_by_organisation ON care_events (organisation_id, starts_at, id)
    WHERE organisation_id IS NOT NULL;
-- A source_key is one of an organisation; of a caregiver, where there is none.
CREATE UNIQUE INDEX care_events_of_source
    ON care_events ((COALESCE(organisation_id, -caregiver_id)), source, source_key) WHERE source_key IS NOT NULL;
-- The same care under the same key is one, although the caregiver has gone to another organisation meanwhile.
CREATE UNIQUE INDEX care_events_sent_again
    ON care_events (caregiver_id, source, source_key, starts_at, event_type_id) WHERE source_key IS NOT NULL;
CREATE UNIQUE INDEX care_events_of_reservation ON care_events (reservation_id) WHERE reservation_id IS NOT NULL;
CREATE UNIQUE INDEX care_events_reversing ON care_events (reverses_id) WHERE reverses_id IS NOT NULL;

CREATE TABLE remittances (
    id {id},
    -- The payer's own name of the payment; the original route makes remittances without one.
    reference TEXT UNIQUE,
    fingerprint TEXT NOT NULL,
    caregiver_id {int},
    service_month {int},
    -- The organisation of all its lines, where they have one in common.
    organisation_id {int},
    -- Known once the lines are in, in the same transaction.
    currency TEXT,
    events {int} NOT NULL,
    amount {int} NOT NULL,
    created_at {int} NOT NULL,
    actor TEXT NOT NULL,
    reversed_at {int},
    reversed_by TEXT,
    reason TEXT
) {strict};

CREATE TABLE remittance_lines (
    remittance_id {int} NOT NULL REFERENCES remittances (id),
    care_event_id {int} NOT NULL REFERENCES care_events (id),
    reversed_at {int},
    PRIMARY KEY (remittance_id, care_event_id)
) {strict};

-- What makes it impossible to reimburse a care event twice.
CREATE UNIQUE INDEX remittance_lines_live ON remittance_lines (care_event_id) WHERE reversed_at IS NULL;
CREATE INDEX remittance_lines_by_event ON remittance_lines (care_event_id);

-- Both states in one row: reimbursing moves a number from one column to the other. Organisation 0 is none.
CREATE TABLE month_totals (
    caregiver_id {int} NOT NULL,
    organisation_id {int} NOT NULL,
    service_month {int} NOT NULL,
    booking_month {int} NOT NULL,
    event_type_id {int} NOT NULL,
    currency TEXT NOT NULL,
    open_events {int} NOT NULL,
    open_amount {int} NOT NULL,
    reimbursed_events {int} NOT NULL,
    reimbursed_amount {int} NOT NULL,
    PRIMARY KEY (caregiver_id, service_month, booking_month, event_type_id, currency, organisation_id)
) {strict};

CREATE INDEX month_totals_by_month ON month_totals (service_month, caregiver_id);
-- What was registered in a month, whenever it took place.
CREATE INDEX month_totals_by_booking ON month_totals (booking_month, caregiver_id);
CREATE INDEX month_totals_by_organisation ON month_totals (organisation_id, service_month, caregiver_id);

-- The same without type and booking month: what a report over everybody reads, a row for each month of a caregiver.
CREATE TABLE caregiver_months (
    caregiver_id {int} NOT NULL,
    organisation_id {int} NOT NULL,
    service_month {int} NOT NULL,
    currency TEXT NOT NULL,
    open_events {int} NOT NULL,
    open_amount {int} NOT NULL,
    reimbursed_events {int} NOT NULL,
    reimbursed_amount {int} NOT NULL,
    -- A report over everybody, by month and caregiver, walks through this key in its own order, and sorts nothing.
    PRIMARY KEY (service_month, caregiver_id, currency, organisation_id)
) {clustered};

CREATE INDEX caregiver_months_by_caregiver ON caregiver_months (caregiver_id, service_month, currency);
CREATE INDEX caregiver_months_by_organisation
    ON caregiver_months (organisation_id, service_month, caregiver_id, currency);

-- Each day's comparison of the totals with the rows: processes that share the work, or start again, do it once.
CREATE TABLE total_checks (
    day TEXT PRIMARY KEY,
    checked_at {int} NOT NULL,
    drift {int} NOT NULL
) {strict};
