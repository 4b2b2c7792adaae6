-- An insert that would overlap is skipped, as ON CONFLICT DO NOTHING skips it on PostgreSQL.
CREATE TRIGGER openings_do_not_overlap BEFORE INSERT ON openings
WHEN EXISTS (
    SELECT 1
    FROM openings
    WHERE provider_id = NEW.provider_id AND removed_at IS NULL
      AND ends_at > NEW.starts_at AND ends_at < NEW.ends_at + 3628800000000 AND starts_at < NEW.ends_at
)
BEGIN
    SELECT RAISE(IGNORE);
END;

CREATE TRIGGER openings_do_not_move
BEFORE UPDATE OF id, provider_id, starts_at, ends_at, slot_micros ON openings
BEGIN
    SELECT RAISE(ABORT, 'an opening never moves: the ids of its slots keep their meaning');
END;

CREATE TRIGGER openings_keep_their_type BEFORE UPDATE OF type ON openings
BEGIN
    SELECT RAISE(ABORT, 'an opening keeps its type');
END;

CREATE TRIGGER openings_do_not_return BEFORE UPDATE OF removed_at ON openings
WHEN OLD.removed_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'a removed opening stays removed');
END;

CREATE TRIGGER openings_are_not_deleted BEFORE DELETE ON openings
WHEN (SELECT removes FROM calendar_removal) = 0
BEGIN
    SELECT RAISE(ABORT, 'openings are removed by a mark: their slots keep their meaning');
END;

CREATE TRIGGER reservations_do_not_overlap BEFORE INSERT ON reservations
WHEN NEW.state IN ('held', 'confirmed') AND EXISTS (
    SELECT 1
    FROM reservations
    WHERE provider_id = NEW.provider_id AND state IN ('held', 'confirmed')
      AND busy_to > NEW.busy_from AND busy_to < NEW.busy_to + 172800000000 AND busy_from < NEW.busy_to
)
BEGIN
    SELECT RAISE(IGNORE);
END;

CREATE TRIGGER reservations_do_not_come_to_overlap
BEFORE UPDATE OF provider_id, busy_from, busy_to, state ON reservations
WHEN NEW.state IN ('held', 'confirmed') AND EXISTS (
    SELECT 1
    FROM reservations
    WHERE provider_id = NEW.provider_id AND state IN ('held', 'confirmed') AND id <> NEW.id
      AND busy_to > NEW.busy_from AND busy_to < NEW.busy_to + 172800000000 AND busy_from < NEW.busy_to
)
BEGIN
    SELECT RAISE(ABORT, 'live reservations of a provider never overlap');
END;

CREATE TRIGGER reservations_stay_where_they_ended BEFORE UPDATE OF organisation_id ON reservations
WHEN OLD.state NOT IN ('held', 'confirmed') AND NEW.state NOT IN ('held', 'confirmed')
    AND NEW.organisation_id IS NOT OLD.organisation_id
BEGIN
    SELECT RAISE(ABORT, 'a reservation that is over stays with the organisation that it ended in');
END;

CREATE TRIGGER reservations_are_not_deleted BEFORE DELETE ON reservations
WHEN OLD.state IN ('held', 'confirmed') OR (SELECT removes FROM calendar_removal) = 0
BEGIN
    SELECT RAISE(ABORT, 'reservations are kept');
END;

-- What free_openings knows of the openings and of the confirmed reservations in them.
CREATE TRIGGER openings_are_free AFTER INSERT ON openings WHEN NEW.removed_at IS NULL
BEGIN
    INSERT INTO free_openings
        (id, provider_id, starts_at, ends_at, slot_micros, typed, services_only, free_micros)
    VALUES (NEW.id, NEW.provider_id, NEW.starts_at, NEW.ends_at, NEW.slot_micros, NEW.type IS NOT NULL,
            NEW.services_only, NEW.ends_at - NEW.starts_at);
END;

CREATE TRIGGER removed_openings_are_not_free AFTER UPDATE OF removed_at ON openings WHEN NEW.removed_at IS NOT NULL
BEGIN
    DELETE FROM free_openings WHERE id = NEW.id;
END;

CREATE TRIGGER confirmed_time_is_not_free AFTER INSERT ON reservations WHEN NEW.state = 'confirmed'
BEGIN
    UPDATE free_openings
    SET free_micros = free_micros - MIN(ends_at, NEW.ends_at) + NEW.starts_at
    WHERE id = NEW.opening_id;
END;

CREATE TRIGGER confirmed_time_changes AFTER UPDATE OF state, opening_id, starts_at, ends_at ON reservations
WHEN (OLD.state = 'confirmed' OR NEW.state = 'confirmed')
    AND (OLD.state, OLD.opening_id, OLD.starts_at, OLD.ends_at)
        IS NOT (NEW.state, NEW.opening_id, NEW.starts_at, NEW.ends_at)
BEGIN
    UPDATE free_openings
    SET free_micros = free_micros + MIN(ends_at, OLD.ends_at) - OLD.starts_at
    WHERE id = OLD.opening_id AND OLD.state = 'confirmed';
    UPDATE free_openings
    SET free_micros = free_micros - MIN(ends_at, NEW.ends_at) + NEW.starts_at
    WHERE id = NEW.opening_id AND NEW.state = 'confirmed';
END;
