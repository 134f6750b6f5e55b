-- Files of rooms or attendees that were uploaded and looked at; the file itself is in R2 until `expires_at`. Nothing of it is
-- written before the commit, whose answer stays in `outcome` (JSON). Without a feature: attendees.
CREATE TABLE imports (
  id           TEXT    NOT NULL PRIMARY KEY,
  event        TEXT    NOT NULL REFERENCES events (id),
  feature      TEXT,
  name         TEXT,
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  committed_at INTEGER,
  outcome      TEXT,
  FOREIGN KEY (event, feature) REFERENCES features (event, id),
  CHECK ((committed_at IS NULL) = (outcome IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX imports_of_age ON imports (expires_at);
