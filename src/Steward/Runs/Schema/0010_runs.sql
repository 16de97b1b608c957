CREATE SCHEMA runs;

-- One row per run, small and often updated. next_wake alone says when a run may be claimed: now for a ready one, the end of the lease for a running one, the
-- timer for a waiting one, and null for one that waits for an answer or is over. So claiming reads one partial index, whatever else is in the table.
-- A step changes no indexed column, so its update stays on the page (HOT); the fill factor leaves room for that.
CREATE TABLE runs.runs (
    id uuid PRIMARY KEY,
    owner_id uuid NOT NULL,
    workflow text NOT NULL,
    version integer NOT NULL,
    status text NOT NULL CHECK (status IN ('ready', 'running', 'waiting', 'completed', 'failed', 'cancelled')),
    node text NOT NULL,
    seq bigint NOT NULL,
    snapshot_seq bigint NOT NULL,
    fence bigint NOT NULL,
    worker text,
    crashes integer NOT NULL,
    inbox integer NOT NULL,
    cancel_requested boolean NOT NULL,
    reason text,
    next_wake timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    finished_at timestamptz
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX runs_due ON runs.runs (next_wake) WHERE next_wake IS NOT NULL;
CREATE INDEX runs_owner ON runs.runs (owner_id, created_at DESC, id DESC);

-- One row per step, written only by the statement that has just updated its run, so a foreign key would check on every step what is true by construction.
-- It holds what the step changed, and now and then the whole checkpoint. json, not jsonb: the text is stored as it was written, is not taken apart on
-- the way, and may hold the escaped NUL that outside text can contain.
CREATE TABLE runs.steps (
    run_id uuid NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    node text NOT NULL,
    attempt integer NOT NULL,
    at timestamptz NOT NULL,
    duration_ms integer NOT NULL,
    format smallint NOT NULL,
    delta json NOT NULL,
    snapshot json,
    blobs text[],
    PRIMARY KEY (run_id, seq)
);

CREATE TABLE runs.interrupts (
    run_id uuid NOT NULL REFERENCES runs.runs (id) ON DELETE CASCADE,
    key text NOT NULL,
    node text NOT NULL,
    question json NOT NULL,
    allowed json,
    asked_at timestamptz NOT NULL,
    expires_at timestamptz,
    closed_at timestamptz,
    answer json,
    answered_at timestamptz,
    PRIMARY KEY (run_id, key)
);

-- Values over 32 KB, once per owner, by the SHA-256 of their text.
CREATE TABLE runs.blobs (
    owner_id uuid NOT NULL,
    hash text NOT NULL,
    body json NOT NULL,
    PRIMARY KEY (owner_id, hash)
);

-- A trigger, so that no writer can forget to wake the workers. Only inserts and messages fire it; steps do not touch inbox.
CREATE FUNCTION runs.wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('steward_runs', '');
    RETURN NULL;
END $$;
CREATE TRIGGER runs_started AFTER INSERT ON runs.runs FOR EACH ROW EXECUTE FUNCTION runs.wake();
CREATE TRIGGER runs_messaged AFTER UPDATE OF inbox ON runs.runs FOR EACH ROW EXECUTE FUNCTION runs.wake();
