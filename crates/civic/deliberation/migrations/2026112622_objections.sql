-- Objections to a hamlet's list of households before it is frozen for a vote. Who objects, and in which words, is seen by
-- that person and by those who keep the register; the public sees how many there are.

CREATE TABLE deliberation_objection (
    unit_id       BIGINT NOT NULL,
    round_id      BYTEA  NOT NULL,
    id            BYTEA  NOT NULL,
    kind          TEXT   NOT NULL,
    words         TEXT   NOT NULL,
    -- Online by the person, or on paper and entered for somebody.
    channel       TEXT   NOT NULL,
    made_by       BYTEA  NOT NULL,
    made_role     TEXT   NOT NULL,
    made_at       BIGINT NOT NULL,
    due_on        BIGINT NOT NULL,
    -- Empty until it is answered.
    outcome       TEXT   NOT NULL,
    reason        TEXT   NOT NULL,
    answered_by   BYTEA,
    answered_role TEXT   NOT NULL,
    answered_at   BIGINT,
    PRIMARY KEY (unit_id, round_id, id),
    FOREIGN KEY (unit_id, round_id) REFERENCES deliberation_round (unit_id, id)
);

CREATE INDEX deliberation_objection_of_person ON deliberation_objection (unit_id, made_by);
