CREATE SCHEMA IF NOT EXISTS items;

CREATE TABLE items.imports (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    file_name text NOT NULL,
    state text NOT NULL,
    total_bytes bigint NOT NULL,
    processed_bytes bigint NOT NULL,
    -- Where reading goes on after the last committed batch: which entry of an archive, and the offset in it.
    entry integer NOT NULL,
    entry_offset bigint NOT NULL,
    read integer NOT NULL,
    imported integer NOT NULL,
    duplicates integer NOT NULL,
    failed integer NOT NULL,
    problems jsonb NOT NULL,
    error text,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    -- The worker that has it, until when, and how often it was taken up since the last committed batch.
    lease_owner uuid,
    lease_until timestamptz,
    attempts integer NOT NULL
);
CREATE INDEX imports_person ON items.imports (person_id, created_at DESC);
CREATE INDEX imports_waiting ON items.imports (created_at) WHERE state IN ('Queued', 'Running');
