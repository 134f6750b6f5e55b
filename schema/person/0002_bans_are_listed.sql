-- Who made a ban, where, and what the index in D1 has heard of it (`index_due`: when to tell it; null: it knows).
ALTER TABLE wide_bans ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE wide_bans ADD COLUMN by_name TEXT NOT NULL DEFAULT '';
ALTER TABLE wide_bans ADD COLUMN room TEXT;
ALTER TABLE wide_bans ADD COLUMN room_name TEXT;
ALTER TABLE wide_bans ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE wide_bans ADD COLUMN lifted_by TEXT;
ALTER TABLE wide_bans ADD COLUMN lifted_by_name TEXT;
ALTER TABLE wide_bans ADD COLUMN index_due INTEGER;
ALTER TABLE wide_bans ADD COLUMN index_tries INTEGER NOT NULL DEFAULT 0;

-- The first session behind a socket that ends; 0: none.
ALTER TABLE me ADD COLUMN listen_until INTEGER NOT NULL DEFAULT 0;
