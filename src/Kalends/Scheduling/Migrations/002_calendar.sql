CREATE TABLE openings (
    id {id},
    provider_id {int} NOT NULL,
    starts_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    slot_micros {int} NOT NULL CHECK (slot_micros > 0 AND slot_micros <= 86400000000),
    created_at {int} NOT NULL,
    removed_at {int},
    -- An appointment is an opening of exactly one slot, with a type: at most 24 hours long, on whole seconds.
    type TEXT CHECK (
        type IS NULL OR (
            type IN ('one-off', 'consultation')
            AND ends_at - starts_at = slot_micros AND slot_micros <= 86400000000
            AND starts_at >= 0 AND starts_at % 1000000 = 0 AND slot_micros % 1000000 = 0)),
    -- An opening that was made of working hours knows the local time and the zone it was meant in.
    time_zone TEXT,
    local_start TEXT,
    -- 1 if only some services may be booked in it, which opening_services names; such an opening has no bare slots.
    services_only {int} NOT NULL DEFAULT 0 CHECK (services_only IN (0, 1)),
    -- 1 if a person removed it, rather than a change of the working hours: the hours never bring it back.
    removed_for_good {int} NOT NULL DEFAULT 0 CHECK (removed_for_good IN (0, 1)),
    CHECK ((time_zone IS NULL) = (local_start IS NULL)),
    CHECK (services_only = 0 OR type IS NULL),
    -- 42 days, 4,096 slots of a day at most: what the ids of slots and the bounds of all searches rest on.
    CHECK (ends_at > starts_at AND ends_at - starts_at <= 3628800000000),
    CHECK ((ends_at - starts_at) % slot_micros = 0 AND (ends_at - starts_at) / slot_micros <= 4096)
) {strict};

-- It leads to what overlaps a time, and tells without a look into the table what only lies near it.
CREATE INDEX openings_by_provider ON openings (provider_id, ends_at, starts_at) WHERE removed_at IS NULL;
CREATE INDEX appointments_by_id ON openings (id) WHERE type IS NOT NULL AND removed_at IS NULL;
CREATE INDEX appointments_by_start ON openings (starts_at, id) WHERE type IS NOT NULL AND removed_at IS NULL;
CREATE INDEX appointments_by_duration ON openings (slot_micros, id) WHERE type IS NOT NULL AND removed_at IS NULL;
CREATE INDEX appointments_by_type ON openings (type, id) WHERE type IS NOT NULL AND removed_at IS NULL;
CREATE INDEX appointments_by_provider ON openings (provider_id, id) WHERE type IS NOT NULL AND removed_at IS NULL;

-- Which openings are the oldest.
CREATE INDEX openings_by_end ON openings (ends_at, id);

CREATE INDEX openings_removed_for_good ON openings (provider_id, ends_at)
    WHERE removed_for_good = 1;

-- The live openings, and the time of each that no confirmed reservation takes. Triggers keep it with every change of an
-- opening or a reservation, so an opening without such time has no free slot. A search for the first free slots reads
-- openings of the same stretch and slots at once, and skips those that are booked out.
CREATE TABLE free_openings (
    -- The id of the opening.
    id {int} PRIMARY KEY,
    provider_id {int} NOT NULL,
    starts_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    slot_micros {int} NOT NULL,
    -- 1 if it is an appointment, and 1 if only some services may be booked in it, as in openings.
    typed {int} NOT NULL,
    services_only {int} NOT NULL,
    free_micros {int} NOT NULL
) {strict};

-- The last columns let a search leave the table alone.
CREATE INDEX free_openings_by_stretch
    ON free_openings (starts_at, ends_at, slot_micros, provider_id, services_only, typed)
    WHERE free_micros > 0;
-- Those of more than a day, which may have begun long ago.
CREATE INDEX free_openings_long ON free_openings (starts_at, ends_at, slot_micros, provider_id)
    WHERE free_micros > 0 AND ends_at - starts_at > 86400000000;

CREATE TABLE opening_services (
    opening_id {int} NOT NULL REFERENCES openings (id),
    service_id {int} NOT NULL REFERENCES services (id),
    PRIMARY KEY (opening_id, service_id)
) {strict};

CREATE TABLE closures (
    id {id},
    provider_id {int} NOT NULL,
    starts_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    reason TEXT NOT NULL,
    created_at {int} NOT NULL,
    CHECK (ends_at > starts_at)
) {strict};

CREATE INDEX closures_by_provider ON closures (provider_id, ends_at);

CREATE TABLE reservations (
    id {id},
    opening_id {int} NOT NULL REFERENCES openings (id),
    slot_index {int} NOT NULL CHECK (slot_index >= 0 AND slot_index < 4096),
    provider_id {int} NOT NULL,
    client_id {int} NOT NULL,
    -- Whose managers see it: until it begins it goes along with its provider, then it stays where that was.
    organisation_id {int},
    starts_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    busy_from {int} NOT NULL,
    busy_to {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'confirmed', 'completed', 'no_show', 'expired', 'cancelled')),
    expires_at {int} NOT NULL,
    created_at {int} NOT NULL,
    confirmed_at {int},
    ended_at {int},
    cancel_reason TEXT,
    cancel_code TEXT CHECK (cancel_code IN (
        'client_request', 'illness', 'provider_unavailable', 'not_needed', 'booked_by_mistake', 'other')),
    -- 1 if the client cancelled it after the cancel notice had passed.
    late {int} NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
    service_id {int} REFERENCES services (id),
    arrived_at {int},
    -- A hold is extended once.
    extended_at {int},
    -- How often it was moved (RFC 5545, SEQUENCE).
    sequence {int} NOT NULL DEFAULT 0 CHECK (sequence >= 0),
    -- Each change counts, except that a hold lapses.
    version {int} NOT NULL DEFAULT 1,
    CHECK (late = 0 OR state = 'cancelled'),
    CHECK (arrived_at IS NULL OR confirmed_at IS NOT NULL),
    CHECK (ends_at > starts_at AND busy_from <= starts_at AND busy_to >= ends_at),
    -- A hold ends when its slot begins, at the latest.
    CHECK (state <> 'held' OR expires_at <= starts_at),
    -- What bounds the search for what overlaps: a day of care, and two days with its buffers.
    CHECK (ends_at - starts_at <= 86400000000 AND busy_to - busy_from <= 172800000000)
) {strict};

CREATE INDEX reservations_live ON reservations (provider_id, busy_to, busy_from, state, expires_at)
    WHERE state IN ('held', 'confirmed');
CREATE INDEX reservations_live_by_client ON reservations (client_id, ends_at) WHERE state IN ('held', 'confirmed');
CREATE INDEX reservations_to_lapse ON reservations (expires_at) WHERE state = 'held';
CREATE INDEX reservations_by_provider ON reservations (provider_id, starts_at, id);
CREATE INDEX reservations_by_client ON reservations (client_id, starts_at, id);
CREATE INDEX reservations_by_organisation ON reservations (organisation_id, starts_at, id, ends_at)
    WHERE organisation_id IS NOT NULL;
CREATE INDEX reservations_by_start ON reservations (starts_at, id, ends_at);
-- Whether an opening has any.
CREATE INDEX reservations_by_opening ON reservations (opening_id);
-- Whether a client has ever been with a provider.
CREATE INDEX reservations_completed ON reservations (client_id, provider_id) WHERE state = 'completed';

-- The answers to the questions of its service; they are personal and never enter the event log.
CREATE TABLE reservation_answers (
    reservation_id {int} PRIMARY KEY REFERENCES reservations (id),
    answers TEXT NOT NULL
) {strict};

-- Where a reservation was before each of its moves.
CREATE TABLE reservation_moves (
    reservation_id {int} NOT NULL REFERENCES reservations (id),
    sequence {int} NOT NULL,
    opening_id {int} NOT NULL,
    slot_index {int} NOT NULL,
    provider_id {int} NOT NULL,
    starts_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    moved_at {int} NOT NULL,
    moved_by TEXT NOT NULL,
    PRIMARY KEY (reservation_id, sequence)
) {strict};

-- Who had been with whom, of the reservations that were removed because of their age.
CREATE TABLE past_visits (
    client_id {int} NOT NULL,
    provider_id {int} NOT NULL,
    PRIMARY KEY (client_id, provider_id)
) {strict};

CREATE VIEW public_visits AS
SELECT client_id, provider_id FROM reservations WHERE state = 'completed'
UNION ALL
SELECT client_id, provider_id FROM past_visits;

-- One row: 1 while old reservations or openings are removed, in the transaction that removes them, and so never for
-- others.
CREATE TABLE calendar_removal (
    one {int} PRIMARY KEY CHECK (one = 1),
    removes {int} NOT NULL CHECK (removes IN (0, 1))
) {strict};

INSERT INTO calendar_removal (one, removes) VALUES (1, 0);

-- moved_at is the time of the last move.
CREATE VIEW public_reservations AS
SELECT r.id, r.opening_id, r.provider_id, r.client_id, r.starts_at, r.ends_at, r.state, r.service_id, r.organisation_id,
       r.confirmed_at, r.sequence, (
           SELECT MAX(m.moved_at)
           FROM reservation_moves m
           WHERE m.reservation_id = r.id) AS moved_at
FROM reservations r;

CREATE VIEW public_reservation_moves AS
SELECT reservation_id, sequence, provider_id, starts_at, ends_at FROM reservation_moves;

-- Up to which event each caller has been told which holds lapsed.
CREATE TABLE release_readers (
    user_id TEXT PRIMARY KEY,
    seq {int} NOT NULL
) {strict};
