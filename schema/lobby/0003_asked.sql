-- Somebody was not here when asked up to this number of theirs, and their Person forgot this lobby: a socket asked for under
-- it or before may still be on its way, and nobody would tell it of the next change. 0: they were here.
ALTER TABLE met ADD COLUMN nobody INTEGER NOT NULL DEFAULT 0;
