-- What an import brought is found by its number, and what was taken back is known.

CREATE INDEX record_by_batch ON record (batch_id, unit_id, id) WHERE batch_id IS NOT NULL;

CREATE INDEX reported_by_batch ON reported (batch_id, unit_id, id) WHERE batch_id IS NOT NULL;

-- An import that was taken back. Its content may then be imported again, so the hash moves here.
CREATE TABLE import_undone (
    batch_id     BYTEA  NOT NULL PRIMARY KEY REFERENCES import_batch (id),
    content_hash BYTEA  NOT NULL,
    undone_at    BIGINT NOT NULL,
    reason       TEXT   NOT NULL
);
