-- An appointment is an opening of exactly one slot, with a type: at most 24 hours long, on whole seconds.
ALTER TABLE openings ADD COLUMN type TEXT CHECK (
    type IS NULL OR (
        type IN ('one-off', 'consultation')
        AND ends_at - starts_at = slot_micros AND slot_micros <= 86400000000
        AND starts_at >= 0 AND starts_at % 1000000 = 0 AND slot_micros % 1000000 = 0));

CREATE INDEX appointments_by_id ON openings (id) WHERE type IS NOT NULL AND removed_at IS NULL;
CREATE INDEX appointments_by_start ON openings (starts_at, id) WHERE type IS NOT NULL AND removed_at IS NULL;
CREATE INDEX appointments_by_duration ON openings (slot_micros, id) WHERE type IS NOT NULL AND removed_at IS NULL;
CREATE INDEX appointments_by_type ON openings (type, id) WHERE type IS NOT NULL AND removed_at IS NULL;
CREATE INDEX appointments_by_provider ON openings (provider_id, id) WHERE type IS NOT NULL AND removed_at IS NULL;

CREATE OR REPLACE FUNCTION openings_stay() RETURNS trigger LANGUAGE plpgsql AS $$
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
