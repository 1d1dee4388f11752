-- Reminds of the reports of `rows` (id, institution_id, is_urged): one notice a day to each institution of which none was
-- urged, and a line in the history of each report of whom is told.
WITH rows AS MATERIALIZED (
    /* rows */
), units AS (
    SELECT institution_id, count(*) AS reports FROM rows GROUP BY institution_id HAVING NOT bool_or(is_urged)
), said AS (
    INSERT INTO notices_notice (kind, params, url, to_party_id, audience, lane, key, created_at)
    SELECT %(kind)s, jsonb_build_object('reports', reports, 'supervisor', %(supervisor)s::text), %(url)s,
        institution_id, %(audience)s, 'digest', %(kind)s || ':' || institution_id || ':' || %(day)s, %(at)s
    FROM units ORDER BY institution_id ON CONFLICT (key) DO NOTHING RETURNING to_party_id
), told AS (
    SELECT r.id, r.institution_id FROM rows r LEFT JOIN said s ON s.to_party_id = r.institution_id
    WHERE s.to_party_id IS NOT NULL OR r.is_urged
), steps AS (
    INSERT INTO inspections_reportstep (report_id, verb, by_id, at, note)
    SELECT id, 'remind', %(by)s, %(at)s, '' FROM told ORDER BY id RETURNING id
)
SELECT count(*), count(DISTINCT institution_id) FROM told
