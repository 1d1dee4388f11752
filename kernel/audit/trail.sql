-- The audit trail's own functions. They run with the owner's rights (SECURITY DEFINER): the application role can cause
-- entries, but cannot write, change or delete one, nor switch the triggers off. Each names pg_temp last: else a temporary
-- table of the caller would be taken for the trail.

CREATE OR REPLACE FUNCTION kernel_audit_zone() RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT '@TIME_ZONE@' $$;

CREATE OR REPLACE FUNCTION kernel_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- TG_ARGV: the key's column; the columns whose values are secret, and those whose changes are not told, parted by commas.
DECLARE
    secret text[] := string_to_array(TG_ARGV[1], ',');
    ignored text[] := string_to_array(coalesce(TG_ARGV[2], ''), ',');
    was jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
    becomes jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
    changes jsonb;
BEGIN
    SELECT jsonb_object_agg(key, CASE
        WHEN TG_OP = 'UPDATE' AND key = ANY (secret) THEN '["•••", "•••"]'
        WHEN TG_OP = 'UPDATE' THEN jsonb_build_array(was -> key, becomes -> key)
        WHEN key = ANY (secret) THEN '"•••"'
        ELSE value
    END) INTO changes
    FROM jsonb_each(CASE WHEN TG_OP = 'DELETE' THEN was ELSE becomes END)
    WHERE TG_OP <> 'UPDATE' OR (was -> key IS DISTINCT FROM becomes -> key AND key <> ALL (ignored));
    IF changes IS NOT NULL THEN
        PERFORM kernel_audit_write(
            left(TG_OP, 1), TG_TABLE_NAME, coalesce(becomes ->> TG_ARGV[0], was ->> TG_ARGV[0]), changes);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION kernel_audit_write(action text, table_name text, row_id text, changes jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    context jsonb := coalesce(nullif(current_setting('portal.audit', true), ''), '{}')::jsonb;
BEGIN
    INSERT INTO kernel_auditrow
        (at, action, table_name, row_id, changes, user_id, membership_id, region_path, request_id, database_user)
    VALUES (clock_timestamp(), action, table_name, row_id, changes, (context ->> 'user')::bigint,
        (context ->> 'membership')::bigint, coalesce(context ->> 'region', ''), coalesce(context ->> 'request', ''),
        session_user);
END $$;

CREATE OR REPLACE FUNCTION kernel_audit_note(what text, subject text, details jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    -- An act that changes no row of ours: a login, an export with its filter and number of rows, a file handed out.
    SELECT kernel_audit_write('N', what, subject, details)
$$;

CREATE OR REPLACE FUNCTION kernel_frozen() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the table % is append-only: % refused', TG_TABLE_NAME, TG_OP;
END $$;

CREATE OR REPLACE FUNCTION kernel_audit_digest(the_day date, previous text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT encode(sha256(convert_to(previous, 'UTF8') || coalesce(string_agg(sha256(convert_to(jsonb_build_array(
        id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), action, table_name, row_id, changes, user_id,
        membership_id, region_path, request_id, database_user)::text, 'UTF8')), ''::bytea ORDER BY id), ''::bytea)), 'hex')
    FROM kernel_auditrow
    WHERE at >= the_day::timestamp AT TIME ZONE kernel_audit_zone()
        AND at < (the_day + 1)::timestamp AT TIME ZONE kernel_audit_zone()
$$;

CREATE OR REPLACE FUNCTION kernel_audit_seal(before date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Seal every day with entries that ended before `before` and is not sealed yet; returns how many days.
DECLARE
    previous text;
    last_day date;
    next_day date;
    sealed integer := 0;
    writers text[];
    zone text := kernel_audit_zone();
BEGIN
    before := least(before, (clock_timestamp() AT TIME ZONE zone)::date);
    PERFORM pg_advisory_xact_lock('kernel_auditseal'::regclass::integer);  -- one sealer at a time

    -- A transaction that wrote before midnight may still be open: wait for those that write now. Whoever begins to write
    -- later does so after midnight, and is not held up.
    SELECT array_agg(virtualtransaction) INTO writers FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE datname = current_database() AND relation = 'kernel_auditrow'::regclass AND mode = 'RowExclusiveLock'
        AND pid <> pg_backend_pid();
    WHILE EXISTS (SELECT FROM pg_locks WHERE mode = 'RowExclusiveLock' AND virtualtransaction = ANY (writers)) LOOP
        IF clock_timestamp() > statement_timestamp() + interval '10 minutes' THEN
            RAISE EXCEPTION 'a transaction writes for more than 10 minutes: the days stay unsealed until the next run';
        END IF;
        PERFORM pg_sleep(0.05);
    END LOOP;

    SELECT digest, day INTO previous, last_day FROM kernel_auditseal ORDER BY day DESC LIMIT 1;
    LOOP
        SELECT min(at AT TIME ZONE zone)::date INTO next_day FROM kernel_auditrow
        WHERE at < before::timestamp AT TIME ZONE zone
            AND (last_day IS NULL OR at >= (last_day + 1)::timestamp AT TIME ZONE zone);
        EXIT WHEN next_day IS NULL;
        previous := kernel_audit_digest(next_day, coalesce(previous, ''));
        INSERT INTO kernel_auditseal (day, row_count, digest, sealed_at)
        SELECT next_day, count(*), previous, clock_timestamp() FROM kernel_auditrow
        WHERE at >= next_day::timestamp AT TIME ZONE zone AND at < (next_day + 1)::timestamp AT TIME ZONE zone;
        last_day := next_day;
        sealed := sealed + 1;
    END LOOP;
    RETURN sealed;
END $$;

