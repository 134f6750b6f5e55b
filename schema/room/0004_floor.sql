-- The floor: one stage, locks, and what LiveKit was told of each body's rights.
-- Rights are a sum: 1 microphone, 2 camera, 4 screen. Without locks everybody has 3, and no row here.

-- Who has the stage. `until`: it ends then; nothing: their screen is live. `granted_at`: LiveKit lets them share since then.
CREATE TABLE stage (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  holder TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  granted_at INTEGER,
  CHECK (until IS NOT NULL OR granted_at IS NOT NULL)
) STRICT;

-- What people may not use. Nobody named ('') is every attendee, also who comes later.
CREATE TABLE locks (
  what TEXT NOT NULL CHECK (what IN ('microphone', 'camera', 'share', 'chat')),
  person TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (what, person)
) STRICT, WITHOUT ROWID;

-- `told`: the rights LiveKit last said this person's body has; nothing: unknown. `told_at`: when. `asked`: the rights of the
-- newest call, `call` its number, `rev` the seat's when it was made, `asked_at`: it has not been answered since then.
-- `clean`: no attempt with the screen in its token was open when it was made. `may_share`: LiveKit may let them share.
CREATE TABLE permits (
  person TEXT PRIMARY KEY,
  told INTEGER CHECK (told BETWEEN 0 AND 7),
  told_at INTEGER NOT NULL DEFAULT 0,
  asked INTEGER CHECK (asked BETWEEN 0 AND 7),
  asked_at INTEGER,
  call INTEGER NOT NULL DEFAULT 0,
  rev INTEGER NOT NULL DEFAULT 0,
  clean INTEGER NOT NULL DEFAULT 0 CHECK (clean IN (0, 1)),
  may_share INTEGER NOT NULL DEFAULT 0 CHECK (may_share IN (0, 1)),
  CHECK (may_share = 1 OR asked_at IS NULL OR asked < 4)
) STRICT, WITHOUT ROWID;

-- The last wall: whatever the code asks for, a second one may not share, and who may is not forgotten.
CREATE UNIQUE INDEX one_may_share ON permits (may_share) WHERE may_share = 1;

CREATE TRIGGER share_goes_by_proof BEFORE DELETE ON permits
WHEN OLD.may_share = 1
BEGIN SELECT RAISE(ABORT, 'share_not_proven_gone'); END;

-- The rights in the hop's token. `fresh`: there was no body before, so the one it makes has these.
ALTER TABLE attempts ADD COLUMN rights INTEGER NOT NULL DEFAULT 3;
ALTER TABLE attempts ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0;
-- Calls are numbered for ever.
ALTER TABLE meta ADD COLUMN calls INTEGER NOT NULL DEFAULT 0;

-- Two more kinds of job: permit (a body's rights), wait (a Person is told of a free seat).
CREATE TABLE new_jobs (
  kind TEXT NOT NULL CHECK (kind IN ('remove', 'list', 'card', 'ban', 'outbox', 'permit', 'wait')),
  key TEXT NOT NULL,
  due INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
INSERT INTO new_jobs SELECT kind, key, due, tries FROM jobs;
DROP TABLE jobs;
ALTER TABLE new_jobs RENAME TO jobs;
