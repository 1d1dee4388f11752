-- `wanted` (id, kind, region_path, due_on, due_at, opened_at, bearer_id, supervisor_id, step_at) are the duties looked at; `planned` says of
-- each which step of the ladder it has reached by %(now)s, if any, and when the next one comes. Of several steps reached
-- only the latest counts; what came before the duty was opened does not. A new duty, whose next step is still its opening,
-- is at least "assigned". A duty's rules are those of its kind before those of every
-- kind, then those of the smallest territory around it. kernel_day.working_ordinal numbers the working days on and on; a
-- rest day has the number of the working day before it.
policies AS MATERIALIZED (
    SELECT place.kind, place.region_path, place.by_hours, rule.kind AS rule_kind, rule.region_path AS rule_path
    FROM (SELECT DISTINCT kind, region_path, due_at IS NOT NULL AS by_hours FROM wanted) place
    CROSS JOIN LATERAL (
        SELECT kind, region_path FROM obligations_reminderrule r
        WHERE r.kind IN ('', place.kind) AND starts_with(place.region_path, r.region_path)
            AND (r.unit = 'h') = place.by_hours
        ORDER BY r.kind DESC, length(r.region_path) DESC LIMIT 1
    ) rule
), ruled AS MATERIALIZED (
    SELECT w.*, p.rule_kind, p.rule_path FROM wanted w
    LEFT JOIN policies p ON p.kind = w.kind AND p.region_path = w.region_path AND p.by_hours = (w.due_at IS NOT NULL)
), steps AS (
    SELECT c.rule_kind, c.rule_path, c.due_on, c.due_at, r.stage, r."offset", CASE r.unit
        WHEN 'h' THEN c.due_at + make_interval(hours => r."offset")
        WHEN 'cd' THEN (c.due_on + r."offset" + %(morning)s::time) AT TIME ZONE %(zone)s
        ELSE ((SELECT day FROM kernel_day k WHERE k.is_working
            AND k.working_ordinal = d.working_ordinal + r."offset" + (r."offset" < 0 AND NOT d.is_working)::int)
            + %(morning)s::time) AT TIME ZONE %(zone)s
        END AS at
    FROM (SELECT DISTINCT rule_kind, rule_path, due_on, due_at FROM ruled) c
    JOIN kernel_day d ON d.day = c.due_on
    JOIN obligations_reminderrule r ON r.kind = c.rule_kind AND r.region_path = c.rule_path
        AND (r.unit = 'h') = (c.due_at IS NOT NULL)
), ladders AS MATERIALIZED (
    SELECT rule_kind, rule_path, due_on, due_at,
        max(at) FILTER (WHERE at <= %(now)s) AS reached_at,
        (array_agg(stage ORDER BY at DESC, "offset" DESC) FILTER (WHERE at <= %(now)s))[1] AS stage,
        (array_agg("offset" ORDER BY at DESC, "offset" DESC) FILTER (WHERE at <= %(now)s))[1] AS "offset",
        min(at) FILTER (WHERE at > %(now)s) AS next_at
    FROM steps GROUP BY rule_kind, rule_path, due_on, due_at
), planned AS MATERIALIZED (
    SELECT r.id, r.bearer_id, r.supervisor_id, r.due_on, r.due_at, l.next_at,
        CASE WHEN l.reached_at > r.opened_at THEN l.stage WHEN r.step_at = r.opened_at THEN 'assigned' END AS stage,
        CASE WHEN l.reached_at > r.opened_at THEN l."offset" ELSE 0 END AS "offset"
    FROM ruled r LEFT JOIN ladders l ON l.rule_kind = r.rule_kind AND l.rule_path = r.rule_path AND l.due_on = r.due_on
        AND l.due_at IS NOT DISTINCT FROM r.due_at
)
