-- Browsers in which people are signed in. What is kept of a device is a name such as "Firefox on Linux", and of its address only how far away it was.
CREATE TABLE accounts.sessions (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    device text NOT NULL,
    place text NOT NULL,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL
);
CREATE INDEX sessions_person ON accounts.sessions (person_id, last_seen_at DESC);
