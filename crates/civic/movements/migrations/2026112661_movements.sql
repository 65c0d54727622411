-- Models of emulation movements (mô hình của phong trào thi đua): registered, planned, carried out, reviewed. unit_id is the
-- commune. A model is one of one year; next year's that goes on from it is another row.
-- Days are counted since 1970-01-01, instants are microseconds since then.

CREATE TABLE movement_model (
    unit_id        BIGINT NOT NULL,
    id             BYTEA  NOT NULL,
    -- Key of the movement (data/movements).
    movement       TEXT   NOT NULL,
    -- The year in which it was registered.
    year           BIGINT NOT NULL,
    hamlet_id      BIGINT,
    -- Items of the lists that the movement's record form chooses from.
    group_key      TEXT   NOT NULL,
    field_key      TEXT   NOT NULL,
    holder         TEXT   NOT NULL,
    -- A collective's name, or a person's: that is never public without written consent. Empty when it is not known.
    holder_name    TEXT   NOT NULL,
    -- The day of the written consent of a person.
    consent_on     BIGINT,
    title          TEXT   NOT NULL,
    aim            TEXT   NOT NULL,
    plan           TEXT   NOT NULL,
    plan_until     BIGINT,
    done           TEXT   NOT NULL,
    outcome        TEXT   NOT NULL,
    -- What it is found by: folded, so that search gives the same answers on every database.
    folded         TEXT   NOT NULL,
    -- What makes it one model of its commune and year.
    once           TEXT   NOT NULL,
    state          TEXT   NOT NULL,
    registered_on  BIGINT NOT NULL,
    carried_out_on BIGINT,
    decided_on     BIGINT,
    -- Number of the decision of recognition; empty while there is none.
    number         TEXT   NOT NULL,
    -- Why it was not recognised or not carried out.
    reasons        TEXT   NOT NULL,
    -- Last year's model, and how many years the model had been kept up before this one.
    continued_from BYTEA,
    kept_up        BIGINT NOT NULL,
    -- How many times the council voted on it.
    rounds         BIGINT NOT NULL,
    registered_by  BYTEA,
    registered_role TEXT  NOT NULL,
    -- Counts the times it was saved, so that only what was read can be changed.
    revision       BIGINT NOT NULL,
    changed_at     BIGINT NOT NULL,
    -- Its record in the movement's register.
    record_id      BYTEA,
    PRIMARY KEY (unit_id, id)
);

CREATE UNIQUE INDEX movement_model_once ON movement_model (unit_id, movement, once);
CREATE UNIQUE INDEX movement_model_continued ON movement_model (unit_id, continued_from);
CREATE INDEX movement_model_by_year ON movement_model (unit_id, movement, year, id);
CREATE INDEX movement_model_by_record ON movement_model (unit_id, record_id);

-- The fields a model touches besides its main field. No sum ever counts them.
CREATE TABLE movement_touched (
    unit_id  BIGINT NOT NULL,
    model_id BYTEA  NOT NULL,
    field    TEXT   NOT NULL,
    PRIMARY KEY (unit_id, model_id, field),
    FOREIGN KEY (unit_id, model_id) REFERENCES movement_model (unit_id, id)
);

-- What it came to, by key of the movement's figures.
CREATE TABLE movement_figure (
    unit_id  BIGINT NOT NULL,
    model_id BYTEA  NOT NULL,
    figure   TEXT   NOT NULL,
    amount   BIGINT NOT NULL,
    PRIMARY KEY (unit_id, model_id, figure),
    FOREIGN KEY (unit_id, model_id) REFERENCES movement_model (unit_id, id)
);

-- Pictures, without what cameras add. One taken away stays with the reason and is shown no more.
CREATE TABLE movement_picture (
    unit_id        BIGINT NOT NULL,
    model_id       BYTEA  NOT NULL,
    id             BYTEA  NOT NULL,
    name           TEXT   NOT NULL,
    media_type     TEXT   NOT NULL,
    caption        TEXT   NOT NULL,
    content        BYTEA  NOT NULL,
    added_at       BIGINT NOT NULL,
    removed_at     BIGINT,
    removed_reason TEXT   NOT NULL,
    PRIMARY KEY (unit_id, model_id, id),
    FOREIGN KEY (unit_id, model_id) REFERENCES movement_model (unit_id, id)
);

-- Hội đồng xét công nhận: its members. Who leaves stays with the day.
CREATE TABLE movement_member (
    unit_id   BIGINT NOT NULL,
    id        BYTEA  NOT NULL,
    movement  TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    office    TEXT   NOT NULL,
    -- The hamlet whose collectives the member speaks for.
    hamlet_id BIGINT,
    since     BIGINT NOT NULL,
    -- The first day on which the member is none any more.
    until     BIGINT,
    PRIMARY KEY (unit_id, id)
);

-- How members voted, one row for each member and round. Only the counts are public.
CREATE TABLE movement_ballot (
    unit_id   BIGINT NOT NULL,
    model_id  BYTEA  NOT NULL,
    round     BIGINT NOT NULL,
    member_id BYTEA  NOT NULL,
    vote      TEXT   NOT NULL,
    PRIMARY KEY (unit_id, model_id, round, member_id),
    FOREIGN KEY (unit_id, model_id) REFERENCES movement_model (unit_id, id),
    FOREIGN KEY (unit_id, member_id) REFERENCES movement_member (unit_id, id)
);

-- What happened to a model; nothing of it is ever taken out.
CREATE TABLE movement_event (
    unit_id  BIGINT NOT NULL,
    model_id BYTEA  NOT NULL,
    id       BYTEA  NOT NULL,
    kind     TEXT   NOT NULL,
    account  BYTEA,
    role     TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    reason   TEXT   NOT NULL,
    -- Where it stood before, and after.
    was      TEXT   NOT NULL,
    became   TEXT   NOT NULL,
    PRIMARY KEY (unit_id, model_id, id),
    FOREIGN KEY (unit_id, model_id) REFERENCES movement_model (unit_id, id)
);
