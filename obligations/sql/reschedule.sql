-- After due days or rules have moved: the next step of each duty, and nothing is said. A step that has come already is left
-- to the scan, which will look at the new day and the new rules.
WITH wanted AS MATERIALIZED (
    SELECT id, kind, region_path, due_on, due_at, opened_at, next_action_at FROM obligations_obligation o
    WHERE state IN ('open', 'returned') AND (next_action_at > %(now)s OR next_action_at IS NULL) AND /* which */
    ORDER BY id FOR UPDATE
), /* plan */
UPDATE obligations_obligation o SET next_action_at = p.next_at FROM planned p
WHERE o.id = p.id AND o.state IN ('open', 'returned') AND /* which */  -- by an index, if there is one for it
