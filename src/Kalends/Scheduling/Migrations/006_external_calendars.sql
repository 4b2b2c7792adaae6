-- Calendars elsewhere, whose events close the time of a provider.
CREATE TABLE external_calendars (
    id {id},
    provider_id {int} NOT NULL,
    name TEXT NOT NULL,
    -- Whoever knows it can read the calendar, so it is shown to nobody and stands in no log.
    url TEXT NOT NULL,
    created_at {int} NOT NULL,
    -- What the source called its copy, and when that was read in full.
    etag TEXT,
    last_modified TEXT,
    read_at {int},
    attempted_at {int},
    succeeded_at {int},
    next_attempt_at {int} NOT NULL,
    -- The process that fetches it has it until then; one that dies leaves it to the next.
    leased_until {int},
    -- The attempts that have failed since the last success.
    failures {int} NOT NULL DEFAULT 0 CHECK (failures >= 0),
    failing_since {int},
    problem TEXT CHECK (problem IN (
        'unreachable', 'forbidden_address', 'timed_out', 'redirected', 'bad_status', 'too_large', 'not_a_calendar',
        'too_complex', 'unknown_time_zone')),
    http_status {int},
    busy_count {int} NOT NULL DEFAULT 0,
    UNIQUE (provider_id, url),
    CHECK ((failures = 0) = (failing_since IS NULL) AND (failures = 0) = (problem IS NULL))
) {strict};

CREATE INDEX external_calendars_due ON external_calendars (next_attempt_at);

-- When the events of those calendars take place, and nothing else of them. A calendar's own stretches do not overlap.
CREATE TABLE external_busy (
    calendar_id {int} NOT NULL REFERENCES external_calendars (id),
    provider_id {int} NOT NULL,
    starts_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    PRIMARY KEY (calendar_id, starts_at),
    -- A week at most, which ends the search for what overlaps.
    CHECK (ends_at > starts_at AND ends_at - starts_at <= 604800000000)
) {strict};

CREATE INDEX external_busy_by_provider ON external_busy (provider_id, ends_at);
