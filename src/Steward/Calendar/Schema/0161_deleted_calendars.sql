-- A calendar that was deleted, with its events as they were: what an undo brings back. Older ones are dropped when the next is deleted.
CREATE TABLE calendar.deleted_calendars (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    calendar jsonb NOT NULL,
    events jsonb NOT NULL,
    deleted_at timestamptz NOT NULL
);
CREATE INDEX deleted_calendars_account ON calendar.deleted_calendars (account_id);
