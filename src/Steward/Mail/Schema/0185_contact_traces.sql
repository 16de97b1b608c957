-- From where somebody seems to write: the offsets from UTC with which their mail is dated, and the latest end of a message by which they say who and where they are.
-- Estimates of their time zone are made of these; they are outside text, and decide nothing but which hours are offered.
CREATE TABLE mail.contact_offsets (
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    address text NOT NULL,
    minutes smallint NOT NULL,
    received bigint NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, address, minutes)
);
ALTER TABLE mail.contacts ADD COLUMN signature text;
