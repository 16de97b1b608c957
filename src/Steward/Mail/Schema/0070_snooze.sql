-- A snoozed message carries the label SNOOZED and the time at which it comes back; the label and the time are there together or not at all.
ALTER TABLE mail.messages ADD COLUMN snoozed_until timestamptz;
-- When it last came back: its conversation then stands on top of lists as if it were new. The message keeps its date.
ALTER TABLE mail.messages ADD COLUMN surfaced_at timestamptz;
CREATE INDEX messages_snoozed ON mail.messages (snoozed_until) WHERE snoozed_until IS NOT NULL;

-- As before, but a conversation's place in lists is also that of a message that came back.
CREATE OR REPLACE FUNCTION mail.refresh_threads(ids uuid[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM mail.threads t WHERE t.id = ANY (ids) AND NOT EXISTS (SELECT FROM mail.messages m WHERE m.thread_id = t.id);
    WITH every AS (
        SELECT thread_id, id, date, surfaced_at, subject, snippet, labels, has_attachments, from_name, from_email, in_reply_to,
            labels && '{TRASH,SPAM}' AS away, bool_and(labels && '{TRASH,SPAM}') OVER (PARTITION BY thread_id) AS all_away,
            min(date) OVER (PARTITION BY thread_id) AS first_at
        FROM mail.messages WHERE thread_id = ANY (ids)
    ), shown AS (
        SELECT * FROM every WHERE all_away OR NOT away
    ), lines AS (
        SELECT thread_id, min(first_at) AS first_at, max(greatest(date, surfaced_at)) AS last_at, (array_agg(subject ORDER BY date, id))[1] AS subject,
            (array_agg(snippet ORDER BY date DESC, id DESC))[1] AS snippet, count(*) AS message_count,
            count(*) FILTER (WHERE labels @> '{UNREAD}') AS unread_count, bool_or(has_attachments) AS has_attachments
        FROM shown GROUP BY thread_id
    ), people AS (
        SELECT thread_id, jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', name, 'email', from_email)) ORDER BY since, from_email) AS participants
        FROM (SELECT thread_id, from_email, (array_agg(from_name ORDER BY date DESC))[1] AS name, min(date) AS since FROM shown GROUP BY 1, 2) AS senders GROUP BY 1
    ), marks AS (
        SELECT thread_id, array_agg(DISTINCT label ORDER BY label) AS labels FROM shown, unnest(labels) AS label GROUP BY 1
    )
    UPDATE mail.threads t SET first_at = l.first_at, last_at = l.last_at, subject = l.subject, snippet = l.snippet, message_count = l.message_count,
        unread_count = l.unread_count, has_attachments = l.has_attachments, participants = p.participants, labels = coalesce(m.labels, '{}')
    FROM lines l JOIN people p USING (thread_id) LEFT JOIN marks m USING (thread_id) WHERE t.id = l.thread_id;
$$;
