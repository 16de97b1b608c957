CREATE SCHEMA IF NOT EXISTS models;

-- What a plan of this Steward allows, in US dollars. They are the machine's, not a person's.
CREATE TABLE models.tiers (
    name text PRIMARY KEY,
    per_day numeric(12, 4) NOT NULL CHECK (per_day >= 0),
    per_hour numeric(12, 4) NOT NULL CHECK (per_hour >= 0),
    per_run numeric(12, 4) NOT NULL CHECK (per_run >= 0)
);
INSERT INTO models.tiers VALUES ('free', 5, 10, 1), ('pro', 25, 10, 5), ('enterprise', 100, 10, 20);

-- One row a person: the pin, the budget, and the lock that makes reservations of one person wait for one another.
CREATE TABLE models.choices (
    person_id uuid PRIMARY KEY REFERENCES accounts.people ON DELETE CASCADE,
    tier text NOT NULL REFERENCES models.tiers,
    local_only boolean NOT NULL,
    -- The person's own limits; they can only be narrower than the tier's.
    per_day numeric(12, 4),
    per_hour numeric(12, 4),
    per_run numeric(12, 4),
    -- Counts every change of choices, providers, routes and prices: what a process remembers of them is used while this stands still.
    version bigint NOT NULL,
    -- The last limit that the person was told of, so that one is told once an hour and not at every call.
    told_of text,
    told_at timestamptz
);

CREATE TABLE models.providers (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    name text NOT NULL,
    kind text NOT NULL,
    base_url text,
    reach text NOT NULL,
    -- Sealed; key_hint is its last four characters, to tell keys apart.
    sealed_key bytea,
    key_hint text,
    default_model text,
    max_concurrent integer NOT NULL,
    enabled boolean NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (person_id, name)
);

-- What a person has put in the place of the default route of a task at a level of complexity.
CREATE TABLE models.routes (
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    task text NOT NULL,
    level text NOT NULL,
    candidates text[] NOT NULL,
    PRIMARY KEY (person_id, task, level)
);

-- Prices that a person has put in the place of the default table's, from a day on. US dollars for a million tokens.
CREATE TABLE models.prices (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    provider text NOT NULL,
    model text NOT NULL,
    valid_from date NOT NULL,
    input numeric(12, 6) NOT NULL,
    output numeric(12, 6) NOT NULL,
    UNIQUE (person_id, provider, model, valid_from)
);

-- Every call: the ledger that limits are summed from, and what the usage page shows.
CREATE TABLE models.calls (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    task text NOT NULL,
    provider text NOT NULL,
    model text NOT NULL,
    local boolean NOT NULL,
    -- reserved → done | failed; reserved → expired when nobody settled it in time; cached: answered without a call
    state text NOT NULL,
    run_id uuid,
    conversation_id uuid,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    expires_at timestamptz,
    input_tokens integer NOT NULL,
    output_tokens integer NOT NULL,
    -- Tokens were counted by rule of thumb, or the price is assumed.
    estimated boolean NOT NULL,
    -- What counts against the limits: the upper bound while reserved, then what it cost. An expired reservation keeps its upper bound.
    charged numeric(14, 8) NOT NULL CHECK (charged >= 0),
    -- What an answer from the cache would have cost.
    saved numeric(14, 8) NOT NULL,
    error text
);
CREATE INDEX calls_spent ON models.calls (person_id, started_at) INCLUDE (charged) WHERE charged > 0;
CREATE INDEX calls_of_run ON models.calls (run_id) INCLUDE (charged) WHERE charged > 0 AND run_id IS NOT NULL;
CREATE INDEX calls_usage ON models.calls (person_id, started_at);
CREATE INDEX calls_open ON models.calls (expires_at) WHERE state = 'reserved';

-- Earlier answers, by everything that reached the model.
CREATE TABLE models.answers (
    person_id uuid NOT NULL REFERENCES accounts.people ON DELETE CASCADE,
    key bytea NOT NULL,
    provider text NOT NULL,
    model text NOT NULL,
    answer text NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, key)
);
CREATE INDEX answers_expiry ON models.answers (expires_at);

-- Reserves the upper bound of a call, or says which limit forbids it. One statement for its caller. It must be a function: the row lock is waited for first, and each
-- statement of a volatile function then sees what was committed while it waited. In one plain statement the sums would be those of before the wait, and parallel calls
-- could overshoot together.
CREATE FUNCTION models.reserve(
    call uuid, person uuid, task text, provider text, model text, run uuid, conversation uuid, tokens integer, upper_bound numeric, at timestamptz, day_start timestamptz, expiry timestamptz)
RETURNS TABLE (refused_by text, spent numeric, allowed numeric, tell boolean) LANGUAGE plpgsql AS $$
DECLARE
    mine record;
    day numeric;
    hour numeric;
    in_run numeric;
BEGIN
    LOOP
        SELECT least(c.per_day, t.per_day) AS per_day, least(c.per_hour, t.per_hour) AS per_hour, least(c.per_run, t.per_run) AS per_run, c.told_of, c.told_at INTO mine
            FROM models.choices c JOIN models.tiers t ON t.name = c.tier WHERE c.person_id = person FOR UPDATE OF c;
        EXIT WHEN FOUND;
        INSERT INTO models.choices (person_id, tier, local_only, version) VALUES (person, 'free', false, 0) ON CONFLICT DO NOTHING;
    END LOOP;
    SELECT coalesce(sum(c.charged), 0) INTO day FROM models.calls c WHERE c.person_id = person AND c.charged > 0 AND c.started_at >= day_start;
    SELECT coalesce(sum(c.charged), 0) INTO hour FROM models.calls c WHERE c.person_id = person AND c.charged > 0 AND c.started_at > at - interval '1 hour';
    SELECT coalesce(sum(c.charged), 0) INTO in_run FROM models.calls c WHERE c.run_id = run AND c.person_id = person AND c.charged > 0;
    IF day + upper_bound > mine.per_day THEN
        refused_by := 'day'; spent := day; allowed := mine.per_day;
    ELSIF hour + upper_bound > mine.per_hour THEN
        refused_by := 'hour'; spent := hour; allowed := mine.per_hour;
    ELSIF run IS NOT NULL AND in_run + upper_bound > mine.per_run THEN
        refused_by := 'run'; spent := in_run; allowed := mine.per_run;
    ELSE
        INSERT INTO models.calls (id, person_id, task, provider, model, local, state, run_id, conversation_id, started_at, expires_at, input_tokens, output_tokens, estimated, charged, saved)
            VALUES (call, person, task, provider, model, false, 'reserved', run, conversation, at, expiry, tokens, 0, true, upper_bound, 0);
        spent := day; allowed := mine.per_day;
    END IF;
    -- Told of a limit once an hour, and once a day that four fifths of the day's are gone.
    tell := CASE WHEN refused_by IS NULL THEN day >= 0.8 * mine.per_day AND day > 0 AND (mine.told_at IS NULL OR mine.told_at < day_start)
        ELSE mine.told_of IS DISTINCT FROM refused_by OR mine.told_at <= at - interval '1 hour' END;
    IF tell THEN
        UPDATE models.choices SET told_of = coalesce(refused_by, 'warning'), told_at = at WHERE person_id = person;
    END IF;
    RETURN NEXT;
END $$;
