-- Records of consecutive numbers that a statement makes share an entry of the change log, as they have no images there.

ALTER TABLE change_entry ADD last_record_id bigint,
    ADD CONSTRAINT change_entry_run_check
        CHECK (last_record_id IS NULL OR (last_record_id > record_id AND action = 'insert'));
CREATE INDEX change_entry_run ON change_entry (kind, last_record_id) WHERE last_record_id IS NOT NULL;

CREATE OR REPLACE FUNCTION log_whole_records() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    by_operation CONSTANT bigint := current_operation();
    by_actor CONSTANT text := coalesce(nullif(current_setting('registry.actor', true), ''), session_user);
    its_reason CONSTANT text := nullif(current_setting('registry.reason', true), '');
BEGIN
    INSERT INTO index_outbox (kind, record_id, last_record_id)
    SELECT TG_TABLE_NAME, min(id), nullif(max(id), min(id))
    FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS run FROM changed_rows) numbered
    GROUP BY run ORDER BY run;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO change_entry (operation_id, kind, record_id, last_record_id, action, actor, reason)
        SELECT by_operation, TG_TABLE_NAME, min(id), nullif(max(id), min(id)), 'insert', by_actor, its_reason
        FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS run FROM changed_rows) numbered
        GROUP BY run ORDER BY run;
    ELSE
        INSERT INTO change_entry (operation_id, kind, record_id, action, actor, reason, before)
        SELECT by_operation, TG_TABLE_NAME, r.id, 'delete', by_actor, its_reason, to_jsonb(r) FROM changed_rows r;
    END IF;
    RETURN NULL;
END
$$;

-- The change log record by record. To read the log of a few records ask `changes_of`, which uses the indexes.
CREATE OR REPLACE VIEW change_log WITH (security_invoker) AS
SELECT id, operation_id, kind, every.record_id, action, actor, reason, before,
       CASE action WHEN 'insert' THEN inserted_state(kind, every.record_id, id) ELSE after END AS after, at
FROM change_entry entry
CROSS JOIN LATERAL generate_series(entry.record_id, coalesce(last_record_id, entry.record_id)) AS every (record_id);

CREATE FUNCTION changes_of(of_kind text, record bigint) RETURNS SETOF change_log LANGUAGE sql STABLE
    SET search_path = pg_catalog, public AS $$
    SELECT id, operation_id, kind, record, action, actor, reason, before,
           CASE action WHEN 'insert' THEN inserted_state(kind, record, id) ELSE after END, at
    FROM (
        SELECT * FROM change_entry WHERE kind = of_kind AND record_id = record AND last_record_id IS NULL
        UNION ALL
        SELECT * FROM change_entry WHERE kind = of_kind AND last_record_id >= record AND record_id <= record
    ) entry
$$;
