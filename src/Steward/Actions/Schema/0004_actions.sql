CREATE SCHEMA IF NOT EXISTS actions;

CREATE TABLE actions.proposals (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    -- No foreign key: what was done on an account stays in the activity when the account is disconnected.
    account_id uuid NOT NULL,
    account_address text NOT NULL,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    preview jsonb NOT NULL,
    hash text NOT NULL,
    why text NOT NULL,
    sources jsonb NOT NULL,
    risk text NOT NULL,
    risk_reasons jsonb NOT NULL,
    effect text NOT NULL,
    reversibility text NOT NULL,
    state text NOT NULL,
    idempotency_key text NOT NULL,
    request_hash text NOT NULL,
    batch_id uuid,
    run_id uuid,
    step_id text,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by uuid,
    decision_reason text,
    held_until timestamptz,
    round integer NOT NULL,
    executed_at timestamptz,
    undo_until timestamptz,
    result jsonb,
    inverse jsonb,
    provider_ref text,
    error_code text,
    error_reason text,
    UNIQUE (person_id, idempotency_key)
);
CREATE INDEX proposals_pending ON actions.proposals (person_id, id) WHERE state = 'Pending';
CREATE INDEX proposals_expiring ON actions.proposals (expires_at) WHERE state IN ('Pending', 'Approved');
CREATE INDEX proposals_due ON actions.proposals ((coalesce(held_until, decided_at))) WHERE state = 'Approved';
CREATE INDEX proposals_newest ON actions.proposals (person_id, id DESC);
CREATE INDEX proposals_activity ON actions.proposals (person_id, decided_at DESC, id DESC) WHERE decided_at IS NOT NULL;
CREATE INDEX proposals_run ON actions.proposals (run_id) WHERE run_id IS NOT NULL;

-- One row per effect on the outside, written before the call: the intent. The key is what makes an effect one.
CREATE TABLE actions.effects (
    key text PRIMARY KEY,
    proposal_id uuid NOT NULL REFERENCES actions.proposals ON DELETE CASCADE,
    person_id uuid NOT NULL,
    account_id uuid NOT NULL,
    purpose text NOT NULL,
    provider text NOT NULL,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    expected_revision text,
    proposal_hash text NOT NULL,
    state text NOT NULL,
    fence bigint NOT NULL,
    attempts integer NOT NULL,
    looks integer NOT NULL,
    due_at timestamptz,
    intended_at timestamptz NOT NULL,
    finished_at timestamptz,
    reason text,
    provider_ref text
);
CREATE INDEX effects_proposal ON actions.effects (proposal_id);
CREATE INDEX effects_due ON actions.effects (due_at) WHERE due_at IS NOT NULL;
