-- Which institution each staged row is about: by its public id, else uscc, else reg_code; else, within its region, by
-- licence, then by name. A row with a code is found by these two only where no code is recorded there yet.
WITH asked AS MATERIALIZED (
    SELECT id, public_id, coalesce(facts->>'uscc', '') AS uscc, coalesce(facts->>'reg_code', '') AS reg_code,
        coalesce(facts->>'licence_number', '') AS licence_number,
        coalesce(facts->>'licence_type', 'licence') AS licence_type,
        facts->>'region_path' AS region_path, facts->>'name' AS name
    FROM institutions_stagedrow WHERE table_id = %(table)s
), by_code AS MATERIALIZED (
    SELECT asked.*, own.party_id AS own, u.party_id AS by_uscc, r.party_id AS by_reg_code, r.uscc AS uscc_there,
        asked.public_id IS NULL AND u.party_id IS NULL AND r.party_id IS NULL AS is_left,
        asked.uscc <> '' OR asked.reg_code <> '' AS has_code
    FROM asked
    LEFT JOIN agencies_party p ON p.public_id = asked.public_id
    LEFT JOIN institutions_institution own ON own.party_id = p.id AND starts_with(own.region_path, %(territory)s)
    LEFT JOIN institutions_institution u ON u.uscc = asked.uscc AND u.uscc <> ''
    LEFT JOIN institutions_institution r ON r.reg_code = asked.reg_code AND r.reg_code <> ''
), by_licence AS (
    SELECT i.region_path, i.licence_type, i.licence_number, count(*) AS number, min(i.party_id) AS party,
        count(*) FILTER (WHERE i.uscc = '' AND i.reg_code = '') AS number_free,
        min(i.party_id) FILTER (WHERE i.uscc = '' AND i.reg_code = '') AS party_free
    FROM institutions_institution i
    JOIN (
        SELECT DISTINCT region_path, licence_type, licence_number FROM by_code WHERE is_left AND licence_number <> ''
    ) l USING (region_path, licence_type, licence_number)
    GROUP BY 1, 2, 3
), by_name AS (
    SELECT i.region_path, i.name, count(*) AS number, min(i.party_id) AS party,
        count(*) FILTER (WHERE i.uscc = '' AND i.reg_code = '') AS number_free,
        min(i.party_id) FILTER (WHERE i.uscc = '' AND i.reg_code = '') AS party_free
    FROM institutions_institution i
    JOIN (SELECT DISTINCT region_path, name FROM by_code WHERE is_left) n USING (region_path, name)
    GROUP BY 1, 2
), found AS (
    SELECT c.*,
        CASE
            WHEN NOT c.is_left THEN CASE WHEN c.public_id IS NOT NULL THEN c.own ELSE coalesce(c.by_uscc, c.by_reg_code) END
            WHEN c.has_code AND l.number_free = 1 THEN l.party_free
            WHEN NOT c.has_code AND l.number = 1 THEN l.party
            WHEN c.has_code AND n.number_free = 1 THEN n.party_free
            WHEN NOT c.has_code AND n.number = 1 THEN n.party
        END AS party,
        c.is_left AND CASE WHEN c.has_code THEN n.number_free ELSE n.number END > 1
            AND CASE WHEN c.has_code THEN l.number_free ELSE l.number END IS DISTINCT FROM 1 AS is_ambiguous
    FROM by_code c
    LEFT JOIN by_licence l ON c.is_left AND c.licence_number <> '' AND l.region_path = c.region_path
        AND l.licence_type = c.licence_type AND l.licence_number = c.licence_number
    LEFT JOIN by_name n ON c.is_left AND n.region_path = c.region_path AND n.name = c.name
)
UPDATE institutions_stagedrow s SET party = f.party, clashes = f.clashes
FROM (
    SELECT id, party,
        CASE WHEN public_id IS NOT NULL AND own IS NULL
            THEN jsonb_build_array(jsonb_build_array('public_id', %(no_such)s::text)) ELSE '[]' END
        || CASE WHEN by_uscc <> party
            THEN jsonb_build_array(jsonb_build_array('uscc', %(others)s::text)) ELSE '[]' END
        || CASE WHEN by_reg_code <> party
                OR (by_reg_code = party AND public_id IS NULL AND uscc <> '' AND uscc_there NOT IN ('', uscc))
            THEN jsonb_build_array(jsonb_build_array('reg_code', %(others)s::text)) ELSE '[]' END
        || CASE WHEN is_ambiguous
            THEN jsonb_build_array(jsonb_build_array('name', %(ambiguous)s::text)) ELSE '[]' END AS clashes
    FROM found
) f WHERE f.id = s.id AND (s.party, s.clashes) IS DISTINCT FROM (f.party, f.clashes)
