-- Passkeys (WebAuthn), and what a session rests on.
--
-- `credential` is the library's own form of the public key with its counter; it holds no secret. A passkey whose
-- counter ran backwards is suspended: it may have been copied.
CREATE TABLE account_passkey (
    credential_id BYTEA  NOT NULL PRIMARY KEY,
    id            BYTEA  NOT NULL UNIQUE,
    account_id    BYTEA  NOT NULL REFERENCES account (id),
    name          TEXT   NOT NULL,
    credential    TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    used_at       BIGINT,
    suspended_at  BIGINT
);

CREATE INDEX account_passkey_by_account ON account_passkey (account_id, id);

-- What was asked of a browser and is not answered yet. Each is answered once, within minutes, by the browser that it
-- was asked of: the key is the hash of a secret that only that browser has.
CREATE TABLE account_ceremony (
    key_hash   BYTEA  NOT NULL PRIMARY KEY,
    state      TEXT   NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX account_ceremony_by_age ON account_ceremony (expires_at);

-- By what a session was begun: password, code, passkey, provider; and whether two factors were given in it.
ALTER TABLE account_session ADD COLUMN means TEXT NOT NULL DEFAULT 'password';
ALTER TABLE account_session ADD COLUMN two_factors BOOLEAN NOT NULL DEFAULT FALSE;
