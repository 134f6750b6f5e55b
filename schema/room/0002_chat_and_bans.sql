-- Chat. One counter numbers every post and every deletion or restoration, so that "what changed after n" is one
-- question. `seq`: the number of the post, its place for ever. `rev`: the number of its last change. Names are as
-- they were then: the writer may be gone.
CREATE TABLE messages (
  seq INTEGER PRIMARY KEY,
  rev INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  name TEXT NOT NULL,
  avatar TEXT,
  role TEXT NOT NULL CHECK (role IN ('attendee', 'moderator')),
  text TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  deleted_at INTEGER,
  deleted_by TEXT,        -- att_… or key_…
  removal TEXT            -- the removal it went with, if any: lifting that one may bring it back
) STRICT;
-- Posts cost no row in it; only what was changed later does.
CREATE INDEX messages_changed ON messages (rev) WHERE rev <> seq;

-- `chat_seq`: the newest number. `told_seq`, `told_at`: up to where the sockets were told, and when.
-- `listen_until`: the first session behind a socket that ends; 0: none.
ALTER TABLE meta ADD COLUMN chat_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meta ADD COLUMN told_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meta ADD COLUMN told_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meta ADD COLUMN listen_until INTEGER NOT NULL DEFAULT 0;

-- When this person's bucket of messages is full again.
ALTER TABLE people ADD COLUMN chat_full_at INTEGER NOT NULL DEFAULT 0;

-- Names as they were then.
ALTER TABLE removals ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE removals ADD COLUMN avatar TEXT;
ALTER TABLE removals ADD COLUMN by_name TEXT NOT NULL DEFAULT '';
ALTER TABLE removals ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE removals ADD COLUMN lifted_by TEXT;
ALTER TABLE removals ADD COLUMN lifted_by_name TEXT;

-- One more kind of job: ban (the index in D1 is told of a removal's record).
CREATE TABLE new_jobs (
  kind TEXT NOT NULL CHECK (kind IN ('remove', 'list', 'card', 'ban')),
  key TEXT NOT NULL,
  due INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
INSERT INTO new_jobs SELECT kind, key, due, tries FROM jobs;
DROP TABLE jobs;
ALTER TABLE new_jobs RENAME TO jobs;
