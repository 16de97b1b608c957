-- The provider's own, unchanging name for a linked account (Google: "sub"). Addresses change hands; this does not. One person links each once.
ALTER TABLE accounts.linked_accounts ADD COLUMN subject text, ADD COLUMN health_reason text;
CREATE UNIQUE INDEX linked_accounts_subject ON accounts.linked_accounts (person_id, provider, subject) WHERE subject IS NOT NULL;
CREATE INDEX linked_accounts_by_subject ON accounts.linked_accounts (provider, subject) WHERE subject IS NOT NULL;

-- What a person has allowed at a provider. Tokens are sealed and bound to their row.
CREATE TABLE accounts.grants (
    account_id uuid PRIMARY KEY REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    scopes text[] NOT NULL,
    refresh_token_sealed bytea NOT NULL,
    access_token_sealed bytea,
    access_expires_at timestamptz,
    -- One more with each access token: tells the token that was refused from the one that has replaced it.
    version bigint NOT NULL,
    granted_at timestamptz NOT NULL,
    refreshed_at timestamptz,
    -- When the provider said that the grant is over; a new sign-in begins it anew.
    ended_at timestamptz
);

-- Sign-ins under way at a provider. State and browser are kept as digests: a copy of this table finishes nobody's sign-in.
CREATE TABLE accounts.connections (
    state_sha256 bytea PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    browser_sha256 bytea NOT NULL,
    provider text NOT NULL,
    account_id uuid REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    scopes text[] NOT NULL,
    label text,
    nonce text NOT NULL,
    verifier_sealed bytea NOT NULL,
    redirect_uri text NOT NULL,
    return_to text NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX connections_expired ON accounts.connections (expires_at);

-- This Steward's own registration at a provider, when it was entered in the page instead of the environment.
CREATE TABLE accounts.provider_clients (
    provider text PRIMARY KEY,
    client_id text NOT NULL,
    client_secret_sealed bytea,
    changed_at timestamptz NOT NULL
);
