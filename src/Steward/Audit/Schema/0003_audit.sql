CREATE SCHEMA IF NOT EXISTS audit;

-- Append-only, and chained per person: each entry's hash covers the entry and the hash before it, so that an entry that was changed,
-- taken out or put in between breaks the chain from there on (audit.first_broken).
CREATE TABLE audit.entries (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL,
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject_type text NOT NULL,
    subject_id text NOT NULL,
    proposal_id uuid,
    result text NOT NULL,
    origin text,
    detail jsonb,
    prev_hash text NOT NULL,
    hash text NOT NULL,
    UNIQUE (person_id, seq)
);
CREATE INDEX entries_proposal ON audit.entries (proposal_id) WHERE proposal_id IS NOT NULL;

-- The end of each person's chain. Its row is locked from an insert to the end of that transaction, which makes numbers gapless and in commit order.
CREATE TABLE audit.heads (
    person_id uuid PRIMARY KEY,
    seq bigint NOT NULL,
    hash text NOT NULL
);

-- Times as seconds since 1970 and jsonb in its own normal form: the text does not depend on the session's settings.
CREATE FUNCTION audit.hash_of(e audit.entries) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        'v1', e.id, e.person_id, e.seq, extract(epoch FROM e.at), e.actor, e.action, e.subject_type, e.subject_id, e.proposal_id, e.result, e.origin, e.detail, e.prev_hash
    )::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION audit.chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head audit.heads;
BEGIN
    INSERT INTO audit.heads (person_id, seq, hash) VALUES (NEW.person_id, 0, '') ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM audit.heads WHERE person_id = NEW.person_id FOR UPDATE;
    NEW.seq := head.seq + 1;
    NEW.prev_hash := head.hash;
    NEW.hash := audit.hash_of(NEW);
    UPDATE audit.heads SET seq = NEW.seq, hash = NEW.hash WHERE person_id = NEW.person_id;
    RETURN NEW;
END $$;
CREATE TRIGGER entries_chain BEFORE INSERT ON audit.entries FOR EACH ROW EXECUTE FUNCTION audit.chain();

CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE ON audit.entries FOR EACH ROW EXECUTE FUNCTION audit.refuse();
CREATE TRIGGER entries_no_truncate BEFORE TRUNCATE ON audit.entries FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();

-- The first number at which a person's chain does not hold; null when it does. The head is the last link: entries cut off the end are noticed too.
CREATE FUNCTION audit.first_broken(person uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT min(broken) FROM (
        SELECT coalesce(before_seq, 0) + 1 AS broken FROM (
            SELECT e.seq, lag(e.seq) OVER w AS before_seq,
                e.seq <> coalesce(lag(e.seq) OVER w, 0) + 1
                OR e.prev_hash <> coalesce(lag(e.hash) OVER w, '')
                OR e.hash <> audit.hash_of(e) AS wrong
            FROM audit.entries e WHERE e.person_id = person WINDOW w AS (ORDER BY e.seq)
        ) links WHERE wrong
        UNION ALL
        SELECT coalesce(l.seq, 0) + 1 FROM (SELECT person AS person_id) p
        LEFT JOIN audit.heads h USING (person_id)
        LEFT JOIN LATERAL (SELECT seq, hash FROM audit.entries e WHERE e.person_id = person ORDER BY seq DESC LIMIT 1) l ON true
        WHERE (coalesce(h.seq, 0), coalesce(h.hash, '')) <> (coalesce(l.seq, 0), coalesce(l.hash, ''))
    ) findings
$$;
