-- Rooms this person waits for a seat in, as far as this object knows: the rooms have the queues. `gen` grows with every
-- wish to wait. `offer_until`: a seat is kept for them till then; `rev`: the newest word of that room, so that an older one
-- that comes late says nothing; the row stays for it. `due`: when to tell the room to look again at this person, or,
-- `leaves`, that they wait no more; null: it knows. Name and feature as the room said.
CREATE TABLE waits (
  room TEXT PRIMARY KEY,
  gen INTEGER NOT NULL,
  name TEXT,
  feature TEXT,
  rev INTEGER NOT NULL DEFAULT 0,
  offer_until INTEGER,
  leaves INTEGER NOT NULL DEFAULT 0 CHECK (leaves IN (0, 1)),
  due INTEGER,
  tries INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
