-- What organizers' programs and their app need beside the catalogue itself.

-- A JSON list of what a key may do beside reading: write, people, moderate, reports, admin.
ALTER TABLE api_keys ADD COLUMN scopes TEXT NOT NULL DEFAULT '["write","people","moderate","reports","admin"]';

-- Calls of each key: the last one, and how many came in the current window. A counter, not a record.
CREATE TABLE key_use (
  key          TEXT    NOT NULL PRIMARY KEY REFERENCES api_keys (id),
  last_used_at INTEGER NOT NULL,
  window_began INTEGER NOT NULL,
  calls        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Answers to POSTs that came with an Idempotency-Key, for a day. Without a status: still at work.
CREATE TABLE idempotency (
  key        TEXT    NOT NULL,                -- the API key's id
  name       TEXT    NOT NULL,                -- the header
  request    TEXT    NOT NULL,                -- hex SHA-256 of address and body
  began_at   INTEGER NOT NULL,
  status     INTEGER,
  etag       TEXT,
  kind       TEXT,                            -- content type
  body       TEXT,                            -- null: not kept, it held a secret
  PRIMARY KEY (key, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_of_age ON idempotency (began_at);

-- What organizers did, and moderators beside removals: those are in `bans`. Written in the batch of the change itself.
CREATE TABLE audit (
  id          TEXT    NOT NULL PRIMARY KEY,   -- sorts by age
  event       TEXT,
  at          INTEGER NOT NULL,
  actor       TEXT    NOT NULL,               -- key_… or att_…
  actor_name  TEXT    NOT NULL,
  action      TEXT    NOT NULL,               -- room.changed, …
  object      TEXT    NOT NULL,
  object_name TEXT    NOT NULL,
  changes     TEXT,                           -- JSON: field → {from, to}
  request     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- The audit log reads what moderators deleted from the messages themselves.
CREATE INDEX messages_deleted ON messages (event, deleted_at) WHERE deleted_by IS NOT NULL;

CREATE INDEX audit_of_event ON audit (event, id);
CREATE INDEX audit_of_object ON audit (object, id);
