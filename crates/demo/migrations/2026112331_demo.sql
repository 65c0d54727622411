-- The demo world that was prepared here; there is one at most. Its parameters, so that the same world is not
-- prepared twice and another is refused, and what was stored.

CREATE TABLE demo_world (
    id       BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    communes BIGINT NOT NULL,
    years    BIGINT NOT NULL,
    seed     BIGINT NOT NULL,
    density  BIGINT NOT NULL,
    hamlets  BIGINT NOT NULL,
    records  BIGINT NOT NULL,
    facts    BIGINT NOT NULL,
    reported BIGINT NOT NULL
);
