-- Consultations (lấy ý kiến Nhân dân): a text in numbered passages, opinions on it, the answer to them. unit_id is the
-- commune. Opinions are never public; what is public of them is a group's summary and its counts.
-- Days are counted since 1970-01-01, instants are microseconds since then.

CREATE TABLE consultation (
    unit_id          BIGINT  NOT NULL,
    id               BYTEA   NOT NULL,
    -- The hamlet whose covenant is drafted; none for a matter of Article 25.
    hamlet_id        BIGINT,
    -- Key of the entry in the law's list; empty for a covenant.
    matter           TEXT    NOT NULL,
    title            TEXT    NOT NULL,
    introduction     TEXT    NOT NULL,
    affects          TEXT    NOT NULL,
    -- Keys of the law's list of forms, separated by spaces.
    forms            TEXT    NOT NULL,
    state            TEXT    NOT NULL,
    revision         BIGINT  NOT NULL,
    -- The last day on which opinions are taken.
    closes_on        BIGINT  NOT NULL,
    drafted_by       BYTEA   NOT NULL,
    drafted_role     TEXT    NOT NULL,
    drafted_at       BIGINT  NOT NULL,
    opened_by        BYTEA,
    opened_role      TEXT    NOT NULL,
    opened_at        BIGINT,
    overview         TEXT    NOT NULL,
    summarised_at    BIGINT,
    decision         TEXT    NOT NULL,
    against_majority BOOLEAN NOT NULL,
    reasons          TEXT    NOT NULL,
    concluded_at     BIGINT,
    withdrawn_at     BIGINT,
    withdrawn_reason TEXT    NOT NULL,
    changed_at       BIGINT  NOT NULL,
    -- Its record in the register of consultations.
    record_id        BYTEA,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX consultation_by_time ON consultation (unit_id, changed_at, id);
CREATE INDEX consultation_open ON consultation (state, closes_on);

CREATE TABLE consultation_passage (
    unit_id         BIGINT NOT NULL,
    consultation_id BYTEA  NOT NULL,
    -- From 1.
    number          BIGINT NOT NULL,
    -- As people were asked about it; empty for a passage that the final text adds.
    draft           TEXT   NOT NULL,
    -- As it was decided; none until then, empty when it was left out.
    final           TEXT,
    PRIMARY KEY (unit_id, consultation_id, number),
    FOREIGN KEY (unit_id, consultation_id) REFERENCES consultation (unit_id, id)
);

-- What happened to a consultation since it was opened. All of it is public.
CREATE TABLE consultation_event (
    unit_id         BIGINT NOT NULL,
    consultation_id BYTEA  NOT NULL,
    id              BYTEA  NOT NULL,
    kind            TEXT   NOT NULL,
    role            TEXT   NOT NULL,
    at              BIGINT NOT NULL,
    reason          TEXT   NOT NULL,
    -- Of a correction: the passage, 0 for the introduction, and its words. Of an extension: the days.
    passage         BIGINT NOT NULL,
    was             TEXT   NOT NULL,
    became          TEXT   NOT NULL,
    PRIMARY KEY (unit_id, consultation_id, id),
    FOREIGN KEY (unit_id, consultation_id) REFERENCES consultation (unit_id, id)
);

-- Opinions that say the like, as the public summary shows them.
CREATE TABLE consultation_group (
    unit_id         BIGINT NOT NULL,
    consultation_id BYTEA  NOT NULL,
    id              BYTEA  NOT NULL,
    -- Numbers of passages, separated by spaces; empty for the text as a whole.
    passages        TEXT   NOT NULL,
    summary         TEXT   NOT NULL,
    -- Empty until it is answered.
    outcome         TEXT   NOT NULL,
    answer          TEXT   NOT NULL,
    made_at         BIGINT NOT NULL,
    PRIMARY KEY (unit_id, consultation_id, id),
    FOREIGN KEY (unit_id, consultation_id) REFERENCES consultation (unit_id, id)
);

-- The words a passage gets because a group's opinions are accepted.
CREATE TABLE consultation_change (
    unit_id         BIGINT NOT NULL,
    consultation_id BYTEA  NOT NULL,
    group_id        BYTEA  NOT NULL,
    passage         BIGINT NOT NULL,
    became          TEXT   NOT NULL,
    PRIMARY KEY (unit_id, consultation_id, group_id, passage),
    FOREIGN KEY (unit_id, consultation_id, group_id)
        REFERENCES consultation_group (unit_id, consultation_id, id)
);

-- An opinion. Nothing leads from it to an account, an address or a device. Who takes it back takes its words back too.
CREATE TABLE consultation_opinion (
    unit_id         BIGINT NOT NULL,
    consultation_id BYTEA  NOT NULL,
    id              BYTEA  NOT NULL,
    -- 0 for the text as a whole.
    passage         BIGINT NOT NULL,
    stance          TEXT   NOT NULL,
    words           TEXT   NOT NULL,
    channel         TEXT   NOT NULL,
    -- How many people share it; 1 unless it came on paper or in a meeting.
    people          BIGINT NOT NULL,
    -- As people gave it; may be empty.
    name            TEXT   NOT NULL,
    hamlet_id       BIGINT,
    given_on        BIGINT NOT NULL,
    -- SHA-256 of the code its giver holds.
    code_hash       BYTEA  NOT NULL,
    -- Who entered it, when it was not given online.
    entered_by      BYTEA,
    group_id        BYTEA,
    taken_back_on   BIGINT,
    PRIMARY KEY (unit_id, consultation_id, id),
    FOREIGN KEY (unit_id, consultation_id) REFERENCES consultation (unit_id, id)
);

CREATE UNIQUE INDEX consultation_opinion_by_code ON consultation_opinion (unit_id, consultation_id, code_hash);
CREATE INDEX consultation_opinion_by_group ON consultation_opinion (unit_id, consultation_id, group_id);
