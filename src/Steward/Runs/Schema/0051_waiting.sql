-- All waiting runs, not only those with a timer: so they can be counted, and shown to their owners, without reading the finished ones. Those that wait for an
-- answer alone stand behind the timers of their workflow, where a claim never comes.
DROP INDEX runs.runs_timed;
CREATE INDEX runs_waiting ON runs.runs (workflow, version, next_wake) WHERE status = 'waiting';
-- Dead letters are few and looked for by people.
CREATE INDEX runs_failed ON runs.runs (owner_id, created_at DESC) WHERE status = 'failed';
