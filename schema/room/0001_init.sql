-- The Room object's own SQLite: seats, attempts, removals, jobs. docs/protocol.md says what they mean.
-- Times are milliseconds of the object's clock; booleans are 0 and 1.

-- What this room is: the catalogue's entry as JSON, with the columns the triggers need.
CREATE TABLE room (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  entry TEXT NOT NULL,
  version INTEGER NOT NULL,
  attendee_limit INTEGER NOT NULL CHECK (attendee_limit BETWEEN 1 AND 13),
  moderator_limit INTEGER NOT NULL CHECK (moderator_limit BETWEEN 0 AND 3)
) STRICT;

-- One row of bookkeeping. `clock`: no command sees an earlier time than this. `pass`: the newest question to
-- LiveKit who is there. `linger_until`: passes go on so long after the last seat. `card_rev`: the newest card.
CREATE TABLE meta (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  clock INTEGER NOT NULL DEFAULT 0,
  pass INTEGER NOT NULL DEFAULT 0,
  pass_started_at INTEGER NOT NULL DEFAULT 0,
  linger_until INTEGER NOT NULL DEFAULT 0,
  card_rev INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO meta (one) VALUES (1);

-- The newest epoch seen of a person. `spent`: it makes no seat any more. Never falls, and outlives the seat.
CREATE TABLE people (
  person TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL,
  spent INTEGER NOT NULL CHECK (spent IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER people_epoch_never_falls BEFORE UPDATE ON people
WHEN NEW.epoch < OLD.epoch OR (NEW.epoch = OLD.epoch AND NEW.spent < OLD.spent)
BEGIN SELECT RAISE(ABORT, 'epoch_fell'); END;

-- A row is a seat that counts. `dirty`: an attempt was made since the last proof, so a body may exist.
-- `confirmed`: a client may be behind that body. `clean_at`: first list without the body. `rev` grows with every
-- change of the attempts, `crev` is its value at the last confirm.
CREATE TABLE seats (
  person TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('attendee', 'moderator')),
  epoch INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('held', 'granted', 'live', 'leaving', 'evicting')),
  until INTEGER,
  dirty INTEGER NOT NULL DEFAULT 0 CHECK (dirty IN (0, 1)),
  confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
  clean_at INTEGER,
  rev INTEGER NOT NULL,
  crev INTEGER NOT NULL DEFAULT 0,
  profile TEXT NOT NULL,
  CHECK ((state IN ('held', 'granted')) = (until IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
  conn TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The last wall: whatever the code asks for, the 14th attendee and the 4th moderator do not fit, nor does
-- anybody beyond the room's own limit.
CREATE TRIGGER attendee_seats_insert BEFORE INSERT ON seats
WHEN NEW.role = 'attendee' AND (SELECT COUNT(*) FROM seats WHERE role = 'attendee')
  >= (SELECT COALESCE(MAX(attendee_limit), 13) FROM room)
BEGIN SELECT RAISE(ABORT, 'room_full'); END;

CREATE TRIGGER attendee_seats_update BEFORE UPDATE OF role ON seats
WHEN NEW.role = 'attendee' AND OLD.role <> 'attendee' AND (SELECT COUNT(*) FROM seats WHERE role = 'attendee')
  >= (SELECT COALESCE(MAX(attendee_limit), 13) FROM room)
BEGIN SELECT RAISE(ABORT, 'room_full'); END;

CREATE TRIGGER moderator_seats_insert BEFORE INSERT ON seats
WHEN NEW.role = 'moderator' AND (SELECT COUNT(*) FROM seats WHERE role = 'moderator')
  >= (SELECT COALESCE(MAX(moderator_limit), 3) FROM room)
BEGIN SELECT RAISE(ABORT, 'moderators_full'); END;

CREATE TRIGGER moderator_seats_update BEFORE UPDATE OF role ON seats
WHEN NEW.role = 'moderator' AND OLD.role <> 'moderator' AND (SELECT COUNT(*) FROM seats WHERE role = 'moderator')
  >= (SELECT COALESCE(MAX(moderator_limit), 3) FROM room)
BEGIN SELECT RAISE(ABORT, 'moderators_full'); END;

-- A removal is never undone, and a seat goes only by proof.
CREATE TRIGGER evicting_stays BEFORE UPDATE OF state ON seats
WHEN OLD.state = 'evicting' AND NEW.state <> 'evicting'
BEGIN SELECT RAISE(ABORT, 'evicting_stays'); END;

CREATE TRIGGER seat_goes_by_proof BEFORE DELETE ON seats
WHEN OLD.dirty = 1 OR EXISTS (SELECT 1 FROM attempts WHERE person = OLD.person)
BEGIN SELECT RAISE(ABORT, 'seat_not_proven_empty'); END;

-- Who was put out, by whom, why, and until when. No `ends_at`: put out without a ban.
CREATE TABLE removals (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  removed_by TEXT NOT NULL,
  reason TEXT,
  at INTEGER NOT NULL,
  ends_at INTEGER,
  lifted_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX removals_by_person ON removals (person, ends_at);

-- What must not be lost: remove (a person's body), list (who is there), card (a lobby's copy). One row each.
CREATE TABLE jobs (
  kind TEXT NOT NULL CHECK (kind IN ('remove', 'list', 'card')),
  key TEXT NOT NULL,
  due INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
