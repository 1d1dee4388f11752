-- Urge the overdue duties of `rows` (id, bearer_id), which are locked: a line of history for each, unless it was urged on
-- this day already, and for each unit a notice to its handlers and one to its leaders.
WITH rows AS MATERIALIZED (
    /* rows */
), steps AS (
    INSERT INTO obligations_obligationstep (obligation_id, verb, at, "on", by_id, reason, basis)
    SELECT id, 'urge', %(at)s, %(today)s, %(by)s, '', '' FROM rows
    ON CONFLICT (obligation_id, "on") WHERE verb = 'urge' DO NOTHING RETURNING id, obligation_id
), units AS (
    SELECT r.bearer_id, count(*) AS duties, min(s.id) AS first_step
    FROM steps s JOIN rows r ON r.id = s.obligation_id GROUP BY r.bearer_id
), said AS (
    INSERT INTO notices_notice (kind, params, url, to_party_id, audience, lane, key, created_at)
    SELECT 'obligations.urged', jsonb_build_object('duties', u.duties, 'supervisor', %(supervisor)s::text),
        %(url)s, u.bearer_id, audience, 'digest', 'obligations.urged:' || u.first_step || ':' || audience, %(at)s
    FROM units u CROSS JOIN unnest(%(audiences)s::text[]) AS audience ORDER BY u.bearer_id, audience
)
SELECT coalesce((SELECT array_agg(obligation_id) FROM steps), '{}'), (SELECT count(*) FROM units)
