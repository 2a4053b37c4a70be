-- The change log: `watch_records('patent', ...)` puts triggers on a table that log every change of its rows,
-- whoever makes it, and note it for the search index. Run it again after adding a column to the table.
--
-- The triggers fire once a statement and write all of its rows at once. Their functions name the columns, which
-- is several times as fast as taking a row apart; they run with the rights of the owner of the tables, so that the
-- application can leave entries in the change log but cannot write or skip them.

-- Names of the columns of a table that say where a row came from, not what it says.
CREATE FUNCTION bookkeeping_columns() RETURNS text[] LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
    RETURN ARRAY['origins', 'seen_digest', 'created_at', 'updated_at'];

-- The part of a trigger function that asks which operation is going on, and refuses one that does not exist.
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

-- A long text in the log entry of an insert: the text itself stands in the record.
CREATE FUNCTION abridged(content text) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN length(content) > 200
        THEN jsonb_build_object('sha256', encode(sha256(convert_to(content, 'UTF8')), 'hex'),
                                'characters', length(content))
        ELSE to_jsonb(content)
    END
$$;

-- One member of the `after` of an inserted row n: nothing for a field without a value.
CREATE FUNCTION inserted_member(name text, type regtype, long_text boolean) RETURNS text LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog AS $$
    SELECT format(CASE
        WHEN long_text THEN '%1$L: public.abridged(n.%1$I)'
        WHEN type = 'text[]'::regtype THEN '%1$L: nullif(n.%1$I, ''{}'')'
        ELSE '%1$L: n.%1$I' END, name)
$$;

-- One member of `before` (side o) or `after` (side n) of an updated row: nothing for a field left as it was.
CREATE FUNCTION updated_member(name text, side text) RETURNS text LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog AS $$
    SELECT format('%1$L: CASE WHEN o.%1$I IS DISTINCT FROM n.%1$I'
                  ' THEN coalesce(to_jsonb(%2$s.%1$I), ''null'') END', name, side)
$$;

CREATE PROCEDURE watch_records(watched text, long_texts text[] DEFAULT '{}') LANGUAGE plpgsql
    SET search_path = pg_catalog, public AS $body$
DECLARE
    heading CONSTANT text := $heading$
        CREATE OR REPLACE FUNCTION public.%1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $function$
        DECLARE
            operation bigint := current_operation();
            actor text := coalesce(nullif(current_setting('registry.actor', true), ''), session_user);
            reason text := nullif(current_setting('registry.reason', true), '');
        BEGIN
            IF NOT EXISTS (SELECT FROM %2$s) THEN
                RETURN NULL;
            END IF;
            WITH changed AS MATERIALIZED (
                INSERT INTO change_log (operation_id, kind, record_id, action, actor, reason, before, after)
                %3$s
                RETURNING kind, record_id
            )
            INSERT INTO index_outbox (kind, record_id) SELECT kind, record_id FROM changed;
            RETURN NULL;
        END
        $function$
    $heading$;
    inserted text;
    differs text;
    before text;
    after text;
BEGIN
    SELECT string_agg(inserted_member(attname, atttypid, attname = ANY (long_texts)), ', ' ORDER BY attnum),
           string_agg(format('o.%1$I IS DISTINCT FROM n.%1$I', attname), ' OR ' ORDER BY attnum),
           string_agg(updated_member(attname, 'o'), ', ' ORDER BY attnum),
           string_agg(updated_member(attname, 'n'), ', ' ORDER BY attnum)
    INTO STRICT inserted, differs, before, after
    FROM pg_attribute
    WHERE attrelid = watched::regclass AND attnum > 0 AND NOT attisdropped
      AND attname <> ALL (bookkeeping_columns() || ARRAY['id']);

    EXECUTE format(heading, watched || '_inserted', 'new_rows', format($$
        SELECT operation, %1$L, n.id, 'insert', actor, reason, NULL::jsonb,
               JSON_OBJECT(%2$s ABSENT ON NULL RETURNING jsonb)
        FROM new_rows n$$, watched, inserted));
    EXECUTE format(heading, watched || '_updated', 'new_rows', format($$
        SELECT operation, %1$L, n.id, 'update', actor, reason,
               JSON_OBJECT(%2$s ABSENT ON NULL RETURNING jsonb),
               JSON_OBJECT(%3$s ABSENT ON NULL RETURNING jsonb)
        FROM old_rows o JOIN new_rows n ON n.id = o.id
        WHERE %4$s$$, watched, before, after, differs));
    EXECUTE format(heading, watched || '_deleted', 'old_rows', format($$
        SELECT operation, %1$L, o.id, 'delete', actor, reason, to_jsonb(o), NULL::jsonb
        FROM old_rows o$$, watched));
    CALL put_triggers(watched);
END
$body$;

CREATE PROCEDURE put_triggers(watched text) LANGUAGE plpgsql SET search_path = pg_catalog, public AS $body$
BEGIN
    EXECUTE format($$
        CREATE OR REPLACE TRIGGER %1$I AFTER INSERT ON %2$I
            REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %1$I();
        CREATE OR REPLACE TRIGGER %3$I AFTER UPDATE ON %2$I
            REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %3$I();
        CREATE OR REPLACE TRIGGER %4$I AFTER DELETE ON %2$I
            REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION %4$I();
        CREATE OR REPLACE TRIGGER %5$I BEFORE UPDATE ON %2$I
            FOR EACH ROW EXECUTE FUNCTION stamp_update();
        CREATE OR REPLACE TRIGGER %6$I BEFORE TRUNCATE ON %2$I
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        ALTER TABLE %2$I ENABLE ALWAYS TRIGGER %1$I, ENABLE ALWAYS TRIGGER %3$I, ENABLE ALWAYS TRIGGER %4$I,
            ENABLE ALWAYS TRIGGER %5$I, ENABLE ALWAYS TRIGGER %6$I$$,
        watched || '_inserted', watched, watched || '_updated', watched || '_deleted',
        watched || '_stamped', watched || '_stays');
END
$body$;

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

REVOKE EXECUTE ON PROCEDURE watch_records(text, text[]), put_triggers(text) FROM PUBLIC;

CALL watch_records('enterprise', '{business_scope}');
CALL watch_records('recognition');
CALL watch_records('patent', '{abstract, first_claim}');
CALL watch_records('patent_event');
CALL watch_records('pledge');
CALL watch_records('stock_review');
CALL watch_records('offer', '{fee_text, conditions}');
CALL watch_records('licence');
CALL watch_records('agency');
CALL watch_records('project', '{summary}');
