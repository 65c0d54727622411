-- Records and the facts that follow from them, cells rolled up from facts, reported values with their sources.
-- Days are counted since 1970-01-01, instants are microseconds since then, periods are year * 10 + quarter.

-- Reference tables: no leading unit_id.

CREATE TABLE import_batch (
    id           BYTEA  NOT NULL PRIMARY KEY,
    content_hash BYTEA  NOT NULL UNIQUE,
    name         TEXT   NOT NULL,
    form         TEXT   NOT NULL,
    entries      BIGINT NOT NULL,
    imported_at  BIGINT NOT NULL
);

CREATE TABLE report_source (
    id           BYTEA NOT NULL PRIMARY KEY,
    title        TEXT  NOT NULL,
    publisher    TEXT  NOT NULL,
    published_on BIGINT,
    locator      TEXT  NOT NULL,
    note         TEXT  NOT NULL
);

-- Record tables: everything of a unit lies together.

CREATE TABLE record (
    unit_id          BIGINT  NOT NULL,
    id               BYTEA   NOT NULL,
    kind             TEXT    NOT NULL,
    day              BIGINT  NOT NULL,
    hamlet_id        BIGINT,
    title            TEXT    NOT NULL,
    body             TEXT    NOT NULL,
    demo             BOOLEAN NOT NULL,
    batch_id         BYTEA,
    recorded_at      BIGINT  NOT NULL,
    retracted_at     BIGINT,
    retracted_reason TEXT,
    PRIMARY KEY (unit_id, id)
);

-- Whether figures rest on invented records is asked for every page; elsewhere the index is empty.
CREATE INDEX record_demo ON record (unit_id) WHERE demo;

-- A fact of a retracted record stays, withdrawn, and is counted no more.
CREATE TABLE fact (
    unit_id   BIGINT  NOT NULL,
    record_id BYTEA   NOT NULL,
    line      BIGINT  NOT NULL,
    series    TEXT    NOT NULL,
    stock     BOOLEAN NOT NULL,
    period    BIGINT  NOT NULL,
    day       BIGINT  NOT NULL,
    quantity  BIGINT  NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (unit_id, record_id, line),
    FOREIGN KEY (unit_id, record_id) REFERENCES record (unit_id, id)
);

CREATE INDEX fact_by_series ON fact (unit_id, series, period, record_id, line);

-- A cell for the quarter and one for the year, so that a yearly report reads a quarter of the rows.
CREATE TABLE cell (
    unit_id BIGINT  NOT NULL,
    stock   BOOLEAN NOT NULL,
    yearly  BOOLEAN NOT NULL,
    period  BIGINT  NOT NULL,
    series  TEXT    NOT NULL,
    value   BIGINT  NOT NULL,
    facts   BIGINT  NOT NULL,
    PRIMARY KEY (unit_id, stock, yearly, period, series)
);

CREATE TABLE reported (
    unit_id          BIGINT  NOT NULL,
    id               BYTEA   NOT NULL,
    period           BIGINT  NOT NULL,
    indicator        TEXT    NOT NULL,
    qualifier        TEXT    NOT NULL,
    value            BIGINT  NOT NULL,
    as_written       TEXT    NOT NULL,
    note             TEXT    NOT NULL,
    source_id        BYTEA   NOT NULL REFERENCES report_source (id),
    batch_id         BYTEA,
    recorded_at      BIGINT  NOT NULL,
    retracted_at     BIGINT,
    retracted_reason TEXT,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX reported_by_period ON reported (unit_id, period, indicator, id);
