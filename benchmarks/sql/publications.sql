-- One public inspection of each institution, and sixty of every thousandth.
INSERT INTO disclosure_publication (
    public_id, version, kind, party_id, party_name, agency_id, region_path, subject_kind, title, payload, formed_on,
    public_from, public_until, state, writers, drafted_by_id, drafted_at, privacy_checked_by_id, privacy_checked_at,
    secrecy_checked_by_id, secrecy_checked_at, published_by_id, published_at, return_reason, withdrawal_reason,
    withdrawal_ground
)
SELECT gen_random_uuid(), 1, 'check', p.id, p.name, %(agency)s, p.region_path, '', '日常监督检查结果 ' || n,
    '{"type": "日常监督检查", "result": "ok", "findings": "未发现问题。"}', day, day, %(today)s::date + 365, 'published', '{}',
    %(by)s, %(at)s, %(by)s, %(at)s, %(by)s, %(at)s, %(by)s, %(at)s, '', '', ''
FROM agencies_party p
    CROSS JOIN LATERAL generate_series(1, CASE WHEN p.id %% 1000 = 0 THEN 60 ELSE 1 END) n
    CROSS JOIN LATERAL (SELECT %(today)s::date - ((p.id * 31 + n * 17) %% 700)::int AS day) days
WHERE p.kind = 'institution' AND p.region_path LIKE %(city)s
