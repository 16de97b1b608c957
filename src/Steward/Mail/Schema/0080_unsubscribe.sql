-- Whether the message says that its List-Unsubscribe takes one POST (RFC 8058). Messages that were stored before are looked at again, in their first 64 kB.
ALTER TABLE mail.messages ADD COLUMN one_click_unsubscribe boolean NOT NULL DEFAULT false;
UPDATE mail.messages m SET one_click_unsubscribe = true FROM mail.blobs b
WHERE m.list_unsubscribe IS NOT NULL AND b.person_id = m.person_id AND b.sha256 = m.raw_sha256 AND position('List-Unsubscribe=One-Click'::bytea IN substring(b.content FROM 1 FOR 65536)) > 0;
-- When a list was asked to stop.
CREATE INDEX performed_unsubscribe ON mail.performed (account_id, provider_ref, at) WHERE kind = 'mail.unsubscribe';
