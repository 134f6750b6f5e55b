-- What organizers may say besides: a room's own groups, a feature's picture, what an item is about and its live stream.

-- A room's own limit within its feature's; without groups the feature's alone holds.
CREATE TABLE room_groups (
  event TEXT NOT NULL,
  room  TEXT NOT NULL,
  grp   TEXT NOT NULL,
  PRIMARY KEY (room, grp),
  FOREIGN KEY (event, room) REFERENCES rooms (event, id) ON DELETE CASCADE,
  FOREIGN KEY (event, grp) REFERENCES groups (event, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX room_groups_of ON room_groups (grp);

ALTER TABLE features ADD COLUMN image TEXT;

ALTER TABLE items ADD COLUMN description TEXT;
-- A session's live stream: managed HLS, or another provider's player to be embedded.
ALTER TABLE items ADD COLUMN stream_kind TEXT CHECK (stream_kind IN ('hls', 'embed'));
ALTER TABLE items ADD COLUMN stream_url TEXT CHECK ((stream_url IS NULL) = (stream_kind IS NULL));

CREATE INDEX items_of_event ON items (event, id) WHERE deleted_at IS NULL;
CREATE INDEX features_of_event ON features (event, position) WHERE deleted_at IS NULL;

-- Rooms that must still forget somebody who was deleted; written with the deletion, gone when the room has done so.
CREATE TABLE forgets (
  room   TEXT    NOT NULL,
  person TEXT    NOT NULL,
  due_at INTEGER NOT NULL,
  tries  INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (room, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX forgets_due ON forgets (due_at);
