-- The parties of the staged rows that are new, and the names, places and first days of those that change.
INSERT INTO agencies_party (id, public_id, kind, name, region_id, region_path, valid_from, version)
SELECT s.party, coalesce(p.public_id, gen_random_uuid()), 'institution', coalesce(s.facts->>'name', p.name),
    coalesce((s.facts->>'region_id')::bigint, p.region_id), coalesce(s.facts->>'region_path', p.region_path),
    CASE WHEN s.facts ? 'opened_on' THEN (s.facts->>'opened_on')::date ELSE p.valid_from END, 1
FROM institutions_stagedrow s
LEFT JOIN agencies_party p ON p.id = s.party
WHERE s.table_id = %(table)s AND s.verdict IN ('new', 'changed')
ORDER BY s.party
ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, region_id = EXCLUDED.region_id,
    region_path = EXCLUDED.region_path, valid_from = EXCLUDED.valid_from, version = agencies_party.version + 1
WHERE (agencies_party.name, agencies_party.region_id, agencies_party.valid_from)
    IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.region_id, EXCLUDED.valid_from)
