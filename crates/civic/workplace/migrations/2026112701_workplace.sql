-- What agencies and state enterprises do with their people: conferences, dialogues, regulations put to the staff, questions,
-- tasks that follow, and the yearly assessment. Nothing is deleted. What is said unnamed has no account, and no time but its day.
-- Days are counted since 1970-01-01, instants are microseconds since then.

-- The record of an organisation in the list of places (facts), and when its democracy regulation was adopted.
CREATE TABLE workplace_place (
    unit_id         BIGINT NOT NULL,
    organisation_id BYTEA  NOT NULL,
    record_id       BYTEA  NOT NULL,
    regulation_on   BIGINT,
    PRIMARY KEY (unit_id, organisation_id),
    FOREIGN KEY (unit_id, organisation_id) REFERENCES organisation (unit_id, id)
);

CREATE TABLE workplace_conference (
    unit_id         BIGINT NOT NULL,
    id              BYTEA  NOT NULL,
    organisation_id BYTEA  NOT NULL,
    kind            TEXT   NOT NULL,
    attendance      TEXT   NOT NULL,
    state           TEXT   NOT NULL,
    held_on         BIGINT NOT NULL,
    meeting_place   TEXT   NOT NULL,
    agenda          TEXT   NOT NULL,
    -- How many work there, and how many of them are summoned.
    staff           BIGINT NOT NULL,
    summoned        BIGINT NOT NULL,
    -- Absent until those present were counted.
    present         BIGINT,
    -- 1, or how often it was called by now.
    call_number     BIGINT NOT NULL,
    -- The failed one that it takes the place of.
    again_of        BYTEA,
    resolution      TEXT   NOT NULL,
    minutes         TEXT   NOT NULL,
    concluded_on    BIGINT,
    reason          TEXT   NOT NULL,
    record_id       BYTEA,
    called_by       BYTEA  NOT NULL,
    called_at       BIGINT NOT NULL,
    -- Counts the times it was changed, so that only what was read is changed.
    revision        BIGINT NOT NULL,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, organisation_id) REFERENCES organisation (unit_id, id)
);

CREATE INDEX workplace_conference_by_place ON workplace_conference (unit_id, organisation_id, held_on, id);

-- What a conference decides by a vote.
CREATE TABLE workplace_item (
    unit_id       BIGINT NOT NULL,
    conference_id BYTEA  NOT NULL,
    position      BIGINT NOT NULL,
    title         TEXT   NOT NULL,
    votes_for     BIGINT,
    votes_against BIGINT,
    votes_blank   BIGINT,
    passed        BIGINT,
    PRIMARY KEY (unit_id, conference_id, position),
    FOREIGN KEY (unit_id, conference_id) REFERENCES workplace_conference (unit_id, id)
);

CREATE TABLE workplace_dialogue (
    unit_id         BIGINT NOT NULL,
    id              BYTEA  NOT NULL,
    organisation_id BYTEA  NOT NULL,
    kind            TEXT   NOT NULL,
    state           TEXT   NOT NULL,
    held_on         BIGINT NOT NULL,
    meeting_place   TEXT   NOT NULL,
    agenda          TEXT   NOT NULL,
    minutes         TEXT   NOT NULL,
    reason          TEXT   NOT NULL,
    record_id       BYTEA,
    called_by       BYTEA  NOT NULL,
    called_at       BIGINT NOT NULL,
    revision        BIGINT NOT NULL,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, organisation_id) REFERENCES organisation (unit_id, id)
);

CREATE INDEX workplace_dialogue_by_place ON workplace_dialogue (unit_id, organisation_id, held_on, id);

-- What the staff want to talk about.
CREATE TABLE workplace_topic (
    unit_id     BIGINT NOT NULL,
    id          BYTEA  NOT NULL,
    dialogue_id BYTEA  NOT NULL,
    said_on     BIGINT NOT NULL,
    -- Both only of who wanted to be named.
    account     BYTEA,
    name        TEXT   NOT NULL,
    words       TEXT   NOT NULL,
    answer      TEXT   NOT NULL,
    answered_on BIGINT,
    answered_by BYTEA,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, dialogue_id) REFERENCES workplace_dialogue (unit_id, id)
);

CREATE INDEX workplace_topic_by_dialogue ON workplace_topic (unit_id, dialogue_id, id);

CREATE TABLE workplace_regulation (
    unit_id         BIGINT NOT NULL,
    id              BYTEA  NOT NULL,
    organisation_id BYTEA  NOT NULL,
    kind            TEXT   NOT NULL,
    title           TEXT   NOT NULL,
    draft           TEXT   NOT NULL,
    state           TEXT   NOT NULL,
    opened_on       BIGINT NOT NULL,
    -- The last day on which the staff can say something.
    until_day       BIGINT NOT NULL,
    adopted         TEXT   NOT NULL,
    adopted_on      BIGINT,
    number          TEXT   NOT NULL,
    reason          TEXT   NOT NULL,
    opened_by       BYTEA  NOT NULL,
    revision        BIGINT NOT NULL,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, organisation_id) REFERENCES organisation (unit_id, id)
);

CREATE INDEX workplace_regulation_by_place ON workplace_regulation (unit_id, organisation_id, opened_on, id);

-- What somebody among the staff thinks of a draft. Who it was is kept nowhere.
CREATE TABLE workplace_opinion (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    regulation_id BYTEA  NOT NULL,
    said_on       BIGINT NOT NULL,
    words         TEXT   NOT NULL,
    verdict       TEXT,
    answer        TEXT   NOT NULL,
    answered_on   BIGINT,
    answered_by   BYTEA,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, regulation_id) REFERENCES workplace_regulation (unit_id, id)
);

CREATE INDEX workplace_opinion_by_regulation ON workplace_opinion (unit_id, regulation_id, id);

CREATE TABLE workplace_question (
    unit_id         BIGINT NOT NULL,
    id              BYTEA  NOT NULL,
    organisation_id BYTEA  NOT NULL,
    asked_on        BIGINT NOT NULL,
    due_on          BIGINT NOT NULL,
    -- Both only of who wanted to be named.
    account         BYTEA,
    name            TEXT   NOT NULL,
    words           TEXT   NOT NULL,
    answer          TEXT   NOT NULL,
    answered_on     BIGINT,
    answered_by     BYTEA,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, organisation_id) REFERENCES organisation (unit_id, id)
);

CREATE INDEX workplace_question_by_place ON workplace_question (unit_id, organisation_id, asked_on, id);

-- What is to be done after a conference or a dialogue.
CREATE TABLE workplace_task (
    unit_id         BIGINT NOT NULL,
    id              BYTEA  NOT NULL,
    organisation_id BYTEA  NOT NULL,
    -- The conference or dialogue.
    source_id       BYTEA  NOT NULL,
    words           TEXT   NOT NULL,
    due_on          BIGINT NOT NULL,
    done_on         BIGINT,
    outcome         TEXT   NOT NULL,
    done_by         BYTEA,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, organisation_id) REFERENCES organisation (unit_id, id)
);

CREATE INDEX workplace_task_by_place ON workplace_task (unit_id, organisation_id, due_on, id);

CREATE TABLE workplace_assessment (
    unit_id         BIGINT NOT NULL,
    id              BYTEA  NOT NULL,
    organisation_id BYTEA  NOT NULL,
    year            BIGINT NOT NULL,
    state           TEXT   NOT NULL,
    own_grade       TEXT   NOT NULL,
    assessed_on     BIGINT NOT NULL,
    assessed_by     BYTEA  NOT NULL,
    grade           TEXT,
    confirmed_on    BIGINT,
    confirmed_by    BYTEA,
    -- Why it was sent back, or confirmed with other points.
    reason          TEXT   NOT NULL,
    record_id       BYTEA,
    revision        BIGINT NOT NULL,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, organisation_id) REFERENCES organisation (unit_id, id)
);

CREATE UNIQUE INDEX workplace_assessment_of_year ON workplace_assessment (unit_id, organisation_id, year);

CREATE TABLE workplace_score (
    unit_id       BIGINT NOT NULL,
    assessment_id BYTEA  NOT NULL,
    criterion     TEXT   NOT NULL,
    own_points    BIGINT NOT NULL,
    points        BIGINT,
    note          TEXT   NOT NULL,
    PRIMARY KEY (unit_id, assessment_id, criterion),
    FOREIGN KEY (unit_id, assessment_id) REFERENCES workplace_assessment (unit_id, id)
);
