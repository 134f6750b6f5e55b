-- The catalogue: what organizers write. Objects keep copies of it and hear of changes through `pushes`.
--
-- Times are milliseconds since 1970 UTC. Every child carries its event and points at its parent by
-- (event, id), so that nothing of one event can ever hang on something of another.
-- `version` grows with every change that concerns the row's object; things that people may still
-- refer to are marked deleted, not removed.

CREATE TABLE events (
  id         TEXT    NOT NULL PRIMARY KEY,
  name       TEXT    NOT NULL,
  time_zone  TEXT    NOT NULL,                -- IANA name
  starts_at  INTEGER NOT NULL,
  ends_at    INTEGER NOT NULL CHECK (ends_at > starts_at),
  region     TEXT,                            -- location hint for the event's objects
  version    INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL
) STRICT;

-- Organizers' keys. Only the hash is kept; a key without an event may do everything.
CREATE TABLE api_keys (
  id         TEXT    NOT NULL PRIMARY KEY,
  hash       TEXT    NOT NULL UNIQUE,         -- hex SHA-256 of the whole key text
  name       TEXT    NOT NULL DEFAULT '',
  event      TEXT    REFERENCES events (id),
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;

CREATE TABLE groups (
  id         TEXT    NOT NULL PRIMARY KEY,
  event      TEXT    NOT NULL REFERENCES events (id),
  name       TEXT    NOT NULL COLLATE NOCASE,
  version    INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  UNIQUE (event, id),
  UNIQUE (event, name)
) STRICT;

CREATE TABLE attendees (
  id           TEXT    NOT NULL PRIMARY KEY,
  event        TEXT    NOT NULL REFERENCES events (id),
  first_name   TEXT    NOT NULL,
  last_name    TEXT    NOT NULL,
  email        TEXT    NOT NULL CHECK (email = lower(email)),
  title        TEXT,
  company      TEXT,
  avatar       TEXT,
  link_version INTEGER NOT NULL DEFAULT 1,    -- raised to revoke the personal link and its sessions
  version      INTEGER NOT NULL DEFAULT 1,
  created_at   INTEGER NOT NULL,
  deleted_at   INTEGER,
  UNIQUE (event, id)
) STRICT;

CREATE UNIQUE INDEX attendees_email ON attendees (event, email) WHERE deleted_at IS NULL;

CREATE TABLE group_members (
  event    TEXT NOT NULL,
  grp      TEXT NOT NULL,
  attendee TEXT NOT NULL,
  PRIMARY KEY (attendee, grp),
  FOREIGN KEY (event, grp) REFERENCES groups (event, id) ON DELETE CASCADE,
  FOREIGN KEY (event, attendee) REFERENCES attendees (event, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX group_members_of ON group_members (grp);

-- A feature is one instance of Video Rooms in an event; without groups it is everybody's.
CREATE TABLE features (
  id         TEXT    NOT NULL PRIMARY KEY,
  event      TEXT    NOT NULL REFERENCES events (id),
  name       TEXT    NOT NULL,
  icon       TEXT,
  position   INTEGER NOT NULL DEFAULT 0,
  version    INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER,
  UNIQUE (event, id)
) STRICT;

CREATE TABLE feature_groups (
  event   TEXT NOT NULL,
  feature TEXT NOT NULL,
  grp     TEXT NOT NULL,
  PRIMARY KEY (feature, grp),
  FOREIGN KEY (event, feature) REFERENCES features (event, id) ON DELETE CASCADE,
  FOREIGN KEY (event, grp) REFERENCES groups (event, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX feature_groups_of ON feature_groups (grp);

-- Other things of an event a room can be linked to.
CREATE TABLE items (
  id         TEXT    NOT NULL PRIMARY KEY,
  event      TEXT    NOT NULL REFERENCES events (id),
  kind       TEXT    NOT NULL CHECK (kind IN ('session', 'sponsor', 'page')),
  name       TEXT    NOT NULL,
  starts_at  INTEGER,
  ends_at    INTEGER,
  version    INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER,
  UNIQUE (event, id),
  CHECK (ends_at IS NULL OR starts_at IS NULL OR ends_at >= starts_at)
) STRICT;

CREATE TABLE rooms (
  id              TEXT    NOT NULL PRIMARY KEY,
  event           TEXT    NOT NULL REFERENCES events (id),
  feature         TEXT    NOT NULL,
  name            TEXT    NOT NULL,
  description     TEXT,
  icon            TEXT,
  image           TEXT,
  enabled         INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  closed_reason   TEXT,                       -- shown while closed
  close_now       INTEGER NOT NULL DEFAULT 0 CHECK (close_now IN (0, 1)), -- closed, and people inside leave
  attendee_limit  INTEGER NOT NULL DEFAULT 13 CHECK (attendee_limit BETWEEN 1 AND 13),
  moderator_limit INTEGER NOT NULL DEFAULT 3 CHECK (moderator_limit BETWEEN 0 AND 3),
  sfu             TEXT    NOT NULL,           -- the one LiveKit server this room ever lives on
  position        INTEGER NOT NULL DEFAULT 0,
  version         INTEGER NOT NULL DEFAULT 1,
  created_at      INTEGER NOT NULL,
  deleted_at      INTEGER,
  UNIQUE (event, id),
  CHECK (close_now = 0 OR enabled = 0),
  FOREIGN KEY (event, feature) REFERENCES features (event, id)
) STRICT;

CREATE INDEX rooms_of_feature ON rooms (feature, position) WHERE deleted_at IS NULL;

CREATE TABLE room_moderators (
  event    TEXT NOT NULL,
  room     TEXT NOT NULL,
  attendee TEXT NOT NULL,
  PRIMARY KEY (room, attendee),
  FOREIGN KEY (event, room) REFERENCES rooms (event, id) ON DELETE CASCADE,
  FOREIGN KEY (event, attendee) REFERENCES attendees (event, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX room_moderators_of ON room_moderators (attendee);

CREATE TRIGGER room_moderators_three BEFORE INSERT ON room_moderators
WHEN (SELECT COUNT(*) FROM room_moderators WHERE room = NEW.room AND attendee <> NEW.attendee) >= 3
BEGIN
  SELECT RAISE(ABORT, 'too_many_moderators');
END;

-- A room moves to another row only through delete and insert, where the trigger above counts.
CREATE TRIGGER room_moderators_fixed BEFORE UPDATE ON room_moderators
BEGIN
  SELECT RAISE(ABORT, 'room_moderators_are_replaced_not_changed');
END;

-- A linked room shows on its items' pages and not in its feature's list.
CREATE TABLE room_links (
  event TEXT NOT NULL,
  room  TEXT NOT NULL,
  item  TEXT NOT NULL,
  PRIMARY KEY (room, item),
  FOREIGN KEY (event, room) REFERENCES rooms (event, id) ON DELETE CASCADE,
  FOREIGN KEY (event, item) REFERENCES items (event, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX room_links_of ON room_links (item);

-- Objects that must still hear of a version; written with the change, gone when the object has it.
CREATE TABLE pushes (
  kind    TEXT    NOT NULL CHECK (kind IN ('room', 'person', 'lobby')),
  object  TEXT    NOT NULL,
  version INTEGER NOT NULL,
  due_at  INTEGER NOT NULL,
  tries   INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, object)
) STRICT, WITHOUT ROWID;

CREATE INDEX pushes_due ON pushes (due_at);

-- Objects that have something due: cron knocks at them in case their alarm was lost.
CREATE TABLE awake (
  object TEXT    NOT NULL PRIMARY KEY,
  since  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX awake_since ON awake (since);
