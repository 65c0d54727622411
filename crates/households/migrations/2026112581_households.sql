-- Households (hộ gia đình) of hamlets, with who speaks for each (đại diện hộ), since when. unit_id is the commune.
-- A household never changes its hamlet: who moves is ended in one and listed in another. So the hamlet is part of the
-- key, and a hamlet's whole register lies together.
-- Days are counted since 1970-01-01, instants are microseconds since then.

CREATE TABLE household (
    unit_id           BIGINT NOT NULL,
    hamlet_id         BIGINT NOT NULL,
    id                BYTEA  NOT NULL,
    -- In the hamlet's register.
    number            BIGINT NOT NULL,
    address           TEXT   NOT NULL,
    -- The last turns of its two histories below.
    state             TEXT   NOT NULL,
    since             BIGINT NOT NULL,
    representative_id BYTEA  NOT NULL,
    -- Number, name and address, folded, each word between spaces.
    search            TEXT   NOT NULL,
    -- Counts the acts, so that nothing newer than what was read is overwritten.
    revision          BIGINT NOT NULL,
    PRIMARY KEY (unit_id, hamlet_id, id),
    CHECK (number > 0),
    CHECK (state IN ('listed', 'moved', 'merged', 'ended'))
);

CREATE UNIQUE INDEX household_by_number ON household (unit_id, hamlet_id, number);

-- A history says from which day on something is so, until its next turn. Two things can't be so on one day: each day
-- has one turn. A turn that was recorded by mistake is replaced by another one of the same day and stays.
CREATE TABLE household_standing (
    unit_id      BIGINT  NOT NULL,
    hamlet_id    BIGINT  NOT NULL,
    household_id BYTEA   NOT NULL,
    id           BYTEA   NOT NULL,
    from_day     BIGINT  NOT NULL,
    state        TEXT    NOT NULL,
    replaced     BOOLEAN NOT NULL,
    PRIMARY KEY (unit_id, hamlet_id, household_id, id),
    FOREIGN KEY (unit_id, hamlet_id, household_id) REFERENCES household (unit_id, hamlet_id, id)
);

CREATE UNIQUE INDEX household_standing_by_day
    ON household_standing (unit_id, hamlet_id, household_id, from_day) WHERE NOT replaced;

CREATE TABLE household_representative (
    unit_id      BIGINT  NOT NULL,
    hamlet_id    BIGINT  NOT NULL,
    household_id BYTEA   NOT NULL,
    id           BYTEA   NOT NULL,
    from_day     BIGINT  NOT NULL,
    replaced     BOOLEAN NOT NULL,
    -- Personal data; empty once erased at the person's request.
    name         TEXT    NOT NULL,
    birth_year   BIGINT,
    basis        TEXT    NOT NULL,
    phone        TEXT    NOT NULL,
    erased       BOOLEAN NOT NULL,
    PRIMARY KEY (unit_id, hamlet_id, household_id, id),
    FOREIGN KEY (unit_id, hamlet_id, household_id) REFERENCES household (unit_id, hamlet_id, id),
    CHECK (NOT erased OR (name = '' AND birth_year IS NULL AND phone = ''))
);

CREATE UNIQUE INDEX household_representative_by_day
    ON household_representative (unit_id, hamlet_id, household_id, from_day) WHERE NOT replaced;

-- What was done to the register, line by line; the lines of one act share it. Lines are added and never changed, but
-- for the values of a person who asked for them to be erased.
CREATE TABLE household_trace (
    unit_id           BIGINT  NOT NULL,
    hamlet_id         BIGINT  NOT NULL,
    id                BYTEA   NOT NULL,
    act               BYTEA   NOT NULL,
    -- None for what was done to the hamlet's whole register.
    household_id      BYTEA,
    -- Whose personal data the line holds.
    representative_id BYTEA,
    at                BIGINT  NOT NULL,
    account           BYTEA   NOT NULL,
    role              TEXT    NOT NULL,
    kind              TEXT    NOT NULL,
    field             TEXT    NOT NULL,
    before_value      TEXT    NOT NULL,
    after_value       TEXT    NOT NULL,
    reason            TEXT    NOT NULL,
    erased            BOOLEAN NOT NULL,
    PRIMARY KEY (unit_id, hamlet_id, id)
);

CREATE INDEX household_trace_by_household ON household_trace (unit_id, hamlet_id, household_id, id);

-- A roll is the register as something was decided on it: who had a vote. Names are not copied into it.
CREATE TABLE household_roll (
    unit_id   BIGINT NOT NULL,
    id        BYTEA  NOT NULL,
    hamlet_id BIGINT NOT NULL,
    taken_at  BIGINT NOT NULL,
    total     BIGINT NOT NULL,
    salt      BYTEA  NOT NULL,
    digest    BYTEA  NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE TABLE household_roll_entry (
    unit_id           BIGINT NOT NULL,
    roll_id           BYTEA  NOT NULL,
    household_id      BYTEA  NOT NULL,
    representative_id BYTEA  NOT NULL,
    number            BIGINT NOT NULL,
    PRIMARY KEY (unit_id, roll_id, household_id),
    FOREIGN KEY (unit_id, roll_id) REFERENCES household_roll (unit_id, id)
);

-- Files that somebody sent and has not yet confirmed. They are removed when confirmed, given up, or a day old.
CREATE TABLE household_upload (
    unit_id BIGINT NOT NULL,
    id      BYTEA  NOT NULL,
    account BYTEA  NOT NULL,
    name    TEXT   NOT NULL,
    octets  BYTEA  NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (unit_id, id)
);
