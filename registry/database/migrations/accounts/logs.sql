-- What is written to the logs stays as it is.

CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seal_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_stays;
ALTER TABLE audit_seal ENABLE ALWAYS TRIGGER audit_seal_stays;

-- Whoever writes to a log holds this lock, shared with all others who do, from before the numbers are drawn until the
-- transaction ends. Who gets it alone for a moment knows that no number up to the highest one is still to come, and
-- may seal everything up to it: numbers drawn by a transaction that was rolled back stay empty for ever.
CREATE FUNCTION writing_logs() RETURNS void LANGUAGE sql SET search_path = pg_catalog
    RETURN pg_advisory_xact_lock_shared(x'6c6f6773'::bigint);

CREATE FUNCTION announce_log_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM writing_logs();
    RETURN NULL;
END
$$;

CREATE TRIGGER audit_event_announced BEFORE INSERT ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION announce_log_entry();
CREATE TRIGGER operation_announced BEFORE INSERT ON operation
    FOR EACH STATEMENT EXECUTE FUNCTION announce_log_entry();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_announced;
ALTER TABLE operation ENABLE ALWAYS TRIGGER operation_announced;

-- All triggers that write the change log ask for the operation first.
CREATE OR REPLACE FUNCTION current_operation() RETURNS bigint LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, public AS $$
DECLARE
    current bigint := nullif(current_setting('registry.operation', true), '');
BEGIN
    PERFORM writing_logs();
    IF current IS NOT NULL AND NOT EXISTS (SELECT FROM operation WHERE id = current) THEN
        RAISE EXCEPTION 'operation % does not exist', current USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN current;
END
$$;
