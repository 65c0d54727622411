-- Mail that waits to be sent, is being handed over, or has had its end. What was written to whom is sealed, and erased
-- at the end. Instants are microseconds since 1970-01-01.

CREATE TABLE mail_outbox (
    unit_id     BIGINT NOT NULL,
    id          BYTEA  NOT NULL,
    -- SHA-256 of what makes this mail this one: put in twice, it is sent once.
    once        BYTEA  NOT NULL,
    -- What it is about, so that mail that waits can be dropped with it; the slice's own identifier.
    about       BYTEA  NOT NULL,
    state       TEXT   NOT NULL,
    content     BYTEA,
    queued_at   BIGINT NOT NULL,
    not_before  BIGINT NOT NULL,
    give_up_at  BIGINT NOT NULL,
    attempts    BIGINT NOT NULL,
    -- Who is sending it, and until when nobody else does.
    holder      TEXT   NOT NULL,
    lease_until BIGINT NOT NULL,
    -- The number of the server's last answer; never its words, which repeat addresses.
    reply       TEXT   NOT NULL,
    ended_at    BIGINT,
    PRIMARY KEY (unit_id, id)
);

CREATE UNIQUE INDEX mail_outbox_once ON mail_outbox (unit_id, once);
CREATE INDEX mail_outbox_due ON mail_outbox (not_before) WHERE state IN ('waiting', 'sending');
CREATE INDEX mail_outbox_about ON mail_outbox (unit_id, about);
CREATE INDEX mail_outbox_unreachable ON mail_outbox (unit_id) WHERE state = 'unreachable';
CREATE INDEX mail_outbox_ended ON mail_outbox (ended_at);

-- How much mail somebody has asked for lately, by the hash of the address or of the network asked from.
CREATE TABLE mail_allowance (
    key_hash   BYTEA  PRIMARY KEY,
    asked      BIGINT NOT NULL,
    since      BIGINT NOT NULL
);
