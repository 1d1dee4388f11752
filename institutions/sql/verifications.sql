-- Opens the verification of each licence whose cycle ends by %(until)s, where none is open: the cycle that follows the last
-- one that was passed, else the first from the licence's first day on that ends on %(day)s or after it
-- (institutions/deadlines.py says the same of one institution); where one was opened before and ended without a
-- conclusion, on the day of the first that was opened: a cycle that has run out meanwhile is still to be verified.
WITH earlier AS (
    SELECT institution_id, max(verified_to) AS verified_to, min(opened_at) AS opened_at
    FROM institutions_verification GROUP BY institution_id
), licensed AS (
    SELECT i.party_id, i.name, i.region_path, i.licence_from, e.verified_to,
        least(%(day)s::date, (e.opened_at AT TIME ZONE %(zone)s)::date) AS from_day,
        CASE WHEN i.beds >= %(beds)s OR i.category = ANY(%(by_kind)s) THEN %(long)s ELSE %(short)s END AS years
    FROM institutions_institution i LEFT JOIN earlier e ON e.institution_id = i.party_id
    WHERE i.licence_type = %(licence)s AND i.state <> 'closed'
        AND NOT EXISTS (SELECT FROM institutions_verification v
            WHERE v.institution_id = i.party_id AND v.state = ANY(%(open)s))
), counted AS (
    SELECT *, greatest(1, (extract(year FROM from_day)::int - extract(year FROM licence_from)::int) / years)
        AS cycles FROM licensed
), ends AS (
    SELECT party_id, name, region_path, coalesce(
        verified_to,
        CASE WHEN (licence_from + make_interval(years => years * cycles))::date >= from_day
            THEN (licence_from + make_interval(years => years * cycles))::date
            ELSE (licence_from + make_interval(years => years * (cycles + 1)))::date END) AS due_on
    FROM counted
)
INSERT INTO institutions_verification (institution_id, name, region_path, due_on, opened_at, state, statement, findings,
    demerits, conclusion, version)
SELECT party_id, name, region_path, due_on, %(at)s, 'due', '', '', '', '', 1
FROM ends WHERE due_on <= %(until)s
ON CONFLICT DO NOTHING
