CREATE SCHEMA IF NOT EXISTS accounts;

CREATE TABLE accounts.people (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    normalized_email text NOT NULL UNIQUE,
    display_name text NOT NULL,
    role text NOT NULL,
    password_hash text,
    security_stamp text NOT NULL,
    access_failed_count integer NOT NULL DEFAULT 0,
    lockout_end timestamptz,
    created_at timestamptz NOT NULL
);

CREATE TABLE accounts.linked_accounts (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    provider text NOT NULL,
    address text NOT NULL,
    display_name text NOT NULL,
    label text NOT NULL,
    health text NOT NULL,
    last_sync_at timestamptz,
    created_at timestamptz NOT NULL,
    UNIQUE (person_id, provider, address)
);
CREATE UNIQUE INDEX linked_accounts_local_address ON accounts.linked_accounts (lower(address)) WHERE provider = 'local';

CREATE TABLE accounts.settings (
    person_id uuid PRIMARY KEY REFERENCES accounts.people ON DELETE CASCADE,
    zone text NOT NULL,
    locale text NOT NULL,
    workday_start time NOT NULL,
    workday_end time NOT NULL,
    workdays integer[] NOT NULL,
    undo_window_seconds integer NOT NULL,
    approval_minutes integer NOT NULL,
    batch_approval_minutes integer NOT NULL,
    auto_reject text[] NOT NULL
);

-- Only digests are kept: a copy of this table signs nobody in.
CREATE TABLE accounts.api_tokens (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    name text NOT NULL,
    sha256 bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz
);

CREATE TABLE accounts.sign_in_tickets (
    sha256 bytea PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
