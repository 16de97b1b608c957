-- What was performed is given back word for word: jsonb would order its members anew.
ALTER TABLE calendar.performed ALTER COLUMN result TYPE json, ALTER COLUMN inverse TYPE json;
