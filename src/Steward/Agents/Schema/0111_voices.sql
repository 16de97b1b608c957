CREATE SCHEMA IF NOT EXISTS agents;

-- Features of how a person writes; no text of anybody's mail is kept here.
CREATE TABLE agents.voices (
    person_id uuid PRIMARY KEY REFERENCES accounts.people ON DELETE CASCADE,
    learnt jsonb,
    said jsonb,
    mails integer NOT NULL,
    learnt_at timestamptz NOT NULL
);
