-- Boards within agencies and state enterprises: organisations, their people, codes to join with, and what is published
-- to these people only. Nothing is deleted but spent codes.
-- Days are counted since 1970-01-01, instants are microseconds since then.

CREATE TABLE organisation (
    -- The unit of its seat.
    unit_id   BIGINT NOT NULL,
    id        BYTEA  NOT NULL,
    kind      TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    opened_on BIGINT NOT NULL,
    closed_on BIGINT,
    PRIMARY KEY (unit_id, id)
);

CREATE TABLE organisation_member (
    unit_id         BIGINT NOT NULL,
    id              BYTEA  NOT NULL,
    organisation_id BYTEA  NOT NULL,
    account         BYTEA  NOT NULL,
    -- What the account was called when it joined; only heads of the organisation see it.
    name            TEXT   NOT NULL,
    role            TEXT   NOT NULL,
    from_day        BIGINT NOT NULL,
    until_day       BIGINT,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, organisation_id) REFERENCES organisation (unit_id, id)
);

-- One membership of an account at a time.
CREATE UNIQUE INDEX organisation_member_now ON organisation_member (unit_id, organisation_id, account)
    WHERE until_day IS NULL;
CREATE INDEX organisation_member_by_account ON organisation_member (account) WHERE until_day IS NULL;

CREATE TABLE organisation_code (
    unit_id         BIGINT NOT NULL,
    -- SHA-256 of the code, which is kept nowhere.
    hash            BYTEA  NOT NULL,
    organisation_id BYTEA  NOT NULL,
    role            TEXT   NOT NULL,
    made_by         BYTEA  NOT NULL,
    expires_at      BIGINT NOT NULL,
    PRIMARY KEY (unit_id, hash),
    FOREIGN KEY (unit_id, organisation_id) REFERENCES organisation (unit_id, id)
);

CREATE INDEX organisation_code_by_hash ON organisation_code (hash);

CREATE TABLE internal_notice (
    unit_id          BIGINT NOT NULL,
    id               BYTEA  NOT NULL,
    organisation_id  BYTEA  NOT NULL,
    matter           TEXT   NOT NULL,
    decided_on       BIGINT NOT NULL,
    due_on           BIGINT NOT NULL,
    state            TEXT   NOT NULL,
    -- 0 while nothing is published.
    public_version   BIGINT NOT NULL,
    last_version     BIGINT NOT NULL,
    published_at     BIGINT,
    withdrawn_at     BIGINT,
    withdrawn_reason TEXT   NOT NULL,
    ended_at         BIGINT,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, organisation_id) REFERENCES organisation (unit_id, id)
);

CREATE INDEX internal_notice_by_organisation ON internal_notice (unit_id, organisation_id, decided_on, id);

CREATE TABLE internal_version (
    unit_id      BIGINT NOT NULL,
    notice_id    BYTEA  NOT NULL,
    version      BIGINT NOT NULL,
    state        TEXT   NOT NULL,
    -- Counts the times it was saved, so that only what was read can be published.
    revision     BIGINT NOT NULL,
    title        TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    -- Why it replaces the version before; empty for the first.
    correction   TEXT   NOT NULL,
    drafted_by   BYTEA  NOT NULL,
    drafted_at   BIGINT NOT NULL,
    published_by BYTEA,
    published_at BIGINT,
    -- Thirty-two random octets that the content in the public log is committed to with.
    salt         BYTEA,
    -- The name of its entry in the public log.
    entry        BYTEA,
    PRIMARY KEY (unit_id, notice_id, version),
    FOREIGN KEY (unit_id, notice_id) REFERENCES internal_notice (unit_id, id)
);
