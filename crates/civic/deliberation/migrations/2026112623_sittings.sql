-- A meeting held in parts (họp theo cụm dân cư): each sitting has its own place, time, door and count.

CREATE TABLE deliberation_sitting (
    unit_id      BIGINT NOT NULL,
    round_id     BYTEA  NOT NULL,
    -- From 1.
    number       BIGINT NOT NULL,
    name         TEXT   NOT NULL,
    place        TEXT   NOT NULL,
    starts_at    BIGINT NOT NULL,
    -- The count; the method is empty until then.
    method       TEXT   NOT NULL,
    attending    BIGINT NOT NULL,
    marks        TEXT   NOT NULL,
    spoiled      BIGINT NOT NULL,
    abstained    BIGINT NOT NULL,
    counted_by   BYTEA,
    counted_role TEXT   NOT NULL,
    counted_at   BIGINT,
    PRIMARY KEY (unit_id, round_id, number),
    FOREIGN KEY (unit_id, round_id) REFERENCES deliberation_round (unit_id, id)
);

-- At which sitting a household came; none at a meeting held in one.
ALTER TABLE deliberation_slip ADD COLUMN sitting BIGINT;
-- At which sitting somebody had a duty; 0 at a meeting held in one.
ALTER TABLE deliberation_officer ADD COLUMN sitting BIGINT NOT NULL DEFAULT 0;
-- The day the committee approved the plan to meet in parts.
ALTER TABLE deliberation_round ADD COLUMN clusters_approved_on BIGINT;
