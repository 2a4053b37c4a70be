-- Rows of a file that follow each other, met the same fate and speak of records of consecutive numbers are one entry:
-- `row` with `record_id` to `last_row`; null for a row alone. Rows that were split into items stay alone.

ALTER TABLE import_row ADD last_row integer,
    ADD CONSTRAINT import_row_run_check CHECK (last_row IS NULL OR (last_row > row AND item = 0));

CREATE VIEW row_fate WITH (security_invoker) AS
SELECT batch_id, sheet, every.row, item, fate, kind, record_id + (every.row - entry.row) AS record_id
FROM import_row entry CROSS JOIN LATERAL generate_series(entry.row, coalesce(last_row, entry.row)) AS every (row);
