CREATE VIEW month_totals_now AS
SELECT caregiver_id, organisation_id, service_month, booking_month, event_type_id, currency,
       open_events, open_amount, reimbursed_events, reimbursed_amount
FROM month_totals;

CREATE VIEW caregiver_months_now AS
SELECT caregiver_id, organisation_id, service_month, currency,
       open_events, open_amount, reimbursed_events, reimbursed_amount
FROM caregiver_months;

CREATE TRIGGER month_totals_begin AFTER INSERT ON month_totals
BEGIN
    INSERT INTO caregiver_months
    VALUES (NEW.caregiver_id, NEW.organisation_id, NEW.service_month, NEW.currency,
            NEW.open_events, NEW.open_amount, NEW.reimbursed_events, NEW.reimbursed_amount)
    ON CONFLICT (caregiver_id, service_month, currency, organisation_id) DO UPDATE
    SET open_events = open_events + excluded.open_events,
        open_amount = open_amount + excluded.open_amount,
        reimbursed_events = reimbursed_events + excluded.reimbursed_events,
        reimbursed_amount = reimbursed_amount + excluded.reimbursed_amount;
END;

CREATE TRIGGER month_totals_go_on AFTER UPDATE ON month_totals
BEGIN
    UPDATE caregiver_months
    SET open_events = open_events + NEW.open_events - OLD.open_events,
        open_amount = open_amount + NEW.open_amount - OLD.open_amount,
        reimbursed_events = reimbursed_events + NEW.reimbursed_events - OLD.reimbursed_events,
        reimbursed_amount = reimbursed_amount + NEW.reimbursed_amount - OLD.reimbursed_amount
    WHERE caregiver_id = NEW.caregiver_id AND service_month = NEW.service_month AND currency = NEW.currency
        AND organisation_id = NEW.organisation_id;
END;

CREATE TRIGGER event_types_in_use_stay BEFORE DELETE ON event_types
WHEN EXISTS (SELECT 1 FROM care_events WHERE event_type_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'an event type in use is closed and never deleted');
END;

CREATE TRIGGER tariffs_do_not_change BEFORE UPDATE ON tariffs
BEGIN
    SELECT RAISE(ABORT, 'a tariff never changes: the next one follows it');
END;

CREATE TRIGGER tariffs_in_use_stay BEFORE DELETE ON tariffs
WHEN EXISTS (SELECT 1 FROM care_events WHERE event_type_id = OLD.event_type_id)
BEGIN
    SELECT RAISE(ABORT, 'a tariff in use is not deleted');
END;

CREATE TRIGGER care_events_do_not_change BEFORE UPDATE ON care_events
BEGIN
    SELECT RAISE(ABORT, 'a care event never changes: it is reversed');
END;

CREATE TRIGGER care_events_on_record_stay BEFORE DELETE ON care_events
WHEN OLD.reverses_id IS NOT NULL
    OR EXISTS (SELECT 1 FROM remittance_lines WHERE care_event_id = OLD.id)
    OR EXISTS (SELECT 1 FROM care_events WHERE reverses_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'a care event that was remitted or reversed is kept, and so is a reversal');
END;

CREATE TRIGGER remittances_do_not_change BEFORE UPDATE ON remittances
WHEN OLD.reversed_at IS NOT NULL
    OR NEW.id IS NOT OLD.id OR NEW.reference IS NOT OLD.reference OR NEW.fingerprint IS NOT OLD.fingerprint
    OR NEW.caregiver_id IS NOT OLD.caregiver_id OR NEW.service_month IS NOT OLD.service_month
    OR NEW.created_at IS NOT OLD.created_at OR NEW.actor IS NOT OLD.actor
    OR (OLD.currency IS NOT NULL AND (
        NEW.currency IS NOT OLD.currency OR NEW.events IS NOT OLD.events OR NEW.amount IS NOT OLD.amount
        OR NEW.organisation_id IS NOT OLD.organisation_id))
BEGIN
    SELECT RAISE(ABORT, 'a remittance is settled once and reversed once');
END;

CREATE TRIGGER remittances_are_not_deleted BEFORE DELETE ON remittances
BEGIN
    SELECT RAISE(ABORT, 'remittances are kept');
END;

CREATE TRIGGER remittance_lines_do_not_change BEFORE UPDATE ON remittance_lines
WHEN OLD.reversed_at IS NOT NULL OR NEW.reversed_at IS NULL
    OR NEW.remittance_id <> OLD.remittance_id OR NEW.care_event_id <> OLD.care_event_id
BEGIN
    SELECT RAISE(ABORT, 'a line of a remittance is only ever reversed, once');
END;

CREATE TRIGGER remittance_lines_are_not_deleted BEFORE DELETE ON remittance_lines
BEGIN
    SELECT RAISE(ABORT, 'lines of remittances are kept');
END;
