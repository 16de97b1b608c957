-- Up to when an account's reminders have been looked at: what became due meanwhile is raised later, and nothing twice.
CREATE TABLE calendar.reminder_marks (
    account_id uuid PRIMARY KEY REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    person_id uuid NOT NULL,
    checked_until timestamptz NOT NULL
);

-- Reminders that became due, until the person puts them away.
CREATE TABLE calendar.due_reminders (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    event_id uuid NOT NULL,
    title text NOT NULL,
    due_at timestamptz NOT NULL,
    dismissed_at timestamptz,
    UNIQUE (event_id, due_at)
);
CREATE INDEX due_reminders_open ON calendar.due_reminders (person_id, due_at) WHERE dismissed_at IS NULL;
CREATE INDEX events_reminders ON calendar.events (account_id) WHERE body @> '{"reminder": true}';
