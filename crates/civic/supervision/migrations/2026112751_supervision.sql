-- Supervision by people's inspectorates (Ban Thanh tra nhân dân) and community investment supervision boards (Ban Giám sát đầu
-- tư của cộng đồng). unit_id is the commune. Days are counted since 1970-01-01, instants are microseconds since then.

CREATE TABLE supervision_board (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    body          TEXT   NOT NULL,
    -- Of an investment board the project; of an inspectorate its term in words.
    title         TEXT   NOT NULL,
    -- Of an investment board who invests; empty otherwise.
    investor      TEXT   NOT NULL,
    recognised_on BIGINT NOT NULL,
    -- Last day of its term, when one is known.
    term_until    BIGINT,
    ended_on      BIGINT,
    ended_why     TEXT   NOT NULL,
    record_id     BYTEA,
    revision      BIGINT NOT NULL,
    changed_at    BIGINT NOT NULL,
    changed_by    BYTEA  NOT NULL,
    changed_role  TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);

-- Members are elected to a public office: their names are public.
CREATE TABLE supervision_member (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    board_id      BYTEA  NOT NULL,
    name          TEXT   NOT NULL,
    office        TEXT   NOT NULL,
    stands_for    TEXT   NOT NULL,
    since         BIGINT NOT NULL,
    until         BIGINT,
    changed_at    BIGINT NOT NULL,
    changed_by    BYTEA  NOT NULL,
    changed_role  TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX supervision_member_of ON supervision_member (unit_id, board_id, id);

-- The yearly programme: what a board means to supervise in which month.
CREATE TABLE supervision_plan (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    board_id      BYTEA  NOT NULL,
    year          BIGINT NOT NULL,
    month         BIGINT NOT NULL,
    subject       TEXT   NOT NULL,
    -- Why it was struck out; NULL while it stands.
    dropped_why   TEXT,
    changed_at    BIGINT NOT NULL,
    changed_by    BYTEA  NOT NULL,
    changed_role  TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX supervision_plan_of ON supervision_plan (unit_id, board_id, year, month, id);

CREATE TABLE supervision_visit (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    board_id      BYTEA  NOT NULL,
    -- What of the programme it carries out; NULL for an unplanned one.
    plan_id       BYTEA,
    subject       TEXT   NOT NULL,
    place         TEXT   NOT NULL,
    held_on       BIGINT NOT NULL,
    checklist     TEXT   NOT NULL,
    findings      TEXT   NOT NULL,
    -- NULL while it is a draft.
    published_on  BIGINT,
    record_id     BYTEA,
    revision      BIGINT NOT NULL,
    changed_at    BIGINT NOT NULL,
    changed_by    BYTEA  NOT NULL,
    changed_role  TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX supervision_visit_by_day ON supervision_visit (unit_id, held_on, id);

CREATE TABLE supervision_check (
    unit_id       BIGINT NOT NULL,
    visit_id      BYTEA  NOT NULL,
    item          TEXT   NOT NULL,
    answer        TEXT   NOT NULL,
    note          TEXT   NOT NULL,
    PRIMARY KEY (unit_id, visit_id, item)
);

CREATE TABLE supervision_picture (
    unit_id       BIGINT NOT NULL,
    visit_id      BYTEA  NOT NULL,
    id            BYTEA  NOT NULL,
    name          TEXT   NOT NULL,
    media_type    TEXT   NOT NULL,
    caption       TEXT   NOT NULL,
    content       BYTEA  NOT NULL,
    PRIMARY KEY (unit_id, visit_id, id)
);

CREATE TABLE supervision_recommendation (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    board_id      BYTEA  NOT NULL,
    visit_id      BYTEA,
    addressee     TEXT   NOT NULL,
    words         TEXT   NOT NULL,
    sent_on       BIGINT NOT NULL,
    due_on        BIGINT NOT NULL,
    answer        TEXT   NOT NULL,
    answered_on   BIGINT,
    -- The day by which what was answered is to be done.
    promised_on   BIGINT,
    state         TEXT   NOT NULL,
    closed_on     BIGINT,
    closed_why    TEXT   NOT NULL,
    record_id     BYTEA,
    revision      BIGINT NOT NULL,
    changed_at    BIGINT NOT NULL,
    changed_by    BYTEA  NOT NULL,
    changed_role  TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX supervision_recommendation_by_day ON supervision_recommendation (unit_id, sent_on, id);

-- What was seen of a recommendation on its way to being done.
CREATE TABLE supervision_note (
    unit_id           BIGINT NOT NULL,
    recommendation_id BYTEA  NOT NULL,
    id                BYTEA  NOT NULL,
    noted_on          BIGINT NOT NULL,
    words             TEXT   NOT NULL,
    PRIMARY KEY (unit_id, recommendation_id, id)
);

CREATE TABLE supervision_observation (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    -- The board that was chosen; NULL for the inspectorate of the day.
    board_id      BYTEA,
    state         TEXT   NOT NULL,
    sent_on       BIGINT NOT NULL,
    due_on        BIGINT NOT NULL,
    answered_on   BIGINT,
    -- For who holds the code alone.
    answer        TEXT   NOT NULL,
    -- Words and contact, sealed; NULL once erased.
    sealed        BYTEA,
    kept_until    BIGINT,
    code_hash     BYTEA  NOT NULL,
    once_hash     BYTEA  NOT NULL,
    changed_at    BIGINT NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE UNIQUE INDEX supervision_observation_code ON supervision_observation (unit_id, code_hash);
CREATE UNIQUE INDEX supervision_observation_once ON supervision_observation (unit_id, once_hash);
CREATE INDEX supervision_observation_by_day ON supervision_observation (unit_id, sent_on, id);
CREATE INDEX supervision_observation_kept ON supervision_observation (kept_until);
