-- What people discuss and decide: matters, support for them, votes of households in any form, decisions and what became
-- of them, people elected. unit_id is the commune. Nothing is deleted.
-- Days are counted since 1970-01-01, instants are microseconds since then. Marks are sets of options, the first the
-- lowest bit.

CREATE TABLE deliberation_matter (
    unit_id        BIGINT NOT NULL,
    id             BYTEA  NOT NULL,
    -- None for a matter of the whole commune.
    hamlet_id      BIGINT,
    clause         TEXT   NOT NULL,
    title          TEXT   NOT NULL,
    proposal       TEXT   NOT NULL,
    proposer       TEXT   NOT NULL,
    -- The office that an election or a dismissal is about; empty for other matters.
    office         TEXT   NOT NULL,
    -- Seats of an election; 0 for other matters, dismissals among them.
    seats          BIGINT NOT NULL,
    state          TEXT   NOT NULL,
    proposed_by    BYTEA  NOT NULL,
    proposed_role  TEXT   NOT NULL,
    proposed_at    BIGINT NOT NULL,
    agreed_by      BYTEA,
    agreed_role    TEXT   NOT NULL,
    agreed_at      BIGINT,
    changed_at     BIGINT NOT NULL,
    dropped_reason TEXT   NOT NULL,
    -- Its record in the register of decisions, once a vote was counted.
    record_id      BYTEA,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX deliberation_matter_by_time ON deliberation_matter (unit_id, changed_at, id);

-- A household's consent: to a citizens' proposal, or to voting on a matter online.
CREATE TABLE deliberation_consent (
    unit_id      BIGINT NOT NULL,
    matter_id    BYTEA  NOT NULL,
    purpose      TEXT   NOT NULL,
    household_id BYTEA  NOT NULL,
    given_on     BIGINT NOT NULL,
    withdrawn_on BIGINT,
    -- On paper, or online by the representative.
    channel      TEXT   NOT NULL,
    recorded_by  BYTEA  NOT NULL,
    recorded_at  BIGINT NOT NULL,
    PRIMARY KEY (unit_id, matter_id, purpose, household_id, given_on),
    FOREIGN KEY (unit_id, matter_id) REFERENCES deliberation_matter (unit_id, id)
);

-- Who stands in an election. The option is the place on the ballot.
CREATE TABLE deliberation_candidate (
    unit_id        BIGINT  NOT NULL,
    matter_id      BYTEA   NOT NULL,
    option         BIGINT  NOT NULL,
    name           TEXT    NOT NULL,
    about          TEXT    NOT NULL,
    self_nominated BOOLEAN NOT NULL,
    added_at       BIGINT  NOT NULL,
    PRIMARY KEY (unit_id, matter_id, option),
    FOREIGN KEY (unit_id, matter_id) REFERENCES deliberation_matter (unit_id, id)
);

-- Steps before an election that were done, and when.
CREATE TABLE deliberation_milestone (
    unit_id     BIGINT NOT NULL,
    matter_id   BYTEA  NOT NULL,
    milestone   TEXT   NOT NULL,
    done_on     BIGINT NOT NULL,
    recorded_by BYTEA  NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (unit_id, matter_id, milestone),
    FOREIGN KEY (unit_id, matter_id) REFERENCES deliberation_matter (unit_id, id)
);

-- A vote of one hamlet's households on a matter, in one form.
CREATE TABLE deliberation_round (
    unit_id          BIGINT  NOT NULL,
    id               BYTEA   NOT NULL,
    matter_id        BYTEA   NOT NULL,
    hamlet_id        BIGINT  NOT NULL,
    form             TEXT    NOT NULL,
    advisory         BOOLEAN NOT NULL,
    state            TEXT    NOT NULL,
    starts_at        BIGINT  NOT NULL,
    ends_at          BIGINT  NOT NULL,
    place            TEXT    NOT NULL,
    planned_by       BYTEA   NOT NULL,
    planned_role     TEXT    NOT NULL,
    planned_at       BIGINT  NOT NULL,
    -- What went out, and who was told and agreed.
    notice_on        BIGINT,
    notice_channels  TEXT    NOT NULL,
    papers_on        BIGINT,
    reported_on      BIGINT,
    agreed_on        BIGINT,
    chosen_by_chair  BOOLEAN NOT NULL,
    -- The roll that the vote is counted over, from its opening.
    roll_id          BYTEA,
    households       BIGINT,
    opened_at        BIGINT,
    -- What was done too late before it was opened, as words of the rules.
    defects          TEXT    NOT NULL,
    -- The count.
    method           TEXT    NOT NULL,
    attending        BIGINT,
    valid            BIGINT,
    spoiled          BIGINT,
    missing          BIGINT,
    refused          BIGINT,
    marks            TEXT    NOT NULL,
    counted_by       BYTEA,
    counted_role     TEXT    NOT NULL,
    counted_at       BIGINT,
    cancelled_reason TEXT    NOT NULL,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, matter_id) REFERENCES deliberation_matter (unit_id, id)
);

CREATE INDEX deliberation_round_of_matter ON deliberation_round (unit_id, matter_id, id);

-- People with a duty in a vote: secretary, tellers, ballot team, witnesses. Their names stand in the minutes alone.
CREATE TABLE deliberation_officer (
    unit_id  BIGINT NOT NULL,
    round_id BYTEA  NOT NULL,
    position BIGINT NOT NULL,
    duty     TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    PRIMARY KEY (unit_id, round_id, position),
    FOREIGN KEY (unit_id, round_id) REFERENCES deliberation_round (unit_id, id)
);

-- A household's place in a vote: whether it came, and the one vote it has. No name stands here.
CREATE TABLE deliberation_slip (
    unit_id      BIGINT NOT NULL,
    round_id     BYTEA  NOT NULL,
    household_id BYTEA  NOT NULL,
    number       BIGINT NOT NULL,
    -- On the household's paper, and the way to its online vote.
    code         TEXT   NOT NULL,
    attended_at  BIGINT,
    handed_on    BIGINT,
    collected_on BIGINT,
    -- What counts; empty until two people read the same, or the household voted online.
    fate         TEXT   NOT NULL,
    marks        BIGINT NOT NULL,
    opinion      TEXT   NOT NULL,
    settled_at   BIGINT,
    PRIMARY KEY (unit_id, round_id, household_id),
    FOREIGN KEY (unit_id, round_id) REFERENCES deliberation_round (unit_id, id)
);

CREATE UNIQUE INDEX deliberation_slip_by_code ON deliberation_slip (unit_id, code);

-- A paper as one person read it.
CREATE TABLE deliberation_reading (
    unit_id      BIGINT NOT NULL,
    round_id     BYTEA  NOT NULL,
    household_id BYTEA  NOT NULL,
    account      BYTEA  NOT NULL,
    fate         TEXT   NOT NULL,
    marks        BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    PRIMARY KEY (unit_id, round_id, household_id, account),
    FOREIGN KEY (unit_id, round_id, household_id)
        REFERENCES deliberation_slip (unit_id, round_id, household_id)
);

-- The written decision of the community.
CREATE TABLE deliberation_decision (
    unit_id          BIGINT NOT NULL,
    matter_id        BYTEA  NOT NULL,
    year             BIGINT NOT NULL,
    number           BIGINT NOT NULL,
    form             TEXT   NOT NULL,
    text             TEXT   NOT NULL,
    decided_on       BIGINT NOT NULL,
    written_by       BYTEA  NOT NULL,
    written_role     TEXT   NOT NULL,
    written_at       BIGINT NOT NULL,
    final_at         BIGINT,
    published_at     BIGINT,
    sent_on          BIGINT,
    received_on      BIGINT,
    answer           TEXT   NOT NULL,
    answered_on      BIGINT,
    answer_reasons   TEXT   NOT NULL,
    answered_role    TEXT   NOT NULL,
    set_for          BIGINT,
    annulled_on      BIGINT,
    annulled_ground  TEXT   NOT NULL,
    annulled_reasons TEXT   NOT NULL,
    annulled_role    TEXT   NOT NULL,
    PRIMARY KEY (unit_id, matter_id),
    FOREIGN KEY (unit_id, matter_id) REFERENCES deliberation_matter (unit_id, id)
);

-- Numbers of decisions, one row for each hamlet (or the commune, hamlet 0) and year.
CREATE TABLE deliberation_number (
    unit_id   BIGINT NOT NULL,
    hamlet_id BIGINT NOT NULL,
    year      BIGINT NOT NULL,
    last      BIGINT NOT NULL,
    PRIMARY KEY (unit_id, hamlet_id, year)
);

CREATE TABLE deliberation_signature (
    unit_id      BIGINT NOT NULL,
    matter_id    BYTEA  NOT NULL,
    position     BIGINT NOT NULL,
    kind         TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    -- For household representatives: one of each household at most.
    household_id BYTEA,
    signed_on    BIGINT NOT NULL,
    recorded_by  BYTEA  NOT NULL,
    PRIMARY KEY (unit_id, matter_id, position),
    FOREIGN KEY (unit_id, matter_id) REFERENCES deliberation_decision (unit_id, matter_id)
);

-- Carrying a decision out: who does what by when, with which money.
CREATE TABLE deliberation_task (
    unit_id   BIGINT NOT NULL,
    matter_id BYTEA  NOT NULL,
    id        BYTEA  NOT NULL,
    what      TEXT   NOT NULL,
    who       TEXT   NOT NULL,
    due_on    BIGINT NOT NULL,
    -- In đồng.
    money     BIGINT NOT NULL,
    done_on   BIGINT,
    PRIMARY KEY (unit_id, matter_id, id),
    FOREIGN KEY (unit_id, matter_id) REFERENCES deliberation_decision (unit_id, matter_id)
);

CREATE TABLE deliberation_progress (
    unit_id   BIGINT NOT NULL,
    matter_id BYTEA  NOT NULL,
    task_id   BYTEA  NOT NULL,
    id        BYTEA  NOT NULL,
    on_day    BIGINT NOT NULL,
    note      TEXT   NOT NULL,
    -- In đồng.
    spent     BIGINT NOT NULL,
    role      TEXT   NOT NULL,
    PRIMARY KEY (unit_id, matter_id, task_id, id),
    FOREIGN KEY (unit_id, matter_id, task_id) REFERENCES deliberation_task (unit_id, matter_id, id)
);

-- People in an office they were elected to.
CREATE TABLE deliberation_term (
    unit_id      BIGINT NOT NULL,
    id           BYTEA  NOT NULL,
    hamlet_id    BIGINT,
    office       TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    begins_on    BIGINT NOT NULL,
    -- The first day on which it is over; none where the law states no term and nobody set one.
    ends_on      BIGINT,
    matter_id    BYTEA,
    ended_on     BIGINT,
    ended_reason TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);
