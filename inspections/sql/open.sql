-- Opens the report of one round for each institution of the audience (party_id) that has none of its kind and period.
-- What an institution is or does is told here, from its record: category, level, licence, subjects, permits that are
-- valid on %(day)s, equipment (inspections/enums.py: Trait).
WITH audience AS (
    /* audience */
), permitted AS (
    SELECT institution_id, array_agg(DISTINCT kind) AS kinds FROM institutions_permit
    WHERE valid_to IS NULL OR valid_to >= %(day)s::date GROUP BY institution_id
), equipped AS (
    SELECT DISTINCT institution_id FROM institutions_equipment
    WHERE kind = 'radiology'
)
INSERT INTO inspections_selfinspection (
    public_id, round_id, kind, period, institution_id, name, region_path, traits, state, opened_at, filled_name,
    submitted_name, is_late, number, digest, version
)
SELECT gen_random_uuid(), %(round)s, %(kind)s, %(period)s, i.party_id, i.name, i.region_path,
    array_remove(ARRAY[
        CASE WHEN i.category LIKE 'hospital%%' OR i.category = 'mch' THEN 'hospital' END,
        CASE WHEN i.level IN ('2', '3') THEN 'level_2' END,
        CASE WHEN i.licence_type = 'licence' THEN 'licensed' END,
        CASE WHEN p.kinds @> '{radiology}' OR e.institution_id IS NOT NULL THEN 'radiology' END,
        CASE WHEN p.kinds @> '{narcotics}' THEN 'narcotics' END,
        CASE WHEN p.kinds @> '{blood}' OR i.subjects @> '{输血科}' THEN 'blood' END,
        CASE WHEN p.kinds && '{mch_technique,prenatal,reproduction}' OR i.category LIKE 'mch%%' THEN 'maternal' END,
        CASE WHEN i.subjects && '{医疗美容科,美容外科,美容牙科,美容皮肤科,美容中医科}' THEN 'cosmetic' END,
        CASE WHEN p.kinds @> '{internet}' THEN 'internet' END,
        CASE WHEN p.kinds @> '{biosafety}' OR i.subjects @> '{医学检验科}'
            OR i.category IN ('clinical_lab_centre', 'medical_laboratory', 'pathology_centre') THEN 'laboratory' END
    ], NULL)::varchar[],
    'planned', %(at)s, '', '', false, '', '', 1
FROM audience a JOIN institutions_institution i ON i.party_id = a.party_id
LEFT JOIN permitted p ON p.institution_id = i.party_id
LEFT JOIN equipped e ON e.institution_id = i.party_id
ON CONFLICT DO NOTHING
