-- What went to models and came back, without secrets, while recording is switched on. Each is the person's for whom it was made; a download is a file of them.
CREATE TABLE models.recordings (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    at timestamptz NOT NULL,
    -- JSON, and not jsonb: it may hold characters that jsonb refuses, and nothing looks into it.
    exchange text NOT NULL
);
CREATE INDEX recordings_of_person ON models.recordings (person_id, at);

-- What a turn of a conversation shows of its models, the free ones too.
CREATE INDEX calls_by_run ON models.calls (run_id) WHERE run_id IS NOT NULL;
