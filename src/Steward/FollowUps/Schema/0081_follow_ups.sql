CREATE SCHEMA IF NOT EXISTS follow_ups;

-- Somebody's answer that a person waits for.
CREATE TABLE follow_ups.follow_ups (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    -- The mail that waits, and its conversation; null when any mail of those named counts.
    message_id uuid,
    thread_id uuid,
    subject text,
    -- [{name, email}]: whose answer counts; empty = anybody's in the conversation.
    waits_for jsonb NOT NULL,
    -- What came before this is no answer.
    since timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    state text NOT NULL,
    settled_at timestamptz,
    answer_message_id uuid,
    -- The proposed mail that asks again, or why there is none.
    proposal_id uuid,
    note text,
    -- The person's live events that have been looked through.
    looked_seq bigint NOT NULL,
    revision bigint NOT NULL
);
CREATE INDEX follow_ups_person ON follow_ups.follow_ups (person_id, due_at, id);
CREATE INDEX follow_ups_open ON follow_ups.follow_ups (person_id, due_at) WHERE state IN ('Waiting', 'Due');
CREATE INDEX follow_ups_proposal ON follow_ups.follow_ups (proposal_id) WHERE proposal_id IS NOT NULL;

-- What was performed, by idempotency key: written in the transaction of the change.
CREATE TABLE follow_ups.performed (
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    key text NOT NULL,
    kind text NOT NULL,
    result json NOT NULL,
    inverse json,
    at timestamptz NOT NULL,
    PRIMARY KEY (account_id, key)
);
