-- The Person object's own SQLite: the single claim of where somebody is, and what is still owed to rooms left.

-- One row. `cur_*`: the room the person is in; `next_*`: the one being moved to, until it answers. `*_join` is the
-- client's entry id. `wants`: 1 the person pressed Join, 0 the pre-join dialog only holds a seat (since `held_at`).
CREATE TABLE me (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  clock INTEGER NOT NULL DEFAULT 0,
  epoch INTEGER NOT NULL DEFAULT 0,
  cur_room TEXT,
  cur_epoch INTEGER,
  cur_join TEXT,
  cur_name TEXT,
  cur_feature TEXT,
  next_room TEXT,
  next_epoch INTEGER,
  next_join TEXT,
  next_at INTEGER,
  wants INTEGER NOT NULL DEFAULT 0 CHECK (wants IN (0, 1)),
  held_at INTEGER,
  away_join TEXT,
  away_at INTEGER,
  banned_until INTEGER
) STRICT;
INSERT INTO me (one) VALUES (1);

CREATE TRIGGER epoch_never_falls BEFORE UPDATE OF epoch ON me
WHEN NEW.epoch < OLD.epoch BEGIN SELECT RAISE(ABORT, 'epoch_fell'); END;

-- The attendee as the catalogue has them (JSON).
CREATE TABLE profile (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  entry TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;

-- A room is forgotten only by its own answer: the row stays until it says gone or quiet.
CREATE TABLE releases (
  room TEXT PRIMARY KEY,
  fence INTEGER NOT NULL,
  evict INTEGER NOT NULL CHECK (evict IN (0, 1)),
  due INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Entries that were left, taken over or moved away from, kept ten minutes: a late call under them is refused.
CREATE TABLE old_joins (id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Bans of a feature (its id) or of the whole event (no feature).
CREATE TABLE wide_bans (
  id TEXT PRIMARY KEY,
  feature TEXT,
  ends_at INTEGER NOT NULL,
  banned_by TEXT NOT NULL,
  reason TEXT,
  fence INTEGER NOT NULL,
  lifted_at INTEGER
) STRICT, WITHOUT ROWID;

-- Rooms that have not yet answered a wide ban.
CREATE TABLE wide_pending (ban TEXT NOT NULL, room TEXT NOT NULL, PRIMARY KEY (ban, room)) STRICT, WITHOUT ROWID;
