-- Rate limits shared by all workers. Nothing here is worth a disk's wait: after a crash of the database the buckets are full.
CREATE UNLOGGED TABLE platform.token_buckets (
    name text PRIMARY KEY,
    rate double precision NOT NULL,
    burst double precision NOT NULL,
    level double precision NOT NULL,
    at timestamptz NOT NULL
);
