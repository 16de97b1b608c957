CREATE SCHEMA IF NOT EXISTS platform;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

CREATE TABLE platform.live_cursors (
    person_id uuid PRIMARY KEY,
    seq bigint NOT NULL
);

CREATE TABLE platform.live_events (
    person_id uuid NOT NULL,
    seq bigint NOT NULL,
    type text NOT NULL,
    subject_id uuid,
    data jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (person_id, seq)
);
CREATE INDEX live_events_at ON platform.live_events (at);

CREATE TABLE platform.outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    type text NOT NULL,
    body jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    done_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    last_error text
);
CREATE INDEX outbox_due ON platform.outbox (id) WHERE done_at IS NULL;
