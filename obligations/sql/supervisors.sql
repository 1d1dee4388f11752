heads AS (
    SELECT a.party_id, a.kind, p.region_path FROM agencies_agency a JOIN agencies_party p ON p.id = a.party_id
    WHERE a.kind IN ('hc', 'cb') AND coalesce(p.valid_from, %(today)s) <= %(today)s
        AND coalesce(p.valid_to, %(today)s) >= %(today)s
), supervisors AS (
    -- A duty is watched by the health commission of the place; what that commission owes itself by the coordination body
    -- of its region, else by the next commission above (rules 9a: nobody supervises himself).
    SELECT place.region_path, commission.party_id AS commission_id,
        coalesce(body.party_id, above.party_id) AS over_it_id
    FROM (SELECT DISTINCT region_path FROM rows) place
    LEFT JOIN LATERAL (
        SELECT party_id, region_path FROM heads
        WHERE kind = 'hc' AND starts_with(place.region_path, heads.region_path)
        ORDER BY length(heads.region_path) DESC, party_id LIMIT 1
    ) commission ON true
    LEFT JOIN LATERAL (
        SELECT party_id FROM heads WHERE kind = 'cb' AND heads.region_path = commission.region_path
        ORDER BY party_id LIMIT 1
    ) body ON true
    LEFT JOIN LATERAL (
        SELECT party_id FROM heads
        WHERE kind = 'hc' AND length(heads.region_path) < length(commission.region_path)
            AND starts_with(commission.region_path, heads.region_path)
        ORDER BY length(heads.region_path) DESC, party_id LIMIT 1
    ) above ON true
)
