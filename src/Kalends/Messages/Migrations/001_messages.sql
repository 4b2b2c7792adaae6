-- Where users and clients can be reached. A client who is a user may have a contact as either.
CREATE TABLE contacts (
    id {id},
    user_id TEXT UNIQUE,
    client_id {int} UNIQUE,
    email TEXT,
    -- In lower case, by which it is found.
    email_key TEXT,
    email_verified_at {int},
    -- Counts its changes: a code for an earlier one verifies nothing.
    email_version {int} NOT NULL DEFAULT 0,
    -- E.164.
    phone TEXT,
    phone_verified_at {int},
    phone_version {int} NOT NULL DEFAULT 0,
    language TEXT NOT NULL CHECK (language IN ('en', 'de', 'sv')),
    -- How each kind of message is wanted.
    confirmation TEXT NOT NULL CHECK (confirmation IN ('email', 'phone', 'none')),
    change TEXT NOT NULL CHECK (change IN ('email', 'phone', 'none')),
    cancellation TEXT NOT NULL CHECK (cancellation IN ('email', 'phone', 'none')),
    reminder TEXT NOT NULL CHECK (reminder IN ('email', 'phone', 'none')),
    review_invitation TEXT NOT NULL CHECK (review_invitation IN ('email', 'phone', 'none')),
    bookings TEXT NOT NULL CHECK (bookings IN ('email', 'phone', 'none')),
    agenda TEXT NOT NULL CHECK (agenda IN ('email', 'phone', 'none')),
    -- The time of the day, by the clocks of the provider.
    agenda_time TEXT NOT NULL CHECK (LENGTH(agenda_time) = 5),
    updated_at {int} NOT NULL,
    version {int} NOT NULL DEFAULT 0,
    CHECK ((user_id IS NULL) <> (client_id IS NULL)),
    CHECK ((email IS NULL) = (email_key IS NULL)),
    CHECK (email IS NOT NULL OR email_verified_at IS NULL),
    CHECK (phone IS NOT NULL OR phone_verified_at IS NULL)
) {strict};

CREATE INDEX contacts_with_agenda ON contacts (id) WHERE agenda <> 'none';
CREATE INDEX contacts_by_email ON contacts (email_key) WHERE user_id IS NOT NULL AND email_verified_at IS NOT NULL;

-- The queue of messages, and afterwards their log. It has ids and no texts: a message is written when it is sent.
CREATE TABLE messages (
    id {id},
    -- What the message is about: there is one message of each.
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN (
        'confirmation', 'change', 'cancellation', 'reminder', 'review_invitation', 'verify_email', 'verify_phone',
        'email_changed', 'reset_password', 'guest_code', 'provider_confirmation', 'provider_change',
        'provider_cancellation', 'provider_handover', 'agenda')),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'phone')),
    contact_id {int} REFERENCES contacts (id) ON DELETE SET NULL,
    reservation_id {int},
    client_id {int},
    organisation_id {int},
    -- The move of the reservation, the version of the address, or the request of a guest, that the message is about.
    revision {int} NOT NULL,
    -- The start that a reminder is about, or the begin of the day of an agenda.
    starts_at {int},
    -- An address that is no longer the contact's, until it was told so.
    address TEXT,
    -- A hash of the address that a code was sent to, by which these are counted.
    address_hash TEXT,
    -- The address that the message was sent to, with most of it hidden.
    recipient TEXT,
    created_at {int} NOT NULL,
    -- From then on the message is of no use.
    expires_at {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'dropped')),
    attempts {int} NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- Attempts that ended with the process, so that nobody knows whether the message has arrived.
    in_doubt {int} NOT NULL DEFAULT 0 CHECK (in_doubt >= 0),
    next_attempt_at {int},
    leased_until {int},
    finished_at {int},
    problem TEXT CHECK (problem IN (
        'unreachable', 'timed_out', 'not_encrypted', 'not_signed_in', 'deferred', 'rejected', 'interrupted',
        'expired', 'outdated', 'unwanted', 'no_address', 'turned_off', 'bad_template')),
    smtp_status {int},
    -- When its code or link was used, which works once.
    used_at {int},
    CHECK ((state = 'waiting') = (next_attempt_at IS NOT NULL)),
    CHECK ((state = 'waiting') = (finished_at IS NULL))
) {strict};

CREATE INDEX messages_due ON messages (next_attempt_at) WHERE state = 'waiting';
CREATE INDEX messages_by_organisation ON messages (organisation_id, id) WHERE organisation_id IS NOT NULL;
CREATE INDEX messages_by_reservation ON messages (reservation_id, id) WHERE reservation_id IS NOT NULL;
CREATE INDEX messages_by_client ON messages (client_id, id) WHERE client_id IS NOT NULL;
CREATE INDEX messages_by_state ON messages (state, id);
CREATE INDEX messages_by_contact ON messages (contact_id, id);
CREATE INDEX messages_by_address ON messages (address_hash, created_at) WHERE address_hash IS NOT NULL;
CREATE INDEX messages_finished ON messages (finished_at) WHERE finished_at IS NOT NULL;

-- Addresses for which somebody asked for a new password; each is looked up in the background, known or not.
CREATE TABLE password_requests (
    id {id},
    address TEXT,
    address_hash TEXT NOT NULL,
    created_at {int} NOT NULL
) {strict};

CREATE INDEX password_requests_waiting ON password_requests (id) WHERE address IS NOT NULL;
CREATE INDEX password_requests_by_address ON password_requests (address_hash, created_at);
CREATE INDEX password_requests_by_time ON password_requests (created_at);

-- Codes that people asked for to book without an account, and what they said of themselves.
CREATE TABLE guest_requests (
    id {id},
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('en', 'de', 'sv')),
    time_zone TEXT NOT NULL,
    -- A keyed hash of the network that asked, by which requests are counted.
    network TEXT NOT NULL,
    attempts {int} NOT NULL DEFAULT 0,
    created_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    used_at {int}
) {strict};

CREATE INDEX guest_requests_by_address ON guest_requests (email_key, created_at);
CREATE INDEX guest_requests_by_network ON guest_requests (network, created_at);
CREATE INDEX guest_requests_by_time ON guest_requests (created_at);

-- The clients of guests by their proved addresses, until they sign up.
CREATE TABLE guests (
    email_key TEXT PRIMARY KEY,
    client_id {int} NOT NULL UNIQUE,
    created_at {int} NOT NULL
) {strict};

-- One row: up to which number of the event log messages were queued, and up to which times reminders and agendas.
CREATE TABLE message_progress (
    one {int} PRIMARY KEY CHECK (one = 1),
    -- NULL until messages are turned on: what happened before is no news.
    position {int},
    reminded_until {int},
    agendas_until {int}
) {strict};

INSERT INTO message_progress (one) VALUES (1);

-- The messages of an organisation, where it does not want those that come with the product.
CREATE TABLE message_templates (
    organisation_id {int} NOT NULL,
    kind TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('en', 'de', 'sv')),
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT,
    updated_at {int} NOT NULL,
    version {int} NOT NULL DEFAULT 1,
    PRIMARY KEY (organisation_id, kind, language)
) {strict};

-- One row: the key that signs the codes and links of messages.
CREATE TABLE message_key (
    one {int} PRIMARY KEY CHECK (one = 1),
    value TEXT NOT NULL
) {strict};
