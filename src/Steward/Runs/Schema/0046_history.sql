-- Where a fork comes from, and since when a finished run has lost its payloads.
ALTER TABLE runs.runs ADD COLUMN origin_run uuid, ADD COLUMN origin_seq bigint, ADD COLUMN pruned_at timestamptz;

-- What retention looks for. A run enters it once, when it ends, and leaves it when it is pruned.
CREATE INDEX runs_prunable ON runs.runs (status, finished_at) WHERE pruned_at IS NULL AND finished_at IS NOT NULL;

-- Who else refers to a large value. Steps that have none, which are nearly all, are not in it.
CREATE INDEX steps_blobs ON runs.steps USING gin (blobs) WHERE blobs IS NOT NULL;
