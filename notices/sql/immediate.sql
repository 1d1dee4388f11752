-- Messages of their own for what cannot wait, at most %(most)s a person and day; the rest is left to the next digest.
WITH told AS (
/* told */
), turns AS (
    SELECT t.*, row_number() OVER (PARTITION BY user_id ORDER BY notice_id) AS turn FROM told t
    WHERE EXISTS (
        SELECT FROM notices_address a WHERE a.user_id = t.user_id AND a.is_on AND a.channel = ANY(%(channels)s))
), chosen AS (
    SELECT t.* FROM turns t
    WHERE turn + (
        SELECT count(DISTINCT m.notice_id) FROM notices_message m
        WHERE m.user_id = t.user_id AND m.day = %(day)s AND m.lane = 'immediate') <= %(most)s
)
INSERT INTO notices_message
    (public_id, user_id, channel, lane, day, notice_id, content, state, attempts, next_try_at, error, created_at)
SELECT gen_random_uuid(), c.user_id, a.channel, 'immediate', %(day)s, c.notice_id,
    jsonb_build_array(jsonb_build_object('kind', c.kind, 'party', c.to_party_id, 'count', 1)),
    'waiting', 0, %(at)s, '', %(at)s
FROM chosen c JOIN notices_address a ON a.user_id = c.user_id AND a.is_on AND a.channel = ANY(%(channels)s)
ON CONFLICT DO NOTHING
