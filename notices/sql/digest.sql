-- One message for each person and channel in use, for all units of the person: what the apps above count each day, and
-- how many notices of each other kind are new. What was on the immediate lane is in it too, unless it has gone out as a
-- message of its own.
WITH told AS (
/* told */
), members AS MATERIALIZED (
/* members */
), counts AS MATERIALIZED (  -- asked once, whatever the server expects of it
/* counts */
), items AS (
    SELECT user_id, to_party_id AS party_id, kind, count(*) AS number FROM told t
    WHERE NOT EXISTS (SELECT FROM notices_message m WHERE m.notice_id = t.notice_id AND m.user_id = t.user_id)
        AND NOT t.kind = ANY(%(counted)s)
    GROUP BY user_id, to_party_id, kind
    UNION ALL
    SELECT user_id, party_id, kind, sum(number) FROM (
        SELECT DISTINCT m.user_id, c.party_id, c.section_id, c.kind, c.number  -- once, in however many roles
        FROM counts c JOIN members m ON m.party_id = c.party_id AND %(roles)s::jsonb -> c.audience ? m.role
            AND (c.section_id IS NULL OR m.section_id IS NULL OR m.section_id = c.section_id)
    ) daily GROUP BY user_id, party_id, kind
), digests AS (
    SELECT user_id, jsonb_agg(
        jsonb_build_object('kind', kind, 'party', party_id, 'count', number) ORDER BY party_id, kind) AS content
    FROM items GROUP BY user_id
)
INSERT INTO notices_message
    (public_id, user_id, channel, lane, day, content, state, attempts, next_try_at, error, created_at)
SELECT gen_random_uuid(), d.user_id, a.channel, 'digest', %(day)s, d.content, 'waiting', 0, %(at)s, '', %(at)s
FROM digests d JOIN notices_address a ON a.user_id = d.user_id AND a.is_on AND a.channel = ANY(%(channels)s)
ON CONFLICT DO NOTHING
