-- The rows to open (bearer_id, subject_id, title, region_path, section_id, period, starts_on) meet the limits of their
-- regions, the smallest territory's first.
WITH limits AS (
    SELECT * FROM unnest(%(prefixes)s::text[], %(starts)s::date[], %(amounts)s::int[], %(overrides)s::bigint[],
        %(due_on)s::date[], %(due_at)s::timestamptz[], %(provisional)s::bool[])
        AS limits (prefix, starts_on, amount, override_id, due_on, due_at, is_provisional)
), rows AS MATERIALIZED (
    /* rows */
), /* supervisors */, places AS (
    SELECT place.region_path, l.*
    FROM (SELECT DISTINCT region_path, starts_on FROM rows) place
    CROSS JOIN LATERAL (
        SELECT * FROM limits WHERE limits.starts_on = place.starts_on AND starts_with(place.region_path, prefix)
        ORDER BY length(prefix) DESC LIMIT 1
    ) l
), new AS (
    INSERT INTO obligations_obligation (
        kind, bearer_id, supervisor_id, subject_kind, subject_id, title, region_path, section_id, period, opened_at,
        opened_by_id, amount, unit, override_id, counted_from, due_on, due_at, first_due_on, is_provisional, state,
        was_late, version
    )
    SELECT %(kind)s, r.bearer_id,
        CASE WHEN %(supervisor)s::bigint <> r.bearer_id THEN %(supervisor)s
            WHEN s.commission_id <> r.bearer_id THEN s.commission_id
            WHEN s.over_it_id <> r.bearer_id THEN s.over_it_id END,
        %(subject_kind)s, r.subject_id, left(r.title, 200), r.region_path, r.section_id, r.period, %(at)s,
        %(by)s, p.amount, %(unit)s, p.override_id, r.starts_on, p.due_on, p.due_at, p.due_on, p.is_provisional, 'open',
        false, 1
    FROM rows r JOIN places p ON p.region_path = r.region_path AND p.starts_on = r.starts_on
    JOIN supervisors s ON s.region_path = r.region_path
    ON CONFLICT (subject_kind, subject_id, kind, bearer_id, period) WHERE state NOT IN ('cancelled', 'waived') DO NOTHING RETURNING id, bearer_id, subject_id
), scheduled AS (
    INSERT INTO obligations_nextstep (obligation_id, at) SELECT id, %(at)s FROM new
)
SELECT count(*), encode(sha256(convert_to(
    coalesce(string_agg(concat_ws(':', id, bearer_id, subject_id), ',' ORDER BY id), ''), 'UTF8')), 'hex')
FROM new
