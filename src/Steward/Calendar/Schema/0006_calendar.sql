CREATE SCHEMA IF NOT EXISTS calendar;
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Every change of a series takes the next number; it is the series' revision and its calendar's.
CREATE SEQUENCE calendar.revisions;

CREATE TABLE calendar.calendars (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    name text NOT NULL,
    color text NOT NULL,
    zone text NOT NULL,
    is_primary boolean NOT NULL,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX calendars_primary ON calendar.calendars (account_id) WHERE is_primary;
CREATE INDEX calendars_account ON calendar.calendars (account_id);
CREATE INDEX calendars_person ON calendar.calendars (person_id);

-- A series is all rows of one account with one uid: the master (recurrence_key '') and its changed instances.
CREATE TABLE calendar.events (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL,
    account_id uuid NOT NULL,
    calendar_id uuid NOT NULL REFERENCES calendar.calendars ON DELETE CASCADE,
    uid text NOT NULL,
    recurrence_key text NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    sequence integer NOT NULL,
    last_modified timestamptz,
    revision bigint NOT NULL,
    body jsonb NOT NULL,
    UNIQUE (account_id, uid, recurrence_key)
);
CREATE INDEX events_calendar ON calendar.events (calendar_id);
CREATE INDEX events_span ON calendar.events USING gist (account_id, tstzrange(first_at, last_at, '[]'));

-- What was performed, by idempotency key: asked before performing, and when reconciling.
CREATE TABLE calendar.performed (
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    key text NOT NULL,
    kind text NOT NULL,
    result jsonb NOT NULL,
    inverse jsonb,
    at timestamptz NOT NULL,
    PRIMARY KEY (account_id, key)
);
