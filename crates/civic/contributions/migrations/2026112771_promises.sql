-- Whether a promise was noted by those who keep the campaign, and so is in the sum that everybody sees. What anybody may
-- send without an account is not: nobody stands behind it until money comes.
ALTER TABLE contribution_pledge ADD COLUMN counted BOOLEAN NOT NULL DEFAULT TRUE;
