-- One row per account and thing that is kept in step with its provider. Whoever holds the lease may write; the fence tells an earlier holder that it no longer does.
CREATE TABLE items.syncs (
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    resource text NOT NULL,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    -- The source's own words for how far it is; null: at the beginning.
    cursor json,
    phase text NOT NULL,
    done bigint NOT NULL,
    total bigint,
    due_at timestamptz NOT NULL,
    -- Polls in a row that found nothing.
    quiet integer NOT NULL,
    failures integer NOT NULL,
    error_code text,
    error_detail text,
    lease_until timestamptz,
    fence bigint NOT NULL,
    last_at timestamptz,
    PRIMARY KEY (account_id, resource)
);
CREATE INDEX syncs_due ON items.syncs (due_at);
