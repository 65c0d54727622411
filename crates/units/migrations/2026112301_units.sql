-- Administrative units through time. These are reference tables: small, the same for everybody, without the
-- record tables' leading unit_id. Dates are days since 1970-01-01, instants microseconds since then.

CREATE TABLE unit_source (
    id        BIGINT NOT NULL PRIMARY KEY,
    title     TEXT   NOT NULL,
    publisher TEXT   NOT NULL,
    licence   TEXT   NOT NULL,
    locator   TEXT   NOT NULL,
    UNIQUE (title, publisher, licence, locator)
);

-- What was imported: the hash of its content makes a second import of the same do nothing.
CREATE TABLE unit_import (
    id          BIGINT NOT NULL PRIMARY KEY,
    hash        BYTEA  NOT NULL UNIQUE,
    what        TEXT   NOT NULL,
    entries     BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);

CREATE TABLE reorganisation (
    id             BIGINT NOT NULL PRIMARY KEY,
    title          TEXT   NOT NULL,
    legal_document TEXT   NOT NULL,
    effective      BIGINT NOT NULL,
    source_id      BIGINT NOT NULL REFERENCES unit_source (id),
    recorded_at    BIGINT NOT NULL,
    undone_at      BIGINT,
    undone_reason  TEXT,
    CHECK ((undone_at IS NULL) = (undone_reason IS NULL))
);

-- The last day of a unit follows from the reorganisation that closes it (unit_closing), so that undoing the
-- reorganisation opens it again. Hamlets have their days as recorded: closed_on is theirs alone.
CREATE TABLE unit (
    id         BIGINT NOT NULL PRIMARY KEY,
    code       TEXT,
    name       TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    level      BIGINT NOT NULL,
    parent_id  BIGINT REFERENCES unit (id),
    valid_from BIGINT,
    closed_on  BIGINT,
    opened_by  BIGINT REFERENCES reorganisation (id),
    latitude   DOUBLE PRECISION,
    longitude  DOUBLE PRECISION,
    area_km2   DOUBLE PRECISION,
    source_id  BIGINT NOT NULL REFERENCES unit_source (id),
    CHECK (level = 4 OR (code IS NOT NULL AND closed_on IS NULL))
);

-- Hamlets of a commune, paged by id.
CREATE INDEX unit_by_parent ON unit (parent_id, level, id);

CREATE TABLE unit_closing (
    reorganisation_id BIGINT NOT NULL REFERENCES reorganisation (id),
    unit_id           BIGINT NOT NULL REFERENCES unit (id),
    PRIMARY KEY (unit_id, reorganisation_id)
);

-- Statements about successions, in the order in which they were recorded. The last 'add' or 'retract' about a
-- pair of units decides; 'claim' and 'deny' record that another source contradicts, and decide nothing.
CREATE TABLE unit_succession (
    id                BIGINT  NOT NULL PRIMARY KEY,
    old_id            BIGINT  NOT NULL REFERENCES unit (id),
    new_id            BIGINT  NOT NULL REFERENCES unit (id),
    action            TEXT    NOT NULL CHECK (action IN ('add', 'retract', 'claim', 'deny')),
    partial           BOOLEAN NOT NULL,
    reorganisation_id BIGINT  NOT NULL REFERENCES reorganisation (id),
    source_id         BIGINT  NOT NULL REFERENCES unit_source (id),
    reason            TEXT    NOT NULL,
    recorded_at       BIGINT  NOT NULL
);
