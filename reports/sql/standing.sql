-- How each duty stood at %(at)s: folded from what had been done to it by then, which is only ever added to, and never
-- read from what it is now. So the same question gives the same answer a month later. Rows of the large tables are found by
-- arrays of keys: without nested loops (`kernel.sql.many_rows`) a join would read the tables whole.
WITH asked AS MATERIALIZED (
    /* duties */
), history AS MATERIALIZED (
    SELECT obligation_id AS id, id AS step, verb, at, "on", due_after, giver_id
    FROM obligations_obligationstep WHERE obligation_id = ANY (ARRAY(SELECT id FROM asked))
), owners AS (  -- whose a duty was that has been handed over since
    SELECT DISTINCT ON (id) id, giver_id FROM history WHERE verb = 'hand_over' AND at > %(at)s ORDER BY id, step
), past AS (  -- days: each due day it had been given up to that step
    SELECT h.*, array_agg(due_after) FILTER (WHERE due_after IS NOT NULL) OVER (PARTITION BY id ORDER BY step) AS days
    FROM history h WHERE at <= %(at)s
), moves AS (
    SELECT p.id, p.step, p.verb, p.at, p."on" > coalesce(p.days[cardinality(p.days)], a.first_due_on) AS is_after,
        p.verb = 'submit' OR (p.verb = 'meet' AND lag(p.verb) OVER moved IS DISTINCT FROM 'submit') AS hands_in,
        bool_or(p.verb = 'return') OVER moved AS was_returned
    FROM past p JOIN asked a USING (id)
    WHERE p.verb IN ('submit', 'return', 'recall', 'pause', 'resume', 'meet', 'waive', 'cancel')
    WINDOW moved AS (PARTITION BY p.id ORDER BY p.step)
), latest AS (  -- taken_back: what had been handed in before that step, and never judged, does not count
    SELECT id, (array_agg(verb ORDER BY step DESC))[1] AS verb, bool_or(was_returned) AS was_returned,
        coalesce(max(step) FILTER (WHERE verb = 'recall' AND NOT was_returned), 0) AS taken_back
    FROM moves GROUP BY id
), handed_in AS (
    SELECT m.id, bool_or(m.is_after) AS was_late, min(m.at) AS first_at
    FROM moves m JOIN latest l ON l.id = m.id AND m.step > l.taken_back WHERE m.hands_in GROUP BY m.id
), moved AS (
    SELECT id, (array_agg(due_after ORDER BY step DESC))[1] AS due_on FROM past WHERE due_after IS NOT NULL GROUP BY id
), entries AS MATERIALIZED (
    SELECT id, task_id, agency_id, period, role FROM tasks_progressentry
    WHERE task_id = ANY (ARRAY(SELECT DISTINCT subject_id FROM asked))
        AND period = ANY (ARRAY(SELECT DISTINCT period FROM asked))
), said AS MATERIALIZED (  -- what the entries said, whose latest word it was
    SELECT DISTINCT ON (e.id) e.*, s.id AS step, s.verb, s.content
    FROM entries e JOIN tasks_entrystep s ON s.entry_id = e.id
    WHERE s.at <= %(at)s AND s.entry_id = ANY (ARRAY(SELECT id FROM entries))
    ORDER BY e.id, s.id DESC
), whole AS (
    SELECT a.id, a.subject_id AS task, coalesce(w.giver_id, a.bearer_id) AS agency, a.title, a.period, a.first_due_on,
        coalesce(m.due_on, a.first_due_on) AS due_on, coalesce(h.was_late, false) AS was_late, h.first_at,
        CASE WHEN l.verb IS NULL THEN 'open'
            WHEN l.verb = 'submit' THEN 'submitted'
            WHEN l.verb = 'return' THEN 'returned'
            WHEN l.verb = 'pause' THEN 'paused'
            WHEN l.verb = 'meet' THEN CASE WHEN h.was_late THEN 'met_late' ELSE 'met' END
            WHEN l.verb = 'waive' THEN 'waived'
            WHEN l.verb = 'cancel' THEN 'cancelled'
            WHEN l.was_returned THEN 'returned'
            ELSE 'open' END AS state
    FROM asked a LEFT JOIN owners w USING (id) LEFT JOIN latest l USING (id) LEFT JOIN handed_in h USING (id)
        LEFT JOIN moved m USING (id)
), bearers AS (  -- whose each duty was by then: what the giver of a hand-over said of it stays the giver's
    SELECT id, task, agency, period FROM whole
    UNION
    SELECT h.id, w.task, h.giver_id, w.period FROM history h JOIN whole w USING (id)
    WHERE h.verb = 'hand_over' AND h.at <= %(at)s
), latest_said AS (
    SELECT DISTINCT ON (b.id) b.id AS duty, s.*
    FROM bearers b JOIN said s ON s.task_id = b.task AND s.agency_id = b.agency AND s.period = b.period
    ORDER BY b.id, s.step DESC
), standing AS (
    SELECT w.*, s.id AS entry, s.role, s.content->>'text' AS text, s.content->>'needs' AS needs,
        s.content->>'needs_from' AS needs_from,
        coalesce(s.verb IN ('hand_in', 'enter', 'accept', 'confirm'), false) AS is_out,
        coalesce(s.content->>'work', '') AS work,
        w.state IN ('open', 'returned') AS is_due,
        w.state IN ('submitted', 'met', 'met_late') AS is_reported
    FROM whole w LEFT JOIN latest_said s ON s.duty = w.id
)
