-- Grassroots mediation. Teams are public; of cases, everything in words is sealed (XChaCha20-Poly1305) with a key of the
-- unit, which is itself sealed with a master key that is not in the database. unit_id is the commune.
-- Days are counted since 1970-01-01, instants are microseconds since then.

CREATE TABLE mediation_team (
    unit_id       BIGINT  NOT NULL,
    id            BYTEA   NOT NULL,
    hamlet_id     BIGINT  NOT NULL,
    name          TEXT    NOT NULL,
    set_up_on     BIGINT  NOT NULL,
    -- Whether many people of ethnic minorities live here, so that one of the mediators must belong to them.
    minority_area BOOLEAN NOT NULL,
    reviewed_on   BIGINT,
    dissolved_on  BIGINT,
    -- The record of its size as it counts now, and since when.
    record        BYTEA,
    record_from   BIGINT,
    PRIMARY KEY (unit_id, id)
);

-- One team in a hamlet at a time.
CREATE UNIQUE INDEX mediation_team_now ON mediation_team (unit_id, hamlet_id) WHERE dissolved_on IS NULL;

CREATE TABLE mediation_member (
    unit_id       BIGINT  NOT NULL,
    id            BYTEA   NOT NULL,
    team_id       BYTEA   NOT NULL,
    -- A mediator holds a public function; nothing else is known of the person here.
    name          TEXT    NOT NULL,
    woman         BOOLEAN NOT NULL,
    minority      BOOLEAN NOT NULL,
    law_degree    BOOLEAN NOT NULL,
    account       BYTEA,
    elected_on    BIGINT  NOT NULL,
    method        TEXT    NOT NULL,
    in_favour     BIGINT  NOT NULL,
    households    BIGINT  NOT NULL,
    -- The day the list reached the committee's chair.
    listed_on     BIGINT  NOT NULL,
    entered_by    BYTEA   NOT NULL,
    recognised_on BIGINT,
    recognised_by BYTEA,
    leader        BOOLEAN NOT NULL,
    ended_on      BIGINT,
    ended_why     TEXT    NOT NULL,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, team_id) REFERENCES mediation_team (unit_id, id)
);

CREATE INDEX mediation_member_by_team ON mediation_member (unit_id, team_id);
-- Whoever reads cases is found among the team's people by the account.
CREATE UNIQUE INDEX mediation_member_by_account ON mediation_member (unit_id, team_id, account)
    WHERE account IS NOT NULL AND ended_on IS NULL;

CREATE TABLE mediation_training (
    unit_id   BIGINT NOT NULL,
    id        BYTEA  NOT NULL,
    team_id   BYTEA  NOT NULL,
    member_id BYTEA  NOT NULL,
    held_on   BIGINT NOT NULL,
    title     TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, member_id) REFERENCES mediation_member (unit_id, id)
);

CREATE INDEX mediation_training_by_team ON mediation_training (unit_id, team_id, held_on, id);

CREATE TABLE mediation_allowance (
    unit_id   BIGINT NOT NULL,
    id        BYTEA  NOT NULL,
    team_id   BYTEA  NOT NULL,
    member_id BYTEA  NOT NULL,
    paid_on   BIGINT NOT NULL,
    -- In đồng.
    amount    BIGINT NOT NULL,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, member_id) REFERENCES mediation_member (unit_id, id)
);

CREATE INDEX mediation_allowance_by_team ON mediation_allowance (unit_id, team_id, paid_on, id);

-- The unit's key, sealed; none once destroyed, and then nothing sealed with it can be read by anybody any more.
CREATE TABLE mediation_key (
    unit_id      BIGINT NOT NULL,
    id           BYTEA  NOT NULL,
    wrapped      BYTEA,
    made_at      BIGINT NOT NULL,
    destroyed_at BIGINT,
    PRIMARY KEY (unit_id, id)
);

CREATE UNIQUE INDEX mediation_key_now ON mediation_key (unit_id) WHERE wrapped IS NOT NULL;

CREATE TABLE mediation_case (
    unit_id          BIGINT  NOT NULL,
    id               BYTEA   NOT NULL,
    hamlet_id        BIGINT  NOT NULL,
    year             BIGINT  NOT NULL,
    number           BIGINT  NOT NULL,
    dispute          TEXT    NOT NULL,
    ground           TEXT    NOT NULL,
    state            TEXT    NOT NULL,
    received_on      BIGINT  NOT NULL,
    -- The day by which it is counted: not in a quarter whose figures are out.
    counted_on       BIGINT  NOT NULL,
    mediator_id      BYTEA,
    assigned_on      BIGINT,
    on_the_spot      BOOLEAN NOT NULL,
    -- Another day to begin on, agreed by the parties.
    agreed_day       BIGINT,
    begun_on         BIGINT,
    ended_on         BIGINT,
    ending           TEXT    NOT NULL,
    counted_ended_on BIGINT,
    -- Whether the parties wanted the settlement in writing.
    written          BOOLEAN NOT NULL,
    court_asked_on   BIGINT,
    court_ended_on   BIGINT,
    court_result     TEXT    NOT NULL,
    -- The unsettled case that this one takes up again.
    continues        BYTEA,
    erase_on         BIGINT,
    erased_at        BIGINT,
    -- Parties and matter; none once erased.
    sealed           BYTEA,
    -- What the figures of its quarter say of it.
    record           BYTEA,
    posted_dispute   TEXT    NOT NULL,
    -- Counts the acts, so that nothing newer than what was read is overwritten.
    revision         BIGINT  NOT NULL,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, mediator_id) REFERENCES mediation_member (unit_id, id)
);

CREATE UNIQUE INDEX mediation_case_by_number ON mediation_case (unit_id, hamlet_id, year, number);
CREATE INDEX mediation_case_to_erase ON mediation_case (erase_on) WHERE sealed IS NOT NULL;

CREATE TABLE mediation_note (
    unit_id BIGINT NOT NULL,
    id      BYTEA  NOT NULL,
    case_id BYTEA  NOT NULL,
    kind    TEXT   NOT NULL,
    day     BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    account BYTEA  NOT NULL,
    role    TEXT   NOT NULL,
    sealed  BYTEA,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, case_id) REFERENCES mediation_case (unit_id, id)
);

CREATE INDEX mediation_note_by_case ON mediation_note (unit_id, case_id, id);

CREATE TABLE mediation_undertaking (
    unit_id    BIGINT NOT NULL,
    id         BYTEA  NOT NULL,
    case_id    BYTEA  NOT NULL,
    due_on     BIGINT,
    state      TEXT   NOT NULL,
    checked_on BIGINT,
    sealed     BYTEA,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, case_id) REFERENCES mediation_case (unit_id, id)
);

CREATE INDEX mediation_undertaking_by_case ON mediation_undertaking (unit_id, case_id, id);

-- Who read and who wrote what. No name, no word of a case.
CREATE TABLE mediation_trace (
    unit_id   BIGINT NOT NULL,
    id        BYTEA  NOT NULL,
    hamlet_id BIGINT NOT NULL,
    case_id   BYTEA,
    at        BIGINT NOT NULL,
    account   BYTEA  NOT NULL,
    role      TEXT   NOT NULL,
    act       TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX mediation_trace_by_case ON mediation_trace (unit_id, case_id, id);

-- The figures of a quarter as they are out. What is hidden stays hidden, what was shown stays shown.
CREATE TABLE mediation_count (
    unit_id   BIGINT  NOT NULL,
    period    BIGINT  NOT NULL,
    cell      TEXT    NOT NULL,
    -- 0 for the whole commune.
    hamlet_id BIGINT  NOT NULL,
    value     BIGINT  NOT NULL,
    hidden    BOOLEAN NOT NULL,
    PRIMARY KEY (unit_id, period, cell, hamlet_id)
);
