-- Whoever looks at the cards hears of changes. One counter (`live_meta.seq`) numbers them; each thing remembers at which
-- number it last changed, so that everything after some number can be told at any time.

-- One row. `told`, `told_at`: what the sockets know, since when. `order_rev`: the newest change of order or membership;
-- `place_rev`: of name or icon; `anew_rev`: of who may see what, after which everybody gets everything anew.
-- `gone_floor`: departures up to this number are forgotten. `shards`: so many take listeners beside this one.
-- Of a shard, `shard`: its name; `gen`: the number of its subscription; `subscribed`: whether its primary knows of it.
-- `listen_until`: the first session behind a socket that ends; 0: none.
CREATE TABLE live_meta (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  clock INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL DEFAULT 1,
  told INTEGER NOT NULL DEFAULT 1,
  told_at INTEGER NOT NULL DEFAULT 0,
  order_rev INTEGER NOT NULL DEFAULT 1,
  place_rev INTEGER NOT NULL DEFAULT 1,
  anew_rev INTEGER NOT NULL DEFAULT 1,
  gone_floor INTEGER NOT NULL DEFAULT 0,
  listen_until INTEGER NOT NULL DEFAULT 0,
  shards INTEGER NOT NULL DEFAULT 0,
  gen INTEGER NOT NULL DEFAULT 1,
  subscribed INTEGER NOT NULL DEFAULT 0 CHECK (subscribed IN (0, 1)),
  shard TEXT
) STRICT;
INSERT INTO live_meta (one) VALUES (1);

CREATE TRIGGER seq_never_falls BEFORE UPDATE OF seq ON live_meta
WHEN NEW.seq < OLD.seq BEGIN SELECT RAISE(ABORT, 'seq_fell'); END;

-- The number at which a card last changed, by the catalogue or by its room.
ALTER TABLE rooms ADD COLUMN rev INTEGER NOT NULL DEFAULT 1;

-- Rooms that left, and whom they were for (JSON): whoever knows of them must hear it.
CREATE TABLE gone (room TEXT PRIMARY KEY, rev INTEGER NOT NULL, groups TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- The newest versions Persons told of lately: a socket asked for under an older one must be asked for anew.
CREATE TABLE met (person TEXT PRIMARY KEY, version INTEGER NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Shards that have listeners: a job each. `told`: the number the shard has; `due`: not pushed to before.
CREATE TABLE shards (
  shard TEXT PRIMARY KEY,
  gen INTEGER NOT NULL,
  told INTEGER NOT NULL,
  due INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
