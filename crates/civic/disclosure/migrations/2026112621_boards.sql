-- What another civic function makes public hangs here too: the hamlet whose boards it hangs on, and the address of the
-- page it tells of. Both are none for what is written here.
ALTER TABLE disclosure_item ADD COLUMN hamlet_id BIGINT;
ALTER TABLE disclosure_item ADD COLUMN page TEXT;

CREATE UNIQUE INDEX disclosure_item_by_page ON disclosure_item (unit_id, page);
