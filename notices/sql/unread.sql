-- The number of the bell, on every page: NoticeQuerySet.told_to and unread of one reader, counted up to %(most)s. Each
-- way of being told is read by its own index from the newest on, and no further than that.
SELECT count(*) FROM (
    SELECT n.id FROM unnest(%(audiences)s::text[]) AS told (audience) CROSS JOIN LATERAL (
        SELECT n.id FROM notices_notice n
        WHERE n.to_party_id = %(party)s AND n.audience = told.audience AND n.to_user_id IS NULL
            AND (n.section_id IS NULL OR %(section)s IS NULL OR n.section_id = %(section)s)
            AND /* news */
        ORDER BY n.id DESC LIMIT %(most)s
    ) n
    UNION ALL
    (
        SELECT n.id FROM notices_notice n WHERE n.to_user_id = %(user)s AND n.to_party_id = %(party)s AND /* news */
        ORDER BY n.id DESC LIMIT %(most)s
    )
    LIMIT %(most)s
) found
