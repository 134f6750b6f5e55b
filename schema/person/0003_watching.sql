-- Lobbies (and their shards) that hold a socket of this person, or did. They are told when groups, link or the person
-- change, until they answer; one without a socket of theirs is forgotten. `gen` grows with every socket asked for;
-- `first` is that of the first one.
CREATE TABLE watching (
  place TEXT PRIMARY KEY,
  gen INTEGER NOT NULL,
  first INTEGER NOT NULL,
  due INTEGER,
  tries INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
