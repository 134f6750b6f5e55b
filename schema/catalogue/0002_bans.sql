-- An index of bans for organizers: Rooms and Persons own them and tell it by job. Nothing is decided from it.
CREATE TABLE bans (
  id               TEXT    NOT NULL PRIMARY KEY,
  event            TEXT    NOT NULL,
  scope            TEXT    NOT NULL CHECK (scope IN ('room', 'feature', 'event')),
  feature          TEXT,
  room             TEXT,
  room_name        TEXT,
  person           TEXT    NOT NULL,
  person_name      TEXT    NOT NULL,
  person_avatar    TEXT,
  by_id            TEXT    NOT NULL,
  by_name          TEXT    NOT NULL,
  reason           TEXT,
  at               INTEGER NOT NULL,
  ends_at          INTEGER,
  lifted_at        INTEGER,
  lifted_by        TEXT,
  lifted_by_name   TEXT,
  deleted_messages INTEGER NOT NULL
) STRICT;

CREATE INDEX bans_of_event ON bans (event, at);
