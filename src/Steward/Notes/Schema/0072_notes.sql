CREATE SCHEMA IF NOT EXISTS notes;

CREATE TABLE notes.notes (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    text text NOT NULL,
    tags text[] NOT NULL,
    -- {type, id, text?}: the message or event that the note is about
    links jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    revision bigint NOT NULL
);
CREATE INDEX notes_person ON notes.notes (person_id, updated_at DESC, id);

-- What was performed, by idempotency key: written in the transaction of the change.
CREATE TABLE notes.performed (
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    key text NOT NULL,
    kind text NOT NULL,
    result json NOT NULL,
    inverse json,
    at timestamptz NOT NULL,
    PRIMARY KEY (account_id, key)
);
