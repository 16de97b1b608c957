-- Mail of other providers stands in the same tables as that of Local accounts, with the names that its provider has for it. All of these are null for Local mail.
ALTER TABLE mail.messages ADD COLUMN remote_id text;
-- A draft keeps this name while its message gets a new one with every change.
ALTER TABLE mail.messages ADD COLUMN remote_draft text;
-- The provider's own count of changes, so that what was read earlier never overwrites what was read later.
ALTER TABLE mail.messages ADD COLUMN remote_history bigint;
CREATE UNIQUE INDEX messages_remote ON mail.messages (account_id, remote_id) WHERE remote_id IS NOT NULL;
CREATE INDEX messages_remote_draft ON mail.messages (account_id, remote_draft) WHERE remote_draft IS NOT NULL;

ALTER TABLE mail.threads ADD COLUMN remote_id text;
CREATE UNIQUE INDEX threads_remote ON mail.threads (account_id, remote_id) WHERE remote_id IS NOT NULL;

-- The octets of a mirrored attachment come when somebody opens it; until then only its place in the message is known.
ALTER TABLE mail.attachments ALTER COLUMN sha256 DROP NOT NULL;
ALTER TABLE mail.attachments ADD COLUMN remote_part text;
ALTER TABLE mail.attachments ADD CHECK (sha256 IS NOT NULL OR remote_part IS NOT NULL);

-- What the provider calls the labels that messages carry here by name.
CREATE TABLE mail.remote_labels (
    account_id uuid NOT NULL REFERENCES accounts.linked_accounts ON DELETE CASCADE,
    remote_id text NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (account_id, remote_id)
);

-- By what an effect at a provider can be recognised while nobody knows how it ended.
ALTER TABLE mail.performed ADD COLUMN note json;
