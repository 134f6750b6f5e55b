-- The holder of the stage has no socket of the room's any more: unless one is back by then, the stage ends.
ALTER TABLE stage ADD COLUMN deaf_until INTEGER;
