-- Who has been given the demo. The row outlives the demo's accounts, so that deleted ones do not come back.
CREATE TABLE items.demos (
    person_id uuid PRIMARY KEY REFERENCES accounts.people ON DELETE CASCADE,
    seeded_at timestamptz NOT NULL
);
