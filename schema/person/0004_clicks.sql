-- Presses on Join and openings of a feature, and joins refused by an event ban; gone when D1 has them.
CREATE TABLE clicks (
  id TEXT PRIMARY KEY,
  feature TEXT NOT NULL,
  room TEXT,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- No room was asked, so no epoch was spent: D1's key has minus `at` in its place, which no room ever sees.
CREATE TABLE refusals (
  room TEXT NOT NULL,
  at INTEGER NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0 CHECK (sent IN (0, 1)),
  PRIMARY KEY (room, at)
) STRICT, WITHOUT ROWID;

-- `due`: when to send D1 what it has not; null: it has all. `clicks_full_at`: when the bucket of clicks is full again.
CREATE TABLE outbox (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  due INTEGER,
  tries INTEGER NOT NULL DEFAULT 0,
  clicks_full_at INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO outbox (one) VALUES (1);
