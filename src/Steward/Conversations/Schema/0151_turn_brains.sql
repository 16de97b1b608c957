-- Who made the plan, question or refusal of a turn. Turns of before have none.
ALTER TABLE conversations.turns ADD COLUMN made jsonb;
