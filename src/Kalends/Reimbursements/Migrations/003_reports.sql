-- A report over everybody, by month and caregiver, walks through this one in its own order, and sorts nothing.
DROP INDEX caregiver_months_by_month;
CREATE INDEX caregiver_months_in_order ON caregiver_months (service_month, caregiver_id, currency);

-- What was registered in a month, whenever it took place.
CREATE INDEX month_totals_by_booking ON month_totals (booking_month, caregiver_id);

-- Each day's comparison of the totals with the rows: processes that share the work, or start again, do it once.
CREATE TABLE total_checks (
    day TEXT PRIMARY KEY,
    checked_at {int} NOT NULL,
    drift {int} NOT NULL
) {strict};
