n.created_at >= %(since)s
    AND NOT EXISTS (SELECT FROM notices_receipt o WHERE o.notice_id = n.id AND o.user_id = %(user)s)
    AND (n.about_id IS NULL OR NOT EXISTS (
        SELECT FROM agencies_membership s WHERE s.user_id = %(user)s AND s.party_id = n.about_id
            AND s.ended_at IS NULL AND NOT s.is_proposed AND s.valid_from <= %(day)s
            AND (s.valid_to IS NULL OR s.valid_to >= %(day)s)))
