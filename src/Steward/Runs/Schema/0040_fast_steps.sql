-- Large values are bytes: they are written and read whole, and PostgreSQL need not parse 100 KB of JSON to store what has just been serialised.
ALTER TABLE runs.blobs ALTER COLUMN body TYPE bytea USING convert_to(body::text, 'UTF8');

-- An ordinary step is a few kilobytes. Above 2 KB PostgreSQL would move its value to the side table: two more rows and two more index entries per step.
ALTER TABLE runs.steps SET (toast_tuple_target = 4096);
