-- Files that the person gave along with a message. Without a turn they are being written with; those that are never sent go after a day.
CREATE TABLE conversations.attachments (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    turn_id uuid,
    position integer NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    size integer NOT NULL,
    shown text,
    cut boolean NOT NULL,
    content bytea NOT NULL,
    created_at timestamptz NOT NULL,
    FOREIGN KEY (person_id, turn_id) REFERENCES conversations.turns (person_id, id) ON DELETE CASCADE
);
CREATE INDEX attachments_turn ON conversations.attachments (person_id, turn_id);
