-- Who is told what, of the notices after %(after)s up to %(upto)s: as NoticeQuerySet.told_to says it of one reader.
SELECT DISTINCT n.id AS notice_id, n.kind, n.lane, n.to_party_id, m.user_id
FROM notices_notice n
JOIN (
/* members */
) m ON m.party_id = n.to_party_id
WHERE n.id > %(after)s AND n.id <= %(upto)s AND n.lane = ANY(%(lanes)s)
    AND n.created_at >= %(since)s AND n.created_at >= m.valid_from::timestamp AT TIME ZONE %(zone)s
    AND CASE WHEN n.to_user_id IS NOT NULL THEN n.to_user_id = m.user_id
        ELSE %(roles)s::jsonb -> n.audience ? m.role
            AND (n.section_id IS NULL OR m.section_id IS NULL OR m.section_id = n.section_id) END
    AND NOT EXISTS (SELECT FROM notices_receipt o WHERE o.notice_id = n.id AND o.user_id = m.user_id)
    AND NOT EXISTS (
        SELECT FROM agencies_membership s WHERE s.user_id = m.user_id AND s.party_id = n.about_id
            AND s.ended_at IS NULL AND NOT s.is_proposed AND s.valid_from <= %(day)s
            AND (s.valid_to IS NULL OR s.valid_to >= %(day)s)
    )
