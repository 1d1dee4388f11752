WITH places AS (
    SELECT array_agg(id ORDER BY path) AS ids, array_agg(path ORDER BY path) AS paths
    FROM agencies_region WHERE path LIKE %(city)s
)
INSERT INTO agencies_party (public_id, kind, name, region_id, region_path, version)
SELECT gen_random_uuid(), 'institution', '第' || n || '医院', ids[place], paths[place], 1
FROM places, LATERAL (  -- some regions have many, most have few
    SELECT n, 1 + (power((n %% 99991) / 99991.0::float8, 1.5) * (cardinality(ids) - 1))::int AS place
    FROM generate_series(1, %(parties)s) n
) spread
