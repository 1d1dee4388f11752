-- After due days or rules have moved: the next step of each duty, and nothing is said.
WITH wanted AS MATERIALIZED (
    SELECT id, kind, region_path, due_on, due_at, opened_at FROM obligations_obligation o
    WHERE state IN ('open', 'returned') AND /* which */
), /* plan */
UPDATE obligations_obligation o SET next_action_at = p.next_at FROM planned p WHERE o.id = p.id
