-- Reception of citizens (tiếp công dân): sessions of leaders and turns at them. unit_id is the commune.
-- Days are counted since 1970-01-01, instants are microseconds since then, times of a day are minutes since midnight.

CREATE TABLE reception_session (
    unit_id       BIGINT NOT NULL,
    id            BYTEA  NOT NULL,
    held_on       BIGINT NOT NULL,
    starts        BIGINT NOT NULL,
    turn_minutes  BIGINT NOT NULL,
    turns         BIGINT NOT NULL,
    -- The office that receives, never a name.
    receiver      TEXT   NOT NULL,
    manner        TEXT   NOT NULL,
    -- A room, or the public link of an online session.
    place         TEXT   NOT NULL,
    state         TEXT   NOT NULL,
    -- The day it was announced for before it was moved.
    moved_from    BIGINT,
    -- Why it was moved or cancelled; public.
    reason        TEXT   NOT NULL,
    announced_on  BIGINT NOT NULL,
    -- Counts the times it was changed, so that only what was read can be changed.
    revision      BIGINT NOT NULL,
    changed_at    BIGINT NOT NULL,
    changed_by    BYTEA  NOT NULL,
    changed_role  TEXT   NOT NULL,
    -- Its record of announcement in the register.
    record_id     BYTEA,
    PRIMARY KEY (unit_id, id)
);

CREATE INDEX reception_session_by_day ON reception_session (unit_id, held_on, id);

CREATE TABLE reception_turn (
    unit_id     BIGINT NOT NULL,
    id          BYTEA  NOT NULL,
    session_id  BYTEA  NOT NULL,
    -- From 1; who came without booking is numbered behind the turns that can be booked.
    number      BIGINT NOT NULL,
    -- The number while the turn is taken, NULL when its holder gave it up: no two take one turn.
    slot        BIGINT,
    -- SHA-256 of the code its holder has, and of what makes it this one booking. NULL for who came without booking.
    code_hash   BYTEA,
    once_hash   BYTEA,
    matter      TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    language    TEXT   NOT NULL,
    -- Name, address and words, sealed; NULL when none was given, or when it was erased.
    sealed      BYTEA,
    outcome     TEXT   NOT NULL,
    -- The last day for the notice of the outcome, and the day of the notice.
    due_on      BIGINT,
    notified_on BIGINT,
    -- The last day on which what is sealed is kept.
    kept_until  BIGINT NOT NULL,
    reminded_on BIGINT,
    changed_at  BIGINT NOT NULL,
    -- Its record of booking in the register.
    record_id   BYTEA,
    PRIMARY KEY (unit_id, id)
);

CREATE UNIQUE INDEX reception_turn_slot ON reception_turn (unit_id, session_id, slot);
CREATE UNIQUE INDEX reception_turn_code ON reception_turn (unit_id, code_hash);
CREATE UNIQUE INDEX reception_turn_once ON reception_turn (unit_id, once_hash);
CREATE INDEX reception_turn_kept ON reception_turn (kept_until);
