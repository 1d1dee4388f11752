-- What each staged row would do to the register, beside the other rows of its table and the record that it is about.
WITH rows AS MATERIALIZED (
    SELECT s.*, coalesce(s.facts->>'uscc', '') AS uscc, coalesce(s.facts->>'reg_code', '') AS reg_code
    FROM institutions_stagedrow s WHERE s.table_id = %(table)s
), beside AS MATERIALIZED (
    SELECT id,
        CASE WHEN uscc <> '' THEN min(number) OVER (PARTITION BY uscc) END AS first_uscc,
        CASE WHEN reg_code <> '' THEN min(number) OVER (PARTITION BY reg_code) END AS first_reg_code,
        CASE WHEN party IS NOT NULL THEN min(number) OVER (PARTITION BY party) END AS first_party,
        CASE WHEN party IS NOT NULL THEN max(number) OVER (PARTITION BY party) END AS last_party,
        CASE WHEN party IS NULL AND uscc = '' AND reg_code = ''
            THEN nullif(CASE number WHEN min(number) OVER named THEN max(number) OVER named
                ELSE min(number) OVER named END, number) END AS same_name
    FROM rows
    WINDOW named AS (PARTITION BY party IS NULL, facts->>'region_path', facts->>'name')
), joined AS MATERIALIZED (  -- apart: a call for each row is a loop to the planner, which then takes any other for as dear
    SELECT s.*, b.first_uscc, b.first_reg_code, b.first_party, b.last_party, b.same_name,
        i AS record, i.party_id AS known
    FROM rows s
    JOIN beside b USING (id)
    LEFT JOIN institutions_institution i ON i.party_id = s.party
), weighed AS (
    SELECT s.id, s.faults, s.known AS party, m IS DISTINCT FROM s.record AS is_changed,
        s.clashes
        || CASE WHEN NOT starts_with((s.record).region_path, %(territory)s)
            THEN jsonb_build_array(jsonb_build_array(
                CASE WHEN (s.record).uscc = s.uscc AND (s.record).uscc <> '' THEN 'uscc' ELSE 'reg_code' END, %(outside)s::text))
            ELSE '[]' END
        || CASE WHEN s.first_uscc < s.number
            THEN jsonb_build_array(jsonb_build_array('uscc', format(%(twice)s, s.first_uscc))) ELSE '[]' END
        || CASE WHEN s.first_reg_code < s.number
            THEN jsonb_build_array(jsonb_build_array('reg_code', format(%(twice)s, s.first_reg_code))) ELSE '[]' END
        || CASE WHEN s.first_party < s.last_party AND coalesce(s.first_uscc, s.number) = s.number
                AND coalesce(s.first_reg_code, s.number) = s.number
                AND (s.first_party < s.number OR (s.public_id IS NULL  -- not found by a code of its own
                    AND (s.uscc = '' OR s.uscc <> (s.record).uscc) AND (s.reg_code = '' OR s.reg_code <> (s.record).reg_code)))
            THEN jsonb_build_array(jsonb_build_array('name', format(%(same)s,
                CASE WHEN s.first_party < s.number THEN s.first_party ELSE s.last_party END))) ELSE '[]' END
        || CASE WHEN s.same_name IS NOT NULL
            THEN jsonb_build_array(jsonb_build_array('name', format(%(same)s, s.same_name))) ELSE '[]' END
        || CASE WHEN s.known IS NULL AND s.public_id IS NULL AND NOT s.facts ? 'name'
            THEN jsonb_build_array(jsonb_build_array('name', %(needed)s::text)) ELSE '[]' END
        || CASE WHEN s.known IS NULL AND s.public_id IS NULL AND NOT s.facts ? 'region_path'
            THEN jsonb_build_array(jsonb_build_array('region', %(needed)s::text)) ELSE '[]' END
        || CASE WHEN s.known IS NULL AND s.public_id IS NULL AND NOT s.facts ? 'category'
            THEN jsonb_build_array(jsonb_build_array('category', %(needed)s::text)) ELSE '[]' END
        || CASE WHEN s.facts->>'state' <> coalesce((s.record).state, 'practising')
            THEN jsonb_build_array(jsonb_build_array('state', %(state)s::text)) ELSE '[]' END
        || CASE WHEN (s.record).state = 'closed' AND m IS DISTINCT FROM s.record AND starts_with((s.record).region_path, %(territory)s)
            THEN jsonb_build_array(jsonb_build_array('name', %(closed)s::text)) ELSE '[]' END
        || CASE WHEN m.licence_to < m.licence_from AND NOT s.facts ?& '{licence_from,licence_to}'
            THEN jsonb_build_array(jsonb_build_array('licence_to', %(order)s::text)) ELSE '[]' END
        || CASE WHEN m.class_grade = 'special' AND m.level <> '3' AND NOT s.facts ?& '{class_grade,level}'
            THEN jsonb_build_array(jsonb_build_array('class_grade', %(special)s::text)) ELSE '[]' END AS clashes
    FROM joined s
    CROSS JOIN LATERAL jsonb_populate_record(
        CASE WHEN s.known IS NULL THEN jsonb_populate_record(NULL::institutions_institution, %(blank)s::jsonb) ELSE s.record END,
        s.facts
    ) AS m
)
UPDATE institutions_stagedrow s SET clashes = w.clashes, verdict = w.verdict
FROM (
    SELECT id, clashes,
        CASE
            WHEN faults <> '[]' OR clashes <> '[]' THEN 'faulty'
            WHEN party IS NULL THEN 'new'
            WHEN is_changed THEN 'changed'
            ELSE 'same'
        END AS verdict
    FROM weighed
) w WHERE w.id = s.id AND (s.clashes, s.verdict) IS DISTINCT FROM (w.clashes, w.verdict)  -- most stay from the rehearsal
