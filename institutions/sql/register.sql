-- The staged rows as they go into the register; tells how many were new, with a digest of these, and how many changed.
-- The records are joined apart: a call for each row is a loop to the planner, which then takes any other for as dear.
WITH rows AS MATERIALIZED (
    SELECT s.party, s.facts, i AS record, i.party_id AS known
    FROM institutions_stagedrow s
    LEFT JOIN institutions_institution i ON i.party_id = s.party
    WHERE s.table_id = %(table)s AND s.verdict IN ('new', 'changed')
), done AS (
    INSERT INTO institutions_institution (/* columns */)
    SELECT /* values */
    FROM rows
    CROSS JOIN LATERAL jsonb_populate_record(
        CASE WHEN known IS NULL THEN jsonb_populate_record(NULL::institutions_institution, %(blank)s::jsonb) ELSE record END,
        facts || jsonb_build_object('party_id', rows.party)
    ) AS m
    ORDER BY rows.party
    ON CONFLICT (party_id) DO UPDATE SET /* facts */, version = institutions_institution.version + 1
    RETURNING institutions_institution AS record, party_id, xmax = 0 AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new),
    string_agg(sha256(convert_to(record::text, 'UTF8')), '' ORDER BY party_id) FILTER (WHERE is_new),
    min(party_id) FILTER (WHERE is_new), max(party_id) FILTER (WHERE is_new)
FROM done
