-- The outbox holds more than mail: short messages and web hooks wait in it too, each way with a carrier of its own.

ALTER TABLE mail_outbox RENAME TO outbox;
ALTER TABLE outbox ADD COLUMN way TEXT NOT NULL DEFAULT 'mail';

DROP INDEX mail_outbox_due;
CREATE INDEX outbox_due ON outbox (way, not_before) WHERE state IN ('waiting', 'sending');
