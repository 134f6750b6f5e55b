-- Who waits for a seat, whose hand is up, and whether anybody new gets in.

-- The queue for attendee seats: `seq` is the order of coming and never changes. `offer_until`: a seat is kept for them
-- till then, and counts as taken for everybody else. `gen`: the Person's number of the wish; an older word that they do
-- not want to wait any more is not meant.
CREATE TABLE waiting (
  seq INTEGER PRIMARY KEY,
  person TEXT NOT NULL UNIQUE,
  gen INTEGER NOT NULL,
  since INTEGER NOT NULL,
  offer_until INTEGER,
  profile TEXT NOT NULL
) STRICT;

-- What a Person has not been told of an offer yet: only the newest word, under a number that grows. Job 'wait'.
CREATE TABLE words (
  person TEXT PRIMARY KEY,
  rev INTEGER NOT NULL,
  word TEXT NOT NULL CHECK (word IN ('offered', 'lapsed', 'over')),
  until INTEGER,
  CHECK ((word = 'offered') = (until IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Raised hands, the longest first.
CREATE TABLE hands (
  seq INTEGER PRIMARY KEY,
  person TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL
) STRICT;

-- `locked`: nobody new gets in but moderators. `word_rev`: the newest number of `words`.
ALTER TABLE meta ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meta ADD COLUMN word_rev INTEGER NOT NULL DEFAULT 0;

-- The last wall counts offers too: seats and other people's offers are never more than the limit.
DROP TRIGGER attendee_seats_insert;
CREATE TRIGGER attendee_seats_insert BEFORE INSERT ON seats
WHEN NEW.role = 'attendee' AND (SELECT COUNT(*) FROM seats WHERE role = 'attendee')
  + (SELECT COUNT(*) FROM waiting WHERE offer_until IS NOT NULL AND person <> NEW.person)
  >= (SELECT COALESCE(MAX(attendee_limit), 13) FROM room)
BEGIN SELECT RAISE(ABORT, 'room_full'); END;

DROP TRIGGER attendee_seats_update;
CREATE TRIGGER attendee_seats_update BEFORE UPDATE OF role ON seats
WHEN NEW.role = 'attendee' AND OLD.role <> 'attendee' AND (SELECT COUNT(*) FROM seats WHERE role = 'attendee')
  + (SELECT COUNT(*) FROM waiting WHERE offer_until IS NOT NULL AND person <> NEW.person)
  >= (SELECT COALESCE(MAX(attendee_limit), 13) FROM room)
BEGIN SELECT RAISE(ABORT, 'room_full'); END;

CREATE TRIGGER offers_fit BEFORE UPDATE OF offer_until ON waiting
WHEN NEW.offer_until IS NOT NULL AND OLD.offer_until IS NULL AND (SELECT COUNT(*) FROM seats WHERE role = 'attendee')
  + (SELECT COUNT(*) FROM waiting WHERE offer_until IS NOT NULL)
  >= (SELECT COALESCE(MAX(attendee_limit), 13) FROM room)
BEGIN SELECT RAISE(ABORT, 'room_full'); END;

-- A seat is offered later, never at once, so that the wall above is the only one; and nobody goes before another.
CREATE TRIGGER nobody_comes_with_an_offer BEFORE INSERT ON waiting
WHEN NEW.offer_until IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'offered_at_once'); END;

CREATE TRIGGER offers_keep_the_order BEFORE UPDATE OF offer_until ON waiting
WHEN NEW.offer_until IS NOT NULL AND EXISTS (SELECT 1 FROM waiting WHERE seq < NEW.seq AND offer_until IS NULL)
BEGIN SELECT RAISE(ABORT, 'out_of_turn'); END;

CREATE TRIGGER places_are_kept BEFORE UPDATE OF seq ON waiting
BEGIN SELECT RAISE(ABORT, 'out_of_turn'); END;
