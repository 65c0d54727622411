-- Grows whenever cells of the unit change, so that what was read from them can be remembered until then.
CREATE TABLE cell_version (
    unit_id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
);

INSERT INTO cell_version (unit_id, version) SELECT DISTINCT unit_id, 1 FROM cell;
