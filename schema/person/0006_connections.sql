-- Connections with others, one row for each. Of the two objects of a pair the one whose id comes first is the pair's home: its
-- row is the truth, counted by `rev`; the other's is a copy of that number. `asker`: who asked last. `card`: the other as they
-- were last known (JSON), without `email`, which is here only while both agree. `blocked_at`: this person blocks the other; the
-- home need not know. `act`: at home the newest act of the other it has decided, in a copy the newest this person sent.
-- `withdraws`: an own request must still be taken back at home. `due`: when the other object must hear (again); null: it knows.
CREATE TABLE connections (
  other TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('none', 'pending', 'accepted', 'declined', 'withdrawn')),
  asker TEXT,
  rev INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  card TEXT NOT NULL,
  email TEXT,
  blocked_at INTEGER,
  act INTEGER NOT NULL,
  withdraws INTEGER NOT NULL CHECK (withdraws IN (0, 1)),
  due INTEGER,
  tries INTEGER NOT NULL,
  CHECK (email IS NULL OR state = 'accepted'),
  CHECK ((asker IS NULL) = (state = 'none'))
) STRICT, WITHOUT ROWID;
CREATE INDEX connections_due ON connections (due) WHERE due IS NOT NULL;

-- Requests this person made within a day. `settled`: the pair's home has answered that it was a new one.
CREATE TABLE asks (
  other TEXT NOT NULL,
  at INTEGER NOT NULL,
  settled INTEGER NOT NULL CHECK (settled IN (0, 1)),
  PRIMARY KEY (other, at)
) STRICT, WITHOUT ROWID;
