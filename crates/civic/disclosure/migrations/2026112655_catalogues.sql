-- Catalogues of administrative procedures that came in as files, with what each of them published, and how a commune
-- offers a procedure that its province decided. Procedures themselves are matters as all others; a province's stand
-- under the province. Nothing is deleted.
-- Days are counted since 1970-01-01, instants are microseconds since then.

CREATE TABLE disclosure_catalogue (
    unit_id     BIGINT NOT NULL,
    id          BYTEA  NOT NULL,
    name        TEXT   NOT NULL,
    octets      BYTEA  NOT NULL,
    hash        BYTEA  NOT NULL,
    -- Number and day of the decision that announces the procedures.
    decision    TEXT   NOT NULL,
    decided_on  BIGINT NOT NULL,
    -- 'sent', 'published', 'dropped' or 'undone'.
    state       TEXT   NOT NULL,
    sent_by     BYTEA  NOT NULL,
    sent_role   TEXT   NOT NULL,
    sent_at     BIGINT NOT NULL,
    settled_role TEXT  NOT NULL,
    -- When it was published or dropped, and when it was taken back.
    settled_at  BIGINT,
    undone_role TEXT   NOT NULL,
    undone_at   BIGINT,
    undone_why  TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX disclosure_catalogue_by_time ON disclosure_catalogue (unit_id, sent_at, id);

-- The versions that a catalogue published: the first one of a matter was new.
CREATE TABLE disclosure_catalogue_item (
    unit_id      BIGINT NOT NULL,
    catalogue_id BYTEA  NOT NULL,
    item_id      BYTEA  NOT NULL,
    version      BIGINT NOT NULL,
    PRIMARY KEY (unit_id, catalogue_id, item_id),
    FOREIGN KEY (unit_id, catalogue_id) REFERENCES disclosure_catalogue (unit_id, id),
    FOREIGN KEY (unit_id, item_id) REFERENCES disclosure_item (unit_id, id)
);

-- Where, when and with whom a commune offers what its province decided; the newest revision counts. A procedure of
-- zeros stands for all that say nothing of their own.
CREATE TABLE disclosure_offer (
    unit_id  BIGINT  NOT NULL,
    item_id  BYTEA   NOT NULL,
    revision BIGINT  NOT NULL,
    offered  BOOLEAN NOT NULL,
    office   TEXT    NOT NULL,
    hours    TEXT    NOT NULL,
    contact  TEXT    NOT NULL,
    note     TEXT    NOT NULL,
    set_by   BYTEA   NOT NULL,
    set_role TEXT    NOT NULL,
    set_at   BIGINT  NOT NULL,
    PRIMARY KEY (unit_id, item_id, revision)
);
