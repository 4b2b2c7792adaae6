-- What can be booked (FHIR HealthcareService). An organisation or a provider owns it.
CREATE TABLE services (
    id {id},
    organisation_id {int},
    provider_id {int},
    name TEXT NOT NULL,
    duration_minutes {int} NOT NULL CHECK (duration_minutes BETWEEN 5 AND 1440),
    buffer_before_minutes {int} NOT NULL CHECK (buffer_before_minutes BETWEEN 0 AND 720),
    buffer_after_minutes {int} NOT NULL CHECK (buffer_after_minutes BETWEEN 0 AND 720),
    mode TEXT NOT NULL CHECK (mode IN ('on_site', 'video', 'phone')),
    -- An address, a link or a telephone number.
    place TEXT,
    -- The kind of care that a completed reservation registers; it belongs to a module above.
    event_type_id {int},
    -- The questions to answer at booking: a JSON list.
    questions TEXT NOT NULL,
    active {int} NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    created_at {int} NOT NULL,
    updated_at {int} NOT NULL,
    version {int} NOT NULL DEFAULT 1,
    CHECK ((organisation_id IS NULL) <> (provider_id IS NULL))
) {strict};

CREATE INDEX services_by_organisation ON services (organisation_id, id) WHERE organisation_id IS NOT NULL;
CREATE INDEX services_by_mode ON services (mode, id) WHERE active = 1;
CREATE INDEX services_by_owner ON services (provider_id, id) WHERE provider_id IS NOT NULL;

-- Who offers a service.
CREATE TABLE service_providers (
    service_id {int} NOT NULL REFERENCES services (id),
    provider_id {int} NOT NULL,
    PRIMARY KEY (service_id, provider_id)
) {strict};

CREATE INDEX services_by_provider ON service_providers (provider_id, service_id);

-- The rules of booking as data. What a level leaves open (NULL) the next one decides: service, provider, organisation,
-- and last the settings of the installation. A limit of 0 is no limit.
CREATE TABLE policies (
    level TEXT NOT NULL CHECK (level IN ('service', 'provider', 'organisation')),
    subject_id {int} NOT NULL,
    book_notice_minutes {int} CHECK (book_notice_minutes BETWEEN 0 AND 525600),
    cancel_notice_minutes {int} CHECK (cancel_notice_minutes BETWEEN 0 AND 525600),
    move_notice_minutes {int} CHECK (move_notice_minutes BETWEEN 0 AND 525600),
    hold_minutes {int} CHECK (hold_minutes BETWEEN 1 AND 1440),
    furthest_days {int} CHECK (furthest_days BETWEEN 0 AND 3660),
    day_max {int} CHECK (day_max BETWEEN 0 AND 1000),
    week_max {int} CHECK (week_max BETWEEN 0 AND 7000),
    client_max {int} CHECK (client_max BETWEEN 0 AND 1000),
    step_minutes {int} CHECK (step_minutes BETWEEN 0 AND 1440),
    -- Numbers, separated by commas; none if it is empty.
    reminder_minutes TEXT,
    late_cancel_event_type_id {int},
    updated_at {int} NOT NULL,
    version {int} NOT NULL DEFAULT 1,
    PRIMARY KEY (level, subject_id)
) {strict};

-- Who may be booked on shorter notice than others, who further ahead, and whether anybody has a step.
CREATE INDEX policies_by_notice ON policies (level, book_notice_minutes, subject_id)
    WHERE book_notice_minutes IS NOT NULL;
CREATE INDEX policies_by_furthest ON policies (level, furthest_days, subject_id) WHERE furthest_days IS NOT NULL;
CREATE INDEX policies_by_step ON policies (level, subject_id) WHERE step_minutes > 0;
CREATE INDEX policies_by_reminders ON policies (reminder_minutes) WHERE reminder_minutes IS NOT NULL;

CREATE VIEW public_services AS SELECT id, name, place FROM services;

-- The event types that may not be deleted.
CREATE VIEW public_named_event_types AS
SELECT event_type_id FROM services WHERE event_type_id IS NOT NULL
UNION ALL
SELECT late_cancel_event_type_id FROM policies WHERE late_cancel_event_type_id IS NOT NULL;

-- The weekly hours of a provider with their exceptions, one document for each provider.
CREATE TABLE working_hours (
    provider_id {int} PRIMARY KEY,
    time_zone TEXT NOT NULL,
    -- JSON lists.
    rules TEXT NOT NULL,
    exceptions TEXT NOT NULL,
    updated_at {int} NOT NULL,
    version {int} NOT NULL DEFAULT 1,
    -- Up to which date (exclusive) openings have been made of them; NULL if they changed since.
    expanded_until TEXT,
    -- The version of the time zone data that they were expanded with.
    zone_version TEXT
) {strict};

CREATE INDEX working_hours_to_expand ON working_hours (expanded_until, provider_id);

-- The days on which an organisation is closed.
CREATE TABLE closed_days (
    organisation_id {int} NOT NULL,
    date TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The iCalendar event that it was imported from; NULL if it was entered.
    uid TEXT,
    PRIMARY KEY (organisation_id, date)
) {strict};

-- How often the closed days of an organisation have changed.
CREATE TABLE closed_day_versions (
    organisation_id {int} PRIMARY KEY,
    version {int} NOT NULL
) {strict};

-- The dates of imported closed days that a person removed: no import closes them again.
CREATE TABLE reopened_days (
    organisation_id {int} NOT NULL,
    date TEXT NOT NULL,
    PRIMARY KEY (organisation_id, date)
) {strict};
