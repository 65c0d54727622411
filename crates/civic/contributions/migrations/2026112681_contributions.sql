-- Contributions (đóng góp, ủng hộ, tài trợ). unit_id is the commune. Money is whole đồng; days are counted since 1970-01-01,
-- instants are microseconds since then.

-- A campaign: one purpose, one lawful basis, one ledger.
CREATE TABLE contribution_campaign (
    unit_id      BIGINT NOT NULL,
    id           BYTEA  NOT NULL,
    hamlet_id    BIGINT,
    basis        TEXT   NOT NULL,
    -- Item of the list contribution_purpose.
    purpose      TEXT   NOT NULL,
    title        TEXT   NOT NULL,
    -- Digits and letters of the bank account that is this campaign's alone.
    account      TEXT,
    from_on      BIGINT NOT NULL,
    -- The committed end: nothing is received after it.
    until_on     BIGINT NOT NULL,
    state        TEXT   NOT NULL,
    -- What else was written down, as JSON.
    terms        TEXT   NOT NULL,
    -- Why it was stopped, or what became of it at its end.
    reason       TEXT   NOT NULL,
    drafted_by   BYTEA  NOT NULL,
    drafted_role TEXT   NOT NULL,
    opened_on    BIGINT,
    closed_on    BIGINT,
    -- The number of its last ledger entry, and the hash that chains all of them.
    last_entry   BIGINT NOT NULL,
    head         BYTEA  NOT NULL,
    revision     BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    record_id    BYTEA,
    PRIMARY KEY (unit_id, id)
);

CREATE UNIQUE INDEX contribution_campaign_account ON contribution_campaign (unit_id, account);

-- An entry of a ledger. It is never changed: a mistake is reversed by an entry that names it.
CREATE TABLE contribution_entry (
    unit_id        BIGINT NOT NULL,
    campaign_id    BYTEA  NOT NULL,
    number         BIGINT NOT NULL,
    kind           TEXT   NOT NULL,
    on_day         BIGINT NOT NULL,
    at             BIGINT NOT NULL,
    -- What it was for, in public words.
    text           TEXT   NOT NULL,
    document       TEXT   NOT NULL,
    -- SHA-256 of the document's file.
    file_hash      BYTEA,
    receipt_id     BYTEA,
    -- The entry that it reverses or settles.
    about          BIGINT,
    other_campaign BYTEA,
    -- Class of those who were supported (list support_programme), and how many.
    class          TEXT   NOT NULL,
    households     BIGINT NOT NULL,
    people         BIGINT NOT NULL,
    cash_after     BIGINT NOT NULL,
    bank_after     BIGINT NOT NULL,
    goods_after    BIGINT NOT NULL,
    chain          BYTEA  NOT NULL,
    -- Name of its entry in the public log.
    logged         BYTEA  NOT NULL,
    -- What a form that is sent twice has in common with itself.
    once           TEXT   NOT NULL,
    account        BYTEA  NOT NULL,
    role           TEXT   NOT NULL,
    record_id      BYTEA,
    support_id     BYTEA,
    PRIMARY KEY (unit_id, campaign_id, number),
    FOREIGN KEY (unit_id, campaign_id) REFERENCES contribution_campaign (unit_id, id)
);

CREATE UNIQUE INDEX contribution_entry_once ON contribution_entry (unit_id, once);
CREATE UNIQUE INDEX contribution_entry_about ON contribution_entry (unit_id, campaign_id, about, kind);

CREATE INDEX contribution_entry_waiting ON contribution_entry (unit_id, campaign_id, number) WHERE kind IN ('held', 'owed');

-- Debits are positive, credits negative; the lines of an entry come to nothing.
CREATE TABLE contribution_line (
    unit_id     BIGINT NOT NULL,
    campaign_id BYTEA  NOT NULL,
    number      BIGINT NOT NULL,
    line        BIGINT NOT NULL,
    account     TEXT   NOT NULL,
    amount      BIGINT NOT NULL,
    PRIMARY KEY (unit_id, campaign_id, number, line),
    FOREIGN KEY (unit_id, campaign_id, number) REFERENCES contribution_entry (unit_id, campaign_id, number)
);

-- What the lines of each account come to, kept in the transaction that adds them.
CREATE TABLE contribution_balance (
    unit_id     BIGINT NOT NULL,
    campaign_id BYTEA  NOT NULL,
    account     TEXT   NOT NULL,
    balance     BIGINT NOT NULL,
    PRIMARY KEY (unit_id, campaign_id, account),
    FOREIGN KEY (unit_id, campaign_id) REFERENCES contribution_campaign (unit_id, id)
);

-- What else is counted as it happens, so that no page counts a ledger: gifts by kind, days of work, support by class, promises.
CREATE TABLE contribution_count (
    unit_id     BIGINT NOT NULL,
    campaign_id BYTEA  NOT NULL,
    what        TEXT   NOT NULL,
    amount      BIGINT NOT NULL,
    PRIMARY KEY (unit_id, campaign_id, what),
    FOREIGN KEY (unit_id, campaign_id) REFERENCES contribution_campaign (unit_id, id)
);

CREATE TABLE contribution_receipt (
    unit_id     BIGINT  NOT NULL,
    id          BYTEA   NOT NULL,
    campaign_id BYTEA   NOT NULL,
    entry       BIGINT  NOT NULL,
    year        BIGINT  NOT NULL,
    number      BIGINT  NOT NULL,
    -- What the code on the paper says behind the commune's code.
    code        TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    giver       TEXT    NOT NULL,
    amount      BIGINT  NOT NULL,
    refunded    BIGINT  NOT NULL,
    quantity    BIGINT  NOT NULL,
    -- What was given and at what rate it was valued, in public words.
    what        TEXT    NOT NULL,
    on_day      BIGINT  NOT NULL,
    -- Whether the giver asked to be named in public.
    named       BOOLEAN NOT NULL,
    reversed_by BIGINT,
    record_id   BYTEA,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, campaign_id, entry) REFERENCES contribution_entry (unit_id, campaign_id, number)
);

CREATE UNIQUE INDEX contribution_receipt_code ON contribution_receipt (unit_id, code);
CREATE UNIQUE INDEX contribution_receipt_number ON contribution_receipt (unit_id, year, number);
CREATE INDEX contribution_receipt_like ON contribution_receipt (unit_id, campaign_id, amount, on_day);
CREATE INDEX contribution_receipt_by_entry ON contribution_receipt (unit_id, campaign_id, entry);

-- Who gave. Kept apart from all that is public; only who asked to be named is.
CREATE TABLE contribution_donor (
    unit_id    BIGINT NOT NULL,
    receipt_id BYTEA  NOT NULL,
    name       TEXT   NOT NULL,
    address    TEXT   NOT NULL,
    PRIMARY KEY (unit_id, receipt_id),
    FOREIGN KEY (unit_id, receipt_id) REFERENCES contribution_receipt (unit_id, id)
);

-- A promise. It is in no ledger, and nobody owes it.
CREATE TABLE contribution_pledge (
    unit_id     BIGINT NOT NULL,
    id          BYTEA  NOT NULL,
    campaign_id BYTEA  NOT NULL,
    code        TEXT   NOT NULL,
    amount      BIGINT NOT NULL,
    giver       TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    made_on     BIGINT NOT NULL,
    state       TEXT   NOT NULL,
    receipt_id  BYTEA,
    PRIMARY KEY (unit_id, id),
    FOREIGN KEY (unit_id, campaign_id) REFERENCES contribution_campaign (unit_id, id)
);

CREATE INDEX contribution_pledge_standing ON contribution_pledge (unit_id, campaign_id, id) WHERE state = 'made';
CREATE UNIQUE INDEX contribution_pledge_code ON contribution_pledge (unit_id, campaign_id, code);

CREATE TABLE contribution_counter (
    unit_id BIGINT NOT NULL,
    year    BIGINT NOT NULL,
    last    BIGINT NOT NULL,
    PRIMARY KEY (unit_id, year)
);

-- Papers behind spending; only their hashes are public.
CREATE TABLE contribution_file (
    unit_id     BIGINT NOT NULL,
    campaign_id BYTEA  NOT NULL,
    number      BIGINT NOT NULL,
    name        TEXT   NOT NULL,
    media_type  TEXT   NOT NULL,
    content     BYTEA  NOT NULL,
    PRIMARY KEY (unit_id, campaign_id, number),
    FOREIGN KEY (unit_id, campaign_id, number) REFERENCES contribution_entry (unit_id, campaign_id, number)
);

-- Money that came into the account, as the bank's statement has it. What was given stays unmatched until an officer says what
-- it is.
CREATE TABLE contribution_statement_line (
    unit_id     BIGINT NOT NULL,
    campaign_id BYTEA  NOT NULL,
    id          BYTEA  NOT NULL,
    on_day      BIGINT NOT NULL,
    amount      BIGINT NOT NULL,
    reference   TEXT   NOT NULL,
    text        TEXT   NOT NULL,
    -- By what the same line of another statement is known.
    once        TEXT   NOT NULL,
    -- The ledger entry that it is.
    entry       BIGINT,
    PRIMARY KEY (unit_id, campaign_id, id),
    FOREIGN KEY (unit_id, campaign_id) REFERENCES contribution_campaign (unit_id, id)
);

CREATE UNIQUE INDEX contribution_statement_line_once ON contribution_statement_line (unit_id, campaign_id, once);
CREATE UNIQUE INDEX contribution_statement_line_entry ON contribution_statement_line (unit_id, campaign_id, entry);
CREATE INDEX contribution_statement_line_open ON contribution_statement_line (unit_id, campaign_id, id) WHERE entry IS NULL;
