-- Support packages (gói hỗ trợ): packages, applications, objections to lists. unit_id is the commune.
-- Days are counted since 1970-01-01, instants are microseconds since then, money is in đồng.

CREATE TABLE benefit_package (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    -- Key of a programme in data/benefits.
    programme     TEXT   NOT NULL,
    period_from   BIGINT NOT NULL,
    period_until  BIGINT NOT NULL,
    budget_vnd    BIGINT NOT NULL,
    -- Working days for which the list is posted.
    posting_days  BIGINT NOT NULL,
    state         TEXT   NOT NULL,
    opened_on     BIGINT NOT NULL,
    opened_by     BYTEA  NOT NULL,
    submitted_by  BYTEA,
    posted_on     BIGINT,
    posted_until  BIGINT,
    -- What is public of the list: how many, how much, how many against the rules' verdict.
    entries       BIGINT NOT NULL,
    approved_vnd  BIGINT NOT NULL,
    overridden    BIGINT NOT NULL,
    -- SHA-256 of salt and list. The salt is erased with the names: the hash stays in the log and leads nowhere.
    list_hash     BYTEA,
    list_salt     BYTEA,
    ended_on      BIGINT,
    paid_vnd      BIGINT NOT NULL,
    returned_vnd  BIGINT NOT NULL,
    reason        TEXT   NOT NULL,
    -- Counts the times it was changed, so that only what was read can be changed.
    revision      BIGINT NOT NULL,
    -- The last day on which what is sealed is kept, and the last one for the hashes; NULL until it ends.
    kept_until    BIGINT,
    hashes_until  BIGINT,
    changed_at    BIGINT NOT NULL,
    changed_by    BYTEA  NOT NULL,
    changed_role  TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX benefit_package_kept ON benefit_package (kept_until);
CREATE INDEX benefit_package_hashes ON benefit_package (hashes_until);

CREATE TABLE benefit_application (
    unit_id      BIGINT NOT NULL,
    id           BYTEA  NOT NULL,
    package_id   BYTEA  NOT NULL,
    -- From 1 within its package.
    number       BIGINT NOT NULL,
    hamlet_id    BIGINT NOT NULL,
    -- Name, identifier, answers and the reason of an override, sealed; NULL when it was erased.
    sealed       BYTEA,
    -- 1 when the rules say so.
    entitled     BIGINT NOT NULL,
    -- The role in which somebody decided against the rules; empty when nobody did.
    overridden   TEXT   NOT NULL,
    amount_vnd   BIGINT NOT NULL,
    persons      BIGINT NOT NULL,
    standing     TEXT   NOT NULL,
    added_on     BIGINT,
    settled_on   BIGINT,
    means        TEXT   NOT NULL,
    signed       BIGINT NOT NULL,
    record_id    BYTEA,
    entered_by   BYTEA  NOT NULL,
    entered_role TEXT   NOT NULL,
    revision     BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE UNIQUE INDEX benefit_application_number ON benefit_application (unit_id, package_id, number);

-- Who a person or household is, as a keyed hash: the key is not in the database. A row tells nothing but that two rows
-- are one.
CREATE TABLE benefit_person (
    unit_id        BIGINT NOT NULL,
    application_id BYTEA  NOT NULL,
    package_id     BYTEA  NOT NULL,
    person_hash    BYTEA  NOT NULL,
    PRIMARY KEY (unit_id, application_id)
);

CREATE UNIQUE INDEX benefit_person_once ON benefit_person (unit_id, package_id, person_hash);
CREATE INDEX benefit_person_hash ON benefit_person (person_hash);

CREATE TABLE benefit_objection (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    package_id    BYTEA  NOT NULL,
    -- SHA-256 of the code its sender has, and of what makes it this one.
    code_hash     BYTEA  NOT NULL,
    once_hash     BYTEA  NOT NULL,
    about         TEXT   NOT NULL,
    -- The number of the entry it is about.
    entry         BIGINT,
    -- Words, contact and answer, sealed; NULL when it was erased.
    sealed        BYTEA,
    language      TEXT   NOT NULL,
    filed_on      BIGINT NOT NULL,
    due_on        BIGINT NOT NULL,
    outcome       TEXT   NOT NULL,
    answered_on   BIGINT,
    answered_by   BYTEA,
    answered_role TEXT   NOT NULL,
    changed_at    BIGINT NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE UNIQUE INDEX benefit_objection_code ON benefit_objection (unit_id, code_hash);
CREATE UNIQUE INDEX benefit_objection_once ON benefit_objection (unit_id, once_hash);
CREATE INDEX benefit_objection_package ON benefit_objection (unit_id, package_id, filed_on, id);
