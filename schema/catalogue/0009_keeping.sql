-- Keeping and forgetting.

-- So many days after the event's end everybody of it is deleted, with what they wrote; null: nobody is.
ALTER TABLE events ADD COLUMN retention_days INTEGER CHECK (retention_days BETWEEN 1 AND 3650);

-- Up to when what happened was cleared away as a rehearsal (0: never): rows up to then are gone, and none comes back.
ALTER TABLE events ADD COLUMN cleared_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE features ADD COLUMN cleared_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN cleared_at INTEGER NOT NULL DEFAULT 0;
