-- The Lobby object's own SQLite: the cards of one feature, or of one item with rooms.

CREATE TABLE place (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  entry TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;

-- The catalogue's part of a card, in list order.
CREATE TABLE rooms (room TEXT PRIMARY KEY, position INTEGER NOT NULL, entry TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- The room's own part, pushed by it; `rev` grows, older ones are ignored.
CREATE TABLE live (room TEXT PRIMARY KEY, rev INTEGER NOT NULL, card TEXT NOT NULL) STRICT, WITHOUT ROWID;
