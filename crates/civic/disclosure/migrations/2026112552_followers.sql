-- Who gets mail about a notice board, and what there is to tell. Addresses are sealed; a follower who stops is deleted.
-- Days are counted since 1970-01-01, instants are microseconds since then.

CREATE TABLE disclosure_follower (
    unit_id      BIGINT NOT NULL,
    id           BYTEA  NOT NULL,
    -- A keyed hash of the address, by which it is found again.
    fingerprint  BYTEA  NOT NULL,
    address      BYTEA  NOT NULL,
    language     TEXT   NOT NULL,
    rhythm       TEXT   NOT NULL,
    -- When mail was last asked for, and in which rhythm; the link that was sent then confirms it.
    asked_at     BIGINT NOT NULL,
    asked_rhythm TEXT   NOT NULL,
    confirmed_at BIGINT,
    -- The last day whose digest this follower has got, or did not want.
    digested_on  BIGINT NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE UNIQUE INDEX disclosure_follower_address ON disclosure_follower (unit_id, fingerprint);
CREATE INDEX disclosure_follower_daily ON disclosure_follower (digested_on)
    WHERE rhythm = 'daily' AND confirmed_at IS NOT NULL;
CREATE INDEX disclosure_follower_asking ON disclosure_follower (asked_at) WHERE confirmed_at IS NULL;

CREATE TABLE disclosure_event (
    unit_id   BIGINT  NOT NULL,
    item_id   BYTEA   NOT NULL,
    version   BIGINT  NOT NULL,
    act       TEXT    NOT NULL,
    at        BIGINT  NOT NULL,
    -- The day whose digest it belongs to.
    digest_on BIGINT  NOT NULL,
    -- Whether those who want a mail for each have got theirs.
    told      BOOLEAN NOT NULL,
    PRIMARY KEY (unit_id, item_id, version, act),
    FOREIGN KEY (unit_id, item_id) REFERENCES disclosure_item (unit_id, id)
);

CREATE INDEX disclosure_event_untold ON disclosure_event (unit_id) WHERE NOT told;
CREATE INDEX disclosure_event_digest ON disclosure_event (unit_id, digest_on);
