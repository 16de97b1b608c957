-- Limits per node. A place is a right to be inside a limited node; it is worth something only while its run is held under the same fence and the lease lasts, so
-- what a dead worker left behind is void by itself. Whoever enters, leaves or waits takes the node's lock first: two cannot find the same place, and nobody can
-- begin to wait in the moment in which a place becomes free. Nodes without a limit never come here.
CREATE TABLE runs.places (
    limit_key text NOT NULL,
    run_id uuid NOT NULL,
    fence bigint NOT NULL,
    count integer NOT NULL,
    PRIMARY KEY (limit_key, run_id)
);

-- A run that waits for a place is ready, has no wake-up, and is held by nobody: it costs nothing until a place is free. created_at, not updated_at: a column of an
-- index must not be one that every step changes.
ALTER TABLE runs.runs ADD COLUMN blocked_on text;
CREATE INDEX runs_blocked ON runs.runs (blocked_on, owner_id, created_at) WHERE blocked_on IS NOT NULL;

CREATE FUNCTION runs.places_left(key text, most integer, except_run uuid, at timestamptz) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT most - coalesce(sum(p.count), 0)::integer FROM runs.places p JOIN runs.runs r ON r.id = p.run_id AND r.fence = p.fence
    WHERE p.limit_key = key AND p.run_id <> except_run AND r.status = 'running' AND r.next_wake > at
$$;

CREATE FUNCTION runs.enter_node(key text, most integer, run uuid, run_fence bigint, wanted integer, at timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    got integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('runs.node ' || key, 0));
    got := least(wanted, runs.places_left(key, most, run, at));
    IF got <= 0 THEN
        RETURN 0;
    END IF;
    INSERT INTO runs.places VALUES (key, run, run_fence, got) ON CONFLICT (limit_key, run_id) DO UPDATE SET fence = run_fence, count = got;
    RETURN got;
END $$;

-- False when there is a place after all. A cancellation that is under way is not kept waiting.
CREATE FUNCTION runs.wait_for_node(key text, most integer, run uuid, run_fence bigint, at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('runs.node ' || key, 0));
    IF runs.places_left(key, most, run, at) > 0 THEN
        RETURN false;
    END IF;
    UPDATE runs.runs SET status = 'ready', worker = NULL, blocked_on = CASE WHEN cancel_requested THEN NULL ELSE key END, next_wake = CASE WHEN cancel_requested THEN at END
    WHERE id = run AND fence = run_fence AND status = 'running';
    RETURN true;
END $$;

-- Wakes as many as there are places, one of each owner in turn, beginning after the one who had the last place.
CREATE FUNCTION runs.wake_for_node(key text, most integer, after uuid, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    left_over integer := runs.places_left(key, most, '00000000-0000-0000-0000-000000000000', at);
    last_owner uuid := after;
    next_owner uuid;
    woken integer := 0;
    of_lap integer := 1;
BEGIN
    WHILE woken < left_over LOOP
        SELECT owner_id INTO next_owner FROM runs.runs WHERE blocked_on = key AND owner_id > last_owner ORDER BY owner_id LIMIT 1;
        IF next_owner IS NULL THEN
            EXIT WHEN of_lap = 0;
            last_owner := '00000000-0000-0000-0000-000000000000';
            of_lap := 0;
            CONTINUE;
        END IF;
        UPDATE runs.runs SET next_wake = at, blocked_on = NULL WHERE status = 'ready' AND id = (
            SELECT id FROM runs.runs WHERE blocked_on = key AND owner_id = next_owner ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED);
        IF FOUND THEN
            woken := woken + 1;
            of_lap := of_lap + 1;
        END IF;
        last_owner := next_owner;
    END LOOP;
    IF woken > 0 THEN
        PERFORM pg_notify('steward_runs', '');
    END IF;
END $$;

CREATE FUNCTION runs.leave_node(key text, most integer, run uuid, run_fence bigint, after uuid, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('runs.node ' || key, 0));
    DELETE FROM runs.places WHERE limit_key = key AND run_id = run AND fence = run_fence;
    PERFORM runs.wake_for_node(key, most, after, at);
END $$;

-- For places whose holder will never leave.
CREATE FUNCTION runs.sweep_node(key text, most integer, after uuid, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM runs.runs WHERE blocked_on = key) OR NOT pg_try_advisory_xact_lock(hashtextextended('runs.node ' || key, 0)) THEN
        RETURN;
    END IF;
    DELETE FROM runs.places p WHERE p.limit_key = key
        AND NOT EXISTS (SELECT 1 FROM runs.runs r WHERE r.id = p.run_id AND r.fence = p.fence AND r.status = 'running' AND r.next_wake > at);
    PERFORM runs.wake_for_node(key, most, after, at);
END $$;
