-- Whether a room's object has ever read its row: only then has it a copy that must hear of changes. Set in the very
-- transaction of that reading. Of rooms made before this nobody knows, so they count as warm.
ALTER TABLE rooms ADD COLUMN warm INTEGER NOT NULL DEFAULT 1 CHECK (warm IN (0, 1));
