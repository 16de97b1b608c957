CREATE SCHEMA IF NOT EXISTS conversations;

CREATE TABLE conversations.conversations (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    title text NOT NULL,
    created_at timestamptz NOT NULL,
    last_turn_at timestamptz NOT NULL
);
CREATE INDEX conversations_person ON conversations.conversations (person_id, last_turn_at DESC);

-- The id is made by the client; it is scoped to the person, so that nobody can learn or block another's ids.
CREATE TABLE conversations.turns (
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    id uuid NOT NULL,
    conversation_id uuid NOT NULL REFERENCES conversations.conversations ON DELETE CASCADE,
    message text NOT NULL,
    created_at timestamptz NOT NULL,
    state text NOT NULL,
    run_id uuid,
    plan jsonb,
    question jsonb,
    refusal jsonb,
    steps jsonb NOT NULL,
    answer jsonb,
    error text,
    finished_at timestamptz,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX turns_conversation ON conversations.turns (conversation_id, created_at);
CREATE UNIQUE INDEX turns_run ON conversations.turns (run_id);

-- What the person has said about people: "Sarah is my manager".
CREATE TABLE conversations.stated_roles (
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    role text NOT NULL,
    address text NOT NULL,
    name text NOT NULL,
    turn_id uuid NOT NULL,
    stated_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, role, address)
);
