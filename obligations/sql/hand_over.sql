-- What %(giver)s owes or watches over passes to %(taker)s, to none of its sections yet; who would then watch over himself
-- is replaced.
WITH rows AS MATERIALIZED (
    SELECT id, region_path, CASE bearer_id WHEN %(giver)s THEN %(taker)s ELSE bearer_id END AS bearer_id,
        CASE supervisor_id WHEN %(giver)s THEN %(taker)s ELSE supervisor_id END AS supervisor_id,
        bearer_id = %(giver)s AS passes
    FROM obligations_obligation
    WHERE state IN ('open', 'submitted', 'returned', 'paused') AND %(giver)s IN (bearer_id, supervisor_id)
    ORDER BY id FOR UPDATE
), /* supervisors */, moved AS (
    UPDATE obligations_obligation o SET bearer_id = r.bearer_id, version = o.version + 1,
        section_id = CASE WHEN NOT r.passes THEN o.section_id END,
        placed_at = CASE WHEN r.passes THEN %(at)s ELSE o.placed_at END,
        supervisor_id = CASE WHEN r.supervisor_id <> r.bearer_id THEN r.supervisor_id
            WHEN s.commission_id <> r.bearer_id THEN s.commission_id
            WHEN s.over_it_id <> r.bearer_id THEN s.over_it_id END
    FROM rows r JOIN supervisors s ON s.region_path = r.region_path WHERE o.id = r.id
    RETURNING o.id, r.passes
), noted AS (
    INSERT INTO obligations_obligationstep (obligation_id, verb, at, "on", by_id, reason, basis, giver_id)
    SELECT id, 'hand_over', %(at)s, %(today)s, %(by)s, '', '', %(giver)s FROM moved WHERE passes
) SELECT coalesce(array_agg(id ORDER BY id) FILTER (WHERE passes), '{}') FROM moved
