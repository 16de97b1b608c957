-- What a run had to wait for outside, one row for each reason: how often, how long in all, and until when.
CREATE TABLE platform.waits (
    subject_id uuid NOT NULL,
    reason text NOT NULL,
    person_id uuid NOT NULL,
    times integer NOT NULL,
    seconds double precision NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (subject_id, reason)
);
CREATE INDEX waits_person ON platform.waits (person_id);
CREATE INDEX waits_old ON platform.waits (last_at);
