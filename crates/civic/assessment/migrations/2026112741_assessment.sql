-- Assessment of communes by criteria that are data (data/criteria). unit_id is the commune; of a commendation, the unit that
-- gives it. Days are counted since 1970-01-01, instants are microseconds since then.

CREATE TABLE assessment (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    -- Key of the criteria set.
    criteria_set  TEXT   NOT NULL,
    year          BIGINT NOT NULL,
    state         TEXT   NOT NULL,
    own_grade     TEXT   NOT NULL,
    submitted_on  BIGINT,
    -- Who submitted it may not check it. Never public.
    submitted_by  BYTEA,
    -- The grade once it was checked, and the day it was published.
    grade         TEXT,
    published_on  BIGINT,
    -- Why it was sent back, or why points were changed; public with a result.
    reason        TEXT   NOT NULL,
    -- Counts published results: 2 after a first correction.
    version       BIGINT NOT NULL,
    -- Counts the times it was changed, so that only what was read can be changed.
    revision      BIGINT NOT NULL,
    -- Its record in the register of results.
    record_id     BYTEA,
    changed_at    BIGINT NOT NULL,
    changed_by    BYTEA  NOT NULL,
    changed_role  TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE UNIQUE INDEX assessment_of_year ON assessment (unit_id, criteria_set, year);

CREATE TABLE assessment_score (
    unit_id       BIGINT NOT NULL,
    assessment_id BYTEA  NOT NULL,
    criterion     TEXT   NOT NULL,
    own_points    BIGINT,
    own_note      TEXT   NOT NULL,
    points        BIGINT,
    note          TEXT   NOT NULL,
    PRIMARY KEY (unit_id, assessment_id, criterion)
);

-- What was counted when the assessment was sent in: it stands beside what is counted now.
CREATE TABLE assessment_evidence (
    unit_id       BIGINT NOT NULL,
    assessment_id BYTEA  NOT NULL,
    -- Key of the indicator, or 'survey'.
    source        TEXT   NOT NULL,
    part          BIGINT NOT NULL,
    -- NULL for a number; the whole of a share otherwise.
    whole         BIGINT,
    PRIMARY KEY (unit_id, assessment_id, source)
);

CREATE TABLE assessment_objection (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    assessment_id BYTEA  NOT NULL,
    state         TEXT   NOT NULL,
    sent_on       BIGINT NOT NULL,
    due_on        BIGINT NOT NULL,
    answered_on   BIGINT,
    -- Public; without personal data, as who answers is told.
    answer        TEXT   NOT NULL,
    -- Words and contact, sealed; NULL once erased.
    sealed        BYTEA,
    kept_until    BIGINT,
    code_hash     BYTEA  NOT NULL,
    once_hash     BYTEA  NOT NULL,
    changed_at    BIGINT NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE UNIQUE INDEX assessment_objection_code ON assessment_objection (unit_id, code_hash);
CREATE UNIQUE INDEX assessment_objection_once ON assessment_objection (unit_id, once_hash);
CREATE INDEX assessment_objection_of ON assessment_objection (unit_id, assessment_id, sent_on, id);
CREATE INDEX assessment_objection_kept ON assessment_objection (kept_until);

CREATE TABLE assessment_survey (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    criteria_set  TEXT   NOT NULL,
    year          BIGINT NOT NULL,
    opened_on     BIGINT NOT NULL,
    -- The last day on which answers are taken.
    closes_on     BIGINT NOT NULL,
    -- Slips printed, and slips answered with.
    printed       BIGINT NOT NULL,
    answered      BIGINT NOT NULL,
    revision      BIGINT NOT NULL,
    changed_at    BIGINT NOT NULL,
    changed_by    BYTEA  NOT NULL,
    changed_role  TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE UNIQUE INDEX assessment_survey_of_year ON assessment_survey (unit_id, criteria_set, year);

-- A slip says that somebody answered; nothing says what.
CREATE TABLE assessment_slip (
    unit_id       BIGINT NOT NULL,
    survey_id     BYTEA  NOT NULL,
    code_hash     BYTEA  NOT NULL,
    used          BOOLEAN NOT NULL,
    PRIMARY KEY (unit_id, survey_id, code_hash)
);

-- Answers are counted at once; no single one is kept.
CREATE TABLE assessment_answer (
    unit_id       BIGINT NOT NULL,
    survey_id     BYTEA  NOT NULL,
    question      TEXT   NOT NULL,
    -- From 1 to 5.
    answer        BIGINT NOT NULL,
    people        BIGINT NOT NULL,
    PRIMARY KEY (unit_id, survey_id, question, answer)
);

CREATE TABLE assessment_commendation (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    title         TEXT   NOT NULL,
    number        TEXT   NOT NULL,
    -- Item of the list of what is commended (data/facts/movements.toml).
    commended_for TEXT   NOT NULL,
    decided_on    BIGINT NOT NULL,
    reason        TEXT   NOT NULL,
    -- Collectives by name, in lines; public.
    collectives   TEXT   NOT NULL,
    -- How many individuals; their names are sealed.
    individuals   BIGINT NOT NULL,
    sealed        BYTEA,
    revoked_on    BIGINT,
    revoked_why   TEXT   NOT NULL,
    record_id     BYTEA,
    revision      BIGINT NOT NULL,
    changed_at    BIGINT NOT NULL,
    changed_by    BYTEA  NOT NULL,
    changed_role  TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX assessment_commendation_by_day ON assessment_commendation (unit_id, decided_on, id);
