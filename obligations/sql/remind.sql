-- Take every step of the ladder that has come by %(now)s, with its notice. Who is told: the handlers of the unit; after the
-- due day its leaders, or for want of one its reviewers who do not handle the work too, or else whoever supervises it; at
-- last whoever supervises it, who may urge (`is_above`: said to the supervisor). A unit gets one notice of each sort for
-- all its duties. A duty that somebody has locked is left to the next run: it may be met in this moment, and who waits for
-- nobody cannot wait in a circle. A reminder is unique, so that nothing is said twice, whatever is repeated.
WITH due AS MATERIALIZED (  -- by an array of keys: a join would have to read the ledger, for want of nested loops
    SELECT id, kind, region_path, due_on, due_at, opened_at, bearer_id, supervisor_id, state
    FROM obligations_obligation
    WHERE id = ANY (ARRAY(SELECT obligation_id FROM obligations_nextstep WHERE at <= %(now)s))
    FOR UPDATE SKIP LOCKED
), wanted AS MATERIALIZED (
    SELECT due.*, n.at AS step_at FROM due JOIN obligations_nextstep n ON n.obligation_id = due.id AND n.at <= %(now)s
    WHERE due.state IN ('open', 'returned')
), left_behind AS (
    DELETE FROM obligations_nextstep n USING due
    WHERE n.obligation_id = due.id AND n.at <= %(now)s AND due.state NOT IN ('open', 'returned')
), /* plan */, moved AS (
    UPDATE obligations_nextstep n SET at = p.next_at FROM planned p
    WHERE n.obligation_id = p.id AND n.at <= %(now)s AND p.next_at IS NOT NULL
), ended AS (
    DELETE FROM obligations_nextstep n USING planned p
    WHERE n.obligation_id = p.id AND n.at <= %(now)s AND p.next_at IS NULL
), two_hats AS (  -- who works for a supervisor and for a unit it watches over is not told of that unit
    SELECT DISTINCT b.party_id AS bearer_id, s.party_id AS supervisor_id
    FROM agencies_membership b JOIN agencies_membership s ON s.user_id = b.user_id AND s.party_id <> b.party_id
    WHERE b.ended_at IS NULL AND s.ended_at IS NULL
), members AS (
/* members */
), above AS MATERIALIZED (  -- who in a unit hears of what is overdue
    SELECT party_id, CASE WHEN bool_or(leads) THEN 'leaders' WHEN bool_or(reviews AND NOT handles) THEN 'reviewers' END
        AS audience
    FROM (
        SELECT party_id, user_id, bool_or(%(roles)s::jsonb -> 'leaders' ? role) AS leads,
            bool_or(%(roles)s::jsonb -> 'reviewers' ? role) AS reviews,
            bool_or(%(roles)s::jsonb -> 'handlers' ? role) AS handles
        FROM members WHERE party_id IN (SELECT bearer_id FROM planned WHERE stage = 'leader') GROUP BY party_id, user_id
    ) person GROUP BY party_id
), claimed AS MATERIALIZED (
    SELECT p.*, CASE WHEN is_above THEN h.bearer_id END AS apart_id,
        CASE WHEN is_above THEN p.supervisor_id ELSE p.bearer_id END AS to_id, is_above,
        CASE WHEN stage = 'leader' THEN coalesce(a.audience, 'handlers') ELSE 'handlers' END AS audience,
        CASE WHEN stage = 'leader' AND NOT is_above OR due_at IS NOT NULL THEN 'immediate' ELSE 'digest' END AS lane,
        CASE WHEN stage = 'urge' THEN 'obligations.propose_urging' WHEN is_above THEN 'obligations.unled'
            WHEN stage = 'leader' THEN 'obligations.overdue' ELSE 'obligations.due' END AS says
    FROM planned p LEFT JOIN above a ON a.party_id = p.bearer_id
    LEFT JOIN two_hats h ON h.bearer_id = p.bearer_id AND h.supervisor_id = p.supervisor_id
    CROSS JOIN LATERAL (SELECT stage = 'urge' OR stage = 'leader' AND a.audience IS NULL AS is_above) way
    WHERE stage IS NOT NULL  -- whose day has moved since its step came, may have reached none
), told AS MATERIALIZED (
    SELECT to_id, audience, lane, says, is_above, apart_id, nextval('notices_notice_id_seq') AS notice_id
    FROM claimed WHERE to_id IS NOT NULL
    GROUP BY to_id, audience, lane, says, is_above, apart_id
), new AS (
    INSERT INTO obligations_reminder (obligation_id, due_on, due_at, stage, "offset", sent_at, notice_id)
    SELECT c.id, c.due_on, c.due_at, c.stage, c."offset", %(now)s, t.notice_id
    FROM claimed c JOIN told t ON t.to_id = c.to_id AND t.audience = c.audience AND t.lane = c.lane
        AND t.says = c.says AND t.apart_id IS NOT DISTINCT FROM c.apart_id
    ORDER BY c.id  -- as its indexes are read
    ON CONFLICT (obligation_id, due_on, due_at, stage, "offset") DO NOTHING
    RETURNING obligation_id, stage, notice_id
), counted AS (
    SELECT n.notice_id, count(*) AS duties, count(DISTINCT c.bearer_id) AS units,
        count(*) FILTER (WHERE n.stage = 'assigned') AS assigned, count(*) FILTER (WHERE n.stage = 'remind') AS soon,
        CASE WHEN min(c.bearer_id) = max(c.bearer_id) THEN min(c.bearer_id) END AS bearer_id
    FROM new n JOIN claimed c ON c.id = n.obligation_id GROUP BY n.notice_id
), said AS (
    INSERT INTO notices_notice (id, kind, params, url, to_party_id, audience, about_id, lane, key, created_at)
    SELECT t.notice_id, t.says,
        jsonb_build_object('duties', k.duties, 'units', k.units, 'assigned', k.assigned, 'soon', k.soon),
        CASE WHEN is_above THEN %(overdue_url)s ELSE %(mine_url)s END, t.to_id, t.audience,
        CASE WHEN is_above THEN k.bearer_id END, t.lane, 'obligations.reminder:' || t.notice_id, %(now)s
    FROM told t JOIN counted k ON k.notice_id = t.notice_id
) SELECT count(*) FROM new
