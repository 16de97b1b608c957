-- The mailboxes of runs. The position is the run's count of messages, given out under the lock of its row: whoever reads up to a position has missed nothing
-- before it. What a run has taken stands in its steps, so taking a signal writes nothing here.
CREATE TABLE runs.signals (
    run_id uuid NOT NULL REFERENCES runs.runs (id) ON DELETE CASCADE,
    name text NOT NULL,
    position bigint NOT NULL,
    key text NOT NULL,
    payload json NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (run_id, name, position),
    UNIQUE (run_id, name, key)
);
