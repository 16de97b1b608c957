-- A notification says that there is something to claim. A run that its worker takes in the statement that starts or answers it is told to nobody; and
-- transactions that notify commit one after another, so what is not said is also not waited for.
DROP TRIGGER runs_started ON runs.runs;
DROP TRIGGER runs_messaged ON runs.runs;
CREATE TRIGGER runs_started AFTER INSERT ON runs.runs FOR EACH ROW WHEN (NEW.status = 'ready') EXECUTE FUNCTION runs.wake();
CREATE TRIGGER runs_messaged AFTER UPDATE OF inbox ON runs.runs FOR EACH ROW WHEN (NEW.status = 'ready') EXECUTE FUNCTION runs.wake();
