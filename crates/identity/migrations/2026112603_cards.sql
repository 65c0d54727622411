-- Code cards: printed codes, each used once and in order, as a second factor for who has no device with a passkey.
-- Of each only its password hash is kept.
CREATE TABLE account_card (
    account_id BYTEA  NOT NULL REFERENCES account (id),
    number     BIGINT NOT NULL,
    code       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    used_at    BIGINT,
    PRIMARY KEY (account_id, number)
);

-- Codes to enrol with are found by their first half and proved by the other, of which a password hash is kept. Sheets
-- printed before, which last three days at most, have to be printed again.
DELETE FROM account_code;
ALTER TABLE account_code ADD COLUMN secret TEXT NOT NULL DEFAULT '';
