-- A line of a rehearsal, cleared away: empty, and shown only to whoever had it loaded, as deleted. D1 has none of them.
ALTER TABLE messages ADD COLUMN cleared INTEGER NOT NULL DEFAULT 0 CHECK (cleared IN (0, 1));
