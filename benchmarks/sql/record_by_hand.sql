-- What one would write by hand for one event of each institution of a city: the same columns, indexes and foreign keys.
INSERT INTO events_event (
    kind, subject_id, region_path, occurred_on, level, points, demerits, title, text, document_number, public_from,
    public_until, regime, source, source_id, details, agency_id, recorded_by_id, recorded_at
)
SELECT 'self_inspection_missed', id, region_path, %(day)s, '', 0, 0, '', '', '', NULL, NULL, '', %(source)s, id::text,
    '{}', %(agency)s, %(by)s, %(at)s
FROM agencies_party WHERE kind = 'institution' AND region_path LIKE %(city)s
