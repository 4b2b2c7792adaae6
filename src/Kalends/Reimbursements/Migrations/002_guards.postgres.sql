-- A changed total is appended here and folded into month_totals later: one row for each key, updated by every
-- registration, would be the queue of a busy caregiver.
CREATE TABLE month_total_deltas (
    id {id},
    -- The transaction that appended it.
    xid {int} NOT NULL DEFAULT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT),
    caregiver_id {int} NOT NULL,
    organisation_id {int} NOT NULL,
    service_month {int} NOT NULL,
    booking_month {int} NOT NULL,
    event_type_id {int} NOT NULL,
    currency TEXT NOT NULL,
    open_events {int} NOT NULL,
    open_amount {int} NOT NULL,
    reimbursed_events {int} NOT NULL,
    reimbursed_amount {int} NOT NULL
);

CREATE INDEX month_total_deltas_by_transaction ON month_total_deltas (xid);

-- Every row is deleted soon.
ALTER TABLE month_total_deltas SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- At most one row. All that transactions below a number appended is folded, except by those that were running then.
-- While any old snapshot is open, deleted rows cannot be swept; this tells readers where there are only such.
CREATE TABLE month_totals_folded (
    id {int} PRIMARY KEY CHECK (id = 1),
    below {int} NOT NULL,
    running {int}[] NOT NULL,
    newest_id {int} NOT NULL
);

-- What is not folded yet, found by an index whatever the planner thinks of a table whose rows come and go. Numbers of
-- transactions that this server has not reached were restored from another one, and say nothing.
CREATE FUNCTION month_totals_unfolded() RETURNS SETOF month_total_deltas
LANGUAGE sql STABLE PARALLEL RESTRICTED ROWS 100 SET enable_seqscan = off SET jit = off AS $$
    WITH folded AS MATERIALIZED (
        SELECT below, running
        FROM month_totals_folded
        WHERE below <= CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT)
    )
    SELECT d.*
    FROM month_total_deltas d
    WHERE d.xid >= COALESCE((SELECT below FROM folded), 0)
    UNION ALL
    SELECT d.*
    FROM month_total_deltas d
    WHERE d.xid = ANY (CAST(ARRAY(SELECT unnest(running) FROM folded) AS BIGINT[]))
$$;

-- One statement over both tables sees one moment, whatever the folding does meanwhile.
CREATE VIEW month_totals_now AS
SELECT caregiver_id, organisation_id, service_month, booking_month, event_type_id, currency,
       open_events, open_amount, reimbursed_events, reimbursed_amount
FROM month_totals
UNION ALL
SELECT caregiver_id, organisation_id, service_month, booking_month, event_type_id, currency,
       open_events, open_amount, reimbursed_events, reimbursed_amount
FROM month_totals_unfolded();

CREATE VIEW caregiver_months_now AS
SELECT caregiver_id, organisation_id, service_month, currency,
       open_events, open_amount, reimbursed_events, reimbursed_amount
FROM caregiver_months
UNION ALL
SELECT caregiver_id, organisation_id, service_month, currency,
       open_events, open_amount, reimbursed_events, reimbursed_amount
FROM month_totals_unfolded();

CREATE FUNCTION tariffs_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a tariff never changes: the next one follows it';
    END IF;
    IF EXISTS (SELECT 1 FROM care_events WHERE event_type_id = OLD.event_type_id) THEN
        RAISE EXCEPTION 'a tariff in use is not deleted';
    END IF;
    RETURN OLD;
END
$$;

CREATE TRIGGER tariffs_stay BEFORE UPDATE OR DELETE ON tariffs
FOR EACH ROW EXECUTE FUNCTION tariffs_stay();

CREATE FUNCTION care_events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a care event never changes: it is reversed';
    END IF;
    -- One that was remitted or reversed is kept by the references to it.
    IF OLD.reverses_id IS NOT NULL THEN
        RAISE EXCEPTION 'a reversal is kept';
    END IF;
    RETURN OLD;
END
$$;

CREATE TRIGGER care_events_stay BEFORE UPDATE OR DELETE ON care_events
FOR EACH ROW EXECUTE FUNCTION care_events_stay();

CREATE FUNCTION remittances_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'remittances are kept';
    END IF;
    IF OLD.reversed_at IS NOT NULL
        OR (NEW.id, NEW.reference, NEW.fingerprint, NEW.caregiver_id, NEW.service_month, NEW.created_at, NEW.actor)
            IS DISTINCT FROM
            (OLD.id, OLD.reference, OLD.fingerprint, OLD.caregiver_id, OLD.service_month, OLD.created_at, OLD.actor)
        OR (OLD.currency IS NOT NULL AND
            (NEW.currency, NEW.events, NEW.amount, NEW.organisation_id)
            IS DISTINCT FROM (OLD.currency, OLD.events, OLD.amount, OLD.organisation_id)) THEN
        RAISE EXCEPTION 'a remittance is settled once and reversed once';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER remittances_stay BEFORE UPDATE OR DELETE ON remittances
FOR EACH ROW EXECUTE FUNCTION remittances_stay();

CREATE FUNCTION remittance_lines_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'lines of remittances are kept';
    END IF;
    RAISE EXCEPTION 'a line of a remittance is only ever reversed, once';
END
$$;

-- The condition stands outside the function, which would be called for each of a hundred thousand lines.
CREATE TRIGGER remittance_lines_do_not_change BEFORE UPDATE ON remittance_lines
FOR EACH ROW
WHEN (OLD.reversed_at IS NOT NULL OR NEW.reversed_at IS NULL
    OR NEW.remittance_id <> OLD.remittance_id OR NEW.care_event_id <> OLD.care_event_id)
EXECUTE FUNCTION remittance_lines_stay();

CREATE TRIGGER remittance_lines_are_not_deleted BEFORE DELETE ON remittance_lines
FOR EACH ROW EXECUTE FUNCTION remittance_lines_stay();
