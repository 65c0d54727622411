-- How what is published within an organisation was made known besides its board here, its record in the facts, and
-- which of it was missed. Nothing is deleted.
-- Days are counted since 1970-01-01, instants are microseconds since then.

ALTER TABLE internal_notice ADD COLUMN record_id BYTEA;

CREATE TABLE internal_showing (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    notice_id     BYTEA  NOT NULL,
    -- Key of the form in the rulebook.
    form          TEXT   NOT NULL,
    from_day      BIGINT NOT NULL,
    -- The last day of what stands for a while; absent while it stands, and for what happens on one day.
    until_day     BIGINT,
    note          TEXT   NOT NULL,
    recorded_by   BYTEA  NOT NULL,
    recorded_at   BIGINT NOT NULL,
    -- Set when it was recorded by mistake.
    voided_at     BIGINT,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, notice_id) REFERENCES internal_notice (unit_id, id)
);

CREATE INDEX internal_showing_by_notice ON internal_showing (unit_id, notice_id);

-- What was not published in time, each noted once.
CREATE TABLE internal_missed (
    unit_id         BIGINT NOT NULL,
    notice_id       BYTEA  NOT NULL,
    organisation_id BYTEA  NOT NULL,
    due_on          BIGINT NOT NULL,
    record_id       BYTEA  NOT NULL,
    noted_at        BIGINT NOT NULL,
    resolved_at     BIGINT,
    PRIMARY KEY (unit_id, notice_id)
);
