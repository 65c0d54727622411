-- What is made public: matters with their versions, files by hash, boards and what was seen on them, broadcasts,
-- duties that were missed, and administrative procedures. Nothing is deleted.
-- Days are counted since 1970-01-01, instants are microseconds since then, quarters are year * 10 + quarter.

CREATE TABLE disclosure_item (
    unit_id          BIGINT  NOT NULL,
    id               BYTEA   NOT NULL,
    matter           TEXT    NOT NULL,
    -- Set for a register of disclosures, whose matter is empty.
    quarter          BIGINT,
    decided_on       BIGINT  NOT NULL,
    due_on           BIGINT  NOT NULL,
    state            TEXT    NOT NULL,
    -- 0 while nothing is public.
    public_version   BIGINT  NOT NULL,
    last_version     BIGINT  NOT NULL,
    published_at     BIGINT,
    published_on     BIGINT,
    changed_at       BIGINT  NOT NULL,
    withdrawn_at     BIGINT,
    withdrawn_role   TEXT    NOT NULL,
    withdrawn_reason TEXT    NOT NULL,
    archived_at      BIGINT,
    -- Whether its boards and broadcasts still have to be watched.
    watched          BOOLEAN NOT NULL,
    record_id        BYTEA,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX disclosure_item_by_time ON disclosure_item (unit_id, published_at, id);
CREATE INDEX disclosure_item_watched ON disclosure_item (unit_id) WHERE watched;
-- One register a quarter; notices have no quarter.
CREATE UNIQUE INDEX disclosure_item_register ON disclosure_item (unit_id, quarter);

CREATE TABLE disclosure_version (
    unit_id        BIGINT NOT NULL,
    item_id        BYTEA  NOT NULL,
    version        BIGINT NOT NULL,
    state          TEXT   NOT NULL,
    -- Counts the times it was saved, so that only what was read can be approved.
    revision       BIGINT NOT NULL,
    title          TEXT   NOT NULL,
    summary        TEXT   NOT NULL,
    body           TEXT   NOT NULL,
    -- Why it replaces the version before; empty for the first.
    correction     TEXT   NOT NULL,
    drafted_by     BYTEA  NOT NULL,
    drafted_role   TEXT   NOT NULL,
    drafted_at     BIGINT NOT NULL,
    approved_by    BYTEA,
    approved_role  TEXT   NOT NULL,
    approved_at    BIGINT,
    published_role TEXT   NOT NULL,
    published_at   BIGINT,
    -- SHA-256 of the canonical content, set when it is published.
    content_hash   BYTEA,
    PRIMARY KEY (unit_id, item_id, version),
    FOREIGN KEY (unit_id, item_id) REFERENCES disclosure_item (unit_id, id)
);

CREATE TABLE disclosure_file (
    unit_id    BIGINT NOT NULL,
    hash       BYTEA  NOT NULL,
    media_type TEXT   NOT NULL,
    size       BIGINT NOT NULL,
    content    BYTEA  NOT NULL,
    stored_at  BIGINT NOT NULL,
    PRIMARY KEY (unit_id, hash)
);

CREATE TABLE disclosure_attachment (
    unit_id  BIGINT NOT NULL,
    item_id  BYTEA  NOT NULL,
    version  BIGINT NOT NULL,
    position BIGINT NOT NULL,
    hash     BYTEA  NOT NULL,
    name     TEXT   NOT NULL,
    PRIMARY KEY (unit_id, item_id, version, position),
    FOREIGN KEY (unit_id, item_id, version) REFERENCES disclosure_version (unit_id, item_id, version),
    FOREIGN KEY (unit_id, hash) REFERENCES disclosure_file (unit_id, hash)
);

-- The words of what is public, folded: search gives the same answers on every database.
CREATE TABLE disclosure_word (
    unit_id BIGINT NOT NULL,
    word    TEXT   NOT NULL,
    item_id BYTEA  NOT NULL,
    PRIMARY KEY (unit_id, word, item_id)
);

CREATE INDEX disclosure_word_of_item ON disclosure_word (unit_id, item_id);

CREATE TABLE disclosure_site (
    unit_id   BIGINT NOT NULL,
    id        BYTEA  NOT NULL,
    kind      TEXT   NOT NULL,
    hamlet_id BIGINT,
    name      TEXT   NOT NULL,
    opened_on BIGINT NOT NULL,
    -- The first day on which it is no more.
    closed_on BIGINT,
    PRIMARY KEY (unit_id, id)
);

CREATE TABLE disclosure_sighting (
    unit_id       BIGINT NOT NULL,
    item_id       BYTEA  NOT NULL,
    id            BYTEA  NOT NULL,
    site_id       BYTEA  NOT NULL,
    seen          TEXT   NOT NULL,
    seen_at       BIGINT NOT NULL,
    photo         BYTEA,
    note          TEXT   NOT NULL,
    recorded_by   BYTEA  NOT NULL,
    recorded_role TEXT   NOT NULL,
    recorded_at   BIGINT NOT NULL,
    -- Recorded by mistake: it stays, with the reason, and counts no more.
    voided_at     BIGINT,
    voided_reason TEXT   NOT NULL,
    PRIMARY KEY (unit_id, item_id, id),
    FOREIGN KEY (unit_id, item_id) REFERENCES disclosure_item (unit_id, id),
    FOREIGN KEY (unit_id, site_id) REFERENCES disclosure_site (unit_id, id)
);

CREATE TABLE disclosure_broadcast (
    unit_id       BIGINT NOT NULL,
    item_id       BYTEA  NOT NULL,
    day           BIGINT NOT NULL,
    recorded_by   BYTEA  NOT NULL,
    recorded_role TEXT   NOT NULL,
    recorded_at   BIGINT NOT NULL,
    PRIMARY KEY (unit_id, item_id, day),
    FOREIGN KEY (unit_id, item_id) REFERENCES disclosure_item (unit_id, id)
);

-- Times in which a commune has no loudspeaker system.
CREATE TABLE disclosure_exemption (
    unit_id       BIGINT NOT NULL,
    from_day      BIGINT NOT NULL,
    -- The first day on which it has one again.
    until_day     BIGINT,
    reason        TEXT   NOT NULL,
    recorded_by   BYTEA  NOT NULL,
    recorded_role TEXT   NOT NULL,
    recorded_at   BIGINT NOT NULL,
    PRIMARY KEY (unit_id, from_day)
);

-- Duties that were not done in time, each noted once; `subject` names matter, duty and site.
CREATE TABLE disclosure_missed (
    unit_id     BIGINT NOT NULL,
    subject     TEXT   NOT NULL,
    duty        TEXT   NOT NULL,
    due_on      BIGINT NOT NULL,
    record_id   BYTEA  NOT NULL,
    noted_at    BIGINT NOT NULL,
    resolved_at BIGINT,
    PRIMARY KEY (unit_id, subject)
);
