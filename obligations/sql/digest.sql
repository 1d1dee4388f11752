-- What each unit and section owes on the day of a digest: overdue (told to its leaders too), due soon, newly assigned, and
-- what is due later of which a step of its ladder has reminded since the digest before.
SELECT c.bearer_id AS party_id, c.section_id, told.audience, told.kind, told.number
FROM (
    SELECT bearer_id, section_id, count(*) FILTER (WHERE is_over) AS over,
        count(*) FILTER (WHERE NOT is_over AND due_on <= %(day)s::date + /* soon */) AS soon,
        count(*) FILTER (WHERE opened_at > %(last)s AND opened_at <= %(at)s) AS assigned,
        count(*) FILTER (WHERE due_on > %(day)s::date + /* soon */ AND r.obligation_id IS NOT NULL) AS later
    FROM obligations_obligation o LEFT JOIN (
        SELECT DISTINCT obligation_id FROM obligations_reminder
        WHERE stage = 'remind' AND notice_id > %(after)s AND notice_id <= %(upto)s
    ) r ON r.obligation_id = o.id
    CROSS JOIN LATERAL (SELECT coalesce(o.due_at < %(at)s, o.due_on < %(day)s) AS is_over) light
    WHERE state IN ('open', 'returned')
        AND (due_on <= %(day)s::date + /* soon */ OR opened_at > %(last)s OR r.obligation_id IS NOT NULL)
    GROUP BY bearer_id, section_id
) c CROSS JOIN LATERAL (VALUES
    ('handlers', 'obligations.count_over', c.over), ('leaders', 'obligations.count_over', c.over),
    ('handlers', 'obligations.count_soon', c.soon), ('handlers', 'obligations.count_assigned', c.assigned),
    ('handlers', 'obligations.count_later', c.later)
) told (audience, kind, number)
WHERE told.number > 0
