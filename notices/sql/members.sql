-- Who acts for which unit on %(day)s, in which role: a delegation or a change of staff needs no step of its own.
SELECT m.user_id, m.party_id, m.role, m.section_id, m.valid_from
FROM agencies_membership m
JOIN agencies_user u ON u.id = m.user_id AND u.is_active
LEFT JOIN agencies_membership r ON r.id = m.represents_id  -- a delegation rests while who is represented has no account
LEFT JOIN agencies_user ru ON ru.id = r.user_id
WHERE m.ended_at IS NULL AND NOT m.is_proposed AND m.valid_from <= %(day)s
    AND (m.valid_to IS NULL OR m.valid_to >= %(day)s) AND (ru.id IS NULL OR ru.is_active)
