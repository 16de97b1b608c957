-- Steps and places have no foreign key: it would check on every step what is true by construction, and its lock on the run would get in the way of the claims that
-- skip locked rows. The other side of the same promise: whoever deletes a run (only erasing a person does) waits for the step that is being stored, and takes it too.
CREATE FUNCTION runs.gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM runs.steps WHERE run_id = OLD.id;
    DELETE FROM runs.places WHERE run_id = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER runs_gone AFTER DELETE ON runs.runs FOR EACH ROW EXECUTE FUNCTION runs.gone();
DELETE FROM runs.steps s WHERE NOT EXISTS (SELECT 1 FROM runs.runs r WHERE r.id = s.run_id);
DELETE FROM runs.places p WHERE NOT EXISTS (SELECT 1 FROM runs.runs r WHERE r.id = p.run_id);
