-- After due days or rules have moved: the next step of each duty, and nothing is said. A step that has come already is left
-- to the scan, which will look at the new day and the new rules.
WITH wanted AS MATERIALIZED (
    SELECT o.id, o.kind, o.region_path, o.due_on, o.due_at, o.opened_at, o.bearer_id, o.supervisor_id, n.at AS step_at
    FROM obligations_obligation o LEFT JOIN obligations_nextstep n ON n.obligation_id = o.id
    WHERE o.state IN ('open', 'returned') AND (n.at > %(now)s OR n.at IS NULL) AND /* which */
    ORDER BY o.id FOR UPDATE OF o
), /* plan */, ended AS (
    DELETE FROM obligations_nextstep n USING planned p WHERE n.obligation_id = p.id AND p.next_at IS NULL
)
INSERT INTO obligations_nextstep (obligation_id, at) SELECT id, next_at FROM planned WHERE next_at IS NOT NULL
ON CONFLICT (obligation_id) DO UPDATE SET at = excluded.at
