-- The public log. Instants are microseconds since 1970-01-01.

-- What a record's own transaction writes, and where in the log it then stands. `body` are the entry's octets until
-- they are in the log; afterwards the log itself has them, and `log_index` tells where. `ordered_at` grows from act to
-- act on one item even where clocks disagree, so that the log has them in their order.
CREATE TABLE log_entry (
    unit_id    BIGINT NOT NULL,
    entry_id   BYTEA  NOT NULL,
    kind       TEXT   NOT NULL,
    subject_id TEXT   NOT NULL,
    act        TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    ordered_at BIGINT NOT NULL,
    body       BYTEA,
    log_index  BIGINT,
    PRIMARY KEY (unit_id, entry_id),
    CHECK ((body IS NULL) = (log_index IS NOT NULL))
);

CREATE INDEX log_entry_waiting ON log_entry (ordered_at, unit_id, entry_id) WHERE log_index IS NULL;

CREATE INDEX log_entry_by_id ON log_entry (entry_id);

CREATE INDEX log_entry_by_subject ON log_entry (unit_id, kind, subject_id, ordered_at);

-- The log is one for the whole installation, so its own tables have no leading unit_id.

-- Files of the log. Level -1 holds the bundles of entries. The last tile of a level grows in its row.
CREATE TABLE log_tile (
    level BIGINT NOT NULL,
    idx   BIGINT NOT NULL,
    width BIGINT NOT NULL,
    data  BYTEA  NOT NULL,
    PRIMARY KEY (level, idx)
);

-- Every checkpoint that was signed: the note as served, without cosignatures.
CREATE TABLE log_checkpoint (
    size      BIGINT NOT NULL PRIMARY KEY,
    root      BYTEA  NOT NULL,
    note      TEXT   NOT NULL,
    signed_at BIGINT NOT NULL
);

-- The public keys of the log, oldest first. `handover` is the checkpoint signed by the key before, whose tree holds
-- the entry that announces this one; the first key has none, nor has one made after a loss.
CREATE TABLE log_key (
    generation BIGINT NOT NULL PRIMARY KEY,
    vkey       TEXT   NOT NULL,
    handover   TEXT,
    since_size BIGINT NOT NULL,
    made_at    BIGINT NOT NULL
);

-- What witnesses signed: the line of signature.
CREATE TABLE log_cosignature (
    size      BIGINT NOT NULL,
    witness   TEXT   NOT NULL,
    line      TEXT   NOT NULL,
    cosigned_at BIGINT NOT NULL,
    PRIMARY KEY (size, witness)
);

-- Who integrates entries into the log, and until when nobody else does.
CREATE TABLE log_lease (
    id         BIGINT NOT NULL PRIMARY KEY,
    holder     TEXT   NOT NULL,
    expires_at BIGINT NOT NULL
);

INSERT INTO log_lease (id, holder, expires_at) VALUES (1, '', 0);
