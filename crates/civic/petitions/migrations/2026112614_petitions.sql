-- Feedback, petitions and requests for information (phản ánh, kiến nghị, yêu cầu cung cấp thông tin), from receipt to
-- the end. unit_id is whose matter it is; a matter handed over begins a new row there, and the old one says where.
-- Denunciations are not kept here: of one that was sent all the same, words and contact are erased as it is recognised.
-- Days are counted since 1970-01-01, instants are microseconds since then.

CREATE TABLE petition (
    unit_id           BIGINT  NOT NULL,
    id                BYTEA   NOT NULL,
    -- Its number among those of a year: 12/2026.
    year              BIGINT  NOT NULL,
    number            BIGINT  NOT NULL,
    kind              TEXT    NOT NULL,
    -- Key of the rulebook's list.
    category          TEXT    NOT NULL,
    title             TEXT    NOT NULL,
    words             TEXT    NOT NULL,
    hamlet_id         BIGINT,
    place             TEXT    NOT NULL,
    latitude          DOUBLE PRECISION,
    longitude         DOUBLE PRECISION,
    -- Whether the asker lets it be made public.
    may_publish       BOOLEAN NOT NULL,
    channel           TEXT    NOT NULL,
    -- SHA-256 of the code the asker holds.
    code_hash         BYTEA   NOT NULL,
    -- SHA-256 of what makes it this one petition: sent again, it is the same.
    once_hash         BYTEA   NOT NULL,
    state             TEXT    NOT NULL,
    -- How it ended; empty until it has.
    ending            TEXT    NOT NULL,
    -- Counts the times it was changed.
    revision          BIGINT  NOT NULL,
    -- The day of its first receipt anywhere, the day this unit's clock began, and when it is due.
    received_on       BIGINT  NOT NULL,
    clock_from        BIGINT  NOT NULL,
    due_on            BIGINT  NOT NULL,
    -- Key of the office that answers; empty until it is assigned.
    office            TEXT    NOT NULL,
    draft             TEXT    NOT NULL,
    drafted_by        BYTEA,
    drafted_role      TEXT    NOT NULL,
    answer            TEXT    NOT NULL,
    answered_at       BIGINT,
    first_answered_on BIGINT,
    -- Whether the first answer came in time.
    in_time           BOOLEAN NOT NULL,
    -- The last day on which the asker may reopen it.
    open_until        BIGINT,
    reopened          BIGINT  NOT NULL,
    rating            TEXT    NOT NULL,
    merged_into       BYTEA,
    from_unit         BIGINT,
    from_id           BYTEA,
    to_unit           BIGINT,
    to_id             BYTEA,
    escalated_on      BIGINT,
    -- What is public of it, personal data removed; shown while shown_at is set and hidden_at is not.
    public_title      TEXT    NOT NULL,
    public_words      TEXT    NOT NULL,
    public_answer     TEXT    NOT NULL,
    shown_at          BIGINT,
    hidden_at         BIGINT,
    -- Key of the reason, and words; why it is not shown, or was not taken.
    hidden_reason     TEXT    NOT NULL,
    hidden_note       TEXT    NOT NULL,
    -- What the asker says against it; once.
    appeal            TEXT    NOT NULL,
    appeal_decided_at BIGINT,
    closed_at         BIGINT,
    contact_until     BIGINT,
    changed_at        BIGINT  NOT NULL,
    -- Its record in the register of submissions.
    record_id         BYTEA,
    PRIMARY KEY (unit_id, id)
);

CREATE UNIQUE INDEX petition_by_number ON petition (unit_id, year, number);
CREATE UNIQUE INDEX petition_by_code ON petition (unit_id, code_hash);
CREATE UNIQUE INDEX petition_by_once ON petition (unit_id, once_hash);
CREATE INDEX petition_queue ON petition (unit_id, state, due_on, id);
CREATE INDEX petition_shown ON petition (unit_id, shown_at, id);
CREATE INDEX petition_due ON petition (state, due_on);
CREATE INDEX petition_merged ON petition (unit_id, merged_into);

-- What happened to a petition, by role.
CREATE TABLE petition_event (
    unit_id     BIGINT NOT NULL,
    petition_id BYTEA  NOT NULL,
    id          BYTEA  NOT NULL,
    kind        TEXT   NOT NULL,
    role        TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    -- What it was done to or with: an office, a unit, a number.
    detail      TEXT   NOT NULL,
    -- Why, for the asker.
    note        TEXT   NOT NULL,
    PRIMARY KEY (unit_id, petition_id, id),
    FOREIGN KEY (unit_id, petition_id) REFERENCES petition (unit_id, id)
);

-- How the asker can be reached; never shown to anybody but those who answer, and erased some days after the end.
CREATE TABLE petition_contact (
    unit_id     BIGINT NOT NULL,
    petition_id BYTEA  NOT NULL,
    name        TEXT   NOT NULL,
    phone       TEXT   NOT NULL,
    -- Sealed with the key of the installation's mail.
    mail        BYTEA,
    language    TEXT   NOT NULL,
    PRIMARY KEY (unit_id, petition_id),
    FOREIGN KEY (unit_id, petition_id) REFERENCES petition (unit_id, id)
);

CREATE TABLE petition_photo (
    unit_id     BIGINT  NOT NULL,
    petition_id BYTEA   NOT NULL,
    number      BIGINT  NOT NULL,
    media_type  TEXT    NOT NULL,
    content     BYTEA   NOT NULL,
    -- Whether everybody may see it, while the petition is shown.
    is_public   BOOLEAN NOT NULL,
    PRIMARY KEY (unit_id, petition_id, number),
    FOREIGN KEY (unit_id, petition_id) REFERENCES petition (unit_id, id)
);

CREATE TABLE petition_counter (
    unit_id BIGINT NOT NULL,
    year    BIGINT NOT NULL,
    last    BIGINT NOT NULL,
    PRIMARY KEY (unit_id, year)
);

-- Keys with which other programs send petitions (Open311); only their hashes are kept.
CREATE TABLE petition_api_key (
    unit_id    BIGINT NOT NULL,
    id         BYTEA  NOT NULL,
    name       TEXT   NOT NULL,
    key_hash   BYTEA  NOT NULL,
    made_role  TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    ended_at   BIGINT,
    PRIMARY KEY (unit_id, id)
);

CREATE UNIQUE INDEX petition_api_key_by_hash ON petition_api_key (unit_id, key_hash);
