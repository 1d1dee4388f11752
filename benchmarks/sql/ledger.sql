-- Of what is past, 6 in 100 are still owed.
WITH new AS (
    INSERT INTO obligations_obligation (
        kind, bearer_id, supervisor_id, subject_kind, subject_id, title, region_path, period, opened_at, amount, unit,
        counted_from, due_on, first_due_on, is_provisional, state, was_late, submitted_at, first_submitted_at, closed_at,
        version
    )
    SELECT 'selfcheck.daily', p.id, %(supervisor)s, 'bench.record', %(first)s + n, 'Quarterly self-inspection',
        p.region_path, '', (due - 60)::timestamptz, 1, 'quarter', due - 60, due, due, false, state, false,
        CASE WHEN state IN ('submitted', 'met') THEN due::timestamptz END,
        CASE WHEN state IN ('submitted', 'met') THEN due::timestamptz END,
        CASE WHEN state = 'met' THEN due::timestamptz END, 1
    FROM (
        SELECT n, due, CASE
            WHEN due >= %(today)s THEN CASE WHEN n %% 10 < 7 THEN 'open' WHEN n %% 10 < 9 THEN 'submitted' ELSE 'met' END
            WHEN n %% 100 < 5 THEN 'open' WHEN n %% 100 = 5 THEN 'returned' WHEN n %% 100 = 6 THEN 'submitted'
            ELSE 'met' END AS state,
            %(low)s + (n * 7919::bigint) %% %(parties)s AS party
        FROM (
            SELECT n, %(today)s::date + 90 - ((n * 31::bigint) %% 1180)::int AS due FROM generate_series(1, %(rows)s) n
        ) days
    ) row JOIN agencies_party p ON p.id = row.party
    RETURNING id, state, subject_id
)
INSERT INTO obligations_nextstep (obligation_id, at)
SELECT id, %(next)s + (subject_id - %(first)s) * interval '1 second' FROM new WHERE state IN ('open', 'returned')
