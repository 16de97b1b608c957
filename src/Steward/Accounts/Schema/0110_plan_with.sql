ALTER TABLE accounts.settings ADD COLUMN plan_with text NOT NULL DEFAULT 'Auto';
