-- Visits, refused joins, and what D1 has heard of them. D1 gets copies by the job 'outbox'; nothing goes here before it
-- has them.

-- A stay: from the first confirmed connect until the seat is open no longer. `epoch`: the one it began under; a reload, a
-- take-over or a lost network goes on with the same stay. `proof_at`: the newest confirm. `seen_at`: the last proof that
-- they were there, once a list came without them; until then that is `meta.listed_at` or `proof_at`, whichever is later.
-- Name and role are as they were at the end. `estimated`: nobody saw the end. `sent`: D1 has the row as it is.
CREATE TABLE visits (
  person TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('attendee', 'moderator')),
  name TEXT NOT NULL,
  joined_at INTEGER NOT NULL,
  proof_at INTEGER NOT NULL,
  seen_at INTEGER,
  left_at INTEGER CHECK (left_at >= joined_at),
  estimated INTEGER NOT NULL DEFAULT 0 CHECK (estimated IN (0, 1)),
  ended TEXT,
  sent INTEGER NOT NULL DEFAULT 0 CHECK (sent IN (0, 1)),
  PRIMARY KEY (person, epoch),
  CHECK ((left_at IS NULL) = (ended IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER visit_ends_once BEFORE UPDATE OF left_at ON visits
WHEN OLD.left_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'visit_ended_twice'); END;

-- Joins that were refused; `epoch` is the one the refusal spent.
CREATE TABLE refusals (
  person TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  why TEXT NOT NULL,
  at INTEGER NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0 CHECK (sent IN (0, 1)),
  PRIMARY KEY (person, epoch)
) STRICT, WITHOUT ROWID;

-- `listed_at`: when LiveKit was asked for the newest list it answered. `chat_sent`: D1 has every change of the chat up to
-- this number.
ALTER TABLE meta ADD COLUMN listed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meta ADD COLUMN chat_sent INTEGER NOT NULL DEFAULT 0;

-- One more kind of job: outbox (D1 is sent what it has not).
CREATE TABLE new_jobs (
  kind TEXT NOT NULL CHECK (kind IN ('remove', 'list', 'card', 'ban', 'outbox')),
  key TEXT NOT NULL,
  due INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
INSERT INTO new_jobs SELECT kind, key, due, tries FROM jobs;
-- Chat written before there was an outbox.
INSERT INTO new_jobs (kind, key, due) SELECT 'outbox', '', 0 FROM meta WHERE chat_seq > 0;
DROP TABLE jobs;
ALTER TABLE new_jobs RENAME TO jobs;
