-- The log stays append-only, with one exception: when a person has their data erased, their whole chain goes in the transaction that names them. A single entry still cannot be taken out, because
-- the name is set only there and covers every row of that person and no other's.
CREATE OR REPLACE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('steward.erasing', true) = OLD.person_id::text THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The audit log is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
