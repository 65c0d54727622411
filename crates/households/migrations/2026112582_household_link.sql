-- Which account speaks for which household. A code is offered on paper by who keeps the register, and taken once by the
-- account of the representative; the link ends with the representative, or when either side ends it. Nothing is deleted.

CREATE TABLE household_link (
    unit_id      BIGINT NOT NULL,
    id           BYTEA  NOT NULL,
    hamlet_id    BIGINT NOT NULL,
    household_id BYTEA  NOT NULL,
    -- SHA-256 of the code: nobody can read codes out of the database.
    code_hash    BYTEA  NOT NULL,
    offered_at   BIGINT NOT NULL,
    offered_by   BYTEA  NOT NULL,
    offered_role TEXT   NOT NULL,
    account      BYTEA,
    taken_at     BIGINT,
    ended_at     BIGINT,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, hamlet_id, household_id) REFERENCES household (unit_id, hamlet_id, id)
);

CREATE UNIQUE INDEX household_link_by_code ON household_link (unit_id, code_hash);
-- One account speaks for a household at a time.
CREATE UNIQUE INDEX household_link_standing ON household_link (unit_id, hamlet_id, household_id)
    WHERE account IS NOT NULL AND ended_at IS NULL;
CREATE INDEX household_link_of_account ON household_link (unit_id, account) WHERE ended_at IS NULL;
