-- Standing permissions: what a person lets happen without being asked each time. A permission that is ended is deleted; that it was is in the audit log, and what it decided stands in the proposals.
CREATE TABLE actions.permissions (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    kind text NOT NULL,
    per_day integer NOT NULL,
    created_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    UNIQUE (person_id, account_id, kind)
);
ALTER TABLE actions.proposals ADD COLUMN permission_id uuid;
CREATE INDEX proposals_permission ON actions.proposals (permission_id, created_at) WHERE permission_id IS NOT NULL;
