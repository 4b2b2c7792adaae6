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

CREATE TRIGGER openings_keep_their_type BEFORE UPDATE OF type ON openings
BEGIN
    SELECT RAISE(ABORT, 'an opening keeps its type');
END;
