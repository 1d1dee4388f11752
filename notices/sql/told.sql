-- Who is told what, of the notices after %(after)s up to %(upto)s: as NoticeQuerySet.told_to says it of one reader.
-- Memberships that are valid on %(day)s decide, so that a delegation or a change of staff needs no step of its own.
SELECT DISTINCT n.id AS notice_id, n.kind, n.lane, n.to_party_id, m.user_id
FROM notices_notice n
JOIN agencies_membership m ON m.party_id = n.to_party_id
    AND m.ended_at IS NULL AND NOT m.is_proposed AND m.valid_from <= %(day)s
    AND (m.valid_to IS NULL OR m.valid_to >= %(day)s)
JOIN agencies_user u ON u.id = m.user_id AND u.is_active
LEFT JOIN agencies_membership r ON r.id = m.represents_id  -- a delegation rests while who is represented has no account
LEFT JOIN agencies_user ru ON ru.id = r.user_id
WHERE n.id > %(after)s AND n.id <= %(upto)s AND n.lane = ANY(%(lanes)s)
    AND n.created_at >= %(since)s AND n.created_at >= m.valid_from::timestamp AT TIME ZONE %(zone)s
    AND (ru.id IS NULL OR ru.is_active)
    AND CASE WHEN n.to_user_id IS NOT NULL THEN n.to_user_id = m.user_id
        ELSE %(roles)s::jsonb -> n.audience ? m.role
            AND (n.section_id IS NULL OR m.section_id IS NULL OR m.section_id = n.section_id) END
    AND NOT EXISTS (SELECT FROM notices_receipt o WHERE o.notice_id = n.id AND o.user_id = u.id)
    AND NOT EXISTS (
        SELECT FROM agencies_membership s WHERE s.user_id = u.id AND s.party_id = n.about_id
            AND s.ended_at IS NULL AND NOT s.is_proposed AND s.valid_from <= %(day)s
            AND (s.valid_to IS NULL OR s.valid_to >= %(day)s)
    )
