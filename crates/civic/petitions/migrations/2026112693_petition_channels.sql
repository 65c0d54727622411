-- By what else than mail an asker wants to be told: keys of channels, parted by spaces.
ALTER TABLE petition_contact ADD COLUMN tell_by TEXT NOT NULL DEFAULT '';
