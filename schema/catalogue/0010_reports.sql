-- What reports and metrics read.

-- Somebody asked somebody else to connect, sitting in that room or in none. Whom they asked is theirs.
CREATE TABLE requests (
  person  TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  event   TEXT    NOT NULL,
  feature TEXT,
  room    TEXT,
  PRIMARY KEY (person, at)
) STRICT, WITHOUT ROWID;

CREATE INDEX requests_of ON requests (event, at);
CREATE INDEX requests_in ON requests (room) WHERE room IS NOT NULL;

-- Reports page by time: of a whole event, and of a room.
CREATE INDEX messages_of_event ON messages (event, sent_at);
CREATE INDEX visits_of_event ON visits (event, joined_at);
CREATE INDEX visits_of_room ON visits (room, joined_at);
