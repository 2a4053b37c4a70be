-- Records of consecutive numbers that a statement makes or removes are one entry of the outbox: `record_id` is the
-- first, `last_record_id` the last of them; null for a record alone.

ALTER TABLE index_outbox ADD last_record_id bigint,
    ADD CONSTRAINT index_outbox_run_check CHECK (last_record_id > record_id);

CREATE OR REPLACE FUNCTION log_whole_records() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    by_operation CONSTANT bigint := current_operation();
    by_actor CONSTANT text := coalesce(nullif(current_setting('registry.actor', true), ''), session_user);
    its_reason CONSTANT text := nullif(current_setting('registry.reason', true), '');
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO change_entry (operation_id, kind, record_id, action, actor, reason)
        SELECT by_operation, TG_TABLE_NAME, id, 'insert', by_actor, its_reason FROM changed_rows;
    ELSE
        INSERT INTO change_entry (operation_id, kind, record_id, action, actor, reason, before)
        SELECT by_operation, TG_TABLE_NAME, r.id, 'delete', by_actor, its_reason, to_jsonb(r) FROM changed_rows r;
    END IF;
    INSERT INTO index_outbox (kind, record_id, last_record_id)
    SELECT TG_TABLE_NAME, min(id), nullif(max(id), min(id))
    FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS run FROM changed_rows) numbered
    GROUP BY run ORDER BY run;
    RETURN NULL;
END
$$;
