-- Plans (kế hoạch) with targets (chỉ tiêu) and tasks (nhiệm vụ), emergencies with their points, and public investment projects.
-- unit_id is the commune or province whose plan it is. Days are counted since 1970-01-01, instants are microseconds since then.

CREATE TABLE plan (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    kind          TEXT   NOT NULL,
    title         TEXT   NOT NULL,
    basis         TEXT   NOT NULL,
    starts_on     BIGINT NOT NULL,
    ends_on       BIGINT NOT NULL,
    -- How often it comes again: 'never', 'monthly', 'yearly'.
    recurs        TEXT   NOT NULL,
    -- The plan of the period before, of which this is the next one.
    follows       BYTEA,
    state         TEXT   NOT NULL,
    issued_on     BIGINT,
    closed_on     BIGINT,
    evaluation    TEXT   NOT NULL,
    revision      BIGINT NOT NULL,
    changed_at    BIGINT NOT NULL,
    changed_by    BYTEA  NOT NULL,
    changed_role  TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX plan_by_day ON plan (unit_id, starts_on, id);
CREATE UNIQUE INDEX plan_follows ON plan (unit_id, follows);

CREATE TABLE plan_target (
    unit_id       BIGINT NOT NULL,
    plan_id       BYTEA  NOT NULL,
    id            BYTEA  NOT NULL,
    title         TEXT   NOT NULL,
    measure       TEXT   NOT NULL,
    -- In hundredths of the measure.
    planned       BIGINT NOT NULL,
    reached       BIGINT,
    verdict       TEXT,
    why           TEXT   NOT NULL,
    PRIMARY KEY (unit_id, plan_id, id)
);

CREATE TABLE plan_task (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    plan_id       BYTEA  NOT NULL,
    title         TEXT   NOT NULL,
    -- Who carries it out: an office in words, and a unit below when it is one.
    owner         TEXT   NOT NULL,
    assigned_to   BIGINT,
    begins_on     BIGINT NOT NULL,
    due_on        BIGINT NOT NULL,
    state         TEXT   NOT NULL,
    -- 0 to 100.
    percent       BIGINT NOT NULL,
    done_on       BIGINT,
    why           TEXT   NOT NULL,
    record_id     BYTEA,
    revision      BIGINT NOT NULL,
    changed_at    BIGINT NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX plan_task_of ON plan_task (unit_id, plan_id, due_on, id);
CREATE INDEX plan_task_due ON plan_task (unit_id, state, due_on, id);

-- What was done of a task.
CREATE TABLE plan_step (
    unit_id       BIGINT NOT NULL,
    task_id       BYTEA  NOT NULL,
    id            BYTEA  NOT NULL,
    noted_on      BIGINT NOT NULL,
    percent       BIGINT NOT NULL,
    words         TEXT   NOT NULL,
    PRIMARY KEY (unit_id, task_id, id)
);

CREATE TABLE plan_picture (
    unit_id       BIGINT NOT NULL,
    task_id       BYTEA  NOT NULL,
    id            BYTEA  NOT NULL,
    name          TEXT   NOT NULL,
    media_type    TEXT   NOT NULL,
    caption       TEXT   NOT NULL,
    content       BYTEA  NOT NULL,
    PRIMARY KEY (unit_id, task_id, id)
);

-- Points of an emergency: where people keep watch, hand out, treat.
CREATE TABLE plan_point (
    unit_id       BIGINT NOT NULL,
    plan_id       BYTEA  NOT NULL,
    id            BYTEA  NOT NULL,
    name          TEXT   NOT NULL,
    place         TEXT   NOT NULL,
    closed_on     BIGINT,
    PRIMARY KEY (unit_id, plan_id, id)
);

-- What a point reports, by the hour: who serves there is a number, never a name. An entry is never changed: a mistake is
-- answered by another entry.
CREATE TABLE plan_entry (
    unit_id       BIGINT NOT NULL,
    plan_id       BYTEA  NOT NULL,
    id            BYTEA  NOT NULL,
    point_id      BYTEA  NOT NULL,
    kind          TEXT   NOT NULL,
    -- The item of a supply, or the figure of a situation; of a shift empty.
    item          TEXT   NOT NULL,
    -- Of a supply what came in (above 0) or went out (below 0); of a situation the figure; of a shift the people on duty.
    amount        BIGINT NOT NULL,
    words         TEXT   NOT NULL,
    noted_at      BIGINT NOT NULL,
    kept_at       BIGINT NOT NULL,
    -- SHA-256 of what makes it this one entry, however often a telephone sends it.
    once_hash     BYTEA  NOT NULL,
    kept_by       BYTEA  NOT NULL,
    kept_role     TEXT   NOT NULL,
    PRIMARY KEY (unit_id, plan_id, id)
);

CREATE UNIQUE INDEX plan_entry_once ON plan_entry (unit_id, once_hash);
CREATE INDEX plan_entry_by_time ON plan_entry (unit_id, plan_id, noted_at, id);

CREATE TABLE plan_project (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    title         TEXT   NOT NULL,
    investor      TEXT   NOT NULL,
    basis         TEXT   NOT NULL,
    begun_on      BIGINT NOT NULL,
    ended_on      BIGINT,
    revision      BIGINT NOT NULL,
    changed_at    BIGINT NOT NULL,
    changed_by    BYTEA  NOT NULL,
    changed_role  TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);

-- A project's year: capital assigned. In đồng.
CREATE TABLE plan_capital (
    unit_id       BIGINT NOT NULL,
    project_id    BYTEA  NOT NULL,
    year          BIGINT NOT NULL,
    assigned_vnd  BIGINT NOT NULL,
    record_id     BYTEA,
    PRIMARY KEY (unit_id, project_id, year)
);

-- A project's month: what is to be disbursed, and what was. In đồng.
CREATE TABLE plan_month (
    unit_id       BIGINT NOT NULL,
    project_id    BYTEA  NOT NULL,
    year          BIGINT NOT NULL,
    month         BIGINT NOT NULL,
    planned_vnd   BIGINT NOT NULL,
    disbursed_vnd BIGINT,
    record_id     BYTEA,
    PRIMARY KEY (unit_id, project_id, year, month)
);
