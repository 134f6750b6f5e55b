-- Objects (rooms and persons) that have something due, so that cron can knock at them if an alarm was lost.
CREATE TABLE IF NOT EXISTS awake (object TEXT PRIMARY KEY, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
