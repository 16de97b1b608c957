CREATE SCHEMA mail;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- Words are English stems of unaccented words, and none is a stop word: every word that is in a message can be searched for.
-- Text is cut into words by Steward (Mail/Search/Words.cs), so that the parser sees only letters, digits and spaces.
CREATE TEXT SEARCH DICTIONARY mail.stem (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION mail.words (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION mail.words ADD MAPPING FOR
    asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart, email, url, host, url_path, file,
    sfloat, float, int, uint, version WITH unaccent, mail.stem;

-- The words with a field's prefix, as one token each: 's:invoic'. A word of a field is then one index lookup, without a look at the message.
CREATE FUNCTION mail.field_tokens(prefix text, words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(prefix || lexeme), '{}') FROM unnest(tsvector_to_array(to_tsvector('mail.words'::regconfig, words))) AS lexeme WHERE lexeme <> 'xgapx'
$$;

CREATE FUNCTION mail.field_query(prefix text, words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg('''' || replace(replace(token, '\', '\\'), '''', '''''') || '''', ' & '), '')::tsquery FROM unnest(mail.field_tokens(prefix, words)) AS token
$$;

-- Octets of messages and attachments, once per person, not compressed: attachments mostly are already, and raw mail is seldom read.
CREATE TABLE mail.blobs (
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    sha256 bytea NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (person_id, sha256)
);
ALTER TABLE mail.blobs ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE mail.threads (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    -- Subject without Re: and the like, for joining by subject.
    base_subject text NOT NULL,
    -- True while all its messages are replies: their original may still come.
    rootless boolean NOT NULL,
    first_at timestamptz NOT NULL,
    -- What lists show, over the messages outside trash and spam, or over all when all are there.
    last_at timestamptz NOT NULL,
    subject text NOT NULL DEFAULT '',
    snippet text NOT NULL DEFAULT '',
    participants jsonb NOT NULL DEFAULT '[]',
    message_count integer NOT NULL DEFAULT 0,
    unread_count integer NOT NULL DEFAULT 0,
    labels text[] NOT NULL DEFAULT '{}',
    has_attachments boolean NOT NULL DEFAULT false
);
CREATE INDEX threads_shown ON mail.threads (account_id, last_at DESC, id DESC) WHERE NOT labels && '{TRASH,SPAM}';
CREATE INDEX threads_inbox ON mail.threads (account_id, last_at DESC, id DESC) WHERE labels @> '{INBOX}';
CREATE INDEX threads_unread ON mail.threads (account_id, last_at DESC, id DESC) WHERE labels @> '{UNREAD}';
CREATE INDEX threads_all ON mail.threads (account_id, last_at DESC, id DESC);
CREATE INDEX threads_subject ON mail.threads (account_id, base_subject);

-- Every Message-ID that a thread's messages have or name, so that a reply finds its thread whichever came first.
CREATE TABLE mail.thread_ids (
    account_id uuid NOT NULL,
    message_id text NOT NULL,
    thread_id uuid NOT NULL REFERENCES mail.threads ON DELETE CASCADE,
    PRIMARY KEY (account_id, message_id)
);
CREATE INDEX thread_ids_thread ON mail.thread_ids (thread_id);

CREATE TABLE mail.messages (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    thread_id uuid NOT NULL REFERENCES mail.threads ON DELETE CASCADE,
    message_id text NOT NULL,
    in_reply_to text,
    reference_ids text[] NOT NULL,
    from_name text,
    from_email text NOT NULL,
    -- {to, cc, bcc, replyTo}: lists of {name, email}
    recipients jsonb NOT NULL,
    subject text NOT NULL,
    snippet text NOT NULL,
    date timestamptz NOT NULL,
    labels text[] NOT NULL,
    size bigint NOT NULL,
    has_attachments boolean NOT NULL,
    hidden_characters integer NOT NULL,
    list_id text,
    list_unsubscribe text,
    raw_sha256 bytea,
    revision bigint NOT NULL,
    -- Everything that a query can ask of a message's text, as Mail/Store/SearchVectors.cs writes it.
    search tsvector NOT NULL
);
CREATE UNIQUE INDEX messages_raw ON mail.messages (raw_sha256, account_id) WHERE raw_sha256 IS NOT NULL;
CREATE INDEX messages_message_id ON mail.messages (account_id, message_id);
CREATE INDEX messages_thread ON mail.messages (thread_id, date, id);
CREATE INDEX messages_date ON mail.messages (account_id, date DESC, id DESC);
CREATE INDEX messages_inbox ON mail.messages (account_id, date DESC, id DESC) WHERE labels @> '{INBOX}';
CREATE INDEX messages_unread ON mail.messages (account_id, date DESC, id DESC) WHERE labels @> '{UNREAD}';
CREATE INDEX messages_starred ON mail.messages (account_id, date DESC, id DESC) WHERE labels @> '{STARRED}';
-- New entries wait in a list that every search reads through, so the list is kept short: at most 1 MB.
CREATE INDEX messages_search ON mail.messages USING gin (account_id, labels, search) WITH (gin_pending_list_limit = 1024);

-- Apart from the messages, so that lists read narrow rows.
CREATE TABLE mail.bodies (
    message_id uuid PRIMARY KEY REFERENCES mail.messages ON DELETE CASCADE,
    text text NOT NULL,
    html text
);

CREATE TABLE mail.attachments (
    message_id uuid NOT NULL REFERENCES mail.messages ON DELETE CASCADE,
    index integer NOT NULL,
    person_id uuid NOT NULL,
    file_name text NOT NULL,
    -- The name's words, with a space before and after each.
    words text NOT NULL,
    content_type text NOT NULL,
    content_id text,
    size bigint NOT NULL,
    sha256 bytea NOT NULL,
    PRIMARY KEY (message_id, index)
);
CREATE INDEX attachments_sha256 ON mail.attachments (sha256);

-- Messages and unread ones per label; the label '' is the whole account. Kept by triggers, whoever writes.
CREATE TABLE mail.label_counts (
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    label text NOT NULL,
    -- How a query may spell it: lower case, with hyphens.
    folded text NOT NULL,
    messages bigint NOT NULL,
    unread bigint NOT NULL,
    PRIMARY KEY (account_id, label)
);
CREATE INDEX label_counts_folded ON mail.label_counts (account_id, folded);

CREATE TABLE mail.contacts (
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    address text NOT NULL,
    name text,
    received bigint NOT NULL,
    sent bigint NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, address)
);

-- What the Local performer has done, by the action's key: written in the transaction of the change. A row without result is a hand-over to the
-- relay whose end is not known.
CREATE TABLE mail.performed (
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    key text NOT NULL,
    kind text NOT NULL,
    result jsonb,
    inverse jsonb,
    provider_ref text,
    at timestamptz NOT NULL,
    PRIMARY KEY (account_id, key)
);

CREATE FUNCTION mail.fold_label(label text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(regexp_replace(label, '[\s/_]+', '-', 'g'))
$$;

CREATE FUNCTION mail.count_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO mail.label_counts AS c (account_id, label, folded, messages, unread)
    SELECT account_id, label, mail.fold_label(label), count(*), count(*) FILTER (WHERE unread)
    FROM (SELECT account_id, unnest(labels || ''::text) AS label, labels @> '{UNREAD}' AS unread FROM new_rows) AS rows GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (account_id, label) DO UPDATE SET messages = c.messages + excluded.messages, unread = c.unread + excluded.unread;
    RETURN NULL;
END $$;

CREATE FUNCTION mail.count_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO mail.label_counts AS c (account_id, label, folded, messages, unread)
    SELECT account_id, label, mail.fold_label(label), sum(sign), coalesce(sum(sign) FILTER (WHERE unread), 0) FROM (
        SELECT account_id, unnest(labels || ''::text) AS label, labels @> '{UNREAD}' AS unread, 1 AS sign FROM new_rows
        UNION ALL
        SELECT account_id, unnest(labels || ''::text), labels @> '{UNREAD}', -1 FROM old_rows) AS rows
    GROUP BY 1, 2 HAVING sum(sign) <> 0 OR coalesce(sum(sign) FILTER (WHERE unread), 0) <> 0 ORDER BY 1, 2
    ON CONFLICT (account_id, label) DO UPDATE SET messages = c.messages + excluded.messages, unread = c.unread + excluded.unread;
    RETURN NULL;
END $$;

-- Never inserts: when the whole account goes, its counts may already be gone.
CREATE FUNCTION mail.count_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE mail.label_counts AS c SET messages = c.messages - gone.messages, unread = c.unread - gone.unread
    FROM (SELECT account_id, label, count(*) AS messages, count(*) FILTER (WHERE unread) AS unread
          FROM (SELECT account_id, unnest(labels || ''::text) AS label, labels @> '{UNREAD}' AS unread FROM old_rows) AS rows GROUP BY 1, 2) AS gone
    WHERE c.account_id = gone.account_id AND c.label = gone.label;
    DELETE FROM mail.blobs AS b USING (SELECT DISTINCT person_id, raw_sha256 FROM old_rows WHERE raw_sha256 IS NOT NULL) AS gone
    WHERE b.person_id = gone.person_id AND b.sha256 = gone.raw_sha256
        AND NOT EXISTS (SELECT FROM mail.messages m WHERE m.raw_sha256 = b.sha256 AND m.person_id = b.person_id)
        AND NOT EXISTS (SELECT FROM mail.attachments a WHERE a.sha256 = b.sha256 AND a.person_id = b.person_id);
    RETURN NULL;
END $$;

CREATE FUNCTION mail.attachments_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM mail.blobs AS b USING (SELECT DISTINCT person_id, sha256 FROM old_rows) AS gone
    WHERE b.person_id = gone.person_id AND b.sha256 = gone.sha256
        AND NOT EXISTS (SELECT FROM mail.messages m WHERE m.raw_sha256 = b.sha256 AND m.person_id = b.person_id)
        AND NOT EXISTS (SELECT FROM mail.attachments a WHERE a.sha256 = b.sha256 AND a.person_id = b.person_id);
    RETURN NULL;
END $$;

CREATE TRIGGER count_inserted AFTER INSERT ON mail.messages REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mail.count_inserted();
CREATE TRIGGER count_updated AFTER UPDATE ON mail.messages REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mail.count_updated();
CREATE TRIGGER count_deleted AFTER DELETE ON mail.messages REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mail.count_deleted();
CREATE TRIGGER attachments_deleted AFTER DELETE ON mail.attachments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mail.attachments_deleted();

-- Writes the threads' lines in lists again from their messages, and drops threads that have none. Called by whoever changed the messages, in the
-- same transaction, with the account's lock held.
CREATE FUNCTION mail.refresh_threads(ids uuid[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM mail.threads t WHERE t.id = ANY (ids) AND NOT EXISTS (SELECT FROM mail.messages m WHERE m.thread_id = t.id);
    WITH every AS (
        SELECT thread_id, id, date, subject, snippet, labels, has_attachments, from_name, from_email, in_reply_to,
            labels && '{TRASH,SPAM}' AS away, bool_and(labels && '{TRASH,SPAM}') OVER (PARTITION BY thread_id) AS all_away,
            min(date) OVER (PARTITION BY thread_id) AS first_at
        FROM mail.messages WHERE thread_id = ANY (ids)
    ), shown AS (
        SELECT * FROM every WHERE all_away OR NOT away
    ), lines AS (
        SELECT thread_id, min(first_at) AS first_at, max(date) AS last_at, (array_agg(subject ORDER BY date, id))[1] AS subject,
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
