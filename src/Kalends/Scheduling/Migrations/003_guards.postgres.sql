CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE openings ADD CONSTRAINT openings_do_not_overlap
    EXCLUDE USING gist (provider_id WITH =, int8range(starts_at, ends_at) WITH &&) WHERE (removed_at IS NULL);

ALTER TABLE reservations ADD CONSTRAINT reservations_do_not_overlap
    EXCLUDE USING gist (provider_id WITH =, int8range(busy_from, busy_to) WITH &&)
    WHERE (state IN ('held', 'confirmed'));

CREATE FUNCTION openings_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND (SELECT removes FROM calendar_removal) = 1 THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'openings are removed by a mark: their slots keep their meaning';
    END IF;
    IF OLD.removed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a removed opening stays removed';
    END IF;
    IF (NEW.id, NEW.provider_id, NEW.starts_at, NEW.ends_at, NEW.slot_micros, NEW.type)
        IS DISTINCT FROM (OLD.id, OLD.provider_id, OLD.starts_at, OLD.ends_at, OLD.slot_micros, OLD.type) THEN
        RAISE EXCEPTION 'an opening never moves: the ids of its slots keep their meaning';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER openings_stay BEFORE UPDATE OR DELETE ON openings
FOR EACH ROW EXECUTE FUNCTION openings_stay();

CREATE FUNCTION reservations_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state NOT IN ('held', 'confirmed') AND (SELECT removes FROM calendar_removal) = 1 THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'reservations are kept';
END
$$;

CREATE TRIGGER reservations_stay BEFORE DELETE ON reservations
FOR EACH ROW EXECUTE FUNCTION reservations_stay();

CREATE FUNCTION reservations_stay_where_they_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a reservation that is over stays with the organisation that it ended in';
END
$$;

CREATE TRIGGER reservations_stay_where_they_ended BEFORE UPDATE OF organisation_id ON reservations
FOR EACH ROW
WHEN (OLD.state NOT IN ('held', 'confirmed') AND NEW.state NOT IN ('held', 'confirmed')
    AND NEW.organisation_id IS DISTINCT FROM OLD.organisation_id)
EXECUTE FUNCTION reservations_stay_where_they_ended();

-- What free_openings knows of the openings and of the confirmed reservations in them. An update of its row waits for
-- another one of the same opening, so that no change is lost.
CREATE FUNCTION openings_are_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO free_openings
        (id, provider_id, starts_at, ends_at, slot_micros, typed, services_only, free_micros)
    SELECT id, provider_id, starts_at, ends_at, slot_micros, CASE WHEN type IS NULL THEN 0 ELSE 1 END, services_only,
           ends_at - starts_at
    FROM made
    WHERE removed_at IS NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER openings_are_free AFTER INSERT ON openings
REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION openings_are_free();

CREATE FUNCTION removed_openings_are_not_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM free_openings WHERE id = NEW.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER removed_openings_are_not_free AFTER UPDATE OF removed_at ON openings
FOR EACH ROW WHEN (NEW.removed_at IS NOT NULL) EXECUTE FUNCTION removed_openings_are_not_free();

CREATE FUNCTION confirmed_time_is_not_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'confirmed' THEN
        UPDATE free_openings
        SET free_micros = free_micros + LEAST(ends_at, OLD.ends_at) - OLD.starts_at
        WHERE id = OLD.opening_id;
    END IF;
    IF NEW.state = 'confirmed' THEN
        UPDATE free_openings
        SET free_micros = free_micros - LEAST(ends_at, NEW.ends_at) + NEW.starts_at
        WHERE id = NEW.opening_id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER confirmed_time_is_not_free AFTER INSERT ON reservations
FOR EACH ROW WHEN (NEW.state = 'confirmed') EXECUTE FUNCTION confirmed_time_is_not_free();

CREATE TRIGGER confirmed_time_changes AFTER UPDATE OF state, opening_id, starts_at, ends_at ON reservations
FOR EACH ROW WHEN ((OLD.state = 'confirmed' OR NEW.state = 'confirmed')
    AND (OLD.state, OLD.opening_id, OLD.starts_at, OLD.ends_at)
        IS DISTINCT FROM (NEW.state, NEW.opening_id, NEW.starts_at, NEW.ends_at))
EXECUTE FUNCTION confirmed_time_is_not_free();
