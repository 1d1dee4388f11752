-- The staged rows as they go into the register; tells how many were new, with a digest of these, and how many changed.
WITH done AS (
    INSERT INTO institutions_institution (/* columns */)
    SELECT /* values */
    FROM institutions_stagedrow s
    LEFT JOIN institutions_institution i ON i.party_id = s.party
    CROSS JOIN LATERAL jsonb_populate_record(
        CASE WHEN i.party_id IS NULL THEN jsonb_populate_record(NULL::institutions_institution, %(blank)s::jsonb) ELSE i END,
        s.facts || jsonb_build_object('party_id', s.party)
    ) AS m
    WHERE s.table_id = %(table)s AND s.verdict IN ('new', 'changed')
    ORDER BY s.party
    ON CONFLICT (party_id) DO UPDATE SET /* facts */, version = institutions_institution.version + 1
    RETURNING institutions_institution AS record, party_id, xmax = 0 AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new),
    string_agg(sha256(convert_to(record::text, 'UTF8')), '' ORDER BY party_id) FILTER (WHERE is_new),
    min(party_id) FILTER (WHERE is_new), max(party_id) FILTER (WHERE is_new)
FROM done
