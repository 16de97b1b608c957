using Npgsql;

namespace Steward.Proof;

/// <summary>
/// What is counted, and a history that the database itself writes: triggers note every claim, step, question and answer in the transaction that makes it, so
/// neither a killed worker nor a lying one can leave anything out.
/// </summary>
public static class ProofSchema
{
    /// <summary>Unless it is there.</summary>
    public static async Task CreateAsync(NpgsqlDataSource database)
    {
        await using (var look = database.CreateCommand("SELECT 1 FROM pg_namespace WHERE nspname = 'proof'"))
        {
            if (await look.ExecuteScalarAsync() is not null)
                return;
        }
        await using var command = database.CreateCommand(
            """
            CREATE SCHEMA proof;
            CREATE TABLE proof.effects (run_id uuid NOT NULL, name text NOT NULL, key text NOT NULL, value text, at timestamptz NOT NULL DEFAULT clock_timestamp());
            CREATE TABLE proof.calls (n bigint GENERATED ALWAYS AS IDENTITY, receiver text NOT NULL, run_id uuid NOT NULL, key text NOT NULL, attempt integer NOT NULL);
            CREATE TABLE proof.received (n bigint GENERATED ALWAYS AS IDENTITY, receiver text NOT NULL, run_id uuid NOT NULL, key text NOT NULL, deduplicated text UNIQUE);
            CREATE INDEX ON proof.received (receiver, key);
            CREATE TABLE proof.history (
                n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(), tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
                run_id uuid NOT NULL, what text NOT NULL, seq bigint, fence bigint, worker text, detail text,
                writer text NOT NULL DEFAULT current_setting('application_name'));
            CREATE INDEX ON proof.history (run_id, n);

            CREATE FUNCTION proof.run_changed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    INSERT INTO proof.history (run_id, what, seq, fence, worker, detail) VALUES (NEW.id, 'started', NEW.seq, NEW.fence, NEW.worker, NEW.workflow);
                ELSIF NEW.fence <> OLD.fence THEN
                    INSERT INTO proof.history (run_id, what, seq, fence, worker, detail) VALUES (NEW.id, CASE NEW.status WHEN 'running' THEN 'claimed' ELSE 'requeued' END, NEW.seq, NEW.fence, NEW.worker, OLD.status);
                ELSIF NEW.status <> OLD.status THEN
                    INSERT INTO proof.history (run_id, what, seq, fence, worker, detail) VALUES (NEW.id, NEW.status, NEW.seq, NEW.fence, OLD.worker, OLD.status);
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER proof AFTER INSERT OR UPDATE ON runs.runs FOR EACH ROW EXECUTE FUNCTION proof.run_changed();

            CREATE FUNCTION proof.step_added() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO proof.history (run_id, what, seq, fence, worker, detail)
                SELECT NEW.run_id, 'step', NEW.seq, r.fence, r.worker, NEW.kind || ' ' || NEW.node FROM runs.runs r WHERE r.id = NEW.run_id;
                RETURN NULL;
            END $$;
            CREATE TRIGGER proof AFTER INSERT ON runs.steps FOR EACH ROW EXECUTE FUNCTION proof.step_added();

            CREATE FUNCTION proof.question_changed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO proof.history (run_id, what, detail)
                VALUES (NEW.run_id, CASE WHEN TG_OP = 'INSERT' THEN 'asked' WHEN NEW.answered_at IS NOT NULL THEN 'answered' ELSE 'closed' END, NEW.key);
                RETURN NULL;
            END $$;
            CREATE TRIGGER proof AFTER INSERT OR UPDATE ON runs.interrupts FOR EACH ROW EXECUTE FUNCTION proof.question_changed();
            """);
        await command.ExecuteNonQueryAsync();
    }
}
