-- What happened, for reports: copies of rows that Rooms and Persons own and send again until they are here. The keys are
-- the objects' own, so that a row sent twice is one row; hallway_domain::outbox has the statements. Nothing is decided
-- from these tables.

-- `left_at` is null while somebody is inside. `estimated`: nobody saw the end; it is the last proof that they were there.
CREATE TABLE visits (
  room      TEXT    NOT NULL,
  person    TEXT    NOT NULL,
  epoch     INTEGER NOT NULL,                 -- the one the stay began under
  event     TEXT    NOT NULL,
  feature   TEXT    NOT NULL,
  role      TEXT    NOT NULL,
  name      TEXT    NOT NULL,
  joined_at INTEGER NOT NULL,
  left_at   INTEGER CHECK (left_at >= joined_at),
  estimated INTEGER NOT NULL CHECK (estimated IN (0, 1)),
  ended     TEXT,                             -- left, removed, lost, closed, deleted, no_longer_moderator, not_for_you
  PRIMARY KEY (room, person, epoch)
) STRICT, WITHOUT ROWID;

CREATE INDEX visits_of ON visits (event, feature, joined_at);

-- `rev`: the number of the last change this row has seen.
CREATE TABLE messages (
  room       TEXT    NOT NULL,
  seq        INTEGER NOT NULL,
  rev        INTEGER NOT NULL,
  id         TEXT    NOT NULL,
  event      TEXT    NOT NULL,
  feature    TEXT    NOT NULL,
  person     TEXT    NOT NULL,
  name       TEXT    NOT NULL,
  role       TEXT    NOT NULL,
  text       TEXT    NOT NULL,
  sent_at    INTEGER NOT NULL,
  deleted_at INTEGER,
  deleted_by TEXT,                            -- att_… or key_…
  PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX messages_of ON messages (event, feature, sent_at);

-- `epoch`: the one the refusal spent in its room; below zero: no room was asked, for an event ban refused it.
CREATE TABLE refusals (
  room    TEXT    NOT NULL,
  person  TEXT    NOT NULL,
  epoch   INTEGER NOT NULL,
  event   TEXT    NOT NULL,
  feature TEXT    NOT NULL,
  why     TEXT    NOT NULL,                   -- full, closed, banned
  at      INTEGER NOT NULL,
  PRIMARY KEY (room, person, epoch)
) STRICT, WITHOUT ROWID;

CREATE INDEX refusals_of ON refusals (event, feature, at);

-- A press on Join (with the room), or a feature opened (without).
CREATE TABLE clicks (
  id      TEXT    NOT NULL PRIMARY KEY,
  event   TEXT    NOT NULL,
  feature TEXT    NOT NULL,
  room    TEXT,
  person  TEXT    NOT NULL,
  at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX clicks_of ON clicks (event, feature, at);
