-- Of whom the person was asked once in which zone they are; the answer stands in stated_hours.
CREATE TABLE conversations.asked_zones (
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    address text NOT NULL,
    asked_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, address)
);
