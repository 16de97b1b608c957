-- Calendars of other providers stand in the same tables as Local ones, with what their provider calls them. All of these are null or the usual for Local ones.
ALTER TABLE calendar.calendars ADD COLUMN remote_id text, ADD COLUMN is_own boolean NOT NULL DEFAULT true, ADD COLUMN is_read_only boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX calendars_remote ON calendar.calendars (account_id, remote_id) WHERE remote_id IS NOT NULL;

ALTER TABLE calendar.events ADD COLUMN remote_id text, ADD COLUMN remote_master text, ADD COLUMN remote_etag text, ADD COLUMN remote json;
CREATE INDEX events_remote ON calendar.events (calendar_id, remote_id) WHERE remote_id IS NOT NULL;
-- The same invitation can stand in two calendars of one account, once in each.
ALTER TABLE calendar.events DROP CONSTRAINT events_account_id_uid_recurrence_key_key;
ALTER TABLE calendar.events ADD UNIQUE (calendar_id, uid, recurrence_key);
CREATE INDEX events_uid ON calendar.events (account_id, uid);

-- A call to a provider whose end is not known, and by what its effect is recognised.
CREATE TABLE calendar.begun (
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    key text NOT NULL,
    note json NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (account_id, key)
);
