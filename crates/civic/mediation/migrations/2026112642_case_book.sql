-- What telephones brought in, so that an entry which is sent twice is taken once. The identifier is the telephone's; it says
-- nothing about a case.
CREATE TABLE mediation_brought (
    unit_id BIGINT NOT NULL,
    id      BYTEA  NOT NULL,
    account BYTEA  NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (unit_id, id)
);
