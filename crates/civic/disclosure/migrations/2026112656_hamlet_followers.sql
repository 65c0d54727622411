-- Followers of one hamlet, and what there is to tell them: what hung at its boards.
-- Hamlet 0 is the whole board. Days are counted since 1970-01-01, instants are microseconds since then.
ALTER TABLE disclosure_follower ADD COLUMN hamlet_id BIGINT NOT NULL DEFAULT 0;

DROP INDEX disclosure_follower_address;
CREATE UNIQUE INDEX disclosure_follower_address ON disclosure_follower (unit_id, hamlet_id, fingerprint);

CREATE TABLE disclosure_hamlet_event (
    unit_id   BIGINT  NOT NULL,
    hamlet_id BIGINT  NOT NULL,
    item_id   BYTEA   NOT NULL,
    version   BIGINT  NOT NULL,
    act       TEXT    NOT NULL,
    at        BIGINT  NOT NULL,
    digest_on BIGINT  NOT NULL,
    told      BOOLEAN NOT NULL,
    PRIMARY KEY (unit_id, hamlet_id, item_id, version, act),
    FOREIGN KEY (unit_id, item_id) REFERENCES disclosure_item (unit_id, id)
);

CREATE INDEX disclosure_hamlet_event_untold ON disclosure_hamlet_event (unit_id) WHERE NOT told;
