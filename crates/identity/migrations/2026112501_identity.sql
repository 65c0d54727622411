-- Who people are, and what they may do. Dates are days since 1970-01-01, instants microseconds since then.
--
-- An account is a person's, who moves and holds roles in several units: the account_ tables are keyed by the account
-- and kept whole on one node, like reference tables. What a unit decides (roles, the trace) is keyed by the unit.

CREATE TABLE account (
    id              BYTEA   NOT NULL PRIMARY KEY,
    login           TEXT    NOT NULL UNIQUE,
    name            TEXT    NOT NULL,
    password        TEXT,
    password_set_at BIGINT,
    created_at      BIGINT  NOT NULL,
    demo            BOOLEAN NOT NULL
);

-- Of a session's token, a code and a device's mark only the hash is kept: who reads the database can't use them.
CREATE TABLE account_session (
    token_hash   BYTEA  NOT NULL PRIMARY KEY,
    id           BYTEA  NOT NULL UNIQUE,
    account_id   BYTEA  NOT NULL REFERENCES account (id),
    created_at   BIGINT NOT NULL,
    used_at      BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    device       TEXT   NOT NULL,
    network      TEXT   NOT NULL
);

CREATE INDEX account_session_by_account ON account_session (account_id, id);

CREATE TABLE account_device (
    mark_hash  BYTEA  NOT NULL,
    account_id BYTEA  NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (mark_hash, account_id)
);

CREATE TABLE account_code (
    code_hash  BYTEA  NOT NULL PRIMARY KEY,
    account_id BYTEA  NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX account_code_by_account ON account_code (account_id);

-- Failed attempts, by the hash of who tries from where; forgotten after a while.
CREATE TABLE sign_in_attempt (
    key_hash BYTEA  NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at  BIGINT NOT NULL
);

CREATE INDEX sign_in_attempt_by_age ON sign_in_attempt (last_at);

CREATE TABLE role_held (
    unit_id      BIGINT NOT NULL,
    id           BYTEA  NOT NULL,
    hamlet_id    BIGINT,
    account_id   BYTEA  NOT NULL,
    role         TEXT   NOT NULL,
    valid_from   BIGINT NOT NULL,
    valid_to     BIGINT,
    reason       TEXT   NOT NULL,
    granted_at   BIGINT NOT NULL,
    granted_by   BYTEA,
    ended_at     BIGINT,
    ended_by     BYTEA,
    ended_reason TEXT,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX role_held_by_account ON role_held (account_id);

-- What was done to an account: nothing of it is ever changed or deleted. The first administrator is made by a command,
-- which is nobody (by_id is null).
CREATE TABLE account_event (
    unit_id    BIGINT NOT NULL,
    id         BYTEA  NOT NULL,
    account_id BYTEA  NOT NULL,
    what       TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    by_id      BYTEA,
    detail     TEXT   NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX account_event_by_account ON account_event (account_id, id);
