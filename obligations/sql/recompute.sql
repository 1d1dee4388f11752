-- The clocks whose end the official calendar has moved, with a line of history each.
WITH clocks AS (
    SELECT * FROM unnest(%(counted_from)s::date[], %(amounts)s::int[], %(units)s::text[], %(due_on)s::date[],
        %(provisional)s::bool[]) AS clocks (counted_from, amount, unit, due_on, is_provisional)
), rows AS MATERIALIZED (
    SELECT o.id, o.due_on AS was, c.due_on, c.is_provisional
    FROM obligations_obligation o JOIN clocks c USING (counted_from, amount, unit)
    WHERE o.state IN ('open', 'submitted', 'returned') AND o.due_at IS NULL
        AND (o.due_on <> c.due_on OR o.is_provisional <> c.is_provisional)
    ORDER BY o.id FOR UPDATE OF o
), moved AS (
    UPDATE obligations_obligation o SET due_on = r.due_on, is_provisional = r.is_provisional, version = o.version + 1
    FROM rows r WHERE o.id = r.id RETURNING o.id, r.was, o.due_on
), noted AS (
    INSERT INTO obligations_obligationstep (obligation_id, verb, at, "on", by_id, reason, basis, due_before, due_after)
    SELECT id, 'recompute', %(at)s, %(today)s, %(by)s, '', %(basis)s, was, due_on FROM moved WHERE was <> due_on
) SELECT count(*) FILTER (WHERE was <> due_on) FROM moved
