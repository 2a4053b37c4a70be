-- Accounts, roles, tokens and requests are records: their changes are in the change log, without what lets anybody in
-- and without the marks of use that every request would leave.

CREATE FUNCTION unlogged_columns() RETURNS text[] LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
    RETURN ARRAY['id', 'password_hash', 'totp_secret', 'totp_step', 'token_hash', 'code_hash', 'used_at', 'created_at',
                 'updated_at'];

CREATE FUNCTION log_account_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    by_operation CONSTANT bigint := current_operation();
    by_actor CONSTANT text := coalesce(nullif(current_setting('registry.actor', true), ''), session_user);
    its_reason CONSTANT text := nullif(current_setting('registry.reason', true), '');
    old_state CONSTANT jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - unlogged_columns() END;
    new_state CONSTANT jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - unlogged_columns() END;
    before jsonb := old_state;
    after jsonb := new_state;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, new_state -> o.key)
        INTO before, after FROM jsonb_each(old_state) o WHERE o.value IS DISTINCT FROM new_state -> o.key;
        IF before IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO change_entry (operation_id, kind, record_id, action, actor, reason, before, after)
    VALUES (by_operation, TG_TABLE_NAME, coalesce(NEW.id, OLD.id), lower(TG_OP), by_actor, its_reason, before, after);
    RETURN NULL;
END
$$;

CREATE TRIGGER account_logged AFTER INSERT OR UPDATE OR DELETE ON account
    FOR EACH ROW EXECUTE FUNCTION log_account_change();
CREATE TRIGGER role_grant_logged AFTER INSERT OR UPDATE OR DELETE ON role_grant
    FOR EACH ROW EXECUTE FUNCTION log_account_change();
CREATE TRIGGER api_token_logged AFTER INSERT OR UPDATE OR DELETE ON api_token
    FOR EACH ROW EXECUTE FUNCTION log_account_change();
CREATE TRIGGER account_request_logged AFTER INSERT OR UPDATE OR DELETE ON account_request
    FOR EACH ROW EXECUTE FUNCTION log_account_change();
ALTER TABLE account ENABLE ALWAYS TRIGGER account_logged;
ALTER TABLE role_grant ENABLE ALWAYS TRIGGER role_grant_logged;
ALTER TABLE api_token ENABLE ALWAYS TRIGGER api_token_logged;
ALTER TABLE account_request ENABLE ALWAYS TRIGGER account_request_logged;

-- An insert of these is logged with its image: the record itself holds what the log must not show.
CREATE OR REPLACE VIEW change_log WITH (security_invoker) AS
SELECT id, operation_id, kind, every.record_id, action, actor, reason, before,
       CASE WHEN action = 'insert' AND after IS NULL THEN inserted_state(kind, every.record_id, id) ELSE after END AS after,
       at
FROM change_entry entry
CROSS JOIN LATERAL generate_series(entry.record_id, coalesce(last_record_id, entry.record_id)) AS every (record_id);

CREATE OR REPLACE FUNCTION changes_of(of_kind text, record bigint) RETURNS SETOF change_log LANGUAGE sql STABLE
    SET search_path = pg_catalog, public AS $$
    SELECT id, operation_id, kind, record, action, actor, reason, before,
           CASE WHEN action = 'insert' AND after IS NULL THEN inserted_state(kind, record, id) ELSE after END, at
    FROM (
        SELECT * FROM change_entry WHERE kind = of_kind AND record_id = record AND last_record_id IS NULL
        UNION ALL
        SELECT * FROM change_entry WHERE kind = of_kind AND last_record_id >= record AND record_id <= record
    ) entry
$$;
