-- What the person has said about when others work: "Marta is in Tokyo", "Ben works from 7 to 3". What is null is not said.
CREATE TABLE conversations.stated_hours (
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    address text NOT NULL,
    name text NOT NULL,
    zone text,
    work_start time,
    work_end time,
    turn_id uuid NOT NULL,
    stated_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, address)
);

-- Several people under one name, by the person's own words: "the board is Anna, Ben and Cho". The key is the name, folded.
CREATE TABLE conversations.stated_groups (
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    key text NOT NULL,
    address text NOT NULL,
    name text NOT NULL,
    member text NOT NULL,
    turn_id uuid NOT NULL,
    stated_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, key, address)
);
