-- The one master key that this database was begun with or last rotated to: its id, never the key.
CREATE TABLE platform.master_key (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    key_id bytea NOT NULL,
    since timestamptz NOT NULL DEFAULT now()
);
