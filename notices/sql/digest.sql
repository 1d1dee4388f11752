-- One message for each person and channel in use, of all that is new to the person in all units: how many of each kind.
-- What was on the immediate lane is in it too, unless it has gone out as a message of its own.
WITH told AS (
/* told */
), items AS (
    SELECT user_id, to_party_id, kind, count(*) AS number FROM told t
    WHERE NOT EXISTS (SELECT FROM notices_message m WHERE m.notice_id = t.notice_id AND m.user_id = t.user_id)
    GROUP BY user_id, to_party_id, kind
), digests AS (
    SELECT user_id, jsonb_agg(
        jsonb_build_object('kind', kind, 'party', to_party_id, 'count', number) ORDER BY to_party_id, kind) AS content
    FROM items GROUP BY user_id
)
INSERT INTO notices_message
    (public_id, user_id, channel, lane, day, content, state, attempts, next_try_at, error, created_at)
SELECT gen_random_uuid(), d.user_id, a.channel, 'digest', %(day)s, d.content, 'waiting', 0, %(at)s, '', %(at)s
FROM digests d JOIN notices_address a ON a.user_id = d.user_id AND a.is_on AND a.channel = ANY(%(channels)s)
ON CONFLICT DO NOTHING
