-- What one would write by hand for one limit and one supervisor, with the same count and digest.
WITH new AS (
    INSERT INTO obligations_obligation (
        kind, bearer_id, supervisor_id, subject_kind, subject_id, title, region_path, period, opened_at, amount, unit,
        counted_from, due_on, first_due_on, is_provisional, state, was_late, version
    )
    SELECT 'selfcheck.daily', id, %(supervisor)s, 'agencies.party', id, name, region_path, '', %(at)s, 1, 'quarter',
        %(today)s, '2026-12-31', '2026-12-31', false, 'open', false, 1
    FROM agencies_party WHERE kind = 'institution' ON CONFLICT DO NOTHING RETURNING id, bearer_id, subject_id
), scheduled AS (
    INSERT INTO obligations_nextstep (obligation_id, at) SELECT id, %(at)s FROM new
)
SELECT count(*), encode(sha256(convert_to(
    string_agg(concat_ws(':', id, bearer_id, subject_id), ',' ORDER BY id), 'UTF8')), 'hex')
FROM new
