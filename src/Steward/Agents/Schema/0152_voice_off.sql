-- Switched off, nothing is learnt of how the person writes, and what was learnt is gone.
ALTER TABLE agents.voices ADD COLUMN off boolean NOT NULL DEFAULT false;
ALTER TABLE agents.voices ALTER COLUMN off DROP DEFAULT;
