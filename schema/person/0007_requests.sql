-- Requests to connect this person made, for reports; gone when D1 has them. `room`: the one they sat in. Of their times no two
-- are alike, for D1 knows them by these.
CREATE TABLE requests (
  at INTEGER PRIMARY KEY,
  room TEXT
) STRICT;
ALTER TABLE outbox ADD COLUMN requested_at INTEGER NOT NULL DEFAULT 0;
