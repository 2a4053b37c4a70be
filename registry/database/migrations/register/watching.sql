-- The change log: `CALL watch_records('patent')` puts triggers on a table that log every change of its rows,
-- whoever makes it, and note it for the search index. Call it again after adding a column to the table.
--
-- The triggers fire once a statement and write all of its rows at once; the one for updates names the columns, which
-- is several times as fast as taking a row apart. They run with the rights of the owner of the tables: the
-- application can neither write entries of its own nor go without.

-- The operation going on; refuses one that does not exist, in place of a foreign key checked for every row.
CREATE FUNCTION current_operation() RETURNS bigint LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS $$
DECLARE
    current bigint := nullif(current_setting('registry.operation', true), '');
BEGIN
    IF current IS NOT NULL AND NOT EXISTS (SELECT FROM operation WHERE id = current) THEN
        RAISE EXCEPTION 'operation % does not exist', current USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN current;
END
$$;

-- One function for inserts and deletes of all tables; the transition table is `changed_rows` in both.
CREATE FUNCTION log_whole_records() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
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
    INSERT INTO index_outbox (kind, record_id) SELECT TG_TABLE_NAME, id FROM changed_rows;
    RETURN NULL;
END
$$;

-- Since when a record is as it is; and whether an imported row still agrees with it as a whole: no longer, unless
-- the update says so anew.
CREATE FUNCTION stamp_update() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    NEW.updated_at := transaction_timestamp();
    IF NEW.seen_digest = OLD.seen_digest THEN
        NEW.seen_digest := NULL;
    END IF;
    RETURN NEW;
END
$$;

-- One member of `before` (side o) or `after` (side n) of an updated row: nothing for a field left as it was, JSON's
-- null for a value that is missing (which only the type json keeps apart, hence the cast where these are used).
CREATE FUNCTION changed_member(field text, side text) RETURNS text LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog AS $$
    SELECT format('%1$L: CASE WHEN o.%1$I IS DISTINCT FROM n.%1$I'
                  ' THEN coalesce(to_jsonb(%2$s.%1$I), ''null'') END', field, side)
$$;

CREATE PROCEDURE watch_records(watched text) LANGUAGE plpgsql SET search_path = pg_catalog, public AS $body$
DECLARE
    before text;
    after text;
    differs text;
BEGIN
    SELECT string_agg(changed_member(attname, 'o'), E',\n            ' ORDER BY attnum),
           string_agg(changed_member(attname, 'n'), E',\n            ' ORDER BY attnum),
           string_agg(format('o.%1$I IS DISTINCT FROM n.%1$I', attname), E'\n            OR ' ORDER BY attnum)
               FILTER (WHERE attname <> ALL (bookkeeping_columns()) AND attname NOT LIKE 'origin\_%')
    INTO STRICT before, after, differs
    FROM pg_attribute
    WHERE attrelid = watched::regclass AND attnum > 0 AND NOT attisdropped
      AND attname NOT IN ('id', 'seen_digest', 'created_at', 'updated_at');

    EXECUTE format($create$
        CREATE OR REPLACE FUNCTION public.%1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = pg_catalog, public, pg_temp AS $function$
        DECLARE
            by_operation CONSTANT bigint := current_operation();
            by_actor CONSTANT text := coalesce(nullif(current_setting('registry.actor', true), ''), session_user);
            its_reason CONSTANT text := nullif(current_setting('registry.reason', true), '');
        BEGIN
            WITH logged AS (
                INSERT INTO change_entry (operation_id, kind, record_id, action, actor, reason, before, after)
                SELECT by_operation, TG_TABLE_NAME, n.id, 'update', by_actor, its_reason,
            JSON_OBJECT(%2$s ABSENT ON NULL RETURNING json)::jsonb,
            JSON_OBJECT(%3$s ABSENT ON NULL RETURNING json)::jsonb
                FROM old_rows o JOIN new_rows n ON n.id = o.id
                WHERE %4$s
                RETURNING kind, record_id
            )
            INSERT INTO index_outbox (kind, record_id) SELECT kind, record_id FROM logged;
            RETURN NULL;
        END
        $function$
    $create$, watched || '_updated', before, after, differs);

    EXECUTE format($create$
        CREATE OR REPLACE TRIGGER %2$I AFTER INSERT ON %1$I REFERENCING NEW TABLE AS changed_rows
            FOR EACH STATEMENT EXECUTE FUNCTION log_whole_records();
        CREATE OR REPLACE TRIGGER %3$I AFTER UPDATE ON %1$I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION public.%3$I();
        CREATE OR REPLACE TRIGGER %4$I AFTER DELETE ON %1$I REFERENCING OLD TABLE AS changed_rows
            FOR EACH STATEMENT EXECUTE FUNCTION log_whole_records();
        CREATE OR REPLACE TRIGGER %5$I BEFORE UPDATE ON %1$I FOR EACH ROW EXECUTE FUNCTION stamp_update();
        CREATE OR REPLACE TRIGGER %6$I BEFORE TRUNCATE ON %1$I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        ALTER TABLE %1$I ENABLE ALWAYS TRIGGER %2$I, ENABLE ALWAYS TRIGGER %3$I, ENABLE ALWAYS TRIGGER %4$I,
            ENABLE ALWAYS TRIGGER %5$I, ENABLE ALWAYS TRIGGER %6$I
    $create$, watched, watched || '_inserted', watched || '_updated', watched || '_deleted', watched || '_stamped',
        watched || '_stays');
END
$body$;

REVOKE EXECUTE ON PROCEDURE watch_records(text) FROM PUBLIC;

CALL watch_records('enterprise');
CALL watch_records('recognition');
CALL watch_records('patent');
CALL watch_records('patent_event');
CALL watch_records('pledge');
CALL watch_records('stock_review');
CALL watch_records('offer');
CALL watch_records('licence');
CALL watch_records('agency');
CALL watch_records('project');
