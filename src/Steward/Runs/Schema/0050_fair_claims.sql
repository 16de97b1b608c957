-- Claiming is fair between people, so it must find who has due runs without reading all of them: one index per state in which a run can be due, and in the
-- one for ready runs the owner stands before the time, so that a claim can jump from owner to owner. Each run is in at most one of the three. The workflow
-- comes first: runs of a version that no worker here knows cost a claim nothing, however many they are.
DROP INDEX runs.runs_due;
CREATE INDEX runs_ready ON runs.runs (workflow, version, owner_id, next_wake) WHERE status = 'ready';
CREATE INDEX runs_timed ON runs.runs (workflow, version, next_wake) WHERE status = 'waiting' AND next_wake IS NOT NULL;
CREATE INDEX runs_held ON runs.runs (next_wake) WHERE status = 'running';
