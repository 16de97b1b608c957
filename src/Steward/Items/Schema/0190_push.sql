-- Ways on which providers tell that something of an account has changed, where Steward can be reached from outside.
CREATE TABLE items.push_channels (
    id text PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    resource text NOT NULL,
    topic text NOT NULL,
    token_digest bytea NOT NULL,
    remote_id text,
    expires_at timestamptz NOT NULL
);
CREATE INDEX push_channels_account ON items.push_channels (account_id, resource);
