-- The name with which a node ended the run; most end because nothing is left to do, and have none.
ALTER TABLE runs.runs ADD COLUMN outcome text;
