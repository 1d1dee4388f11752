-- What each unit and section owes on the day of a digest: overdue (told to its leaders too, for want of one to its
-- reviewers), due soon as the lights say,
-- newly theirs, and what is due later of which a step of its ladder has reminded since the digest before.
WITH soon AS MATERIALIZED (  -- within how many days, in each region: of the smallest territory around it the latest
    SELECT r.id AS region_id, coalesce((
        SELECT amount FROM obligations_limitoverride l
        WHERE kind = 'light.soon' AND valid_from <= %(day)s AND starts_with(r.path, l.region_path)
        ORDER BY length(l.region_path) DESC, valid_from DESC LIMIT 1
    ), /* soon */) AS days
    FROM agencies_region r
)
SELECT c.bearer_id AS party_id, c.section_id, told.audience, told.kind, told.number
FROM (
    SELECT bearer_id, section_id, count(*) FILTER (WHERE is_over) AS over, count(*) FILTER (WHERE is_soon) AS soon,
        count(*) FILTER (WHERE is_new) AS assigned,
        count(*) FILTER (WHERE NOT is_over AND NOT is_soon AND r.obligation_id IS NOT NULL) AS later
    FROM obligations_obligation o JOIN agencies_party p ON p.id = o.bearer_id JOIN soon USING (region_id) LEFT JOIN (
        SELECT DISTINCT obligation_id FROM obligations_reminder
        WHERE stage = 'remind' AND notice_id > %(after)s AND notice_id <= %(upto)s
    ) r ON r.obligation_id = o.id
    CROSS JOIN LATERAL (
        SELECT coalesce(o.due_at < %(at)s, o.due_on < %(day)s) AS is_over, greatest(o.opened_at, o.placed_at) AS theirs_at
    ) now
    CROSS JOIN LATERAL (
        SELECT NOT is_over AND (o.due_at IS NOT NULL OR o.state = 'returned' OR o.due_on <= %(day)s::date + soon.days)
            AS is_soon, theirs_at > %(last)s AND theirs_at <= %(at)s AS is_new
    ) light
    WHERE state IN ('open', 'returned') AND (is_over OR is_soon OR is_new OR r.obligation_id IS NOT NULL)
    GROUP BY bearer_id, section_id
) c LEFT JOIN (
    SELECT DISTINCT party_id FROM members WHERE %(roles)s::jsonb -> 'leaders' ? role
) led ON led.party_id = c.bearer_id CROSS JOIN LATERAL (VALUES
    ('handlers', 'obligations.count_over', c.over), ('leaders', 'obligations.count_over', c.over),
    ('reviewers', 'obligations.count_over', CASE WHEN led.party_id IS NULL THEN c.over ELSE 0 END),
    ('handlers', 'obligations.count_soon', c.soon), ('handlers', 'obligations.count_assigned', c.assigned),
    ('handlers', 'obligations.count_later', c.later)
) told (audience, kind, number)
WHERE told.number > 0
