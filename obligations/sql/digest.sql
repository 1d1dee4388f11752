-- What each unit and section owes on the day of a digest: overdue (told to its leaders too), due soon, newly assigned.
SELECT c.bearer_id AS party_id, c.section_id, told.audience, told.kind, told.number
FROM (
    SELECT bearer_id, section_id, count(*) FILTER (WHERE is_over) AS over,
        count(*) FILTER (WHERE NOT is_over AND due_on <= %(day)s::date + /* soon */) AS soon,
        count(*) FILTER (WHERE opened_at > %(last)s) AS assigned
    FROM obligations_obligation o
    CROSS JOIN LATERAL (SELECT coalesce(o.due_at < %(at)s, o.due_on < %(day)s) AS is_over) light
    WHERE state IN ('open', 'returned') AND (due_on <= %(day)s::date + /* soon */ OR opened_at > %(last)s)
    GROUP BY bearer_id, section_id
) c CROSS JOIN LATERAL (VALUES
    ('handlers', 'obligations.count_over', c.over), ('leaders', 'obligations.count_over', c.over),
    ('handlers', 'obligations.count_soon', c.soon), ('handlers', 'obligations.count_assigned', c.assigned)
) told (audience, kind, number)
WHERE told.number > 0
