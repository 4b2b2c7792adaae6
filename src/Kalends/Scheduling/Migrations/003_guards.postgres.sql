CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE openings ADD CONSTRAINT openings_do_not_overlap
    EXCLUDE USING gist (provider_id WITH =, int8range(starts_at, ends_at) WITH &&) WHERE (removed_at IS NULL);

ALTER TABLE reservations ADD CONSTRAINT reservations_do_not_overlap
    EXCLUDE USING gist (provider_id WITH =, int8range(busy_from, busy_to) WITH &&)
    WHERE (state IN ('held', 'confirmed'));

CREATE FUNCTION openings_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
