-- Identities at OpenID Connect providers by which accounts are opened. Of what a provider says, only who says it and by
-- which name it knows the person is kept.
CREATE TABLE account_identity (
    issuer     TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    id         BYTEA  NOT NULL UNIQUE,
    account_id BYTEA  NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    used_at    BIGINT,
    PRIMARY KEY (issuer, subject)
);

CREATE UNIQUE INDEX account_identity_by_account ON account_identity (account_id, issuer);
