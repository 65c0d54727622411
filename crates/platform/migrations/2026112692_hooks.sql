-- Web hooks: programs of others that are told of what happens in a unit. Instants are microseconds since 1970-01-01.

CREATE TABLE web_hook (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    -- The slice whose events it is told.
    scope         TEXT   NOT NULL,
    url           TEXT   NOT NULL,
    -- What signs, sealed with the key of a file that is not in the database.
    secret        BYTEA  NOT NULL,
    made_at       BIGINT NOT NULL,
    ended_at      BIGINT,
    last_at       BIGINT,
    -- The number of the last answer, or a key; never its words.
    last_reply    TEXT   NOT NULL,
    failing_since BIGINT,
    PRIMARY KEY (unit_id, id)
);
