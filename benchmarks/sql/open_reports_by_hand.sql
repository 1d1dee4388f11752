-- What one would write by hand to open the reports of a quarter with their duties, for one limit and one supervisor:
-- the institutions that practise and have none yet.
WITH report AS (
    INSERT INTO inspections_selfinspection (
        public_id, round_id, kind, period, institution_id, name, region_path, traits, state, opened_at, filled_name,
        submitted_name, is_late, number, digest, version
    )
    SELECT gen_random_uuid(), %(round)s, 'daily', '2026Q4', party_id, name, region_path, '{}', 'planned', %(at)s, '', '',
        false, '', '', 1
    FROM institutions_institution
    WHERE state = 'practising' AND region_path LIKE %(below)s
    ON CONFLICT DO NOTHING RETURNING id, institution_id, region_path
), duty AS (
    INSERT INTO obligations_obligation (
        kind, bearer_id, supervisor_id, subject_kind, subject_id, title, region_path, period, opened_at, amount, unit,
        counted_from, due_on, first_due_on, is_provisional, state, was_late, version
    )
    SELECT 'selfcheck.daily', institution_id, %(supervisor)s, 'inspections.selfinspection', id, 'Round', region_path,
        '2026Q4', %(at)s, 0, 'day', %(today)s, %(due)s, %(due)s, false, 'open', false, 1
    FROM report RETURNING id, bearer_id, subject_id
), scheduled AS (
    INSERT INTO obligations_nextstep (obligation_id, at) SELECT id, %(at)s FROM duty
)
SELECT count(*), encode(sha256(convert_to(
    string_agg(concat_ws(':', id, bearer_id, subject_id), ',' ORDER BY id), 'UTF8')), 'hex')
FROM duty
